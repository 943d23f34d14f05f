import { existsSync, readFileSync } from 'node:fs';
import type { Measured } from './own-process.ts';

/*
 * The part of a measuring script, which stands by itself: what it loads would count in the script's memory.
 */

/** What is timed. @returns how many things it worked on. */
export type Work = () => Promise<number> | number;

/** The measuring script's part: times the work, and tells the reading on stdout. */
export async function tellReading(work: Work): Promise<void> {
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
