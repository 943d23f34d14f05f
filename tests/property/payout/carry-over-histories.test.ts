import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { type Payment, type RunId, totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths, lastDay, type Period, period } from '../../../lambdas/domain/period.ts';
import { type Answer, alive, OwedMonths, timesPaid, UNCOLLECTED } from '../../support/in-memory/owed-months.ts';
import { AN, BINH, CHI, row } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

const PEOPLE = [AN, BINH, CHI];
const FIRST = period.parse('2023-01');

const answerOf = fc.constantFrom<Answer | undefined>(
  { to: 'paid' },
  { to: 'failed', reasonCode: 'AC04' },
  { to: 'returned' },
  UNCOLLECTED,
  { to: 'unknown' },
  undefined,
);
const listed = fc.record({
  on: fc.boolean(),
  amount: fc.integer({ min: 1, max: 9 }),
  arrears: fc.integer({ min: 0, max: 2 }),
  bank: fc.constantFrom('970405', '970449'),
});
const someRun = fc.record({
  ends: fc.constantFrom('released', 'released', 'rejected'),
  answers: fc.tuple(answerOf, answerOf, answerOf),
  /** The list as it was mended before it. */
  mended: fc.option(fc.tuple(listed, listed, listed)),
});
const someMonth = fc.record({
  rows: fc.tuple(listed, listed, listed),
  runs: fc.array(someRun, { minLength: 1, maxLength: 3 }),
  closes: fc.boolean(),
  /** What happens in an earlier month meanwhile: it is reopened, has another run, and is closed again or not. */
  reopens: fc.option(fc.record({ back: fc.integer({ min: 1, max: 3 }), run: someRun, closes: fc.boolean() })),
  returnsMoney: fc.boolean(),
  limit: fc.constantFrom(2_000_000, 100_000_000),
});
type SomeRun = Parameters<Parameters<typeof someRun.map>[0]>[0];

class History {
  readonly months = new OwedMonths();
  readonly #names = new Map<Period, number>();
  readonly #lists = new Map<Period, number>();

  async list(month: Period, rows: SomeRun['mended']): Promise<void> {
    if (rows === null) return;
    const made = PEOPLE.flatMap((person, index) => {
      const one = rows[index];
      // Somebody is always on the list, or there is nothing to pay.
      return one?.on || index === 0
        ? [
            row(person, {
              amount: (one?.amount ?? 1) * 100_000,
              arrears: (one?.arrears ?? 0) * 50_000,
              bank: one?.bank,
            }),
          ]
        : [];
    });
    const number = (this.#lists.get(month) ?? 0) + 1;
    this.#lists.set(month, number);
    await this.months.list(month, made, undefined, String(number + 1).padStart(2, '0'));
  }

  async run(month: Period, { ends, answers, mended }: SomeRun): Promise<void> {
    await this.list(month, mended);
    const number = (this.#names.get(month) ?? 0) + 1;
    this.#names.set(month, number);
    const run = await this.months.start(`${month}-supplementary-${number}`, 'supplementary');
    await this.months.draft(run);
    await this.months.draft(run);
    await this.#mustAddUp(run);
    if (ends === 'rejected') await this.months.reject(run);
    else await this.months.release(run);
    this.#mustBeSound();
    await this.months.answer(run, ({ person }) => answers[PEOPLE.indexOf(person)]);
    this.#mustBeSound();
  }

  /** What is due in a run is paid or put off; what it pays is what its payments say. */
  async #mustAddUp(run: RunId): Promise<void> {
    for (const { payable, instructed, deferred, byProvider } of await this.months.units(run)) {
      const sides = [instructed, ...deferred];
      expect(payable).toEqual({
        people: sides.reduce((sum, { people }) => sum + people, 0),
        amount: sides.reduce((sum, { amount }) => sum + amount, 0),
      });
      const drafted = this.months.province.payments.all().filter((one) => one.run === run);
      expect(instructed).toEqual({
        people: drafted.length,
        amount: drafted.reduce((sum, one) => sum + totalOf(one), 0),
      });
      const balances = byProvider.flatMap(({ byProgramme }) => byProgramme.map(({ fromBalance }) => fromBalance));
      expect(balances.reduce((sum, one) => sum + one, 0)).toBe(drafted.reduce((sum, one) => sum + one.fromBalance, 0));
    }
  }

  #mustBeSound(): void {
    const all = this.months.province.payments.all();
    const by = new Map(all.map((one) => [one.reference, one]));
    expect(Math.max(0, ...timesPaid(all).values())).toBeLessThanOrEqual(1);
    for (const one of all.filter(({ state }) => state !== 'drafted')) {
      const before = one.predecessors.map((reference) => by.get(reference)).filter((found) => found !== undefined);
      expect(before.map(({ successor }) => successor)).toEqual(before.map(() => one.reference));
      const there = before
        .filter(({ provider }) => provider === one.provider)
        .reduce((sum, found) => sum + totalOf(found), 0);
      expect(one.fromBalance).toBeLessThanOrEqual(Math.min(there, totalOf(one)));
      expect(new Set(one.carried.map((part) => part.period)).size).toBe(one.carried.length);
    }
  }

