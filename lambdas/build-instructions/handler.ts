import { Bucket } from '../adapters/buckets.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { providerRef } from '../domain/payouts/run-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { buildInstructions } from './build-instructions.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

export const handler = defineHandler(
  'build-instructions',
  providerRef,
  (ref) => buildInstructions(ports, ref),
  (counts) => ({ event: 'files-built', ...counts }),
);
