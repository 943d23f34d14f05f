import { describe, expect, it } from 'vitest';
import { decideRun } from '../../../lambdas/decide-run/decide-run.ts';
import type { PaymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { OwedMonths } from '../../support/in-memory/owed-months.ts';
import { AN, JUNE, MAY, row } from '../../support/in-memory/people.ts';

/** May's payment to An failed; then its provider says that it was paid after all, and nobody has decided yet. */
async function reportedPaidAfterAll(): Promise<{ months: OwedMonths; question: PaymentException }> {
  const months = await failedInMay();
  const question = questionAbout(months);
  await months.province.exceptions.openAll([question]);
  return { months, question };
}

async function failedInMay(): Promise<OwedMonths> {
  const months = new OwedMonths();
  await months.list(MAY, [row(AN)]);
  await months.answer(await months.pay('2023-05-regular-1'), { to: 'failed' });
  return months;
}

function questionAbout(months: OwedMonths): PaymentException {
  const payment = months.of(MAY).find(({ attempt }) => attempt === 1);
  if (payment === undefined) throw new Error('An has no payment');
  return {
    schemaVersion: 1,
    id: 'second-outcome-abc123',
    period: MAY,
    code: 'second-outcome',
    reference: payment.reference,
    provider: payment.provider,
    unit: payment.unit,
    status: 'paid',
    reasonCode: null,
    paidOn: null,
    amount: payment.amount,
    sent: payment.amount,
    file: 'results/2023-05/agribank/lan-2.xml',
    line: 1,
    openedAt: '2023-05-20T03:00:00Z',
    decision: null,
  };
}

/** A supplementary run has drafted May's payment again, and waits for its approvers. */
async function draftedAgain() {
  const months = await failedInMay();
  const run = await months.start('2023-05-supplementary-1', 'supplementary');
  await months.draft(run);
  const manifestHash = 'a'.repeat(64);
  await months.province.runs.awaitApproval(run, { manifestHash, manifestKey: 'manifest', taskToken: 'token' });
  const decide = (by: string, verdict: 'approved' | 'rejected') =>
    decideRun(months.province, run, { by, verdict, manifestHash, reason: 'Chờ ngân hàng trả lời' });
  return { months, decide };
}

const LOOKED_INTO = {
  by: 'can-bo-1',
  at: '2023-05-21T03:00:00Z',
  verdict: 'no-change',
  checked: 'Sao kê của ngân hàng: không có khoản này',
} as const;

describe('A payment that failed and is reported as paid after all', () => {
  it('is not made again while nobody has decided who is right', async () => {
    const { months } = await reportedPaidAfterAll();
    const run = await months.pay('2023-05-supplementary-1', 'supplementary');
    expect(months.of(MAY)).toHaveLength(1);
    expect(await months.deferred(run)).toMatchObject([{ reason: 'already-instructed' }]);
  });

  it('is not carried into the next month meanwhile', async () => {
    const { months } = await reportedPaidAfterAll();
    await months.close(MAY);
    await months.list(JUNE, [row(AN)]);
    await months.pay('2023-06-regular-1');
    expect(months.of(JUNE)).toMatchObject([{ carried: [] }]);
  });

  it('is made again once a person has found that it was not paid', async () => {
    const { months, question } = await reportedPaidAfterAll();
    await months.province.exceptions.decide(MAY, question.id, LOOKED_INTO);
    await months.pay('2023-05-supplementary-1', 'supplementary');
    expect(
      months
        .of(MAY)
        .map(({ attempt }) => attempt)
        .sort(),
    ).toEqual([1, 2]);
  });
});

describe('A run that pays in the place of a payment that is then reported as paid after all', () => {
  it('is not approved while nobody has decided who is right', async () => {
    const { months, decide } = await draftedAgain();
    await decide('lanh-dao-1', 'approved');
    await months.province.exceptions.openAll([questionAbout(months)]);
    expect(await decide('lanh-dao-2', 'approved')).toEqual({ refused: 'in-doubt' });
  });

  it('may be rejected meanwhile', async () => {
    const { months, decide } = await draftedAgain();
    await months.province.exceptions.openAll([questionAbout(months)]);
    expect(await decide('lanh-dao-2', 'rejected')).toMatchObject({ status: 'rejected' });
  });

  it('is approved once a person has found that it was not paid', async () => {
    const { months, decide } = await draftedAgain();
    const question = questionAbout(months);
    await months.province.exceptions.openAll([question]);
    await months.province.exceptions.decide(MAY, question.id, LOOKED_INTO);
    await decide('lanh-dao-1', 'approved');
    expect(await decide('lanh-dao-2', 'approved')).toMatchObject({ status: 'approved' });
  });

  it('does not keep another run from being approved', async () => {
    const { months } = await reportedPaidAfterAll();
    await months.list(JUNE, [row(AN)]);
    const run = await months.start('2023-06-regular-1');
    await months.draft(run);
    const manifestHash = 'b'.repeat(64);
    await months.province.runs.awaitApproval(run, { manifestHash, manifestKey: 'manifest', taskToken: 'token' });
    const wanted = { by: 'lanh-dao-1', verdict: 'approved', manifestHash, reason: null } as const;
    expect(await decideRun(months.province, run, wanted)).toMatchObject({ approvals: 1 });
  });

  it('is judged though somebody reports references that can be nobody’s', async () => {
    const { months, decide } = await draftedAgain();
    const strange = { ...questionAbout(months), id: 'unknown-reference-zz', reference: 'ZZ2G13NORWO8FYTX' };
    await months.province.exceptions.openAll([strange]);
    expect(await decide('lanh-dao-1', 'approved')).toMatchObject({ approvals: 1 });
  });
});
