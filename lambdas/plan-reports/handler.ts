import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { dayOf, period, periodOf } from '../domain/period.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { planReports } from './plan-reports.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};
const sizes = { unitsPerBatch: env.UNITS_PER_BATCH, shardRanges: env.SHARD_RANGES };

/** With a period by hand and when one settles; on schedule without: then it is the month of today in Viet Nam. */
const input = z.object({ request: z.object({ period: period.optional() }), execution: z.string().min(1) });

export const handler = defineHandler(
  'plan-reports',
  input,
  async ({ request, execution }) =>
    planReports(ports, request.period ?? periodOf(dayOf(await ports.clock.now())), execution, sizes),
  (planned) => ({
    outcome: planned.outcome,
    ...(planned.outcome === 'planned' && { publication: planned.publication }),
  }),
);
