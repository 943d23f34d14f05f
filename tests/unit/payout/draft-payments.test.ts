import { describe, expect, it } from 'vitest';
import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import { toDong } from '../../../lambdas/domain/money.ts';
import { runId, toldOf } from '../../../lambdas/domain/payouts/payment.ts';
import { draftedUnit, draftedUnitKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { submissionId } from '../../../lambdas/domain/rolls/submission.ts';
import { draftPayments } from '../../../lambdas/draft-payments/draft-payments.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import {
  cutOffUnseen,
  decide,
  deferredIn,
  draft,
  linesOf,
  OFFICER,
  payOut,
  propose,
  takeIn,
} from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, MAY, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';

const MORNING = '2023-06-02T03:00:00Z';
const RUN = runId.parse('2023-06-regular-1');
const REQUEST = { period: JUNE, kind: 'regular', startedBy: OFFICER, run: RUN } as const;

async function withRolls(...lists: ReturnType<typeof row>[][]) {
  const province = new Province();
  for (const [index, rows] of lists.entries()) {
    await takeIn(province, { unit: index === 0 ? CU_KHE : KIM_BAI, at: MORNING, rows });
  }
  return province;
}

async function reasons(province: Province, run = RUN) {
  return (await deferredIn(province, run, CU_KHE)).map(({ reason }) => reason);
}

describe('The cut-off of a run', () => {
  it('stands when it is repeated, whatever has arrived or been published since', async () => {
    const province = await withRolls([row(AN)]);
    const first = await cutOff(province, REQUEST, 'execution', 4);
    province.clock.set('2023-06-09T03:00:00Z');
    await takeIn(province, { unit: KIM_BAI, at: '2023-06-09T03:00:00Z', rows: [row(BINH)] });
    province.references.publish('v2', { ...THANH_OAI, providers: THANH_OAI.providers.slice(0, 1) });
    expect(await cutOff(province, REQUEST, 'execution', 4)).toEqual(first);
  });

  it('is the same after a crash between its two writes', async () => {
    const province = await withRolls([row(AN)]);
    const ports = { ...province, work: crashingOnce(province.work, 'packFirst') };
    await expect(cutOff(ports, REQUEST, 'execution', 4)).rejects.toThrow(Crash);
    province.clock.set('2023-06-09T03:00:00Z');
    expect(await cutOff(ports, REQUEST, 'execution', 4)).toMatchObject({ outcome: 'cut-off', run: RUN });
    expect(await province.runs.ofPeriod(JUNE)).toHaveLength(1);
  });

  it('makes no run without a roll, nor in a closed month', async () => {
    expect(await cutOff(new Province(), REQUEST, 'execution', 4)).toMatchObject({ outcome: 'nothing-to-pay' });
    const province = await withRolls([row(AN)]);
    await closeAtOnce(province.runs, JUNE);
    expect(await cutOff(province, REQUEST, 'execution', 4)).toMatchObject({ outcome: 'nothing-to-pay' });
    expect((await province.runs.ofPeriod(JUNE)).map(({ status }) => status)).toEqual(['nothing-to-pay']);
  });

  it('on schedule is for the month of today in Viet Nam', async () => {
    const province = await withRolls([row(AN)]);
    province.clock.set('2023-05-31T17:00:00Z');
    const scheduled = await cutOff(province, { kind: 'regular', startedBy: 'schedule' }, 'A1B2C3D4-5678', 4);
    expect(scheduled).toMatchObject({ outcome: 'cut-off', period: JUNE, run: '2023-06-regular-a1b2c3d4' });
  });
});

describe('Each line of a roll', () => {
  it('becomes one payment, or one deferral with its reason', async () => {
    const province = await withRolls(
      [row(AN, { arrears: 720_000 }), row(null), row(BINH, { bank: '970488' }), row(CHI)],
      [row(AN)],
    );
    await draft(province, RUN);
    const drafted = province.payments.all().sort((a, b) => a.position - b.position);
    expect(drafted).toMatchObject([
      {
        person: AN,
        amount: 360_000,
        arrears: 720_000,
        unit: CU_KHE,
        attempt: 1,
        provider: 'agribank',
        state: 'drafted',
      },
      { person: CHI, amount: 360_000, arrears: 0 },
    ]);
    expect(await reasons(province)).toEqual(['held-row', 'no-contract']);
    expect((await deferredIn(province, RUN, KIM_BAI)).map(({ reason }) => reason)).toEqual(['conflict']);
  });

  it('is counted on both sides: payable = instructed + deferred, people and đồng', async () => {
    const province = await withRolls([row(AN, { arrears: 720_000 }), row(null), row(BINH, { amount: 200_000_000 })]);
    await draft(province, RUN);
    const { payable, instructed, deferred } = await province.work.unpack(draftedUnitKey(RUN, CU_KHE), draftedUnit);
    expect(payable).toEqual({ people: 3, amount: 201_440_000 });
    expect(instructed).toEqual({ people: 1, amount: 1_080_000 });
    expect(deferred).toEqual([
      { reason: 'held-row', people: 1, amount: 360_000 },
      { reason: 'over-limit', people: 1, amount: 200_000_000 },
    ]);
  });

  it('without an account is paid through the post office while cash is allowed, and deferred after', async () => {
    const cash = () => row(AN, { channel: 'cash', accountNumber: null, bank: null });
    const allowed = await withRolls([cash()]);
    await draft(allowed, RUN);
    expect(allowed.payments.all()).toMatchObject([{ channel: 'cash', provider: 'vnpost' }]);

    const ended = await withRolls([cash()]);
    const calendar = { ...THANH_OAI.calendar, cashUntil: [{ units: '*' as const, period: MAY }] };
    ended.references.publish('v2', { ...THANH_OAI, calendar });
    await draft(ended, RUN);
    expect(await reasons(ended)).toEqual(['no-channel']);
  });
});

