import { describe, expect, it } from 'vitest';
import { toDong } from '../../../lambdas/domain/money.ts';
import { totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { alive, OwedMonths, timesPaid, UNCOLLECTED } from '../../support/in-memory/owed-months.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, MAY, row } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';

const JULY = addMonths(JUNE, 1);
const APRIL = addMonths(MAY, -1);

/** A month whose one payment, to An, came to nothing, closed; An stands on the next month's roll. */
async function owedFromMay(to: 'failed' | 'returned' = 'failed', given: Parameters<typeof row>[1] = {}) {
  const months = new OwedMonths();
  await months.list(MAY, [row(AN, given)]);
  await months.answer(await months.pay('2023-05-regular-1'), { to });
  await months.close(MAY);
  await months.list(JUNE, [row(AN)]);
  return months;
}

function only<T>(all: readonly T[]): T {
  const [one, ...others] = all;
  if (one === undefined || others.length > 0) throw new Error(`There are ${all.length}`);
  return one;
}

/** No payment may be larger. */
function limitTo(months: OwedMonths, paymentMax: number) {
  const providers = THANH_OAI.providers.map((one) => ({
    ...one,
    limits: { ...one.limits, paymentMax: toDong(paymentMax) },
  }));
  months.province.references.publish('limited', { ...THANH_OAI, providers });
}

/** People and đồng: left what was due, right what became of it. */
async function mustAddUp(months: OwedMonths, run: Parameters<OwedMonths['units']>[0]) {
  for (const { payable, instructed, deferred } of await months.units(run)) {
    const sides = [instructed, ...deferred];
    expect(payable).toEqual({
      people: sides.reduce((sum, { people }) => sum + people, 0),
      amount: sides.reduce((sum, { amount }) => sum + amount, 0),
    });
  }
}

describe('What a closed month owes', () => {
  it.each(['failed', 'returned'] as const)(
    'because it %s is paid with the next payment, kept to its month',
    async (to) => {
      const months = await owedFromMay(to, { arrears: 40_000 });
      const run = await months.pay('2023-06-regular-1');
      const payment = only(months.of(JUNE));
      expect(payment).toMatchObject({ amount: 360_000, arrears: 0 });
      expect(payment.carried).toEqual([{ period: MAY, amount: 400_000, uncollected: false }]);
      expect(totalOf(payment)).toBe(760_000);
      expect(only(await months.units(run)).instructed).toEqual({ people: 1, amount: 760_000 });
      await mustAddUp(months, run);
    },
  );

  it('names its one successor, and is named by it', async () => {
    const months = await owedFromMay();
    const run = await months.pay('2023-06-regular-1');
    const [may, june] = [only(months.of(MAY)), only(months.of(JUNE))];
    expect(may).toMatchObject({ successor: june.reference, successorRun: run });
    expect(june.predecessors).toEqual([may.reference]);
  });

  it('is not paid again by a supplementary run, nor in the month after', async () => {
    const months = await owedFromMay();
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'paid' });
    const supplementary = await months.pay('2023-06-supplementary-1', 'supplementary');
    expect(await months.deferred(supplementary)).toMatchObject([{ reason: 'already-instructed', amount: 360_000 }]);
    await months.close(JUNE);
    await months.list(JULY, [row(AN)]);
    await months.pay('2023-07-regular-1');
    expect(only(months.of(JULY)).carried).toEqual([]);
  });

  it('goes on from month to month until it is paid, with what each month adds', async () => {
    const months = await owedFromMay();
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'failed' });
    await months.close(JUNE);
    await months.list(JULY, [row(AN, { amount: 500_000 })]);
    await months.pay('2023-07-regular-1');
    const payment = only(months.of(JULY));
    expect(payment.carried.map(({ period, amount }) => [period, amount])).toEqual([
      [MAY, 360_000],
      [JUNE, 360_000],
    ]);
    expect(payment.predecessors).toEqual([only(months.of(JUNE)).reference]);
  });

  it('is carried on by the second attempt of the month, which is made in the place of the first', async () => {
    const months = await owedFromMay();
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'failed' });
    const run = await months.pay('2023-06-supplementary-1', 'supplementary');
    const [first, second] = months.of(JUNE).toSorted((one, other) => one.attempt - other.attempt);
    expect(second).toMatchObject({ attempt: 2, predecessors: [first?.reference], carried: first?.carried });
    expect(first).toMatchObject({ successor: second?.reference });
    expect([...timesPaid(months.province.payments.all()).values()]).toEqual([1, 1]);
    await mustAddUp(months, run);
  });

  it('is found wherever it is owed still, though a month lies between without a payment', async () => {
    const months = await owedFromMay();
    await months.close(JUNE);
    await months.list(JULY, [row(AN)]);
    await months.pay('2023-07-regular-1');
    expect(only(months.of(JULY)).carried).toMatchObject([{ period: MAY }]);
  });

  it('waits while its month is not closed: a supplementary run may still pay it there', async () => {
    const months = new OwedMonths();
    await months.list(MAY, [row(AN)]);
    await months.answer(await months.pay('2023-05-regular-1'), { to: 'failed' });
    await months.list(JUNE, [row(AN)]);
    await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE)).carried).toEqual([]);
  });

  it('stays with the benefit that it is owed for', async () => {
    const months = await owedFromMay();
    await months.list(JUNE, [row(AN, { programme: 'NCC' })], CU_KHE, '03');
    const run = await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE)).carried).toEqual([]);
    expect(await months.deferred(run)).toMatchObject([{ reason: 'not-on-roll', programme: 'BTXH', amount: 360_000 }]);
    await mustAddUp(months, run);
  });
});

