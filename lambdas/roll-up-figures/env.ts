import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  UNITS_PER_BATCH: z.coerce.number<string>().int().positive(),
});
export type Environment = z.input<typeof environment>;
