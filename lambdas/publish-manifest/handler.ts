import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { publicationRef, sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { publishManifest } from './publish-manifest.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

export const handler = defineHandler(
  'publish-manifest',
  publicationRef.extend({ batches: z.array(sliceRef) }),
  ({ batches, ...ref }) => publishManifest(ports, ref, batches),
  ({ files, version }) => ({ event: 'reports-published', files, version }),
);
