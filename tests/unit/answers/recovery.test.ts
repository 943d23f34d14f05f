import { describe, expect, it } from 'vitest';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { worklistKey, worklistsKey } from '../../../lambdas/domain/answers/answer-keys.ts';
import { waitingLists } from '../../../lambdas/domain/answers/waiting.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { toDong } from '../../../lambdas/domain/money.ts';
import { type Payment, payment, referenceOf } from '../../../lambdas/domain/payouts/payment.ts';
import { addMonths, day, type Period, period } from '../../../lambdas/domain/period.ts';
import type { ExceptionVerdict } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { monthsAfterDeath } from '../../../lambdas/domain/settlement/recovery.ts';
import { Crash, crashingOnce } from '../../support/in-memory/crash.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, MAY } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { closeList, reconciled } from './closed-lists.ts';

const APRIL = addMonths(JUNE, -2);
const JULY = addMonths(JUNE, 1);
const JUNE_LIST = '2023-06-02T03:00:00Z';
const JULY_LIST = '2023-07-02T03:00:00Z';

/** A row about somebody whom the registry calls deceased. */
function deceased(id: string, on: string, given: Parameters<typeof reconciled>[1] = {}) {
  const registry = { outcome: 'deceased', deceasedOn: day.parse(on) } as const;
  return reconciled(id, { registry, findings: [noteOf('deceased', 'row', on)], ...given });
}

/** A payment of 360,000 đồng that stands paid, but for what is given. */
function paymentOf(month: Period, given: Partial<Payment> = {}): Payment {
  const { attempt = 1, benefit = 'BTXH', state = 'paid', person = AN } = given;
  return payment.parse({
    schemaVersion: 1,
    reference: referenceOf(month, person, benefit, attempt),
    period: month,
    person,
    benefit,
    programme: 'BTXH',
    category: null,
    attempt,
    unit: CU_KHE,
    revision: '20230502T030000Z-abcdef01',
    position: 0,
    run: `${month}-regular-1`,
    amount: 360_000,
    arrears: 0,
    channel: 'account',
    provider: 'agribank',
    state,
    history: [{ state: 'drafted', at: `${month}-06T03:00:00Z`, cause: `${month}-regular-1` }],
    paidOn: null,
    reasonCode: null,
    ...given,
  });
}

/** Cự Khê's June list with An, who died in April, after these payments. */
async function unit(payments: readonly Payment[], diedOn = '2023-04-12') {
  const province = new Province();
  await province.payments.draftAll(payments);
  const ref = await closeList(province, { at: JUNE_LIST, rows: [deceased(AN, diedOn), reconciled(BINH)] });
  return { province, ref };
}

async function toRecover(province: Province, month = JUNE) {
  const { lists } = await province.outbox.json(worklistsKey(CU_KHE, month), waitingLists);
  return lists.find(({ kind }) => kind === 'recovery')?.people;
}

async function openedIn(province: Province, month: Period) {
  return (await province.exceptions.ofPeriod(month)).map(({ code, sent, unit: of }) => [code, sent, of]);
}

async function decide(province: Province, month: Period, verdict: ExceptionVerdict): Promise<void> {
  const [one] = await province.exceptions.ofPeriod(month);
  const decision = { by: 'can-bo-tinh', at: '2023-06-20T03:00:00Z', verdict, checked: 'Giấy nộp tiền số 15' };
  expect(await province.exceptions.decide(month, one?.id ?? '', decision)).toBe(true);
}

