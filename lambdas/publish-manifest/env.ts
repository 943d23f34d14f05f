import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  OUTBOX_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
});
export type Environment = z.input<typeof environment>;
