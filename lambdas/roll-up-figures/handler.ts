import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { publicationRef, sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { rollUpFigures } from './roll-up-figures.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

const input = publicationRef.extend({ batches: z.array(sliceRef), shardRanges: z.array(sliceRef) });

export const handler = defineHandler(
  'roll-up-figures',
  input,
  ({ batches, shardRanges, ...ref }) =>
    rollUpFigures(ports, ref, { rolls: batches, payments: shardRanges }, env.UNITS_PER_BATCH),
  ({ batches }) => ({ event: 'figures-rolled-up', batches: batches.length }),
);
