import { z } from 'zod';

export const environment = z.object({
  RUNS_TABLE: z.string(),
  REFERENCE_BUCKET: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
