import { Scheduler } from '../simulation/engine/scheduler.ts';

/** What an interpreter or a network would take: here it takes no time. */
const AT_ONCE = 1000;

/** Real time instead of the simulation's: short pauses are left out, what may take longer takes as long as it says. */
export class PromptScheduler extends Scheduler {
  override now(): number {
    return Date.now();
  }

  override after(delay: number, _label: string, run: () => void): void {
    if (delay <= AT_ONCE) setImmediate(run);
    else setTimeout(run, delay).unref();
  }

  override note(): void {}
}
