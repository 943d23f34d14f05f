import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { resultChunkRef, resultRef } from '../domain/settlement/settlement.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { closeSettlement } from './close-settlement.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
};

export const handler = defineHandler(
  'close-settlement',
  resultRef.extend({ chunks: z.array(resultChunkRef) }),
  (results) => closeSettlement(ports, results),
  ({ settled, exceptions }) => ({ event: 'answer-closed', settled, exceptions }),
);
