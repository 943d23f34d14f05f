import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { countRolls } from './count-rolls.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  rolls: new EntitlementsTable(new Store(), env.ENTITLEMENTS_TABLE),
};

export const handler = defineHandler(
  'count-rolls',
  sliceRef,
  (ref) => countRolls(ports, ref),
  (counts) => ({ ...counts }),
);
