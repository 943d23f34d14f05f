import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

export const measured = z.object({
  seconds: z.number().positive(),
  /** How many things were worked on: rows, items. */
  count: z.number().int(),
  peakMemoryMiB: z.number().positive(),
});
/** One reading, taken in a process that did nothing else. */
export type Measured = z.infer<typeof measured>;

/**
 * The heap that Lambda's bootstrap for Node gives a function of 512 MB: nine tenths of its memory to old objects, a
 * twentieth to each half of the space for new ones.
 */
export const FUNCTION_HEAP = { NODE_OPTIONS: '--max-old-space-size=461 --max-semi-space-size=25' };

const run = promisify(execFile);

/** Runs a measuring script in a fresh process, so that no reading profits from the warm code or the heap of another. */
export async function inOwnProcess(
  script: URL,
  scriptArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const { stdout } = await run(process.execPath, [fileURLToPath(script), ...scriptArguments], {
    env: { ...process.env, ...environment },
  });
  return measured.parse(JSON.parse(stdout));
}
