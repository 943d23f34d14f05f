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
import { watchMonth } from './watch-month.ts';

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

export const handler = defineHandler(
  'watch-month',
  z.looseObject({}),
  async () => (await watchMonth(ports)) ?? { period: null },
  (seen) => (seen.period === null ? { event: 'no-month-open' } : { event: 'month-watched', ...seen }),
);
