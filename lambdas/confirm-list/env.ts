import { z } from 'zod';
import { apiEnvironment } from '../runtime/env.ts';

export const environment = apiEnvironment.extend({
  REFERENCE_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  INGEST_LIST_ARN: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
