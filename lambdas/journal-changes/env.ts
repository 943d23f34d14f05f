import { z } from 'zod';

export const environment = z.object({
  JOURNAL_BUCKET: z.string(),
  SUBMISSIONS_TABLE: z.string(),
  ENTITLEMENTS_TABLE: z.string(),
  CLAIMS_TABLE: z.string(),
  PAYMENTS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  EXCEPTIONS_TABLE: z.string(),
});
export type Environment = z.input<typeof environment>;
