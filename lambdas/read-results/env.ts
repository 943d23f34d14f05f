import { z } from 'zod';

export const environment = z.object({
  INBOX_BUCKET: z.string(),
  WORK_BUCKET: z.string(),
  OUTBOX_BUCKET: z.string(),
  REFERENCE_BUCKET: z.string(),
  RUNS_TABLE: z.string(),
  CHUNK_ROWS: z.coerce.number<string>().int().positive(),
  SANDBOX: z.enum(['true', 'false']),
});
export type Environment = z.input<typeof environment>;
