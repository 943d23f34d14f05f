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
import type { Figure } from './figure.ts';
import { FolderObjects } from './folder-objects.ts';
import { type Done, ReportProcess, type ReportTask } from './report-tasks.ts';
import { figuresOf, type Wanted } from './rounds.ts';

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

/** What a stage, or a part of the floor, took: by the clock, and of the processor in both processes together. */
interface Taken {
  readonly seconds: number;
  readonly cpuSeconds: number;
}
type Times = ReadonlyMap<Stage | Floor, Taken>;

interface Publication {
  readonly times: Times;
  readonly peakMemoryMiB: number;
}

/** From settled tables to published files, every report of every unit, in two processes side by side. */
export async function benchReports(runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
    try {
      await inProcesses(folder, 'laid', 1, (processes) => sharedOut(processes, [{ task: 'lay', ...size }]));
      figures.push(
        ...(await figuresOf(
          runs,
          (round) => publish(folder, `run${round}`, size),
          () => wantedOf(size),
        )),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function publish(folder: string, name: string, { people }: Size): Promise<Publication> {
  // The released manifest of the run was published before.
  await cp(join(folder, 'laid', 'outbox'), join(folder, name, 'outbox'), { recursive: true });
  const times = new Map<Stage | Floor, Taken>();
  const peakMemoryMiB = await inProcesses(folder, name, SIDE_BY_SIDE, async (processes) => {
    const ref = await playStages(processes, times);
    await mustBeWhole(join(folder, name), ref, people);
    return Math.max(...(await Promise.all(processes.map((one) => one.peakMemoryMiB()))));
  });
  // Processes of its own: what counting left in a heap would be the floor's to clear away.
  await inProcesses(folder, name, SIDE_BY_SIDE, async (processes) => {
    for (const task of FLOORS) {
      const halves = await Promise.all(processes.map((one, index) => one.does({ task, half: index === 0 ? 0 : 1 })));
      times.set(task, { seconds: Math.max(...halves.map(({ seconds }) => seconds)), cpuSeconds: cpuOf(halves) });
    }
  });
  await rm(join(folder, name), { recursive: true, force: true });
  return { times, peakMemoryMiB };
}

const planned = publicationRef.extend({ batches: z.array(sliceRef), shardRanges: z.array(sliceRef) });
const rolledUp = z.object({ batches: z.array(sliceRef) });

/** The tasks in the order of the machine; the items of a map go to whichever process is free. */
async function playStages(processes: readonly ReportProcess[], times: Map<Stage | Floor, Taken>) {
  const stage = async (name: Stage, tasks: readonly ReportTask[]): Promise<unknown> => {
    const started = performance.now();
    const done = await sharedOut(processes, tasks);
    times.set(name, { seconds: (performance.now() - started) / 1000, cpuSeconds: cpuOf(done) });
    return done[0]?.output;
  };
  const map = (task: 'count-rolls' | 'count-payments' | 'render', slices: readonly SliceRef[]) =>
    stage(
      task,
      slices.map((slice) => ({ task, slice })),
    );
  const { batches, shardRanges, ...ref } = planned.parse(await stage('plan', [{ task: 'plan' }]));
  await map('count-rolls', batches);
  await map('count-payments', shardRanges);
  const counted = { rolls: batches, payments: shardRanges };
  const { batches: slices } = rolledUp.parse(await stage('roll-up', [{ task: 'roll-up', ref, counted }]));
  await map('render', slices);
  await stage('manifest', [{ task: 'manifest', ref, slices }]);
  return ref;
}

async function sharedOut(processes: readonly ReportProcess[], tasks: readonly ReportTask[]): Promise<Done[]> {
  const waiting = [...tasks];
  const done: Done[] = [];
  await Promise.all(
    processes.map(async (one) => {
      for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) done.push(await one.does(task));
    }),
  );
  return done;
}

function cpuOf(done: readonly Done[]): number {
  return done.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
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
    // That they have loaded their code is no part of any stage.
    await Promise.all(processes.map((one) => one.peakMemoryMiB()));
    return await use(processes);
  } finally {
    for (const one of processes) one.end();
  }
}

function wantedOf({ size, budget }: Size): Wanted<Publication>[] {
  const taken =
    (by: keyof Taken, of: readonly (Stage | Floor)[]) =>
    ({ times }: Publication) =>
      of.reduce((sum, one) => sum + (times.get(one)?.[by] ?? 0), 0);
  const figure = (
    what: string,
    ours: (round: Publication) => number,
    floor: (round: Publication) => number,
    floorIs: string,
  ): Wanted<Publication> => ({ what, size, unit: 's', floorIs, ours, floor, memory: (round) => round.peakMemoryMiB });
  const processor = (what: string, of: readonly Stage[], floor: readonly Floor[], floorIs: string) =>
    figure(`processor time of ${what}`, taken('cpuSeconds', of), taken('cpuSeconds', floor), floorIs);
  const whole = 'reports: settled tables to published files';
  const clock = taken('seconds', STAGES);
  const bare = 'reading the same items, writing the same files';
  return [
    figure(whole, clock, taken('seconds', FLOORS), bare),
    ...(budget === null ? [] : [figure(whole, clock, () => budget, 'budget on two cores')]),
    processor('both processes', STAGES, FLOORS, bare),
    processor('counting rolls', ['count-rolls'], ['read-rolls'], 'reading the same items'),
    processor('counting payments', ['count-payments'], ['read-payments'], 'reading the same items'),
    processor('rendering', ['render'], ['write-files'], 'writing the same files'),
    processor(
      'planning, adding up, the manifest',
      ['plan', 'roll-up', 'manifest'],
      FLOORS,
      'all of the floor, for scale',
    ),
  ];
}
