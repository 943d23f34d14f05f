import { Bucket } from '../adapters/buckets.ts';
import { Store } from '../adapters/dynamodb.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { closingRef } from '../domain/closing/closing.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { abandonClosing } from './abandon-closing.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const ports = { work: new Bucket(env.WORK_BUCKET), runs: new RunsTable(new Store(), env.RUNS_TABLE) };

export const handler = defineHandler(
  'abandon-closing',
  closingRef,
  (ref) => abandonClosing(ports, ref),
  ({ reopened }) => ({ event: 'closing-abandoned', reopened }),
);
