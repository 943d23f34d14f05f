import { PAYOUT_UNITS } from './bench-roll.ts';
import { playedStages, type Staged, wantedOf } from './cloud-stages.ts';
import type { Figure } from './figure.ts';
import { figuresOf } from './rounds.ts';

const MEASURE = new URL('./measure-payout.ts', import.meta.url);
/** The people of the sample Thanh Oai, and a province's worth. */
const SIZES = [13_463, 100_000] as const;

type Stage =
  | 'lay'
  | 'draft'
  | 'insert-floor'
  | 'build'
  | 'files-floor'
  | 'ask'
  | 'approve'
  | 'instruct'
  | 'update-floor'
  | 'release'
  | 'answer'
  | 'read'
  | 'apply'
  | 'close';

/** Stages that tell how many payments they did. */
const PER_PAYMENT: ReadonlySet<Stage> = new Set([
  'draft',
  'build',
  'approve',
  'instruct',
  'apply',
  'insert-floor',
  'update-floor',
]);

/** A bench over a part of the month: the stages it plays, in their order, and what it measures of them. */
interface Part {
  readonly stages: readonly Stage[];
  readonly measured: readonly Staged<Stage>[];
}

const UPDATES = { unit: 'payments/s', floor: ['update-floor'], floorIs: 'updating as many items' } as const;

const DRAFT: Part = {
  stages: ['lay', 'draft', 'insert-floor'],
  measured: [
    {
      what: 'draft: rolls to drafted payments',
      unit: 'payments/s',
      stages: ['draft'],
      floor: ['insert-floor'],
      floorIs: 'inserting as many items',
    },
  ],
};

const FILES: Part = {
  stages: ['lay', 'draft', 'build', 'files-floor'],
  measured: [
    {
      what: 'files: drafted payments to instruction files',
      unit: 'payments/s',
      stages: ['build'],
      floor: ['files-floor'],
      floorIs: 'reading the same objects, writing the same files',
    },
  ],
};

const PAYOUT: Part = {
  stages: ['lay', 'draft', 'insert-floor', 'build', 'ask', 'approve', 'instruct', 'update-floor', 'release'],
  measured: [
    {
      what: 'payout: rolls to released files',
      unit: 'payments/s',
      stages: ['draft', 'build', 'ask', 'approve', 'instruct', 'release'],
      floor: ['insert-floor', 'update-floor'],
      floorIs: 'inserting as many items and updating each once',
    },
    { ...UPDATES, what: 'of it marking instructed', stages: ['instruct'] },
  ],
};

const SETTLE: Part = {
  stages: [...PAYOUT.stages, 'answer', 'read', 'apply', 'close'],
  measured: [
    { ...UPDATES, what: 'settle: answers to closed totals', stages: ['read', 'apply', 'close'] },
    { ...UPDATES, what: 'of it applying', stages: ['apply'] },
  ],
};

/** From rolls that stand to payments that are drafted. */
export async function benchDraft(runs: number): Promise<Figure[]> {
  return figuresOfPart(DRAFT, runs);
}

/** From payments that are drafted to the files of every provider. */
export async function benchFiles(runs: number): Promise<Figure[]> {
  return figuresOfPart(FILES, runs);
}

/** From rolls that stand to released files, the two above among it. */
export async function benchPayout(runs: number): Promise<Figure[]> {
  return figuresOfPart(PAYOUT, runs);
}

/** From the providers' answers to totals that hold. */
export async function benchSettle(runs: number): Promise<Figure[]> {
  return figuresOfPart(SETTLE, runs);
}

async function figuresOfPart({ stages, measured }: Part, runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const people of SIZES) {
    const size = `${people.toLocaleString('en')} payments, ${PAYOUT_UNITS} units`;
    const play = () => playedStages(MEASURE, stages, people, PER_PAYMENT);
    figures.push(...(await figuresOf(runs, play, () => measured.map((one) => wantedOf(one, size, people)))));
  }
  return figures;
}
