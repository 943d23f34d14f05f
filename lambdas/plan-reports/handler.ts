import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { planReports, reportRequest } from './plan-reports.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  runs: new RunsTable(store, env.RUNS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};
const sizes = { unitsPerBatch: env.UNITS_PER_BATCH, shardRanges: env.SHARD_RANGES };

const input = z.object({ request: reportRequest, execution: z.string().min(1) });

export const handler = defineHandler(
  'plan-reports',
  input,
  ({ request, execution }) => planReports(ports, request, execution, sizes),
  (planned) => ({
    event: 'reports-planned',
    outcome: planned.outcome,
    also: planned.also.length,
    ...(planned.outcome === 'planned' && { publication: planned.publication }),
  }),
);
