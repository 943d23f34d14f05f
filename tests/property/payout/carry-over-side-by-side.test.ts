import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { Random } from '../../../samples/random.ts';
import { OwedMonths, timesPaid } from '../../support/in-memory/owed-months.ts';
import { AN, BINH, JUNE, MAY, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';

const JULY = addMonths(JUNE, 1);
const AUGUST = addMonths(JUNE, 2);
const PORTS = ['work', 'outbox', 'payments', 'runs', 'exceptions'] as const;

/** Who waits for a turn, one of whom goes on at a time, drawn from a seed. */
class Turns {
  readonly #random: Random;
  readonly #waiting: (() => void)[] = [];

  constructor(seed: number) {
    this.#random = new Random(`turns/${seed}`);
  }

  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async playOut(): Promise<void> {
    for (;;) {
      // Whoever goes on does all it can before it waits again.
      await nextTurn();
      const index = this.#random.integer(0, Math.max(0, this.#waiting.length - 1));
      const [next] = this.#waiting.splice(index, 1);
      if (next === undefined) return;
      next();
    }
  }
}

/** The ports; each call of them waits for its turn. */
function inTurns(turns: Turns, province: Province): Province {
  const waiting = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...given: unknown[]) => {
          await turns.turn();
          return member.apply(target, given);
        };
      },
    });
  return new Proxy(province, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      return PORTS.some((port) => port === name) && typeof member === 'object' && member !== null
        ? waiting(member)
        : member;
    },
  });
}

/**
 * May owes An and Bình; June has been closed with An's attempt failed, and is reopened. A run of June that was rejected
 * stands named as what would have paid May.
 */
async function reopened(): Promise<OwedMonths> {
  const months = new OwedMonths();
  await months.list(MAY, [row(AN), row(BINH)]);
  await months.answer(await months.pay('2023-05-regular-1'), { to: 'failed' });
  await months.close(MAY);
  await months.list(JUNE, [row(AN)]);
  const rejected = await months.start('2023-06-regular-1');
  await months.draft(rejected);
  await months.reject(rejected);
  await months.list(JUNE, [row(AN), row(BINH)], undefined, '09');
  const early = await months.start('2023-06-regular-2');
  await months.draft(early);
  await months.reject(early);
  await months.close(JUNE);
  await months.list(JULY, [row(AN), row(BINH)]);
  return months;
}

type End = 'released' | 'rejected';
const end = fc.constantFrom<End>('released', 'rejected');

/** What becomes of a run that two tries draft, of which the second may go on while the run goes its way. */
async function played(turns: Turns, months: OwedMonths, run: RunId, to: End, zombies: Promise<void>[]) {
  const ports = inTurns(turns, months.province);
  // The first try was given up; it goes on for as long as it likes.
  zombies.push(months.draft(run, ports).catch(() => undefined));
  await months.draft(run, ports);
  await turns.turn();
  if (to === 'released') await months.release(run);
  else await months.reject(run);
}

describe('Two runs of different months side by side', () => {
  it('pay what an earlier month owes once at most, whatever the order of their steps; and it is never lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), end, end, fc.nat({ max: 40 }), async (seed, ofJune, ofJuly, late) => {
        const turns = new Turns(seed);
        const months = await reopened();
        const july = await months.start('2023-07-regular-1');
        await months.reopen(JUNE);
        const zombies: Promise<void>[] = [];
        const inJuly = played(turns, months, july, ofJuly, zombies);
        // The reopened month's run begins at once, or when July's is under way.
        const inJune = (async () => {
          for (let wait = 0; wait < late; wait++) await turns.turn();
          const june = await months.start('2023-06-supplementary-1', 'supplementary');
          await played(turns, months, june, ofJune, zombies);
        })();
        const both = Promise.all([inJuly, inJune]);
        await turns.playOut();
        await both;
        await Promise.all(zombies);
        const times = timesPaid(months.province.payments.all());
        expect(Math.max(0, ...times.values())).toBeLessThanOrEqual(1);

        await months.close(JUNE);
        await months.close(JULY);
        await months.list(AUGUST, [row(AN), row(BINH)]);
        await months.pay('2023-08-regular-1');
        const all = timesPaid(months.province.payments.all());
        expect([AN, BINH].map((person) => all.get(`${MAY} ${person} BTXH`))).toEqual([1, 1]);
        expect(Math.max(...all.values())).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });
});
