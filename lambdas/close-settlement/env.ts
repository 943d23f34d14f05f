import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  OUTBOX_BUCKET: z.string(),
  PAYMENTS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  EXCEPTIONS_TABLE: z.string(),
});
export type Environment = z.input<typeof environment>;
