import { z } from 'zod';
import { apiEnvironment } from '../runtime/env.ts';

export const environment = apiEnvironment.extend({
  OUTBOX_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  PAYMENTS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
