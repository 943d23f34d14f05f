import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { resultChunkRef } from '../domain/settlement/settlement.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { applyResults } from './apply-results.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(reference),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'apply-results',
  resultChunkRef,
  async (ref) => {
    // Exceptions stay in the table and the bucket: a state carries counts.
    const { lines, applied, known, exceptions } = await applyResults(ports, ref);
    return { chunk: ref.chunk, lines, ...applied, known, exceptions: exceptions.length };
  },
  (counts) => ({ event: 'answer-applied', ...counts }),
);
