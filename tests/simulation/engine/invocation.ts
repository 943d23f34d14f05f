import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity, Scheduler } from './scheduler.ts';

/** One run of a handler, from its event to its end: every wait of it goes through the scheduler. */
export class Invocation implements Activity {
  readonly scheduler: Scheduler;
  readonly label: string;
  waits = 0;
  isOver = false;
  /** How much slower than usual it goes: a function that has timed out may go on for a while. */
  slowness = 1;

  constructor(scheduler: Scheduler, label: string) {
    this.scheduler = scheduler;
    this.label = label;
  }

  /** Ends it where it is: nothing that it waits for comes any more. */
  kill(): void {
    this.isOver = true;
  }

  /** Waits for a virtual time, then does something, unless it was killed meanwhile. */
  wait<Result>(milliseconds: number, label: string, then: () => Result): Promise<Result> {
    this.waits += 1;
    return new Promise((resolve, reject) => {
      this.scheduler.after(milliseconds * this.slowness, '', () => {
        if (this.isOver) return;
        let result: Result;
        try {
          result = then();
        } catch (error) {
          if (this.isOver) return;
          this.#tell(label);
          this.waits -= 1;
          reject(error);
          return;
        }
        // What was done may have been the end of it.
        if (this.isOver) return;
        this.#tell(label);
        this.waits -= 1;
        resolve(result);
      });
    });
  }

  #tell(label: string): void {
    if (label !== '') this.scheduler.note(`${this.label} ${label}`);
  }
}

/** Whose code is running. Undefined: the simulation's own, or that of whoever runs it. */
export const invocations = new AsyncLocalStorage<Invocation>();
