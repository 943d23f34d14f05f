import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { dayOf, period, periodOf } from '../domain/period.ts';
import { unitCode } from '../domain/unit.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { listRolls, mustBeCarriedOver } from './list-rolls.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  runs: new RunsTable(store, env.RUNS_TABLE),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  references: new ReferenceStore(reference),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

/** By hand with a period; on schedule without one: then it is the month of today in Viet Nam. */
const request = z.object({
  period: period.optional(),
  /** Said when the units up to this one have had their turn. */
  after: unitCode.optional(),
  /** Said at the end: then nothing may be left to do. */
  carried: z.literal(true).optional(),
});

export const handler = defineHandler(
  'list-rolls',
  request,
  async ({ period: asked, after, carried }) => {
    const month = asked ?? periodOf(dayOf(await ports.clock.now()));
    return carried ? mustBeCarriedOver(ports, month) : listRolls(ports, month, after);
  },
  ({ period: month, units }) => ({ event: 'period-opened', period: month, units: units.length }),
);
