import { describe, expect, it, vi } from 'vitest';
import { askClosing } from '../../../lambdas/ask-closing/ask-closing.ts';
import { askUnpaidList } from '../../../lambdas/ask-unpaid-list/ask-unpaid-list.ts';
import { books, booksKey } from '../../../lambdas/domain/closing/books.ts';
import { payoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { type TreasuryReturn, treasuryReturn } from '../../../lambdas/domain/settlement/treasury-return.ts';
import { recordTreasuryReturn } from '../../../lambdas/record-treasury-return/record-treasury-return.ts';
import { reopenPeriod } from '../../../lambdas/reopen-period/reopen-period.ts';
import { OFFICER, payOut, propose } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, JUNE } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { answered, begin, close, listUnpaid, releasedJune } from './closing-month.ts';

// Laying out a PDF costs more than all the rest of a run; its real bytes are tested in transfer-request.test.ts.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({ pdfBytes: async (paper: object) => JSON.stringify(paper) }));

/** Bình's 360,000 đồng came to lie at Agribank. */
async function settledJune(): Promise<Province> {
  const province = await releasedJune();
  await answered(province, AN, 'paid');
  await answered(province, BINH, 'failed', 'AC04');
  await answered(province, CHI, 'paid');
  province.clock.set('2023-06-28T02:00:00Z');
  return province;
}

async function closedJune(): Promise<Province> {
  const province = await settledJune();
  await close(province);
  province.clock.set('2023-07-03T02:00:00Z');
  return province;
}

/** A machine that takes every name once. */
function machine() {
  const started = new Map<string, object>();
  const startMachine = async (name: string, input: object) => {
    if (started.has(name)) return false;
    started.set(name, input);
    return true;
  };
  return { started, startMachine };
}

describe('Asking for a closing', () => {
  it('starts one, though two ask at once', async () => {
    const province = await settledJune();
    const { started, startMachine } = machine();
    const asked = { period: JUNE, by: OFFICER };
    expect(await askClosing({ ...province, startMachine }, asked)).toHaveProperty('closing');
    expect(await askClosing({ ...province, startMachine }, asked)).toEqual({ refused: 'started-at-once' });
    expect([...started.values()]).toEqual([{ period: JUNE, occasion: 'close', by: OFFICER }]);
  });

  it('is possible again after one that came to nothing', async () => {
    const province = await settledJune();
    const { startMachine } = machine();
    const asked = { period: JUNE, by: OFFICER };
    await askClosing({ ...province, startMachine }, asked);
    province.clock.set('2023-06-28T02:01:00Z');
    expect(await askClosing({ ...province, startMachine }, asked)).toHaveProperty('closing');
  });

  it('is refused before anything starts while a run may still instruct', async () => {
    const province = await settledJune();
    await propose(province, '2023-06-supplementary-1', 'supplementary');
    const { started, startMachine } = machine();
    expect(await askClosing({ ...province, startMachine }, { period: JUNE, by: OFFICER })).toMatchObject({
      refused: 'run-open',
      open: { status: 'awaiting-approval' },
    });
    expect(started.size).toBe(0);
  });
});

describe('Asking for the unpaid list', () => {
  it('starts one list for all who ask in the same minute', async () => {
    const province = await settledJune();
    const { started, startMachine } = machine();
    const ports = { ...province, startMachine };
    const first = await askUnpaidList(ports, { period: JUNE, by: OFFICER });
    expect(await askUnpaidList(ports, { period: JUNE, by: 'can-bo-khac' })).toEqual(first);
    expect([...started.values()]).toEqual([{ period: JUNE, occasion: 'unpaid', by: OFFICER }]);
  });

  it('is refused where nothing was released', async () => {
    const province = await settledJune();
    const asked = { period: addMonths(JUNE, 1), by: OFFICER };
    expect(await askUnpaidList({ ...province, ...machine() }, asked)).toEqual({ refused: 'nothing-released' });
  });
});

