import { answersDueOn } from '../domain/calendar.ts';
import type { ClosingPlan, UnpaidPayment } from '../domain/closing/closing.ts';
import { formatPeriod } from '../domain/period.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { ExceptionCode, PaymentException } from '../domain/settlement/payment-exception.ts';
import { tally } from '../domain/tally.ts';
import { formatDay } from '../formats/papers/office-sheet.ts';

/**
 * Cases that outlive their month: somebody does not come for the money, money is to be recovered, a provider does not
 * answer. The books say so, and close.
 */
const OUTLIVING: readonly ExceptionCode[] = ['uncollected', 'paid-after-death', 'no-answer'];

/** Why a period does not close yet, and what is to be done; null where nothing is in the way. */
export function whyNotClosed(
  plan: ClosingPlan,
  unpaid: readonly UnpaidPayment[],
  exceptions: readonly PaymentException[],
  data: ReferenceData,
): string | null {
  const outstanding = unpaid.filter(({ state }) => state === 'instructed');
  const open = exceptions.filter(({ code, decision }) => decision === null && !OUTLIVING.includes(code));
  const reasons = [
    ...(outstanding.length === 0 ? [] : [stillOutstanding(plan, outstanding, data)]),
    ...(open.length === 0 ? [] : [stillOpen(plan, open)]),
  ];
  if (reasons.length === 0) return null;
  return `Chưa khóa sổ kỳ ${formatPeriod(plan.period)}, kỳ vẫn mở. ${reasons.join(' ')} Sau đó khóa sổ lại: ansinh close ${plan.period}.`;
}

function stillOutstanding(plan: ClosingPlan, outstanding: readonly UnpaidPayment[], data: ReferenceData): string {
  const waiting = tally(
    outstanding,
    ({ provider }) => provider,
    () => 0,
  ).map(([provider, { people }]) => {
    const days = plan.runs.flatMap(
      ({ payOn, byProvider }) => byProvider.find((one) => one.provider === provider)?.payOn ?? payOn,
    );
    const due = days
      .map((day) => answersDueOn(data, plan.period, day))
      .sort()
      .at(-1);
    const name = data.providers.find(({ id }) => id === provider)?.name ?? provider;
    return `${name} còn ${people} khoản${due === undefined ? '' : ` (hạn trả kết quả ${formatDay(due)})`}`;
  });
  return (
    `Chưa có kết quả: ${waiting.join('; ')}. Hãy nhắc tổ chức chi trả gửi kết quả; quá hạn mà vẫn không có thì khoản đó ` +
    'được ghi là chưa rõ và không cản việc khóa sổ.'
  );
}

function stillOpen({ period }: ClosingPlan, open: readonly PaymentException[]): string {
  const named = tally(
    open,
    ({ code }) => code,
    () => 0,
  ).map(([code, { people }]) => `${NAMES[code]}: ${people}`);
  return `Còn ${open.length} trường hợp chưa quyết định (${named.join('; ')}). Xem và quyết định: ansinh exceptions ${period}.`;
}

const NAMES: Readonly<Record<ExceptionCode, string>> = {
  'unknown-reference': 'mã giao dịch không có trong hệ thống',
  'other-provider': 'giao dịch của tổ chức khác',
  'wrong-amount': 'số tiền khác với lệnh chi',
  'before-release': 'có kết quả trước khi chuyển lệnh',
  'second-outcome': 'kết quả thứ hai trái với kết quả đã ghi',
  'paid-after-reinstructed': 'báo đã chi sau khi đã lập lệnh chi lại',
  'returned-after-paid': 'báo hoàn trả sau khi đã chi',
  'unknown-reason': 'mã lý do chưa có trong danh mục',
  'period-closed': 'kết quả đến khi kỳ đã khóa sổ',
  'no-answer': 'quá hạn chưa có kết quả',
  uncollected: 'nhiều tháng không nhận',
  'paid-after-death': 'chi sau khi người hưởng đã mất',
};
