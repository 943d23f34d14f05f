import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { shardRange } from '../domain/closing/closing.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { countBooks } from './count-books.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(reference),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'count-books',
  shardRange,
  (ref) => countBooks(ports, ref),
  (counts) => ({ event: 'books-counted', ...counts }),
);
