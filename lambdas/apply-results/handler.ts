import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { resultChunkRef } from '../domain/settlement.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { applyResults } from './apply-results.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  payments: new PaymentsTable(new Store(), env.PAYMENTS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
};

export const handler = defineHandler(
  'apply-results',
  resultChunkRef,
  async (ref) => {
    // Exceptions stay in the bucket: a state carries counts.
    const { lines, applied, known, exceptions } = await applyResults(ports, ref);
    return { chunk: ref.chunk, lines, ...applied, known, exceptions: exceptions.length };
  },
  (counts) => counts,
);