describe('Money paid for a month after death', () => {
  it('is opened as an exception and stands on the unit’s recovery list: whose, which months, how much, what to do', async () => {
    const { province, ref } = await unit([paymentOf(APRIL), paymentOf(MAY)]);
    await answerUnit(province, ref);

    expect(await openedIn(province, MAY)).toEqual([['paid-after-death', 360_000, CU_KHE]]);
    expect(await openedIn(province, APRIL)).toEqual([]);
    expect(await toRecover(province)).toMatchObject([
      {
        personalId: AN,
        fullName: 'Nguyễn Thị Tư',
        reason: 'Mất ngày 12/04/2023; đã chi kỳ 05/2023: 360.000 đồng',
        nextStep:
          'Thu hồi số tiền đã chi, nộp về tài khoản của cơ quan chi trả. Báo cán bộ quản lý chi trả ghi nhận kết quả',
        since: '2023-06-02',
        recovery: { diedOn: '2023-04-12', payments: [{ months: ['2023-05'], amount: 360_000, state: 'paid' }] },
      },
    ]);
    expect(province.outbox.keys()).toContain(worklistKey(CU_KHE, JUNE, 'recovery'));
  });

  it('is to be stopped first where nobody knows yet whether it was paid', async () => {
    const { province, ref } = await unit([
      paymentOf(MAY, { state: 'unknown' }),
      paymentOf(JUNE, { state: 'instructed' }),
    ]);
    await answerUnit(province, ref);
    const [person] = (await toRecover(province)) ?? [];

    expect(person?.nextStep).toContain('Báo ngay tổ chức chi trả dừng khoản chưa chi');
    expect(person?.reason).toBe(
      'Mất ngày 12/04/2023; đã chuyển lệnh, chưa rõ kết quả kỳ 05/2023: 360.000 đồng; ' +
        'đã chuyển lệnh, chưa có kết quả kỳ 06/2023: 360.000 đồng; cộng 720.000 đồng',
    );
  });

  it('is not what failed, but the attempt that was made in its place', async () => {
    const { province, ref } = await unit([
      paymentOf(MAY, { state: 'failed' }),
      paymentOf(MAY, { attempt: 2, state: 'returned' }),
      paymentOf(MAY, { attempt: 3 }),
      paymentOf(JUNE, { state: 'failed' }),
    ]);
    await answerUnit(province, ref);

    expect((await province.exceptions.ofPeriod(MAY)).map(({ reference }) => reference)).toEqual([
      referenceOf(MAY, AN, 'BTXH', 3),
    ]);
    expect(await openedIn(province, JUNE)).toEqual([]);
  });

  it('is of what a payment carries only the months after the death', async () => {
    const parts = ['2023-03', '2023-05'].map((month, index) => ({
      period: period.parse(month),
      amount: toDong(300_000 + index),
      uncollected: false,
    }));
    const { province, ref } = await unit([paymentOf(JUNE, { carried: parts })]);
    await answerUnit(province, ref);
    const [person] = (await toRecover(province)) ?? [];

    expect(person?.recovery?.payments).toMatchObject([{ months: ['2023-05', '2023-06'], amount: 660_001 }]);
    expect(await openedIn(province, JUNE)).toEqual([['paid-after-death', 960_001, CU_KHE]]);
  });

  it('is looked for in every benefit that the person draws', async () => {
    const province = new Province();
    await province.payments.draftAll([paymentOf(MAY), paymentOf(MAY, { benefit: 'NCC' })]);
    const rows = [deceased(AN, '2023-04-12'), deceased(AN, '2023-04-12', { values: { programme: 'NCC' } })];
    await answerUnit(province, await closeList(province, { at: JUNE_LIST, rows }));

    expect(await openedIn(province, MAY)).toHaveLength(2);
    expect(await toRecover(province)).toMatchObject([{ recovery: { payments: [{}, {}] } }]);
    expect((await toRecover(province))?.[0]?.programmes).toHaveLength(2);
  });

  it('stays on the list after the person has left the roll, until somebody decides', async () => {
    const { province, ref } = await unit([paymentOf(MAY)]);
    await answerUnit(province, ref);
    const next = await closeList(province, { at: JULY_LIST, period: JULY, rows: [reconciled(BINH)] });
    await answerUnit(province, next);

    expect(await toRecover(province, JULY)).toMatchObject([{ personalId: AN, row: null, since: '2023-06-02' }]);

    await decide(province, MAY, 'recovered');
    await answerUnit(province, next);

    expect(await toRecover(province, JULY)).toEqual([]);
  });

  it('is not taken up again once it is decided, though the person is on the roll still', async () => {
    const { province, ref } = await unit([paymentOf(MAY)]);
    await answerUnit(province, ref);
    await decide(province, MAY, 'no-change');
    const next = await closeList(province, { at: JULY_LIST, period: JULY, rows: [deceased(AN, '2023-04-12')] });
    await answerUnit(province, next);

    expect(await toRecover(province, JULY)).toBeUndefined();
    expect(await province.exceptions.ofPeriod(MAY)).toHaveLength(1);
  });

  it('ends on the list the same when the first try crashes after opening the case', async () => {
    const { province: calm, ref } = await unit([paymentOf(MAY)]);
    await answerUnit(calm, ref);
    const { province } = await unit([paymentOf(MAY)]);
    const ports = { ...province, exceptions: crashingOnce(province.exceptions, 'openAll', 'after', 1) };
    await expect(answerUnit(ports, ref)).rejects.toThrow(Crash);
    await answerUnit(ports, ref);

    expect(await toRecover(province)).toEqual(await toRecover(calm));
    expect(await province.exceptions.ofPeriod(MAY)).toEqual(await calm.exceptions.ofPeriod(MAY));
  });

  it('costs a unit without deaths nothing', async () => {
    const province = new Province();
    const ref = await closeList(province, { at: JUNE_LIST, rows: [reconciled(AN), reconciled(CHI)] });
    const never = () => Promise.reject(new Error('Nothing is to be read'));
    const payments = { getAll: never };
    const exceptions = { getAll: never, openAll: never };

    await expect(answerUnit({ ...province, payments, exceptions }, ref)).resolves.toMatchObject({ version: 1 });
  });
});

describe('The months after a death', () => {
  it.each([
    ['in this month', '2023-06-30', []],
    ['in the month before', '2023-05-01', ['2023-06']],
    ['in the year before', '2022-12-31', ['2023-01', '2023-02', '2023-03', '2023-04', '2023-05', '2023-06']],
  ])('%s', (_, diedOn, months) => {
    expect(monthsAfterDeath(day.parse(diedOn), JUNE)).toEqual(months);
  });

  it('go back two years at most', () => {
    const months = monthsAfterDeath(day.parse('1999-01-01'), JUNE);
    expect([months[0], months.at(-1)]).toEqual(['2021-06', '2023-06']);
  });
});
