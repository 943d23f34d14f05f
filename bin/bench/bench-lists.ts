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

/** Beyond so many people the generator would need gigabytes: a longer CSV repeats them with other ids. */
const MOST_GENERATED = 100_000;

/** Makes a list of so many people in one file, by the generator of the samples. */
export async function benchList(
  kind: BenchListKind,
  people: number,
  mostGenerated = MOST_GENERATED,
): Promise<BenchList> {
  if (kind === 'xlsx' || people <= mostGenerated) return await generatedList(kind, people);
  return repeatedCsv(await generatedList(kind, mostGenerated), people);
}

async function generatedList(kind: BenchListKind, people: number): Promise<BenchList> {
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

/** Title, blank line and header of a list as CSV; behind its people one line of totals. */
const HEAD_LINES = 5;
/** An id whose serial number is below 100,000, as all are in a list of so many people. */
const SMALL_SERIAL = /;(\d{6})0(\d{5});/;

/** Exactly so many rows: those of the list again and again, each time with other serial numbers in the ids. */
function repeatedCsv({ bytes, columns }: BenchList, rows: number): BenchList {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\r\n');
  const people = lines.slice(HEAD_LINES, -2);
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${lines.slice(0, HEAD_LINES).join('\r\n')}\r\n`)];
  for (let left = rows, round = 0; left > 0; left -= people.length, round++) {
    const again = people.slice(0, left).map((line) => line.replace(SMALL_SERIAL, `;$1${round}$2;`));
    parts.push(encoder.encode(`${again.join('\r\n')}\r\n`));
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), rows, columns };
}
