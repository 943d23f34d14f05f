import { Bucket } from '../adapters/buckets.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { providerRef } from '../domain/payouts/run-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { writeTransferRequest } from './write-transfer-request.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

export const handler = defineHandler(
  'write-transfer-request',
  providerRef,
  (ref) => writeTransferRequest(ports, ref),
  (counts) => ({ event: 'treasury-asked', ...counts }),
);