describe('Reopening a period', () => {
  const reason = 'Agribank báo nhầm một khoản';

  it('is recorded with who and why, and the period takes changes again', async () => {
    const province = await closedJune();
    expect(await reopenPeriod(province, { period: JUNE, by: OFFICER, reason })).toEqual({
      reopened: { what: 'reopened', by: OFFICER, at: '2023-07-03T02:00:00.000Z', reason },
    });
    expect(await province.runs.period(JUNE)).toMatchObject({ status: 'open' });
  });

  it('is refused while it is being closed, and where it is open', async () => {
    const province = await settledJune();
    expect(await reopenPeriod(province, { period: JUNE, by: OFFICER, reason })).toEqual({ refused: 'not-closed' });
    await begin(province, 'close-1');
    expect(await reopenPeriod(province, { period: JUNE, by: OFFICER, reason })).toEqual({ refused: 'closing' });
  });
});

describe('Money that goes back to the Treasury', () => {
  const voucher = (given: Partial<Record<keyof TreasuryReturn, unknown>> = {}) =>
    treasuryReturn.omit({ at: true }).parse({
      period: JUNE,
      provider: 'agribank',
      amount: 360_000,
      returnedOn: '2023-07-02',
      document: 'CT-01',
      by: OFFICER,
      ...given,
    });

  it('is recorded once for each voucher', async () => {
    const province = await closedJune();
    const recorded = { recorded: { amount: 360_000, document: 'CT-01' }, keptNow: 0 };
    expect(await recordTreasuryReturn(province, voucher())).toMatchObject(recorded);
    expect(await recordTreasuryReturn(province, voucher())).toMatchObject(recorded);
    expect(await province.runs.treasuryReturns(JUNE)).toHaveLength(1);
    expect(await recordTreasuryReturn(province, voucher({ amount: 1 }))).toEqual({ refused: 'voucher-taken' });
  });

  it('is never more than lies there of the period, all vouchers together', async () => {
    const province = await closedJune();
    expect(await recordTreasuryReturn(province, voucher({ amount: 360_001 }))).toEqual({
      refused: 'not-enough',
      kept: 360_000,
    });
    await recordTreasuryReturn(province, voucher({ amount: 300_000 }));
    const second = voucher({ amount: 60_001, document: 'CT-02' });
    expect(await recordTreasuryReturn(province, second)).toEqual({ refused: 'not-enough', kept: 60_000 });
    expect(await recordTreasuryReturn(province, voucher({ provider: 'vnpost', document: 'CT-03' }))).toEqual({
      refused: 'not-enough',
      kept: 0,
    });
  });

  it('is not what was paid again out of it', async () => {
    const province = await settledJune();
    await payOut(province, '2023-06-supplementary-1', 'supplementary');
    const [again] = province.payments.all().filter(({ attempt }) => attempt === 2);
    expect(again).toMatchObject({ fromBalance: 360_000 });
    province.clock.set('2023-07-15T02:00:00Z');
    expect(await close(province)).toMatchObject({ outcome: 'closed' });
    expect(await recordTreasuryReturn(province, voucher())).toEqual({ refused: 'not-enough', kept: 0 });
  });

  it('is refused while the period is open, while a run may still pay out of it, and before its day', async () => {
    const province = await settledJune();
    expect(await recordTreasuryReturn(province, voucher({ returnedOn: '2023-06-27' }))).toEqual({
      refused: 'not-closed',
    });
    await close(province);
    expect(await recordTreasuryReturn(province, voucher())).toEqual({ refused: 'in-the-future' });
    province.clock.set('2023-07-03T02:00:00Z');
    const open = { ...(await province.runs.ofPeriod(JUNE))[0], run: '2023-07-regular-1', period: '2023-07' };
    await province.runs.start(payoutRun.parse({ ...open, status: 'drafting' }));
    expect(await recordTreasuryReturn(province, voucher())).toEqual({ refused: 'run-open', open: '2023-07-regular-1' });
  });

  it('lessens what the next books begin with', async () => {
    const province = await closedJune();
    await recordTreasuryReturn(province, voucher({ amount: 300_000 }));
    await reopenPeriod(province, { period: JUNE, by: OFFICER, reason: 'Agribank báo nhầm một khoản' });
    await listUnpaid(province);
    const [line] = (await province.outbox.json(booksKey(JUNE), books)).balance;
    expect(line).toMatchObject({ provider: 'agribank', returnedToTreasury: 300_000, closing: 60_000 });
  });
});