describe('Somebody who is owed from an earlier month', () => {
  it('and stands on the roll no more is on the worklist of the unit', async () => {
    const months = await owedFromMay();
    await months.list(JUNE, [row(BINH)], CU_KHE, '03');
    const run = await months.pay('2023-06-regular-1');
    expect(await months.deferred(run)).toMatchObject([
      { person: AN, fullName: 'Nguyễn Thị Tư', row: null, reason: 'not-on-roll', people: 1, amount: 360_000 },
    ]);
    expect(only(await months.units(run)).payable).toEqual({ people: 2, amount: 720_000 });
    await mustAddUp(months, run);
  });

  it('and whose line is held waits with all of it', async () => {
    const months = await owedFromMay();
    await months.list(JUNE, [row(AN, { bank: '970488' })], CU_KHE, '03');
    const run = await months.pay('2023-06-regular-1');
    expect(await months.deferred(run)).toMatchObject([{ reason: 'no-contract', people: 1, amount: 720_000 }]);
    await mustAddUp(months, run);
  });

  it('beyond what a provider pays at once gets this month, and the rest waits', async () => {
    const months = await owedFromMay();
    limitTo(months, 700_000);
    const run = await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE))).toMatchObject({ amount: 360_000, carried: [], predecessors: [] });
    expect(await months.deferred(run)).toMatchObject([{ reason: 'over-limit', people: 0, amount: 360_000 }]);
    expect(only(months.of(MAY)).successor).toBeNull();
    await mustAddUp(months, run);
  });

  it('says the same of the limit when the batch is repeated', async () => {
    const months = await owedFromMay();
    limitTo(months, 700_000);
    const run = await months.start('2023-06-regular-1');
    const work = crashingOnce(months.province.work, 'packFirst');
    await expect(months.draft(run, { ...months.province, work })).rejects.toThrow(Crash);
    await months.draft(run);
    expect(await months.deferred(run)).toMatchObject([{ reason: 'over-limit', people: 0 }]);
    await mustAddUp(months, run);
  });

  it('whose attempts grow beyond the limit waits with all of it', async () => {
    const months = await owedFromMay();
    limitTo(months, 800_000);
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'failed' });
    await months.list(JUNE, [row(AN, { amount: 500_000 })], CU_KHE, '09');
    const run = await months.pay('2023-06-supplementary-1', 'supplementary');
    expect(months.of(JUNE)).toHaveLength(1);
    expect(await months.deferred(run)).toMatchObject([{ reason: 'over-limit', people: 1, amount: 860_000 }]);
    await mustAddUp(months, run);
  });
});

