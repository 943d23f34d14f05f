import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  ENTITLEMENTS_TABLE: z.string(),
  SUBMISSIONS_TABLE: z.string(),
});
export type Environment = z.input<typeof environment>;
