import { SHARDS } from '../../lambdas/domain/shard.ts';
import { MOST_ITEMS } from '../../lambdas/domain/slices.ts';
import type { DeploymentConfig } from '../../lib/deployment-config.ts';

/** A part of the country that one deployment serves. */
interface Shape {
  readonly name: string;
  readonly people: number;
  readonly communes: number;
}

/** The nation: 10 million people in the 3,321 communes that there are since 1 July 2025. */
export const SHAPES: readonly Shape[] = [
  { name: 'a commune', people: 4_000, communes: 1 },
  { name: 'a district', people: 13_463, communes: 21 },
  { name: 'a province', people: 500_000, communes: 124 },
  { name: 'the nation', people: 10_000_000, communes: 3_321 },
];

export interface LimitRow {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  /** How each number comes about. */
  readonly arithmetic: string;
  /** For each of {@link SHAPES}. */
  readonly values: readonly number[];
}

/** So long a function of ours may live; Lambda itself would give it 900 s. */
const FUNCTION_SECONDS = 600;

/** Limits of AWS, as we know them in November 2026 and not compared with its pages: quotas of an account in a new region, and how near we come. */
export function limitRows(sizes: DeploymentConfig): LimitRow[] {
  const { chunkRows, unitsPerBatch, shardRanges, mapConcurrency, registry } = sizes;
  const each = (of: (shape: Shape) => number) => SHAPES.map(of);
  const chunksOf = (people: number) => Math.ceil(people / chunkRows);
  const largestCommune = ({ people, communes }: Shape) => Math.ceil(((communes === 1 ? 1 : 1.5) * people) / communes);
  const unitsInBatch = ({ communes }: Shape) => Math.max(unitsPerBatch, Math.ceil(communes / MOST_ITEMS));
  const batchPeople = (shape: Shape) =>
    Math.round((shape.people / shape.communes) * Math.min(shape.communes, unitsInBatch(shape)));
  return [
    {
      what: 'items of a map over units, and so child executions',
      limit: 10_000,
      unit: 'items',
      arithmetic: `communes / max(${unitsPerBatch}, communes / ${MOST_ITEMS})`,
      values: each((shape) => Math.ceil(shape.communes / unitsInBatch(shape))),
    },
    {
      what: 'payload of the widest state (reports planned and counted: two lists of slices)',
      limit: 256 * 1024,
      unit: 'bytes',
      arithmetic: 'slices × 2 × 110 bytes',
      values: each((shape) => Math.ceil(shape.communes / unitsInBatch(shape)) * 2 * 110),
    },
    {
      what: 'history of opening a month (turns of 150 units)',
      limit: 25_000,
      unit: 'events',
      arithmetic: '24 + 19 × ⌈communes / 150⌉',
      values: each(({ communes }) => 24 + 19 * Math.ceil(communes / 150)),
    },
    {
      what: 'history of one list (its chunks have histories of their own)',
      limit: 25_000,
      unit: 'events',
      arithmetic: 'about 45, whatever its rows',
      values: each(() => 45),
    },
    {
      what: 'drafting one batch, at 1,000 payments a second',
      limit: FUNCTION_SECONDS,
      unit: 's',
      arithmetic: 'people of a batch / 1,000',
      values: each((shape) => Math.ceil(batchPeople(shape) / 1000)),
    },
    {
      what: 'building the files of the largest provider (half of all), at 8,000 lines a second',
      limit: FUNCTION_SECONDS,
      unit: 's',
      arithmetic: 'people / 2 / 8,000',
      values: each(({ people }) => Math.ceil(people / 2 / 8000)),
    },
    {
      what: `counting the payments of one of ${shardRanges} ranges of shards, at 20,000 a second`,
      limit: FUNCTION_SECONDS,
      unit: 's',
      arithmetic: `people / ${shardRanges} / 20,000`,
      values: each(({ people }) => Math.ceil(people / shardRanges / 20_000)),
    },
    {
      what: 'writes to the busiest partition of payments and claims, a function drafting 2,500 a second',
      limit: 1_000,
      unit: 'units/s',
      arithmetic: `${mapConcurrency} functions × 2,500 / ${SHARDS} shards × 2`,
      values: each(() => Math.ceil((mapConcurrency * 2500 * 2) / SHARDS)),
    },
    {
      what: 'writes to the partition of one roll, if its list were stored as fast as the registry answers',
      limit: 1_000,
      unit: 'units/s',
      arithmetic: `${registry.callsPerSecond} calls/s × 100 people × 0.1 unit, but no more than the list has`,
      values: each((shape) => Math.ceil(Math.min(registry.callsPerSecond * 100, largestCommune(shape)) / 10)),
    },
    {
      what: 'puts to one S3 prefix: 6 at once from a function, 20 ms each',
      limit: 3_500,
      unit: 'puts/s',
      arithmetic: `${mapConcurrency} functions × 6 / 0.02 s`,
      values: each(() => (mapConcurrency * 6) / 0.02),
    },
    {
      what: 'functions at once, when all lists come within an hour and each is read for a minute',
      limit: 1_000,
      unit: 'functions',
      arithmetic: `communes / 60 + ${mapConcurrency} that ask the registry`,
      values: each(({ communes }) => Math.ceil(communes / 60) + mapConcurrency),
    },
    {
      what: 'KMS requests in that hour: a bucket key serves many objects, so one for each function and bucket at most',
      limit: 10_000,
      unit: 'requests/s',
      arithmetic: 'communes × 10 tasks × 4 buckets / 3,600 s',
      values: each(({ communes }) => (communes * 40) / 3600),
    },
    {
      what: 'schedules of EventBridge Scheduler, however many units',
      limit: 1_000_000,
      unit: 'schedules',
      arithmetic: 'one for each occasion',
      values: each(() => Object.keys(sizes.schedules).length),
    },
    {
      what: 'hours in which the registry is asked about everybody',
      limit: 24,
      unit: 'h',
      arithmetic: `people / 100 a call / ${registry.callsPerSecond} calls/s`,
      values: each(({ people }) => people / 100 / registry.callsPerSecond / 3600),
    },
    {
      what: 'chunks of the largest list that a unit sends',
      limit: 10_000,
      unit: 'chunks',
      arithmetic: `⌈1.5 × mean commune / ${chunkRows}⌉`,
      values: each((shape) => chunksOf(largestCommune(shape))),
    },
  ];
}
