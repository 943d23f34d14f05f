import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { submissionRef } from '../domain/rolls/submission-chunks.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { readList } from './read-list.ts';

const env = readEnvironment(environment);
const store = new Store();
const ports = {
  inbox: new Bucket(env.INBOX_BUCKET),
  work: new Bucket(env.WORK_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

export const handler = defineHandler(
  'read-list',
  submissionRef.extend({ waited: z.boolean().optional() }),
  (ref) => readList(ports, ref, env.CHUNK_ROWS, () => performance.now()),
  (read) =>
    read.outcome === 'read'
      ? { event: 'list-read', chunks: read.chunks.length }
      : { event: 'list-refused', code: read.code },
);
