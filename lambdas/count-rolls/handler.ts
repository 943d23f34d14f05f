import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { countRolls } from './count-rolls.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
};

export const handler = defineHandler(
  'count-rolls',
  sliceRef,
  (ref) => countRolls(ports, ref),
  (counts) => ({ event: 'rolls-counted', ...counts }),
);
