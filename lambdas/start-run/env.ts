import { z } from 'zod';
import { apiEnvironment } from '../runtime/env.ts';

export const environment = apiEnvironment.extend({ RUNS_TABLE: z.string(), RUN_PAYOUT_ARN: z.string() });
export type Environment = z.input<typeof environment>;
