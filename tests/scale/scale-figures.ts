import { z } from 'zod';
import { seen, tableWrites } from '../simulation/nation-shape.ts';

/** What a month of one size came to. */
export const scaleFigures = z.object({
  people: z.number(),
  communes: z.number(),
  payments: z.number(),
  /** Instruction files, each of which is answered. */
  files: z.number(),
  /** By the clock, everything included. */
  seconds: z.number(),
  storeSeconds: z.number(),
  storeMemoryMiB: z.number(),
  phases: z.record(z.string(), z.number()),
  /** By task, the most processor time first. */
  tasks: z.record(
    z.string(),
    z.object({
      invocations: z.number(),
      cpuSeconds: z.number(),
      longestSeconds: z.number(),
      peakMemoryMiB: z.number(),
    }),
  ),
  tables: z.array(tableWrites.extend({ queries: z.number() })),
  limits: z.object({ payload: seen, history: seen, map: seen }),
});
export type ScaleFigures = z.infer<typeof scaleFigures>;
