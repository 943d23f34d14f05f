import { z } from 'zod';
import { type Dong, dong, formatDong, sumDong } from '../money.ts';
import { type Payment, paymentReference, paymentState, totalOf } from '../payouts/payment.ts';
import { addMonths, type Day, day, formatPeriod, type Period, period } from '../period.ts';
import { foundException, type PaymentException } from './payment-exception.ts';

/*
 * Money paid for a month after death. A benefit stops from the month after the death (NĐ 20/2021); the registry may
 * learn of a death months later, when payments have gone out.
 */

/** What of one payment is for months after the death: its own month and those that it carried. */
const recoverable = z.object({
  reference: paymentReference,
  /** When the papers were made. */
  state: paymentState,
  months: z.array(period).min(1),
  amount: dong,
});
type Recoverable = z.infer<typeof recoverable>;

export const recovery = z.object({ diedOn: day, payments: z.array(recoverable).min(1) });
export type Recovery = z.infer<typeof recovery>;

/** Deaths come to light within a year or two; beyond that the office looks itself. */
const MONTHS_BACK = 24;

/** The months after the one of a death, up to `month` and at most two years back. */
export function monthsAfterDeath(diedOn: Day, month: Period): Period[] {
  const all = Array.from({ length: MONTHS_BACK + 1 }, (_, index) => addMonths(month, index - MONTHS_BACK));
  return all.filter((one) => one > monthOf(diedOn));
}

/** Whether somebody may have the money of a payment, now or soon. */
export function mayBePaid({ state }: Pick<Payment, 'state'>): boolean {
  return state === 'instructed' || state === 'paid' || state === 'unknown';
}

/** What of a payment is to be recovered; undefined where all of it is for months through the one of the death. */
export function recoverableOf(payment: Payment, diedOn: Day): Recoverable | undefined {
  const own = { period: payment.period, amount: sumDong([payment.amount, payment.arrears]) };
  const after = [...payment.carried, own].filter((part) => part.period > monthOf(diedOn));
  if (after.length === 0) return undefined;
  return {
    reference: payment.reference,
    state: payment.state,
    months: after.map((part) => part.period).toSorted(),
    amount: sumDong(after.map(({ amount }) => amount)),
  };
}

/** The case that stays open until a person says that the money came back, or that nothing has to. */
export function caseOfDeath(payment: Payment, openedAt: Date): PaymentException {
  const found = foundException('paid-after-death', payment, totalOf(payment), openedAt.toISOString());
  return { ...found, paidOn: payment.paidOn };
}

/** What was paid for which months, as the worklist says it. */
export function recoveryReason({ diedOn, payments }: Recovery): string {
  const told = payments.map(
    (one) => `${BECAME[one.state]} kỳ ${one.months.map(formatPeriod).join(', ')}: ${formatDong(one.amount)} đồng`,
  );
  const total = payments.length > 1 ? [`cộng ${formatDong(owedBack(payments))} đồng`] : [];
  return [`Mất ngày ${diedOn.split('-').reverse().join('/')}`, ...told, ...total].join('; ');
}

/** What the unit is to do about it. */
export function recoveryStep({ payments }: Recovery): string {
  const steps: string[] = [];
  if (payments.some(({ state }) => state === 'instructed' || state === 'unknown')) {
    steps.push('Báo ngay tổ chức chi trả dừng khoản chưa chi');
  }
  if (payments.some(mayBePaid)) steps.push('Thu hồi số tiền đã chi, nộp về tài khoản của cơ quan chi trả');
  return [...steps, 'Báo cán bộ quản lý chi trả ghi nhận kết quả'].join('. ');
}

/** As text that compares with periods: somebody may have died before 2000, and periods begin there. */
function monthOf(diedOn: Day): string {
  return diedOn.slice(0, 7);
}

function owedBack(payments: readonly Recoverable[]): Dong {
  return sumDong(payments.map(({ amount }) => amount));
}

const BECAME: Readonly<Record<Recoverable['state'], string>> = {
  drafted: 'đang lập',
  instructed: 'đã chuyển lệnh, chưa có kết quả',
  unknown: 'đã chuyển lệnh, chưa rõ kết quả',
  paid: 'đã chi',
  failed: 'không chi được',
  returned: 'tiền đã hoàn trả',
};
