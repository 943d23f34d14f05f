import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { SubmissionsTable } from '../adapters/submissions-table.ts';
import { landedObject } from '../domain/lists/landed-object.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { registerSubmission } from './register-submission.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  inbox: new Bucket(env.INBOX_BUCKET),
  submissions: new SubmissionsTable(store, env.SUBMISSIONS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  references: new ReferenceStore(reference),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'register-submission',
  landedObject,
  (landed) => registerSubmission(ports, landed),
  (registered) => {
    const { outcome, unit, period, id } = registered;
    const about = { unit: unit ?? undefined, period: period ?? undefined, submission: id };
    return outcome === 'refused'
      ? { event: 'list-refused', ...about, code: registered.code }
      : { event: `list-${outcome}`, ...about };
  },
);
