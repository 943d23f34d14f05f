import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { KmsSigningKeys } from '../adapters/signing-keys.ts';
import { runId } from '../domain/payouts/payment.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { releaseFiles } from './release-files.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  signingKeys: new KmsSigningKeys(env.SIGNING_KEYS),
};

export const handler = defineHandler(
  'release-files',
  z.object({ run: runId }),
  ({ run }) => releaseFiles(ports, run),
  ({ files }) => ({ event: 'files-released', files }),
);
