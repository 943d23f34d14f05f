import { period } from '../../lambdas/domain/period.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { generateMonth } from '../../samples/generate.ts';
import { LAYOUTS, type Layout } from '../../samples/list-layouts.ts';
import { referenceOf } from '../../samples/reference.ts';

export type BenchListKind = 'xlsx' | 'csv';

/** The one commune of the second sample: it sends its whole list as one file. */
export const BENCH_UNIT = unitCode.parse('16033');
export const BENCH_PERIOD = period.parse('2026-06');
export const BENCH_REFERENCE = referenceOf('dong-thanh');

const LAYOUT: Readonly<Record<BenchListKind, Layout>> = {
  // Two header rows, merged, and group rows between the people: what offices send.
  xlsx: LAYOUTS['two-row-header'],
  csv: { ...LAYOUTS.csv, columns: [...LAYOUTS.csv.columns, { field: 'note', header: 'Ghi chú', width: 10 }] },
};

/** A list as an office writes it, of 15 columns, with the usual share of faults; the same bytes on every call. */
export interface BenchList {
  readonly bytes: Uint8Array;
  /** Rows of people: those asked for, and the few that the samples' faults add. */
  readonly rows: number;
  readonly columns: number;
}

/** Makes a list of so many people in one file, by the generator of the samples. */
export async function benchList(kind: BenchListKind, people: number): Promise<BenchList> {
  const layout = LAYOUT[kind];
  const merit = Math.round(people / 5);
  const { lists, truth } = await generateMonth({
    name: 'bench',
    seed: 'bench',
    period: BENCH_PERIOD,
    reference: BENCH_REFERENCE,
    counts: {
      NCC: { people: merit, withAccount: Math.round(merit / 2) },
      BTXH: { people: people - merit, withAccount: Math.round((people - merit) / 2) },
    },
    drawBoth: 0,
    villages: [25, 25],
    layoutOf: () => layout,
  });
  const [list] = lists;
  if (list === undefined || lists.length !== 1) throw new Error('The sample has one commune, so it makes one list');
  return { bytes: list.bytes, rows: truth.rows.length, columns: layout.columns.length };
}
