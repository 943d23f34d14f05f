import { z } from 'zod';
import { apiEnvironment } from '../runtime/env.ts';

export const environment = apiEnvironment.extend({
  RUNS_TABLE: z.string(),
  PAYMENTS_TABLE: z.string(),
  EXCEPTIONS_TABLE: z.string(),
  REFERENCE_BUCKET: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
