import type { Clock } from '../../../lambdas/domain/ports.ts';

/** A clock that stands until it is set. */
export class ClockInMemory implements Clock {
  #now: Date;

  constructor(now: string) {
    this.#now = new Date(now);
  }

  set(now: string): void {
    this.#now = new Date(now);
  }

  async now(): Promise<Date> {
    return this.#now;
  }

  async read(instant: Date): Promise<Date> {
    return instant;
  }
}
