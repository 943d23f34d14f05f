import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { period } from '../domain/period.ts';
import { rollRevision } from '../domain/rolls/submission.ts';
import { submissionRef } from '../domain/rolls/submission-chunks.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { rollForwardUnit } from './roll-forward-unit.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'roll-forward-unit',
  submissionRef.extend({ from: z.object({ period, revision: rollRevision }) }),
  (roll) => rollForwardUnit(ports, roll, env.CHUNK_ROWS),
  ({ chunks }) => ({ event: 'roll-carried-over', chunks: chunks.length }),
);
