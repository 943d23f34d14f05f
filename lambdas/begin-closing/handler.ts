import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { clockOf } from '../adapters/clock.ts';
import { Store } from '../adapters/dynamodb.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { RunsTable } from '../adapters/runs-table.ts';
import { closingOccasion, closingRef } from '../domain/closing/closing.ts';
import { period } from '../domain/period.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { beginClosing } from './begin-closing.ts';
import { environment } from './env.ts';

const env = readEnvironment(environment);
const reference = new Bucket(env.REFERENCE_BUCKET);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(reference),
  runs: new RunsTable(new Store(), env.RUNS_TABLE),
  clock: clockOf(env.SANDBOX === 'true' ? reference : undefined),
};

const input = closingRef.extend({
  request: z.object({
    period: period.optional(),
    occasion: closingOccasion,
    by: z.string().min(1),
    reason: z.string().optional(),
  }),
});

export const handler = defineHandler(
  'begin-closing',
  input,
  ({ request, closing }) => beginClosing(ports, request, { closing }, env.SHARD_RANGES),
  ({ outcome, period: month }) => ({ event: 'closing-begun', outcome, period: month }),
);
