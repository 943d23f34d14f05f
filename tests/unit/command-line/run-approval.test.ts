import { describe, expect, it } from 'vitest';
import { readProposedRun, readRunToApprove } from '../../../bin/month/run-approval.ts';
import { summaryOf } from '../../../bin/text/approval-summary.ts';
import { sayIn } from '../../../bin/text/officer.ts';
import { runId } from '../../../lambdas/domain/payouts/payment.ts';
import { manifestWorkKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { type PaymentException, paymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { APPROVERS, decide, draft, OFFICER, propose, takeIn } from '../../support/in-memory/month.ts';
import { AN, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const say = sayIn('vi');
const NAME = '2023-06-regular-1';

async function received() {
  const province = new Province();
  await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
  return province;
}

const exception = (id: string, month: string, code: PaymentException['code']) =>
  paymentException.parse({
    schemaVersion: 1,
    id,
    period: month,
    code,
    reference: 'reference',
    provider: 'agribank',
    unit: null,
    status: 'paid',
    reasonCode: null,
    paidOn: null,
    amount: 1,
    sent: 2,
    file: null,
    line: null,
    openedAt: '2023-06-09T00:00:00Z',
    decision: null,
  });

describe('A run to approve', () => {
  it('is read as it was made, with who stands by it', async () => {
    const province = await received();
    const run = await propose(province, NAME);
    await decide(province, run, APPROVERS[0]);
    const summary = summaryOf(await readRunToApprove(province, run, say));
    expect(summary).toMatchObject({
      run: NAME,
      startedBy: OFFICER,
      instructed: { people: 1 },
      byUnit: [{ unit: CU_KHE, name: 'Xã Cự Khê', people: 1 }],
      approvers: [APPROVERS[0]],
      openExceptions: [],
    });
  });

  it('comes with the exceptions of its month and of the one before that nobody has decided', async () => {
    const province = await received();
    const run = await propose(province, NAME);
    await province.exceptions.openAll([
      exception('wrong-amount-1', '2023-06', 'wrong-amount'),
      exception('wrong-amount-2', '2023-06', 'wrong-amount'),
      exception('no-answer-1', '2023-05', 'no-answer'),
      exception('no-answer-2', '2023-04', 'no-answer'),
      exception('second-outcome-1', '2023-06', 'second-outcome'),
    ]);
    await province.exceptions.decide(JUNE, 'second-outcome-1', {
      by: OFFICER,
      at: '2023-06-09T01:00:00Z',
      verdict: 'no-change',
      checked: 'sao kê',
    });
    const { openExceptions } = await readRunToApprove(province, run, say);
    expect(openExceptions).toEqual([
      { period: '2023-06', code: 'wrong-amount', count: 2 },
      { period: '2023-05', code: 'no-answer', count: 1 },
    ]);
  });

  it('whose manifest is not the one of its hash is shown to nobody, and can still be rejected', async () => {
    const province = await received();
    const run = await propose(province, NAME);
    const { manifestHash } = await province.runs.get(run);
    await province.work.put(manifestWorkKey(run), '{}', 'application/json');
    await expect(readRunToApprove(province, run, say)).rejects.toThrow('Không phê duyệt');
    expect(await readProposedRun(province, run, say)).toMatchObject({ manifestHash });
  });

  it('is none before it has been drafted, and says so', async () => {
    const province = await received();
    const run = await draft(province, NAME);
    await expect(readProposedRun(province, run, say)).rejects.toThrow('chưa có gì để phê duyệt');
    await expect(readProposedRun(province, runId.parse('2023-06-regular-9'), say)).rejects.toThrow(
      'ansinh status 2023-06',
    );
  });
});