describe('Nobody is paid twice', () => {
  it('by a batch that is repeated', async () => {
    const province = await withRolls([row(AN), row(BINH)]);
    await draft(province, RUN);
    const before = province.payments.all();
    const unit = await province.work.unpack(draftedUnitKey(RUN, CU_KHE), draftedUnit);
    await draft(province, RUN);
    expect(province.payments.all()).toEqual(before);
    expect(await province.work.unpack(draftedUnitKey(RUN, CU_KHE), draftedUnit)).toEqual(unit);
  });

  it('by a batch that crashed half-way', async () => {
    const province = await withRolls([row(AN), row(BINH)]);
    const frozen = await cutOff(province, REQUEST, 'execution', 1);
    if (frozen.outcome !== 'cut-off') throw new Error('There is nothing to pay');
    const [batch] = frozen.batches;
    if (!batch) throw new Error('There is no batch');
    const ports = { ...province, payments: crashingOnce(province.payments, 'draftAll', 'after') };
    await expect(draftPayments(ports, batch)).rejects.toThrow(Crash);
    expect(await draftPayments(ports, batch)).toEqual({ units: 1, drafted: 2, deferred: 0 });
    expect(province.payments.all()).toHaveLength(2);
  });

  it('by two rolls that were cut off with the same person on both', async () => {
    const province = await withRolls([row(AN)], [row(BINH)]);
    const [kimBai] = await province.submissions.rolls([KIM_BAI], JUNE);
    const [cuKhe] = await province.submissions.rolls([CU_KHE], JUNE);
    if (!kimBai || !cuKhe) throw new Error('A roll is missing');
    const [line] = await linesOf(province, { unit: CU_KHE, period: JUNE, id: submissionId.parse(cuKhe.revision) });
    if (!line) throw new Error('A line is missing');
    await province.rolls.putAll([{ ...line, unit: KIM_BAI, revision: kimBai.revision, position: 1 }]);
    await draft(province, RUN);
    expect(province.payments.all().filter(({ person }) => person === AN)).toHaveLength(1);
    expect(await deferredIn(province, RUN, CU_KHE)).toMatchObject([{ person: AN, reason: 'already-instructed' }]);
  });

  it('by a later run: who was instructed is deferred, and says so', async () => {
    const province = await withRolls([row(AN)]);
    await payOut(province, RUN);
    const later = await draft(province, '2023-06-supplementary-1', 'supplementary');
    expect(province.payments.all()).toHaveLength(1);
    expect(await reasons(province, later)).toEqual(['already-instructed']);
  });

  it('by two runs that are drafted at the same time', async () => {
    const province = await withRolls([row(AN)]);
    await draft(province, RUN);
    await cutOffUnseen(province, '2023-06-supplementary-1', 'supplementary');
    const other = await draft(province, '2023-06-supplementary-1', 'supplementary');
    expect(province.payments.all()).toMatchObject([{ run: RUN }]);
    expect(await reasons(province, other)).toEqual(['already-instructed']);
  });

  it.each(['instructed', 'paid', 'unknown'] as const)('while an earlier attempt is %s', async (state) => {
    const province = await withRolls([row(AN)]);
    await payOut(province, RUN);
    await settle(province, state);
    await draft(province, '2023-06-supplementary-1', 'supplementary');
    expect(province.payments.all()).toHaveLength(1);
  });
});

describe('Somebody who was not paid', () => {
  it.each(['failed', 'returned'] as const)('because it %s gets a second attempt, once', async (state) => {
    const province = await withRolls([row(AN)]);
    await payOut(province, RUN);
    await settle(province, state);
    for (const _ of ['first try', 'repeat']) await draft(province, '2023-06-supplementary-1', 'supplementary');
    expect(province.payments.all().map(({ attempt, state: now, run }) => [attempt, now, run])).toEqual(
      expect.arrayContaining([
        [1, state, RUN],
        [2, 'drafted', '2023-06-supplementary-1'],
      ]),
    );
    expect(province.payments.all()).toHaveLength(2);
  });

  it('because the run was rejected is drafted anew by the next run, as the roll stands then', async () => {
    const province = await withRolls([row(AN)]);
    await propose(province, RUN);
    await decide(province, RUN, 'lanh-dao-1', { verdict: 'rejected', reason: 'Sai mức trợ cấp' });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-03T03:00:00Z', rows: [row(AN, { amount: 540_000 })] });
    const next = await draft(province, '2023-06-regular-2');
    expect(province.payments.all()).toMatchObject([
      { run: next, attempt: 1, amount: toDong(540_000), state: 'drafted' },
    ]);
    expect(await reasons(province, next)).toEqual([]);
  });
});

/** Moves the one payment from instructed to where a provider's answer, or its silence, leads. */
async function settle(
  province: Province,
  to: 'instructed' | 'paid' | 'failed' | 'returned' | 'unknown',
): Promise<void> {
  for (const payment of province.payments.all()) {
    const { reference } = payment;
    const told = toldOf(payment);
    const event = { state: to, at: '2023-06-10T03:00:00Z', cause: 'test' };
    await province.payments.transitionAll([{ reference, to, event, told, paidOn: null, reasonCode: null }]);
  }
}
