import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchList, type BenchListKind, benchList } from './bench-lists.ts';
import { type Figure, figureOf } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured } from './own-process.ts';

const MEASURE = new URL('./measure-intake.ts', import.meta.url);

interface Measurement {
  readonly kind: BenchListKind;
  readonly people: number;
  readonly floors: readonly { readonly work: string; readonly is: string }[];
}

const MEASUREMENTS: readonly Measurement[] = [
  {
    kind: 'xlsx',
    people: 100_000,
    floors: [
      { work: 'inflate-and-scan', is: 'inflate, look at every tag' },
      { work: 'inflate-and-sax', is: 'inflate, saxes hears every tag' },
      { work: 'hucre', is: 'hucre 1.0.0 reads, and no more' },
    ],
  },
  {
    kind: 'csv',
    people: 1_000_000,
    floors: [
      { work: 'split-lines', is: 'decode, split into lines' },
      { work: 'csv-parse', is: 'csv-parse 7.0.3 reads, and no more' },
    ],
  },
];

/**
 * Rows a second from a file's bytes in memory to checked rows, as a function of 512 MB does it: in a new process, not
 * warm, the lists made once and read by ours and the floors in turns.
 */
export async function benchIntake(runs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
  try {
    const figures: Figure[] = [];
    for (const measurement of MEASUREMENTS) {
      const { kind, people, floors } = measurement;
      const list = await benchList(kind, people);
      const file = join(folder, `list.${kind}`);
      await writeFile(file, list.bytes);
      figures.push(...(await measureList(list, file, kind, floors, runs)));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureList(
  list: BenchList,
  file: string,
  kind: BenchListKind,
  floors: Measurement['floors'],
  runs: number,
): Promise<Figure[]> {
  const ours: Measured[] = [];
  const readings = new Map<string, Measured[]>(floors.map(({ work }) => [work, []]));
  // Ours and the floors in turn, so that whatever else the machine does falls on all of them alike.
  for (let run = 0; run < runs; run++) {
    const reading = await inOwnProcess(MEASURE, ['intake', file], FUNCTION_HEAP);
    if (reading.count !== list.rows) throw new Error(`Intake read ${reading.count} rows of ${list.rows}`);
    ours.push(reading);
    for (const [work, ofFloor] of readings) {
      const floor = await inOwnProcess(MEASURE, [work, file], FUNCTION_HEAP);
      if (floor.count < list.rows) throw new Error(`The floor ${work} saw ${floor.count} rows of ${list.rows}`);
      ofFloor.push(floor);
    }
  }
  const perSecond = ({ seconds }: Measured) => list.rows / seconds;
  const what = `intake of ${kind.toUpperCase()}: bytes to checked rows`;
  const megabytes = (list.bytes.byteLength / 1e6).toFixed(1);
  return floors.map(({ work, is }) =>
    figureOf(
      {
        what,
        size: `${list.rows.toLocaleString('en')} rows × ${list.columns} columns, ${megabytes} MB`,
        unit: 'rows/s',
        floorIs: is,
        peakMemoryMiB: Math.max(...ours.map(({ peakMemoryMiB }) => peakMemoryMiB)),
      },
      ours.map(perSecond),
      (readings.get(work) ?? []).map(perSecond),
    ),
  );
}
