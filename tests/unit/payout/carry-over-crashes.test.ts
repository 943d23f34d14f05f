import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { Crash } from '../../support/in-memory/crash.ts';
import { OwedMonths, timesPaid, UNCOLLECTED } from '../../support/in-memory/owed-months.ts';
import { AN, BINH, CHI, JUNE, MAY, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';

const JULY = addMonths(JUNE, 1);
const APRIL = addMonths(MAY, -1);
const PORTS = ['work', 'outbox', 'rolls', 'payments', 'runs', 'exceptions'] as const;

/** The ports, killed at the n-th call of any of them. */
function dyingAt(province: Province, at: number, when: 'before' | 'after'): Province {
  let calls = 0;
  const dying = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (name === 'ofRoll') return member.bind(target);
        return async (...given: unknown[]) => {
          calls += 1;
          const isTheOne = calls === at;
          if (isTheOne && when === 'before') throw new Crash(`before ${String(name)}`);
          const result: unknown = await member.apply(target, given);
          if (isTheOne) throw new Crash(`after ${String(name)}`);
          return result;
        };
      },
    });
  return new Proxy(province, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      return PORTS.some((port) => port === name) && typeof member === 'object' && member !== null
        ? dying(member)
        : member;
    },
  });
}

/**
 * July: An is owed May, and June's first attempt that a rejected run wanted to pay; Bình's first attempt of July has
 * failed, with what June owes him; Chi has not come for three months.
 */
async function july(): Promise<OwedMonths> {
  const months = new OwedMonths();
  for (const month of [APRIL, MAY, JUNE]) {
    await months.list(month, [row(AN), row(BINH), row(CHI)]);
    await months.answer(await months.pay(`${month}-regular-1`), ({ person }) => {
      if (person === CHI) return UNCOLLECTED;
      return { to: person === AN || month === JUNE ? 'failed' : 'paid' };
    });
    await months.close(month);
  }
  await months.list(JULY, [row(BINH)]);
  await months.answer(await months.pay('2023-07-regular-1'), { to: 'returned' });
  await months.list(JULY, [row(AN), row(BINH), row(CHI)], undefined, '09');
  const rejected = await months.start('2023-07-supplementary-1', 'supplementary');
  await months.draft(rejected);
  await months.reject(rejected);
  return months;
}

/** What a run came to, for comparison. */
async function outcome(months: OwedMonths, run: Awaited<ReturnType<OwedMonths['start']>>) {
  const payments = months.of(JULY).filter((one) => one.run === run);
  return {
    units: (await months.units(run)).map(({ payable, instructed, deferred }) => ({ payable, instructed, deferred })),
    payments: payments
      .toSorted((one, other) => one.position - other.position)
      .map(({ person, attempt, amount, carried, fromBalance }) => ({ person, attempt, amount, carried, fromBalance })),
  };
}

async function undisturbed() {
  const months = await july();
  return outcome(months, await months.pay('2023-07-supplementary-2', 'supplementary'));
}

describe('A run that carries over what is owed', () => {
  it('pays all of it: what is expected of the others', async () => {
    const { payments, units } = await undisturbed();
    expect(payments).toMatchObject([
      { person: AN, attempt: 1, carried: [{ period: APRIL }, { period: MAY }, { period: JUNE }] },
      { person: BINH, attempt: 2, carried: [{ period: JUNE }] },
    ]);
    expect(units).toMatchObject([{ deferred: [{ reason: 'suspended', people: 1, amount: 4 * 360_000 }] }]);
  });

  it.each(['before', 'after'] as const)(
    'comes to the same when it is killed %s any call, and tried again',
    async (when) => {
      const expected = await undisturbed();
      let crashes = 0;
      for (let at = 1; ; at++) {
        const months = await july();
        const run = await months.start('2023-07-supplementary-2', 'supplementary');
        const died = await months.draft(run, dyingAt(months.province, at, when)).then(
          () => false,
          (error: unknown) => error instanceof Crash,
        );
        await months.draft(run);
        await months.release(run);
        expect(await outcome(months, run)).toEqual(expected);
        expect([...timesPaid(months.province.payments.all()).values()].every((times) => times === 1)).toBe(true);
        if (!died) break;
        crashes += 1;
      }
      expect(crashes).toBeGreaterThan(10);
    },
  );

  it.each(['before', 'after'] as const)('loses nothing when it is killed %s any call, and rejected', async (when) => {
    const expected = await undisturbed();
    for (let at = 1; ; at++) {
      const months = await july();
      const run = await months.start('2023-07-supplementary-2', 'supplementary');
      const died = await months.draft(run, dyingAt(months.province, at, when)).then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      await months.reject(run);
      const next = await months.pay('2023-07-supplementary-3', 'supplementary');
      expect(await outcome(months, next)).toEqual(expected);
      if (!died) break;
    }
  });
});
