import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { batchRef } from '../domain/payouts/run-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { draftPayments } from './draft-payments.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
};

export const handler = defineHandler(
  'draft-payments',
  batchRef,
  (ref) => draftPayments(ports, ref),
  (counts) => ({ event: 'payments-drafted', ...counts }),
);
