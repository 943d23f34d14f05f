import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  figuresKey,
  type PublicationRef,
  publicationRef,
  rolledUpFigures,
  type SliceRef,
  sliceRef,
} from '../../lambdas/domain/reports/report-objects.ts';
import { type Figure, figureOf } from './figure.ts';
import { FolderObjects } from './folder-objects.ts';
import { ReportProcess, type ReportTask } from './report-tasks.ts';

interface Size {
  readonly name: string;
  readonly people: number;
  /** Null: the communes of the sample's district. */
  readonly communes: number | null;
  readonly size: string;
  /** Seconds that a publication may take on two cores. */
  readonly budget: number | null;
}

const SIZES: readonly Size[] = [
  { name: 'district', people: 13_463, communes: null, size: '13,463 people, 21 communes', budget: null },
  { name: 'province', people: 500_000, communes: 124, size: '500,000 people, 124 communes', budget: 20 },
];

/** As many items as the maps of publish-reports have under way at once (`mapConcurrency`), and cores of the aim. */
const SIDE_BY_SIDE = 2;
/** As Lambda's bootstrap gives it to a function of 1,024 MB, which the one that renders has. */
const HEAP = '--max-old-space-size=921 --max-semi-space-size=51';

const STAGES = ['plan', 'count-rolls', 'count-payments', 'roll-up', 'render', 'manifest'] as const;
const FLOORS = ['read-rolls', 'read-payments', 'write-files'] as const;
type Stage = (typeof STAGES)[number];
type Floor = (typeof FLOORS)[number];

/** One publication: seconds of the clock by stage, and of the floor's; processor time and memory of its processes. */
interface Publication {
  readonly seconds: Readonly<Record<Stage | Floor, number>>;
  readonly cpuSeconds: number;
  readonly floorCpuSeconds: number;
  readonly peakMemoryMiB: number;
}

