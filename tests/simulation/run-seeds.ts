import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
/** A process plays no more than these, so that none is left to play alone for long. */
const SEEDS_A_PROCESS = 100;
/** A seed makes much that lives for a moment: a larger nursery takes a tenth of the time away. */
const NODE_OPTIONS = ['--max-semi-space-size=64'];

/** What became of a seed, as the process that played it tells. */
const seedResult = z.object({
  seed: z.number().int(),
  violations: z.array(z.string()),
  faults: z.record(z.string(), z.number().int()),
  /** What became of months, runs and payments, how often. */
  happened: z.record(z.string(), z.number().int()),
  payments: z.number().int(),
  lists: z.number().int(),
  events: z.number().int(),
  traceHash: z.string(),
  trace: z.array(z.string()),
});
export type SeedResult = z.infer<typeof seedResult>;

export interface SeedsToPlay {
  readonly from: number;
  readonly seeds: number;
  /** How many processes play side by side. */
  readonly sideBySide: number;
  /** A defect to plant, and how it shows: the first seed that finds it ends the search. */
  readonly planted?: { readonly name: string; readonly shows: RegExp };
}

/**
 * Plays seeds in processes of their own, several side by side. Throws when one ends otherwise than by having played: a
 * fault of the simulation itself.
 */
export async function playSeeds(
  wanted: SeedsToPlay,
  tell: (result: SeedResult) => void = () => undefined,
): Promise<SeedResult[]> {
  const { from, seeds, sideBySide, planted } = wanted;
  const results: SeedResult[] = [];
  let next = from;
  let isFound = false;
  const worker = async () => {
    while (next < from + seeds && !isFound) {
      const start = next;
      const count = Math.min(SEEDS_A_PROCESS, Math.ceil(seeds / sideBySide), from + seeds - start);
      next += count;
      for await (const result of playInOneProcess(start, count, planted?.name)) {
        tell(result);
        results.push(result);
        isFound ||= planted !== undefined && result.violations.some((violation) => planted.shows.test(violation));
        if (isFound) break;
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return results.sort((one, other) => one.seed - other.seed);
}

async function* playInOneProcess(from: number, count: number, planted: string | undefined): AsyncGenerator<SeedResult> {
  const given = [...NODE_OPTIONS, MAIN, String(from), String(count), ...(planted === undefined ? [] : [planted])];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  try {
    for await (const line of createInterface({ input: child.stdout })) yield seedResult.parse(JSON.parse(line));
  } finally {
    // Whoever has seen enough does not wait for the rest.
    if (child.exitCode === null) child.kill();
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`The simulation itself failed between the seeds ${from} and ${from + count - 1}`);
}
