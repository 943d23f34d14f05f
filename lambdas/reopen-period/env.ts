import { z } from 'zod';
import { apiEnvironment } from '../runtime/env.ts';

export const environment = apiEnvironment.extend({
  REFERENCE_BUCKET: z.string(),
  RUNS_TABLE: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