describe('Three months uncollected', () => {
  async function uncollectedSince(first: typeof MAY, months = 3) {
    const played = new OwedMonths();
    for (let index = 0; index < months; index++) {
      const month = addMonths(first, index);
      await played.list(month, [row(AN), row(BINH)]);
      const run = await played.pay(`${month}-regular-1`);
      await played.answer(run, ({ person }) => (person === AN ? UNCOLLECTED : { to: 'paid' }));
      await played.close(month);
    }
    await played.list(addMonths(first, months), [row(AN), row(BINH)]);
    return played;
  }

  it('suspend a person, and a question is open about it', async () => {
    const months = await uncollectedSince(APRIL);
    const run = await months.pay('2023-07-regular-1');
    expect(only(months.of(JULY)).person).toBe(BINH);
    expect(await months.deferred(run)).toMatchObject([{ person: AN, reason: 'suspended', amount: 4 * 360_000 }]);
    const june = months.of(JUNE).find(({ person }) => person === AN);
    expect(await months.province.exceptions.ofPeriod(JUNE)).toMatchObject([
      { code: 'uncollected', reference: june?.reference, unit: CU_KHE, sent: 3 * 360_000, decision: null },
    ]);
    await mustAddUp(months, run);
  });

  it('are asked about once, however many runs find it', async () => {
    const months = await uncollectedSince(APRIL);
    for (const name of ['2023-07-regular-1', '2023-07-supplementary-1']) await months.pay(name);
    expect(await months.province.exceptions.ofPeriod(JUNE)).toHaveLength(1);
  });

  it('and the decision to resume: all that is owed is paid', async () => {
    const months = await uncollectedSince(APRIL);
    await months.pay('2023-07-regular-1');
    const { id } = only(await months.province.exceptions.ofPeriod(JUNE));
    const decision = { by: 'can-bo', at: '2023-07-10T03:00:00Z', verdict: 'resume', checked: 'Đã đến nhà' } as const;
    await months.province.exceptions.decide(JUNE, id, decision);
    const run = await months.pay('2023-07-supplementary-1', 'supplementary');
    const payment = months.of(JULY).find(({ person }) => person === AN);
    expect(payment?.carried.map(({ period }) => period)).toEqual([APRIL, MAY, JUNE]);
    await mustAddUp(months, run);
  });

  it('are three of the calendar’s, not two; and other failures are none', async () => {
    const two = await uncollectedSince(MAY, 2);
    await two.pay('2023-07-regular-1');
    expect(two.of(JULY)).toHaveLength(2);

    const failed = new OwedMonths();
    for (const month of [APRIL, MAY, JUNE]) {
      await failed.list(month, [row(AN)]);
      await failed.answer(await failed.pay(`${month}-regular-1`), { to: 'failed', reasonCode: 'AC04' });
      await failed.close(month);
    }
    await failed.list(JULY, [row(AN)]);
    await failed.pay('2023-07-regular-1');
    expect(only(failed.of(JULY)).carried).toHaveLength(3);
    expect(await failed.province.exceptions.ofPeriod(JUNE)).toEqual([]);
  });

  it('follow the calendar of the deployment', async () => {
    const months = await uncollectedSince(MAY, 2);
    const calendar = { ...THANH_OAI.calendar, suspendAfterMonths: 2 };
    months.province.references.publish('v2', { ...THANH_OAI, calendar });
    const run = await months.pay('2023-07-regular-1');
    expect(await months.deferred(run)).toMatchObject([{ reason: 'suspended' }]);
  });
});

