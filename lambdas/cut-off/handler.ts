import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { runId } from '../domain/payouts/payment.ts';
import { payoutRun } from '../domain/payouts/payout-run.ts';
import { period } from '../domain/period.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { cutOff } from './cut-off.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  runs: new RunsTable(store, env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

const input = z.object({
  request: z.object({
    period: period.optional(),
    kind: payoutRun.shape.kind,
    startedBy: z.string().min(1),
    run: runId.optional(),
  }),
  execution: z.string().min(1),
});

export const handler = defineHandler(
  'cut-off',
  input,
  ({ request, execution }) => cutOff(ports, request, execution, env.UNITS_PER_BATCH),
  (done) =>
    done.outcome === 'cut-off'
      ? { event: 'run-cut-off', run: done.run, period: done.period, batches: done.batches.length }
      : { event: 'run-not-cut-off', outcome: done.outcome },
);
