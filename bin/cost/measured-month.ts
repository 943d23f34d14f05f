import { z } from 'zod';

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

/** What one task cost in one month, all of its invocations together. */
const measuredTask = z.object({
  task: z.string(),
  invocations: count,
  /** Seconds from the call to the answer, waiting for tables and buckets included. */
  seconds: amount,
  /** Processor time of its processes, in seconds: of their starts, and of the work after them. */
  startSeconds: amount,
  workSeconds: amount,
  /** How many processes were started. */
  starts: count,
  /** What it and the platform logged, as CloudWatch counts it. */
  logBytes: count,
});

/** Requests of one task of one kind. For tables with the units that DynamoDB charges by the sizes of their items. */
const measuredCalls = z.object({
  task: z.string(),
  service: z.string(),
  operation: z.string(),
  /** A table or bucket by its name in the design; `-` for all else. */
  resource: z.string(),
  calls: count,
  /** Items written, or asked for by key. */
  items: count,
  readUnits: amount,
  writeUnits: amount,
});

const playedMonth = z.object({
  tasks: z.array(measuredTask),
  calls: z.array(measuredCalls),
  /** Executions of a machine, and states that they entered themselves: what a distributed map's children enter is not in it. */
  machines: z.record(z.string(), z.object({ executions: count, entered: count })),
  /** What each provider was instructed to pay: lines, and how many of them go into a file at most. */
  providers: z.record(z.string(), z.object({ lines: count, linesPerFile: count })),
  /** Bytes that the month left in tables and buckets, and in how many items or objects. */
  kept: z.record(z.string(), z.object({ count, bytes: count })),
});

/** Two months of one sample on a watched local cloud: `npm run cost -- --measure` writes it. */
export const measuredSample = z.object({
  schemaVersion: z.literal(1),
  sample: z.string(),
  measuredOn: z.iso.date(),
  people: count,
  /** Communes that sent a list, one each. */
  communes: count,
  /** Rows of a chunk, units of a batch and ranges of shards, as the deployment was configured. */
  chunkRows: count,
  unitsPerBatch: count,
  shardRanges: count,
  /** Memory of each task, in MB. */
  memory: z.record(z.string(), count),
  /** Of the pipeline's stack, by type of resource. */
  resources: z.record(z.string(), count),
  /** `lists`: every commune sends its whole list. `carried`: the month after it, opened from the last one, without any. */
  months: z.object({ lists: playedMonth, carried: playedMonth }),
});
export type MeasuredSample = z.output<typeof measuredSample>;
export type PlayedMonth = z.output<typeof playedMonth>;
export type MeasuredTask = z.output<typeof measuredTask>;
export type MeasuredCalls = z.output<typeof measuredCalls>;
