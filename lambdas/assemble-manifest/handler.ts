import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { runId } from '../domain/payouts/payment.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { assembleManifest } from './assemble-manifest.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
};

export const handler = defineHandler(
  'assemble-manifest',
  z.object({ run: runId }),
  ({ run }) => assembleManifest(ports, run),
  ({ hash }) => ({ event: 'manifest-assembled', manifest: hash }),
);
