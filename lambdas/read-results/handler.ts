import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { landedObject } from '../domain/lists/landed-object.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { readResults } from './read-results.ts';

const env = readEnvironment(environment);
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  inbox: new Bucket(env.INBOX_BUCKET),
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(reference),
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'read-results',
  landedObject,
  (landed) => readResults(ports, landed, env.CHUNK_ROWS),
  (read) =>
    read.outcome === 'read'
      ? {
          event: 'answer-read',
          period: read.period,
          provider: read.provider,
          answer: read.id,
          chunks: read.chunks.length,
        }
      : { event: 'answer-refused', code: read.code },
);
