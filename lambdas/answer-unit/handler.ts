import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { PaymentsTable } from '../adapters/payments-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { submissionRef } from '../domain/rolls/submission-chunks.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { answerUnit } from './answer-unit.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  payments: new PaymentsTable(store, env.PAYMENTS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'answer-unit',
  submissionRef,
  (ref) => answerUnit(ports, ref),
  ({ version, waiting }) => ({ event: 'unit-answered', version, waiting }),
);
