import { availableParallelism } from 'node:os';
import type { ScaleFigures } from '../../tests/scale/scale-figures.ts';

/** A task at each size: what it costs, and how that grows. */
interface TaskGrowth {
  readonly task: string;
  readonly invocations: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly longestSeconds: readonly number[];
  readonly peakMemoryMiB: readonly number[];
  /** Of the processor time on the log-log plot; null with one size only. */
  readonly slope: number | null;
}

/** What `npm run scale -- --json FILE` writes. */
export interface ScaleReport {
  readonly node: string;
  readonly cpus: number;
  readonly sizes: readonly ScaleFigures[];
  /** Processor time of all functions together. */
  readonly cpuSeconds: readonly number[];
  /** Of that time on the log-log plot: 1 is twice the time for twice the people. */
  readonly slope: number | null;
  readonly tasks: readonly TaskGrowth[];
}

/** @param sizes the smallest first. */
export function reportOf(sizes: readonly ScaleFigures[]): ScaleReport {
  const people = sizes.map((size) => size.people);
  const names = Object.keys(sizes.at(-1)?.tasks ?? {});
  const tasks = names.map((task): TaskGrowth => {
    const of = (pick: (figures: ScaleFigures['tasks'][string]) => number) =>
      sizes.map((size) => (size.tasks[task] ? pick(size.tasks[task]) : 0));
    const cpuSeconds = of((figures) => figures.cpuSeconds);
    return {
      task,
      invocations: of((figures) => figures.invocations),
      cpuSeconds,
      longestSeconds: of((figures) => figures.longestSeconds),
      peakMemoryMiB: of((figures) => figures.peakMemoryMiB),
      slope: slopeOf(people, cpuSeconds),
    };
  });
  const cpuSeconds = sizes.map((_, index) => tasks.reduce((sum, task) => sum + (task.cpuSeconds[index] ?? 0), 0));
  const slope = slopeOf(people, cpuSeconds);
  return { node: process.version, cpus: availableParallelism(), sizes, cpuSeconds, slope, tasks };
}

/** The slope of the line of least squares through the logarithms; null where there is no line. */
export function slopeOf(sizes: readonly number[], values: readonly number[]): number | null {
  const points = sizes.flatMap((size, index) => {
    const value = values[index] ?? 0;
    return value > 0 ? [{ x: Math.log(size), y: Math.log(value) }] : [];
  });
  if (new Set(points.map(({ x }) => x)).size < 2) return null;
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
}