/** From settled tables to published files, every report of every unit, in two processes side by side. */
export async function benchReports(runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
    try {
      await inProcesses(folder, 'laid', 1, (processes) => sharedOut(processes, [{ task: 'lay', ...size }]));
      const publications: Publication[] = [];
      for (let run = 0; run < runs; run++) publications.push(await publish(folder, `run${run}`, size));
      figures.push(...figuresOf(size, publications));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function publish(folder: string, name: string, { people }: Size): Promise<Publication> {
  // The released manifest of the run was published before.
  await cp(join(folder, 'laid', 'outbox'), join(folder, name, 'outbox'), { recursive: true });
  const seconds = new Map<Stage | Floor, number>();
  const used = await inProcesses(folder, name, SIDE_BY_SIDE, async (processes) => {
    const before = await cpuOf(processes);
    const ref = await playStages(processes, seconds);
    const cpuSeconds = (await cpuOf(processes)) - before;
    const usages = await Promise.all(processes.map((one) => one.usage()));
    await mustBeWhole(join(folder, name), ref, people);
    return { cpuSeconds, peakMemoryMiB: Math.max(...usages.map(({ peakMemoryMiB }) => peakMemoryMiB)) };
  });
  // Processes of its own: what counting left in a heap would be the floor's to clear away.
  const floorCpuSeconds = await inProcesses(folder, name, SIDE_BY_SIDE, async (processes) => {
    const before = await cpuOf(processes);
    for (const task of FLOORS) {
      const halves = await Promise.all(processes.map((one, index) => one.does({ task, half: index === 0 ? 0 : 1 })));
      seconds.set(task, Math.max(...halves.map((half) => half.seconds)));
    }
    return (await cpuOf(processes)) - before;
  });
  await rm(join(folder, name), { recursive: true, force: true });
  const of = (stage: Stage | Floor) => seconds.get(stage) ?? 0;
  return {
    seconds: {
      plan: of('plan'),
      'count-rolls': of('count-rolls'),
      'count-payments': of('count-payments'),
      'roll-up': of('roll-up'),
      render: of('render'),
      manifest: of('manifest'),
      'read-rolls': of('read-rolls'),
      'read-payments': of('read-payments'),
      'write-files': of('write-files'),
    },
    ...used,
    floorCpuSeconds,
  };
}

const planned = publicationRef.extend({ batches: z.array(sliceRef), shardRanges: z.array(sliceRef) });
const rolledUp = z.object({ batches: z.array(sliceRef) });

/** The tasks in the order of the machine; the items of a map go to whichever process is free. */
async function playStages(processes: readonly ReportProcess[], seconds: Map<Stage | Floor, number>) {
  const [first] = processes;
  if (first === undefined) throw new Error('There is no process to publish');
  const stage = async <Result>(name: Stage, play: () => Promise<Result>): Promise<Result> => {
    const started = performance.now();
    const result = await play();
    seconds.set(name, (performance.now() - started) / 1000);
    return result;
  };
  const { batches, shardRanges, ...ref } = planned.parse(
    (await stage('plan', () => first.does({ task: 'plan' }))).output,
  );
  const map = (task: 'count-rolls' | 'count-payments' | 'render', slices: readonly SliceRef[]) =>
    stage(task, () =>
      sharedOut(
        processes,
        slices.map((slice) => ({ task, slice })),
      ),
    );
  await map('count-rolls', batches);
  await map('count-payments', shardRanges);
  const counted = { rolls: batches, payments: shardRanges };
  const { output } = await stage('roll-up', () => first.does({ task: 'roll-up', ref, counted }));
  const slices = rolledUp.parse(output).batches;
  await map('render', slices);
  await stage('manifest', () => first.does({ task: 'manifest', ref, slices }));
  return ref;
}

async function sharedOut(processes: readonly ReportProcess[], tasks: readonly ReportTask[]): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(
    processes.map(async (one) => {
      for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await one.does(task);
    }),
  );
}

/** Figures of a part of the people would be figures of something else. */
async function mustBeWhole(folder: string, ref: PublicationRef, people: number): Promise<void> {
  const { units } = await new FolderObjects(join(folder, 'work')).unpack(figuresKey(ref), rolledUpFigures);
  const counted = Math.max(...units.map(({ distinctPeople }) => distinctPeople));
  if (counted !== people) throw new Error(`The reports are of ${counted} people, not of ${people}`);
}

async function inProcesses<Result>(
  folder: string,
  publication: string,
  count: number,
  use: (processes: ReportProcess[]) => Promise<Result>,
): Promise<Result> {
  const processes = Array.from({ length: count }, () => new ReportProcess(folder, publication, HEAP));
  try {
    return await use(processes);
  } finally {
    for (const one of processes) one.end();
  }
}

/** Asking waits until a process has loaded its code: that is no part of any stage. */
async function cpuOf(processes: readonly ReportProcess[]): Promise<number> {
  const usages = await Promise.all(processes.map((one) => one.usage()));
  return usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

function figuresOf({ size, budget }: Size, publications: readonly Publication[]): Figure[] {
  const peakMemoryMiB = Math.max(...publications.map((one) => one.peakMemoryMiB));
  const sum = (of: readonly (Stage | Floor)[]) =>
    publications.map(({ seconds }) => of.reduce((all, one) => all + seconds[one], 0));
  const figure = (what: string, ours: readonly number[], floor: readonly number[], floorIs: string) =>
    figureOf({ what, size, unit: 's', floorIs, peakMemoryMiB }, ours, floor);
  const cpu = publications.map((one) => one.cpuSeconds);
  const floorCpu = publications.map((one) => one.floorCpuSeconds);
  const whole = 'reports: settled tables to published files';
  return [
    figure(whole, sum(STAGES), sum(FLOORS), 'reading the same items, writing the same files'),
    ...(budget === null ? [] : [figure(whole, sum(STAGES), [budget], 'budget on two cores')]),
    figure('of it processor time of both processes', cpu, floorCpu, 'processor time of the floor'),
    figure('of it counting rolls', sum(['count-rolls']), sum(['read-rolls']), 'reading the same items'),
    figure('of it counting payments', sum(['count-payments']), sum(['read-payments']), 'reading the same items'),
    figure('of it rendering', sum(['render']), sum(['write-files']), 'writing the same files'),
    figure(
      'of it planning, adding up, the manifest',
      sum(['plan', 'roll-up', 'manifest']),
      sum(FLOORS),
      'all of the floor, for scale',
    ),
  ];
}