describe('Money that stayed at the provider', () => {
  it('pays what it was sent for, so that it is not asked for twice', async () => {
    const months = await owedFromMay();
    await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE)).fromBalance).toBe(360_000);
  });

  it('is asked for anew when it was given back to the Treasury', async () => {
    const months = await owedFromMay();
    const { provider } = only(months.of(MAY));
    await months.province.runs.recordTreasuryReturn({
      ...{
        period: MAY,
        provider,
        amount: only(months.of(MAY)).amount,
        returnedOn: THANH_OAI.targets[0]?.from ?? fail(),
      },
      ...{ document: 'NT-01', by: 'can-bo', at: '2023-06-01T03:00:00Z' },
    });
    await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE)).fromBalance).toBe(0);
  });

  it('is at that provider: another one is sent all of it', async () => {
    const months = await owedFromMay();
    await months.list(JUNE, [row(AN, { bank: '970449' })], CU_KHE, '03');
    await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE))).toMatchObject({ provider: 'lpbank', fromBalance: 0 });
  });

  it('is never more than what is paid', async () => {
    const months = new OwedMonths();
    await months.list(JUNE, [row(AN, { amount: 500_000 })]);
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'returned' });
    await months.list(JUNE, [row(AN, { amount: 300_000 })], CU_KHE, '09');
    const run = await months.pay('2023-06-supplementary-1', 'supplementary');
    expect(months.of(JUNE).find(({ attempt }) => attempt === 2)).toMatchObject({
      amount: 300_000,
      fromBalance: 300_000,
    });
    const [sums] = only(await months.units(run)).byProvider;
    expect(sums?.byProgramme).toEqual([{ programme: 'BTXH', people: 1, amount: 300_000, fromBalance: 300_000 }]);
  });
});

describe('What is owed is not lost', () => {
  it.each(['rejected', 'expired', 'failed'] as const)('when the run that would have paid it is %s', async (status) => {
    const months = await owedFromMay();
    const run = await months.start('2023-06-regular-1');
    await months.draft(run);
    await months.province.runs.advance(run, ['drafting'], status);
    await months.pay('2023-06-regular-2');
    expect(only(months.of(JUNE)).carried).toMatchObject([{ period: MAY }]);
    expect(only(months.of(MAY)).successorRun).toBe('2023-06-regular-2');
  });

  it('when that run was rejected and none follows it in the month', async () => {
    const months = await owedFromMay();
    const run = await months.start('2023-06-regular-1');
    await months.draft(run);
    await months.reject(run);
    await months.close(JUNE);
    await months.list(JULY, [row(AN)]);
    await months.pay('2023-07-regular-1');
    expect(only(months.of(JULY)).carried).toMatchObject([{ period: MAY }]);
    expect(alive(months.province.payments.all())).toHaveLength(1);
  });

  it('when the second attempt was drafted and rejected: the month after finds the first', async () => {
    const months = await owedFromMay();
    await months.answer(await months.pay('2023-06-regular-1'), { to: 'failed' });
    const run = await months.start('2023-06-supplementary-1', 'supplementary');
    await months.draft(run);
    await months.reject(run);
    await months.close(JUNE);
    await months.list(JULY, [row(AN)]);
    await months.pay('2023-07-regular-1');
    expect(only(months.of(JULY)).carried.map(({ period }) => period)).toEqual([MAY, JUNE]);
  });

  it('when a reopened month has paid it meanwhile, nor paid twice', async () => {
    const months = await owedFromMay();
    await months.reopen(MAY);
    await months.answer(await months.pay('2023-05-supplementary-1', 'supplementary'), { to: 'paid' });
    await months.close(MAY);
    await months.pay('2023-06-regular-1');
    expect(only(months.of(JUNE)).carried).toEqual([]);
    expect([...timesPaid(months.province.payments.all()).values()]).toEqual([1, 1]);
  });

  it('when the next month has paid it: the reopened month pays nothing more', async () => {
    const months = await owedFromMay();
    await months.pay('2023-06-regular-1');
    await months.reopen(MAY);
    const run = await months.pay('2023-05-supplementary-1', 'supplementary');
    expect(only(months.of(MAY)).attempt).toBe(1);
    expect(await months.deferred(run)).toMatchObject([{ reason: 'already-instructed' }]);
    await mustAddUp(months, run);
  });

  it('and stands with the unit that it is owed in: another commune’s list does not take it', async () => {
    const months = await owedFromMay();
    await months.list(JUNE, [row(BINH)], CU_KHE, '03');
    await months.list(JUNE, [row(CHI)], KIM_BAI);
    const run = await months.pay('2023-06-regular-1');
    expect((await months.deferred(run)).map(({ unit, reason }) => [unit, reason])).toEqual([[CU_KHE, 'not-on-roll']]);
  });
});

function fail(): never {
  throw new Error('The sample has targets');
}
