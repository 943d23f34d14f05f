import { z } from 'zod';

/** The most of something that a limit bounds, and where it was. */
export const seen = z.object({ most: z.number(), where: z.string() });

/** What went to a table: how its writes lay on its partitions. */
export const tableWrites = z.object({
  table: z.string(),
  writes: z.number(),
  partitions: z.number(),
  busiest: z.string(),
  busiestShare: z.number(),
});

/** What a month of many units came to. */
export const nationShape = z.object({
  communes: z.number(),
  payload: seen,
  history: seen,
  map: seen,
  failed: z.array(z.string()),
  /** Rolls that were carried into the month, payments that were instructed, units whose reports were published. */
  carried: z.number(),
  instructed: z.number(),
  published: z.number(),
  tables: z.array(tableWrites),
});
export type NationShape = z.infer<typeof nationShape>;
