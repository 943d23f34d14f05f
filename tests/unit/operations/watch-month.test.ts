import { describe, expect, it, vi } from 'vitest';
import { applyResults } from '../../../lambdas/apply-results/apply-results.ts';
import type { Submission } from '../../../lambdas/domain/rolls/submission.ts';
import { foundException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { watchMonth } from '../../../lambdas/watch-month/watch-month.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { decide, propose, registerList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { close, lay, line, paymentOf, RUN, released } from '../settlement/answers.ts';

// Nobody reads the papers here, and each costs more than all the rest of a month.
vi.mock('../../../lambdas/formats/papers/pdf.ts', () => ({
  pdfBytes: async (paper: object) => Buffer.from(JSON.stringify(paper)),
}));

const LIST = { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] };

/** A June that was opened, at an instant. */
async function opened(now: string): Promise<Province> {
  const province = new Province();
  province.clock.set(now);
  await province.runs.openPeriod(JUNE, new Date('2023-05-31T17:30:00Z'));
  return province;
}

/** A list in some state, since the second of June, 10 o'clock in Viet Nam. */
async function landed(province: Province, known: Partial<Pick<Submission, 'status'>> = {}) {
  const ref = await registerList(province, LIST);
  await province.submissions.note(ref, known);
  return ref;
}

describe('The watch over lists', () => {
  it('counts who has sent nothing, and the days left', async () => {
    const province = await opened('2023-06-02T05:00:00Z');
    const communes = 21;
    expect(await watchMonth(province)).toMatchObject({
      listsMissing: communes,
      daysToListDeadline: 2,
      listsWaiting: 0,
    });
    await takeIn(province, LIST);
    expect(await watchMonth(province)).toMatchObject({ listsMissing: communes - 1 });
  });

  it('knows the last day by the clock of Viet Nam', async () => {
    expect(await watchMonth(await opened('2023-06-04T16:59:59Z'))).toMatchObject({ daysToListDeadline: 0 });
    expect(await watchMonth(await opened('2023-06-04T17:00:00Z'))).toMatchObject({ daysToListDeadline: -1 });
  });

  it.each([
    ['reading', '2023-06-02T07:00:00Z', 4, 0],
    ['reading', '2023-06-02T07:00:01Z', 4, 1],
    ['current', '2023-06-02T08:00:00Z', 5, 1],
    ['awaiting-confirmation', '2023-06-03T03:00:00Z', 24, 0],
    ['awaiting-confirmation', '2023-06-03T03:00:01Z', 24, 1],
  ] as const)('calls one that is %s at %s overdue after its time', async (status, now, hours, overdue) => {
    const province = await opened('2023-06-01T03:00:00Z');
    await landed(province, { status });
    province.clock.set(now);
    expect(await watchMonth(province)).toMatchObject({
      listsWaiting: 1,
      oldestListHours: hours,
      listsOverdue: overdue,
    });
  });

  it('has less patience for confirmations once the last day has come', async () => {
    const province = await opened('2023-06-04T01:00:00Z');
    await registerList(province, { ...LIST, at: '2023-06-03T20:00:00Z' });
    const [ref] = await province.submissions.ofUnit(CU_KHE, JUNE);
    if (ref) await province.submissions.note(ref, { status: 'awaiting-confirmation' });
    province.clock.set('2023-06-04T01:00:00Z');
    expect(await watchMonth(province)).toMatchObject({ oldestListHours: 5, listsOverdue: 1 });
  });

  it.each(['superseded', 'refused'] as const)('waits for nobody about one that is %s', async (status) => {
    const province = await opened('2023-06-03T03:00:00Z');
    await landed(province, { status });
    expect(await watchMonth(province)).toMatchObject({ listsWaiting: 0, listsOverdue: 0 });
  });
});

describe('The watch over runs', () => {
  async function proposed() {
    const province = await opened('2023-06-02T03:00:00Z');
    await takeIn(province, LIST);
    province.clock.set('2023-06-08T01:00:00Z');
    return { province, run: await propose(province, RUN) };
  }

  it('tells how long one waits for its approvers, and when it is too long', async () => {
    const { province, run } = await proposed();
    province.clock.set('2023-06-08T03:30:00Z');
    expect(await watchMonth(province)).toMatchObject({ approvalsWaiting: 1, oldestApprovalHours: 2 });
    province.clock.set('2023-06-09T01:00:01Z');
    expect(await watchMonth(province)).toMatchObject({ approvalsWaiting: 1, approvalsOverdue: 1 });
    await decide(province, run, 'lanh-dao-1', { verdict: 'rejected', reason: 'Chờ đối chiếu' });
    expect(await watchMonth(province)).toMatchObject({ approvalsWaiting: 0, approvalsOverdue: 0 });
  });

  it('says that the day of payment has passed without one', async () => {
    const { province } = await proposed();
    expect(await watchMonth(province)).toMatchObject({ deadlinesMissed: 0 });
    province.clock.set('2023-06-08T17:00:00Z');
    expect(await watchMonth(province)).toMatchObject({ deadlinesMissed: 1 });
  });

  it('does not miss one in a month without anybody to pay', async () => {
    expect(await watchMonth(await opened('2023-06-12T03:00:00Z'))).toMatchObject({ deadlinesMissed: 0 });
  });
});

