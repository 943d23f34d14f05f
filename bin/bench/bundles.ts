import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleHandlers, taskNames } from '../../lib/bundles.ts';
import type { Figure } from './figure.ts';
import { FUNCTION_HEAP, inOwnProcess, type Measured } from './own-process.ts';
import { figuresOf } from './rounds.ts';

const MEASURE = new URL('./measure-import.ts', import.meta.url);

interface Imported {
  readonly ours: Measured;
  /** Seconds that Node takes to start, do nothing and end. */
  readonly bareStart: number;
}

/**
 * How long each function's bundle takes to load in a new process, beside starting Node and ending again: what a cold
 * start costs before the first event, without what Lambda itself adds.
 */
export async function benchBundles(runs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-bench-'));
  try {
    await bundleHandlers(folder);
    const figures: Figure[] = [];
    for (const task of taskNames()) figures.push(...(await importOf(task, join(folder, task, 'index.mjs'), runs)));
    return figures.toSorted((one, other) => other.ours - one.ours);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importOf(task: string, bundle: string, runs: number): Promise<Figure[]> {
  const environment = { ...FUNCTION_HEAP, AWS_REGION: 'ap-southeast-1', ...(await settingsFor(task)) };
  const { size } = await stat(bundle);
  const play = async (): Promise<Imported> => ({
    ours: await inOwnProcess(MEASURE, [bundle], environment),
    bareStart: bareStart(),
  });
  return figuresOf(runs, play, () => [
    {
      what: `cold import of ${task}`,
      size: `${(size / 1e6).toFixed(2)} MB`,
      unit: 'ms',
      floorIs: 'node -e 0, from start to end',
      ours: ({ ours }) => ours.seconds * 1000,
      floor: (round) => round.bareStart * 1000,
      memory: ({ ours }) => ours.peakMemoryMiB,
    },
  ]);
}

function bareStart(): number {
  const started = performance.now();
  execFileSync(process.execPath, ['-e', '0']);
  return (performance.now() - started) / 1000;
}

/** A setting of every kind that a function knows: a text (one that may name a user pool), a number, an address, a yes. */
const SETTINGS = ['ap-southeast-1_bench', '1', 'https://localhost', 'true'];

/** Settings with which a function loads: of each that its `env.ts` asks for, one that it takes. */
async function settingsFor(task: string): Promise<Record<string, string>> {
  const own: { readonly environment: z.ZodType } = await import(`../../lambdas/${task}/env.ts`);
  const { shape } = z.instanceof(z.ZodObject).parse(own.environment);
  return Object.fromEntries(
    Object.entries(shape).map(([name, setting]) => {
      const fitting = SETTINGS.find((value) => z.safeParse(setting, value).success);
      if (fitting === undefined) throw new Error(`No setting fits ${name} of ${task}`);
      return [name, fitting];
    }),
  );
}
