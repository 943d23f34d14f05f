import { availableParallelism } from 'node:os';

/** In rates more is better; in everything else less is. */
type FigureUnit = 'rows/s' | 'payments/s' | 's' | 'MiB' | 'transitions';

/** What was measured, beside the floor: what the same work would cost at the very least, or the budget set for it. */
export interface Figure {
  readonly what: string;
  /** How much was worked on: "20,022 rows × 15 columns". */
  readonly size: string;
  readonly unit: FigureUnit;
  /** Median of the runs, as is `floor`. */
  readonly ours: number;
  readonly floor: number;
  readonly floorIs: string;
  /** How many times the floor ours costs, in time for rates: 1 is the floor itself, less is better for every unit. */
  readonly ratio: number;
  /** The highest of all runs, of the process that did our work; null where this system does not tell. */
  readonly peakMemoryMiB: number | null;
}

/** What `npm run bench -- NAME --json FILE` writes. */
export interface BenchReport {
  readonly bench: string;
  readonly node: string;
  readonly cpus: number;
  readonly runs: number;
  readonly figures: readonly Figure[];
}

/** A figure from the readings of its runs. Both lists hold at least one. */
export function figureOf(
  named: Pick<Figure, 'what' | 'size' | 'unit' | 'floorIs' | 'peakMemoryMiB'>,
  ours: readonly number[],
  floor: readonly number[],
): Figure {
  const [own, lowest] = [median(ours), median(floor)];
  const ratio = named.unit.endsWith('/s') ? lowest / own : own / lowest;
  const { what, size, unit, floorIs, peakMemoryMiB } = named;
  return {
    what,
    size,
    unit,
    ours: rounded(own),
    floor: rounded(lowest),
    floorIs,
    ratio: rounded(ratio),
    peakMemoryMiB: peakMemoryMiB === null ? null : Math.round(peakMemoryMiB),
  };
}

export function reportOf(bench: string, runs: number, figures: readonly Figure[]): BenchReport {
  return { bench, node: process.version, cpus: availableParallelism(), runs, figures };
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('No median of nothing');
  return (lower + upper) / 2;
}

/** Two decimals below ten, one below a hundred: timings are not known any better. */
function rounded(value: number): number {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return Number(value.toFixed(digits));
}