describe('The watch over money', () => {
  /** Also opened: the fixture has only run it. */
  async function paidOut() {
    const province = await released();
    await province.runs.openPeriod(JUNE, new Date('2023-05-31T17:30:00Z'));
    return province;
  }

  it('has all that was instructed outstanding until providers answer, and then what the newest answer leaves', async () => {
    const province = await paidOut();
    const before = (await watchMonth(province))?.outstandingDong ?? 0;
    expect(before).toBe(3 * 360_000);
    const { reference } = paymentOf(province, BINH);
    const sent = await lay(province, [
      line(province),
      line(province, { reference, status: 'failed', reasonCode: 'AC04' }),
    ]);
    await applyResults(province, sent);
    await close(province, sent);
    expect(await watchMonth(province)).toMatchObject({
      outstandingDong: before - 2 * 360_000,
      daysToResultsDeadline: 10,
    });
  });

  it('is what the last answer left that added the month up, where newer ones did not', async () => {
    const province = await paidOut();
    const sent = await lay(province, [line(province)]);
    await applyResults(province, sent);
    await close(province, sent);
    const newer = `settlements/${JUNE}/agribank/20230612T000000Z-aaaaaaaa.json`;
    await province.outbox.putJson(newer, { provider: 'agribank', lines: 1, exceptions: [], controlTotals: [] });
    expect(await watchMonth(province)).toMatchObject({ outstandingDong: 2 * 360_000 });
  });

  it('is what is left by whichever answer was closed last, though another had come after it', async () => {
    const province = await paidOut();
    const sent = await lay(province, [line(province)]);
    await applyResults(province, sent);
    await close(province, sent);
    const newer = `settlements/${JUNE}/agribank/20230612T000000Z-aaaaaaaa.json`;
    const books = [{ provider: 'agribank', state: 'instructed', people: 3, amount: 3 * 360_000 }];
    await province.outbox.putJson(newer, { provider: 'agribank', lines: 0, exceptions: [], controlTotals: [], books });
    expect(await watchMonth(province)).toMatchObject({ outstandingDong: 2 * 360_000 });
  });

  it('says that the day for results has passed while something is outstanding', async () => {
    const province = await paidOut();
    province.clock.set('2023-06-20T16:59:59Z');
    expect(await watchMonth(province)).toMatchObject({ deadlinesMissed: 0, daysToResultsDeadline: 0 });
    province.clock.set('2023-06-20T17:00:00Z');
    expect(await watchMonth(province)).toMatchObject({ deadlinesMissed: 1 });
  });

  it('counts exceptions until a person decides them, and calls them overdue after three days', async () => {
    const province = await paidOut();
    const { reference, provider, unit, period } = paymentOf(province, AN);
    const found = foundException('no-answer', { reference, period, provider, unit }, 360_000, '2023-06-10T03:00:00Z');
    await province.exceptions.openAll([found]);
    province.clock.set('2023-06-13T03:00:01Z');
    expect(await watchMonth(province)).toMatchObject({ exceptionsOpen: 1, exceptionsOverdue: 1, paymentsUnknown: 1 });
    const decision = {
      by: 'can-bo',
      at: '2023-06-13T04:00:00Z',
      verdict: 'was-paid',
      checked: 'Agribank, CV 12',
    } as const;
    await province.exceptions.decide(JUNE, found.id, decision);
    expect(await watchMonth(province)).toMatchObject({ exceptionsOpen: 0, paymentsUnknown: 0 });
  });
});

describe('The watch over months', () => {
  it('has nothing to say where none is open', async () => {
    expect(await watchMonth(new Province())).toBeUndefined();
    const province = await released();
    await closeAtOnce(province.runs, JUNE);
    expect(await watchMonth(province)).toBeUndefined();
  });

  it('says that this month was not opened, where others were before', async () => {
    expect(await watchMonth(await opened('2023-06-30T16:00:00Z'))).toMatchObject({ deadlinesMissed: 0 });
    expect(await watchMonth(await opened('2023-06-30T17:00:00Z'))).toMatchObject({ deadlinesMissed: 1 });
  });
});
