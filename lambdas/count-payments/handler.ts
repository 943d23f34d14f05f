import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { countPayments } from './count-payments.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  payments: new PaymentsTable(new Store(), env.PAYMENTS_TABLE),
};

export const handler = defineHandler(
  'count-payments',
  sliceRef,
  (ref) => countPayments(ports, ref),
  (counts) => ({ event: 'payments-counted', ...counts }),
);
