import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { EntitlementsTable } from '../adapters/entitlements-table.ts';
import { ExceptionsTable } from '../adapters/exceptions-table.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { closingRef, shardRange } from '../domain/closing/closing.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { publishBooks } from './publish-books.ts';

const env = readEnvironment(environment);
const store = new Store();
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(reference),
  rolls: new EntitlementsTable(store, env.ENTITLEMENTS_TABLE),
  runs: new RunsTable(store, env.RUNS_TABLE),
  exceptions: new ExceptionsTable(store, env.EXCEPTIONS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

export const handler = defineHandler(
  'publish-books',
  closingRef.extend({ shardRanges: z.array(shardRange) }),
  (counted) => publishBooks(ports, counted),
  ({ outcome, period }) => ({ event: 'books-published', outcome, period }),
);
