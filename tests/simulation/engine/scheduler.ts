import { createHash, type Hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Random } from '../../../samples/random.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  readonly run: () => void;
}

/** Something that computes outside the scheduler between two waits, a handler at work: the scheduler lets it finish. */
export interface Activity {
  /** Waits of it that the scheduler will end. */
  waits: number;
  isOver: boolean;
}

/** How many turns of the event loop something may compute without waiting for anything of the simulation. */
const PATIENCE = 20_000;
/** Lines of the trace that are kept to be printed. */
const LINES_KEPT = 80;
const HASHED_AT_ONCE = 50_000;

/**
 * The one clock and the one order of a simulation. Whatever takes time is an event; events run one at a time, in the
 * order of a virtual time whose delays are drawn from the seed. After each, everything that it set going runs until it
 * waits for the next event, so that two runs of one seed do the same in the same order.
 */
export class Scheduler {
  readonly random: Random;
  readonly #heap: Event[] = [];
  readonly #activities = new Set<Activity>();
  readonly #hash: Hash = createHash('sha256');
  readonly #lines: string[] = [];
  /** Lines that the hash has not seen yet: it takes many at once more quickly. */
  #unhashed = '';
  #now: number;
  #order = 0;
  #events = 0;

  /** @param start the virtual time at the beginning, in milliseconds since 1970. */
  constructor(random: Random, start: number) {
    this.random = random;
    this.#now = start;
  }

  /** Milliseconds since 1970, in virtual time. */
  now(): number {
    return this.#now;
  }

  /** How many events have run. */
  events(): number {
    return this.#events;
  }

  /** Runs something after a delay in milliseconds. Without a label it leaves no line in the trace. */
  after(delay: number, label: string, run: () => void): void {
    push(this.#heap, { at: this.#now + Math.max(0, delay), order: this.#order++, label, run });
  }

  sleep(delay: number, label = ''): Promise<void> {
    return new Promise((resolve) => this.after(delay, label, resolve));
  }

  /** Writes a line into the trace: never of a person. */
  note(line: string): void {
    const stamped = `${this.#now} ${line}`;
    this.#unhashed += stamped;
    if (this.#unhashed.length > HASHED_AT_ONCE) this.#hashLines();
    this.#lines.push(stamped);
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
  }

  begin(activity: Activity): void {
    this.#activities.add(activity);
  }

  /** Runs events until something is so. Throws when nothing is left that could make it so. */
  async runUntil(isSo: () => boolean): Promise<void> {
    await this.#settle();
    while (!isSo()) {
      const next = pop(this.#heap);
      if (next === undefined) throw new Error('Nothing is left to happen');
      this.#now = Math.max(this.#now, next.at);
      this.#events += 1;
      if (next.label !== '') this.note(next.label);
      next.run();
      await this.#settle();
    }
  }

  /** The last lines of the trace, oldest first. */
  lines(): readonly string[] {
    return this.#lines.map((line) => line.replace(/^[\d.]+/, (at) => new Date(Number(at)).toISOString()));
  }

  /** Two runs that did the same in the same order have the same. */
  traceHash(): string {
    this.#hashLines();
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  #hashLines(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }

  async #settle(): Promise<void> {
    await nextTurn();
    for (let turns = 0; ; turns++) {
      let computing = false;
      for (const activity of this.#activities) {
        if (activity.isOver) this.#activities.delete(activity);
        else if (activity.waits === 0) computing = true;
      }
      if (!computing) return;
      if (turns > PATIENCE) throw new Error('A handler waits for something that is not in the simulation');
      await nextTurn();
    }
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(event, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    let least = left;
    const [one, other] = [heap[left], heap[left + 1]];
    if (one === undefined) break;
    if (other !== undefined && isBefore(other, one)) least = left + 1;
    const child = heap[least];
    if (child === undefined || !isBefore(child, last)) break;
    heap[at] = child;
    at = least;
  }
  heap[at] = last;
  return first;
}
