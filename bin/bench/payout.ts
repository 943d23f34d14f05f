import { cloudEnvironment, startCloud, stopCloud } from '../local-cloud/local-cloud.ts';
import { PAYOUT_UNITS } from './bench-roll.ts';
import { type Figure, figureOf } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured } from './own-process.ts';

const MEASURE = new URL('./measure-payout.ts', import.meta.url);
const CLOUD = 'bench';
/** The people of the sample Thanh Oai, and a province's worth. */
const SIZES = [13_463, 100_000] as const;

const STAGES = [
  'lay',
  'draft',
  'insert-floor',
  'build',
  'ask',
  'approve',
  'instruct',
  'update-floor',
  'release',
  'answer',
  'read',
  'apply',
  'close',
] as const;
type Stage = (typeof STAGES)[number];
type Month = ReadonlyMap<Stage, Measured>;

/** Stages that count payments: none may be missing, or the figure is of something else. */
const PER_PAYMENT: ReadonlySet<Stage> = new Set([
  'draft',
  'build',
  'approve',
  'instruct',
  'apply',
  'insert-floor',
  'update-floor',
]);

/** What is measured: some stages together, beside the least that they must write. */
interface Measurement {
  readonly what: string;
  readonly stages: readonly Stage[];
  readonly floor: readonly Stage[];
  readonly floorIs: string;
}

const PAYOUT: readonly Measurement[] = [
  {
    what: 'payout: roll to released files',
    stages: ['draft', 'build', 'ask', 'approve', 'instruct', 'release'],
    floor: ['insert-floor', 'update-floor'],
    floorIs: 'inserting as many items and updating each once',
  },
  {
    what: 'of it drafting',
    stages: ['draft'],
    floor: ['insert-floor'],
    floorIs: 'inserting as many items',
  },
  {
    what: 'of it building the files',
    stages: ['build'],
    floor: ['insert-floor'],
    floorIs: 'inserting as many items',
  },
  {
    what: 'of it marking instructed',
    stages: ['instruct'],
    floor: ['update-floor'],
    floorIs: 'updating as many items',
  },
];

const SETTLE: readonly Measurement[] = [
  {
    what: 'settle: answers to closed totals',
    stages: ['read', 'apply', 'close'],
    floor: ['update-floor'],
    floorIs: 'updating as many items',
  },
  { what: 'of it applying', stages: ['apply'], floor: ['update-floor'], floorIs: 'updating as many items' },
];

/** From rolls that stand to released files: payments a second, and the most memory that a stage's process held. */
export async function benchPayout(runs: number): Promise<Figure[]> {
  return measured(runs, PAYOUT, 'release');
}

/** From the providers' answers to totals that hold. */
export async function benchSettle(runs: number): Promise<Figure[]> {
  return measured(runs, SETTLE, 'close');
}

async function measured(runs: number, measurements: readonly Measurement[], last: Stage): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const people of SIZES) {
    const months: Month[] = [];
    for (let run = 0; run < runs; run++) months.push(await playedMonth(people, last));
    figures.push(...measurements.map((measurement) => figureIn(measurement, people, months)));
  }
  return figures;
}

function figureIn({ what, stages, floor, floorIs }: Measurement, people: number, months: readonly Month[]): Figure {
  const perSecond = (of: readonly Stage[]) => (month: Month) =>
    people / of.reduce((sum, stage) => sum + readingOf(month, stage).seconds, 0);
  const peaks = months.flatMap((month) => stages.map((stage) => readingOf(month, stage).peakMemoryMiB));
  return figureOf(
    {
      what,
      size: `${people.toLocaleString('en')} payments, ${PAYOUT_UNITS} units`,
      unit: 'payments/s',
      floorIs,
      peakMemoryMiB: Math.max(...peaks),
    },
    months.map(perSecond(stages)),
    months.map(perSecond(floor)),
  );
}

/** One month on a new local cloud, stage by stage up to the last one asked for, each in a process of its own. */
async function playedMonth(people: number, last: Stage): Promise<Month> {
  const { port } = await startCloud({ name: CLOUD, persist: false });
  try {
    const month = new Map<Stage, Measured>();
    for (const stage of STAGES.slice(0, STAGES.indexOf(last) + 1)) {
      const environment = { ...cloudEnvironment(port), ...FUNCTION_HEAP };
      const reading = await inOwnProcess(MEASURE, [stage, String(people)], environment);
      if (PER_PAYMENT.has(stage) && reading.count !== people) {
        throw new Error(`The stage ${stage} did ${reading.count} payments of ${people}`);
      }
      month.set(stage, reading);
    }
    return month;
  } finally {
    await stopCloud(CLOUD);
  }
}

function readingOf(month: Month, stage: Stage): Measured {
  const reading = month.get(stage);
  if (reading === undefined) throw new Error(`The stage ${stage} was not played`);
  return reading;
}
