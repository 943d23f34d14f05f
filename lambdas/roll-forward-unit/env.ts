import { z } from 'zod';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  ENTITLEMENTS_TABLE: z.string(),
  CHUNK_ROWS: z.coerce.number<string>().int().positive(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
