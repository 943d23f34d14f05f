import { z } from 'zod';

/** In rates more is better; in everything else less is. */
const figureUnit = z.enum(['rows/s', 'payments/s', 'claims/s', 's', 'ms', 'MB', 'MiB', 'transitions']);
type FigureUnit = z.infer<typeof figureUnit>;

/** The lowest and the highest of the runs. */
const range = z.tuple([z.number(), z.number()]);

/** What was measured, beside the floor: what the same work would cost at the very least, or the budget set for it. */
const figure = z.object({
  what: z.string(),
  /** How much was worked on: "20,022 rows × 15 columns". */
  size: z.string(),
  unit: figureUnit,
  /** Median of the runs, as is `floor`. */
  ours: z.number(),
  floor: z.number(),
  floorIs: z.string(),
  /** How many times the floor ours costs, in time for rates: 1 is the floor itself, less is better for every unit. */
  ratio: z.number(),
  /** How far the runs lay apart. The ratio is of ours and the floor of the same run. */
  spread: z.object({ ours: range, floor: range, ratio: range }),
  /** The highest of all runs, of the process that did our work; null where this system does not tell. */
  peakMemoryMiB: z.number().nullable(),
});
export type Figure = z.infer<typeof figure>;

/** What `npm run bench -- NAME --json FILE` writes. */
export const benchReport = z.object({
  bench: z.string(),
  command: z.string(),
  measuredOn: z.iso.date(),
  node: z.string(),
  cpus: z.number().int(),
  machine: z.object({ processor: z.string(), memoryGiB: z.number(), system: z.string() }),
  /** How many processes ran or waited for a core, over a minute, before the bench and at its end, itself included. */
  load: z.object({ before: z.number(), after: z.number() }),
  runs: z.number().int(),
  figures: z.array(figure),
});
export type BenchReport = z.infer<typeof benchReport>;

/** Median, lowest and highest of some readings: of seconds, or of what else a unit counts. */
export interface Readings {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * A figure from the readings of its runs.
 * @param count how many things were done in the seconds that were read, for a unit that is a rate; otherwise 1.
 */
export function figureOf(
  named: Pick<Figure, 'what' | 'size' | 'unit' | 'floorIs' | 'peakMemoryMiB'>,
  { ours, floor, ratio, count }: { ours: Readings; floor: Readings; ratio: Readings; count: number },
): Figure {
  const { what, size, unit, floorIs, peakMemoryMiB } = named;
  const inUnit = (value: number) => rounded(isRate(unit) ? count / value : value);
  const rangeOf = ({ lowest, highest }: Readings): [number, number] =>
    isRate(unit) ? [inUnit(highest), inUnit(lowest)] : [inUnit(lowest), inUnit(highest)];
  return {
    what,
    size,
    unit,
    ours: inUnit(ours.median),
    floor: inUnit(floor.median),
    floorIs,
    ratio: rounded(ours.median / floor.median),
    spread: { ours: rangeOf(ours), floor: rangeOf(floor), ratio: [rounded(ratio.lowest), rounded(ratio.highest)] },
    peakMemoryMiB: peakMemoryMiB === null ? null : Math.round(peakMemoryMiB),
  };
}

function isRate(unit: FigureUnit): boolean {
  return unit.endsWith('/s');
}

/** Two decimals below ten, one below a hundred: timings are not known any better. */
function rounded(value: number): number {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return Number(value.toFixed(digits));
}
