import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchList, type BenchListKind, benchList } from './bench-lists.ts';
import type { Figure } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured } from './own-process.ts';
import { figuresOf, type Wanted } from './rounds.ts';

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

type Round = ReadonlyMap<string, Measured>;

/**
 * Rows a second from a file's bytes in memory to checked rows, as a function of 512 MB does it: in a new process, not
 * warm, the lists made once and read by ours and the floors in turns.
 */
export async function benchIntake(runs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
  try {
    const figures: Figure[] = [];
    for (const measurement of MEASUREMENTS) {
      const { kind, people } = measurement;
      const list = await benchList(kind, people);
      const file = join(folder, `list.${kind}`);
      await writeFile(file, list.bytes);
      const play = (round: number) => readInTurns(list, file, measurement, round);
      figures.push(...(await figuresOf(runs, play, () => wantedOf(list, measurement))));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everybody reads the file once; who begins changes from round to round. */
async function readInTurns(list: BenchList, file: string, { floors }: Measurement, round: number): Promise<Round> {
  const works = ['intake', ...floors.map(({ work }) => work)];
  const first = round % works.length;
  const readings = new Map<string, Measured>();
  for (const work of [...works.slice(first), ...works.slice(0, first)]) {
    const reading = await inOwnProcess(MEASURE, [work, file], FUNCTION_HEAP);
    const { count } = reading;
    // A floor sees the heading and the totals too.
    const sawAll = work === 'intake' ? count === list.rows : count >= list.rows;
    if (!sawAll) throw new Error(`${work} saw ${count} rows of ${list.rows}`);
    readings.set(work, reading);
  }
  return readings;
}

function wantedOf(list: BenchList, { kind, floors }: Measurement): Wanted<Round>[] {
  const megabytes = (list.bytes.byteLength / 1e6).toFixed(1);
  const secondsOf = (work: string) => (round: Round) => round.get(work)?.seconds ?? Number.NaN;
  return floors.map(({ work, is }) => ({
    what: `intake of ${kind.toUpperCase()}: bytes to checked rows`,
    size: `${list.rows.toLocaleString('en')} rows × ${list.columns} columns, ${megabytes} MB`,
    unit: 'rows/s',
    floorIs: is,
    count: list.rows,
    ours: secondsOf('intake'),
    floor: secondsOf(work),
    memory: (round) => round.get('intake')?.peakMemoryMiB ?? null,
  }));
}
