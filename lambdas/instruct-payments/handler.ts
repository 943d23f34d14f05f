import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { batchRef } from '../domain/payouts/run-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { instructPayments } from './instruct-payments.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  runs: new RunsTable(store, env.RUNS_TABLE),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? new Bucket(env.REFERENCE_BUCKET) : undefined),
};

export const handler = defineHandler(
  'instruct-payments',
  batchRef,
  (ref) => instructPayments(ports, ref),
  (counts) => ({ event: 'payments-instructed', ...counts }),
);
