import { z } from 'zod';
import { signingKeyArns } from '../runtime/env.ts';

export const environment = z.object({
  WORK_BUCKET: z.string(),
  OUTBOX_BUCKET: z.string(),
  RUNS_TABLE: z.string(),
  SIGNING_KEYS: signingKeyArns,
});
export type Environment = z.input<typeof environment>;
