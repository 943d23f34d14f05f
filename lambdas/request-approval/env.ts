import { z } from 'zod';

export const environment = z.object({ RUNS_TABLE: z.string() });
export type Environment = z.input<typeof environment>;
