import { Bucket } from '../adapters/buckets.ts';
import { ClaimsTable } from '../adapters/claims-table.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { settlingRef } from '../domain/claims/conflict-settling.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { settleConflicts } from './settle-conflicts.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  claims: new ClaimsTable(store, env.CLAIMS_TABLE),
};

export const handler = defineHandler(
  'settle-conflicts',
  settlingRef,
  (ref) => settleConflicts(ports, ref),
  ({ answers }) => ({ event: 'conflicts-settled', answers: answers.length }),
);
