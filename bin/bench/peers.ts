import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { z } from 'zod';
import { rulesFor } from '../../lambdas/domain/lists/row-rules.ts';
import { DEFAULT_LIMITS, readList } from '../../lambdas/formats/lists/list-reader.ts';
import { parseReference } from '../deployment/reference-folder.ts';
import { pythonWith } from '../local-cloud/local-cloud.ts';
import { sayIn } from '../text/officer.ts';
import { BENCH_PERIOD, BENCH_REFERENCE, BENCH_UNIT, type BenchList, benchList } from './bench-lists.ts';
import type { Figure } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured, measured } from './own-process.ts';
import { figuresOf } from './rounds.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const PEERS = join(CHECKOUT, 'tests', 'bench', 'peers');
const MEASURE = new URL('./measure-intake.ts', import.meta.url);
const PEOPLE = 100_000;
const REFERENCE = parseReference(BENCH_REFERENCE, sayIn('en'));

/** How many rows came to which outcome, and how often each remark was made. */
const found = z.object({
  outcomes: z.record(z.string(), z.number()),
  remarks: z.record(z.string(), z.number()),
});
type Found = z.infer<typeof found>;
const answer = measured.extend(found.shape);

const run = promisify(execFile);

interface Round {
  readonly ours: Measured;
  readonly peer: Measured;
}

/**
 * Our intake beside a plain script of pandas and pydantic that checks the same file row by row. Throws unless both come
 * to the same outcomes and make the same remarks as often: otherwise they would not do the same work.
 */
export async function benchPeers(runs: number): Promise<Figure[]> {
  const python = await pythonWith({
    requirements: join(PEERS, 'requirements.txt'),
    venv: join(CHECKOUT, '.local-cloud', 'peers'),
    what: 'pandas and pydantic',
  });
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
  try {
    const rules = join(folder, 'rules.json');
    await writeFile(rules, JSON.stringify(rulesOfPeer()));
    const figures: Figure[] = [];
    for (const kind of ['xlsx', 'csv'] as const) {
      const list = await benchList(kind, PEOPLE);
      const file = join(folder, `list.${kind}`);
      await writeFile(file, list.bytes);
      const expected = await foundIn(list);
      const ours = () => inOwnProcess(MEASURE, ['intake', file], FUNCTION_HEAP);
      const peer = () => checkedByPeer(python, file, rules, expected);
      const play = async (round: number): Promise<Round> => {
        if (round % 2 === 0) return { ours: await ours(), peer: await peer() };
        const first = await peer();
        return { ours: await ours(), peer: first };
      };
      figures.push(...(await figuresOf(runs, play, () => [wantedOf(kind, list)])));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function wantedOf(kind: string, list: BenchList) {
  return {
    what: `intake of ${kind.toUpperCase()}: bytes to checked rows`,
    size: `${list.rows.toLocaleString('en')} rows × ${list.columns} columns`,
    unit: 'rows/s',
    floorIs: 'a peer: pandas and pydantic make the same checks',
    count: list.rows,
    ours: ({ ours }: Round) => ours.seconds,
    floor: ({ peer }: Round) => peer.seconds,
    memory: ({ ours }: Round) => ours.peakMemoryMiB,
  } as const;
}

/** What our own intake finds in a list. */
async function foundIn({ bytes }: BenchList): Promise<Found> {
  const counted: Found = { outcomes: {}, remarks: {} };
  const add = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const context = { unit: BENCH_UNIT, period: BENCH_PERIOD, referenceData: REFERENCE, limits: DEFAULT_LIMITS };
  for await (const part of readList(bytes, context)) {
    if (part.part !== 'rows') continue;
    for (const { outcome, notes } of part.rows) {
      add(counted.outcomes, outcome);
      for (const { code } of notes) add(counted.remarks, code);
    }
  }
  return counted;
}

async function checkedByPeer(python: string, file: string, rules: string, expected: Found): Promise<Measured> {
  const { stdout } = await run(python, [join(PEERS, 'check_list.py'), file, rules]);
  const { outcomes, remarks, ...reading } = answer.parse(JSON.parse(stdout));
  if (!isDeepStrictEqual({ outcomes, remarks }, expected)) {
    throw new Error(`The peer found ${JSON.stringify({ outcomes, remarks })}, not ${JSON.stringify(expected)}`);
  }
  return reading;
}

function rulesOfPeer(): object {
  const { period, cashIsAllowed, rates } = rulesFor(REFERENCE, BENCH_UNIT, BENCH_PERIOD);
  return { period, cashIsAllowed, rates: rates.map(({ programme, lawful }) => ({ programme, lawful: [...lawful] })) };
}
