import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cloudEnvironment, cloudStatus, startCloud, stopCloud, Unmet } from '../local-cloud/local-cloud.ts';
import type { Figure } from './figure.ts';
import { canSeeFunctions, FunctionMemory, type FunctionPeak } from './function-memory.ts';
import { inOwnProcess, type Measured } from './own-process.ts';
import { figuresOf, type Wanted } from './rounds.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const OUT = join(CHECKOUT, 'out', 'demo');
/** Under this name the demo starts its cloud. */
const DEMO_CLOUD = 'demo';
const FLOOR_CLOUD = 'bench';
const MEASURE_STORE = new URL('./measure-store.ts', import.meta.url);

/** A payment is written about so often: its line of the roll, its claim, itself, its outcome. */
const ITEMS_PER_PAYMENT = 4;
/** Two cores, warm caches, start of the cloud and deploy included. */
const SECONDS_BUDGET = 60;
/** The same without start and deploy. */
const MONTH_BUDGET = 25;
const TRANSITIONS_BUDGET = 3_000;

const summary = z.object({
  people: z.number().int(),
  units: z.number().int(),
  seconds: z.number(),
  phases: z.array(z.object({ name: z.string(), seconds: z.number() })).min(1),
  stateTransitions: z.record(z.string(), z.number()),
});

interface Month {
  readonly people: number;
  readonly units: number;
  readonly payments: number;
  readonly seconds: number;
  /** Start of the local cloud and deploy of the template: the demo's first phase. */
  readonly deploySeconds: number;
  readonly transitions: number;
  readonly functions: readonly FunctionPeak[];
  readonly floor: Measured;
}

/**
 * The whole demo, as `npm run demo` runs it, beside its budgets and beside writing as many items to the same store.
 * Throws {@link Unmet} when a demo runs already: they would stop each other.
 */
export async function benchMonth(runs: number): Promise<Figure[]> {
  if (!canSeeFunctions) {
    process.stderr.write('Memory of the functions is left out: only Linux tells how much a process held at most.\n');
  }
  return figuresOf(runs, playedMonth, wantedOf);
}

function wantedOf({ people, units, payments, functions }: Month): Wanted<Month>[] {
  const size = `${people.toLocaleString('en')} people, ${units} lists`;
  const items = (payments * ITEMS_PER_PAYMENT).toLocaleString('en');
  const peakOf = (month: Month, task?: string) =>
    month.functions.find((one) => task === undefined || one.task === task)?.peakMiB ?? null;
  const memory = (month: Month) => peakOf(month);
  return [
    {
      what: 'demo, start and deploy included',
      size,
      unit: 's',
      floorIs: 'budget on two cores',
      ours: ({ seconds }) => seconds,
      floor: () => SECONDS_BUDGET,
      memory,
    },
    {
      what: 'the month itself',
      size,
      unit: 's',
      floorIs: `writing ${items} items to the same store`,
      ours: ({ seconds, deploySeconds }) => seconds - deploySeconds,
      floor: ({ floor }) => floor.seconds,
      memory,
    },
    {
      what: 'the month itself',
      size,
      unit: 's',
      floorIs: 'budget on two cores',
      ours: ({ seconds, deploySeconds }) => seconds - deploySeconds,
      floor: () => MONTH_BUDGET,
      memory,
    },
    {
      what: 'state transitions of the five machines',
      size,
      unit: 'transitions',
      floorIs: 'budget',
      ours: ({ transitions }) => transitions,
      floor: () => TRANSITIONS_BUDGET,
      memory,
    },
    ...functions.map(
      ({ task, budgetMiB }): Wanted<Month> => ({
        what: `memory of ${task}`,
        size,
        unit: 'MiB',
        floorIs: 'memory of the function',
        // One that was too quick to be seen in a later month needed no more than it did in the first.
        ours: (month) => peakOf(month, task) ?? 0,
        floor: () => budgetMiB,
        memory: (month) => peakOf(month, task),
      }),
    ),
  ];
}

async function playedMonth(): Promise<Month> {
  if (await cloudStatus(DEMO_CLOUD)) {
    throw new Unmet(
      'A demo runs, or its cloud was kept: wait for it, or stop it with `npm run cloud -- stop --name demo`, and run the command again.',
    );
  }
  const demo = spawn(process.execPath, [join(CHECKOUT, 'bin', 'ansinh.ts'), 'demo'], {
    cwd: CHECKOUT,
    // What it prints is a remark here: stdout is the answer of this command.
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  const exit = once(demo, 'exit');
  const functions = await new FunctionMemory().watch(DEMO_CLOUD, exit);
  const [code] = await exit;
  if (code !== 0)
    throw new Unmet(`The demo failed (exit ${code}), so nothing was measured: what it said stands above.`);
  const { people, units, seconds, phases, stateTransitions } = summary.parse(
    JSON.parse(await readFile(join(OUT, 'summary.json'), 'utf8')),
  );
  const payments = await paymentsMade();
  return {
    people,
    units,
    payments,
    seconds,
    deploySeconds: phases[0]?.seconds ?? 0,
    transitions: Object.values(stateTransitions).reduce((sum, count) => sum + count, 0),
    functions,
    floor: await writtenItems(payments * ITEMS_PER_PAYMENT),
  };
}

/** Lines of `payments.csv` that begin with a reference; deferrals have none. */
async function paymentsMade(): Promise<number> {
  const lines = (await readFile(join(OUT, 'payments.csv'), 'utf8')).split('\n');
  return lines.filter((line) => /^[A-Z0-9]{16},/.test(line)).length;
}

async function writtenItems(count: number): Promise<Measured> {
  const { port } = await startCloud({ name: FLOOR_CLOUD, persist: false });
  try {
    return await inOwnProcess(MEASURE_STORE, [String(count)], cloudEnvironment(port));
  } finally {
    await stopCloud(FLOOR_CLOUD);
  }
}
