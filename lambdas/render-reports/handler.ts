import { Bucket } from '../adapters/buckets.ts';
import { ReferenceStore } from '../adapters/reference-store.ts';
import { sliceRef } from '../domain/reports/report-objects.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { renderReports } from './render-reports.ts';
import { REPORTS, SCHEMAS } from './report-catalogue.ts';

const env = readEnvironment(environment);
const ports = {
  work: new Bucket(env.WORK_BUCKET),
  outbox: new Bucket(env.OUTBOX_BUCKET),
  references: new ReferenceStore(new Bucket(env.REFERENCE_BUCKET)),
};

export const handler = defineHandler(
  'render-reports',
  sliceRef,
  (ref) => renderReports(ports, ref, REPORTS, SCHEMAS),
  (counts) => ({ event: 'reports-rendered', ...counts }),
);
