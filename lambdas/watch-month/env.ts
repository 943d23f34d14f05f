import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  OUTBOX_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  EXCEPTIONS_TABLE: z.string(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