  /** Everybody comes back, every question is decided, and a last run pays all that is owed. */
  async settleAll(months: readonly Period[]): Promise<void> {
    const { province } = this.months;
    province.references.publish('at last', THANH_OAI);
    for (const month of months) await this.months.reopen(month);
    for (const payment of province.payments.all()) {
      if (payment.state === 'instructed') await this.months.answer(payment.run, { to: 'unknown' });
    }
    for (const payment of province.payments.all()) {
      // A person found out that nobody has it.
      if (payment.state === 'unknown') await this.months.answer(payment.run, { to: 'failed' });
    }
    for (const month of months) await this.months.close(month);
    const last = addMonths(months.at(-1) ?? FIRST, 1);
    await this.list(last, [ALL, ALL, ALL]);
    for (let tries = 0; tries < 2; tries++) {
      await this.run(last, {
        ends: 'released',
        answers: [{ to: 'paid' }, { to: 'paid' }, { to: 'paid' }],
        mended: null,
      });
      for (const month of months) {
        for (const { id } of await province.exceptions.ofPeriod(month)) {
          const at = `${lastDay(last)}T03:00:00Z`;
          await province.exceptions.decide(month, id, { by: 'can-bo', at, verdict: 'resume', checked: 'Đã đến nhà' });
        }
      }
    }
  }
}

const ALL = { on: true, amount: 1, arrears: 0, bank: '970405' } as const;

/** Every month for which somebody was ever instructed anything. */
function everInstructed(payments: readonly Payment[]): string[] {
  const sent = payments.filter(({ state }) => state !== 'drafted');
  return [...new Set(sent.map(({ period: month, person, benefit }) => `${month} ${person} ${benefit}`))].sort();
}

describe('Whatever becomes of months of payments', () => {
  it('nothing is paid twice, nothing is lost, and what is due is paid or put off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someMonth, { minLength: 2, maxLength: 5 }), async (story) => {
        const history = new History();
        const { months } = history;
        const played: Period[] = [];
        for (const [index, { rows, runs, closes, reopens, returnsMoney, limit }] of story.entries()) {
          const month = addMonths(FIRST, index);
          const providers = THANH_OAI.providers.map((one) => ({
            ...one,
            limits: { ...one.limits, paymentMax: toDong(limit) },
          }));
          months.province.references.publish(`v${index}`, { ...THANH_OAI, providers });
          await history.list(month, rows);
          played.push(month);
          for (const [number, run] of runs.entries()) {
            const earlier = reopens && number === 0 ? played.at(-1 - reopens.back) : undefined;
            if (reopens && earlier !== undefined) {
              await months.reopen(earlier);
              await history.run(earlier, reopens.run);
              if (reopens.closes) await months.close(earlier);
            }
            await history.run(month, run);
          }
          if (closes) await months.close(month);
          const [provider] = THANH_OAI.providers;
          if (returnsMoney && provider) {
            await months.province.runs.recordTreasuryReturn({
              ...{ period: month, provider: provider.id, amount: toDong(1), returnedOn: lastDay(month) },
              ...{ document: `NT-${index}`, by: 'can-bo', at: `${lastDay(month)}T03:00:00Z` },
            });
          }
        }
        const sent = everInstructed(months.province.payments.all());
        await history.settleAll(played);
        const all = months.province.payments.all();
        const times = timesPaid(all);
        expect(sent.map((key) => [key, times.get(key) ?? 0])).toEqual(sent.map((key) => [key, 1]));
        // Each month's money is the month's: what its last attempt was to pay.
        for (const one of alive(all)) {
          for (const part of one.carried) {
            const own = all.filter(({ period: month, person, benefit, state }) => {
              return month === part.period && person === one.person && benefit === one.benefit && state !== 'drafted';
            });
            const last = own.reduce((before, other) => (before.attempt > other.attempt ? before : other));
            expect(part.amount).toBe(last.amount + last.arrears);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
