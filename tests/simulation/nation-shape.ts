import { z } from 'zod';

const seen = z.object({ most: z.number(), where: z.string() });

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
  tables: z.array(
    z.object({
      table: z.string(),
      writes: z.number(),
      partitions: z.number(),
      busiest: z.string(),
      busiestShare: z.number(),
    }),
  ),
});
export type NationShape = z.infer<typeof nationShape>;
