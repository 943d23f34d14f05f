import { z } from 'zod';

export const environment = z.object({
  INBOX_BUCKET: z.string(),
  WORK_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  ENTITLEMENTS_TABLE: z.string(),
  CHUNK_ROWS: z.coerce.number<string>().int().positive(),
});
export type Environment = z.input<typeof environment>;
