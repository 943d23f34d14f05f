import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const measured = z.object({
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

/** The measuring script's part: times the work, and tells the reading on stdout. */
export async function tellReading(work: () => Promise<number> | number): Promise<void> {
  const started = performance.now();
  const count = await work();
  const seconds = (performance.now() - started) / 1000;
  const reading: Measured = { seconds, count, peakMemoryMiB: ownPeakMemoryMiB() };
  process.stdout.write(JSON.stringify(reading));
}

/**
 * The most memory that this process ever held. Linux tells it in /proc; its getrusage would count the process that
 * started this one as well, since that figure outlives exec (fs/exec.c, setmax_mm_hiwater_rss).
 */
export function ownPeakMemoryMiB(): number {
  const kibibytes = existsSync('/proc/self/status')
    ? peakKibibytesIn(readFileSync('/proc/self/status', 'utf8'))
    : process.resourceUsage().maxRSS;
  return (kibibytes ?? 0) / 1024;
}

/** VmHWM, the high-water mark of resident memory, in a text of /proc/{pid}/status (proc_pid_status(5)). */
export function peakKibibytesIn(status: string): number | undefined {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}
