import { z } from 'zod';

export const environment = z.object({ RUNS_TABLE: z.string(), RUN_PAYOUT_ARN: z.string() });
export type Environment = z.input<typeof environment>;
