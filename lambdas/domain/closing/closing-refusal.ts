import { isReleased, mayStillInstruct, type PayoutRun } from '../payouts/payout-run.ts';
import { formatPeriod, type Period } from '../period.ts';
import type { ClosingOccasion } from './closing.ts';
import type { PeriodRecord } from './period-record.ts';

/** What is known of a period when somebody asks for its books. */
export interface AskedPeriod {
  readonly period: Period;
  /** The month of today in Viet Nam. */
  readonly thisMonth: Period;
  readonly record: PeriodRecord | undefined;
  readonly runs: readonly Pick<PayoutRun, 'run' | 'status'>[];
}

export type ClosingRefusal =
  | { readonly refused: 'not-yet' | 'closed-already' | 'nothing-released' }
  | { readonly refused: 'run-open'; readonly open: Pick<PayoutRun, 'run' | 'status'> };

/** Why the books of a period can't be made now; undefined where they can. */
export function closingRefusal(
  occasion: ClosingOccasion,
  { period, thisMonth, record, runs }: AskedPeriod,
): ClosingRefusal | undefined {
  if (occasion === 'unpaid') {
    return runs.some(isReleased) ? undefined : { refused: 'nothing-released' };
  }
  if (period > thisMonth) return { refused: 'not-yet' };
  if (record?.status === 'closed') return { refused: 'closed-already' };
  const open = runs.find(({ status }) => mayStillInstruct(status));
  return open && { refused: 'run-open', open: { run: open.run, status: open.status } };
}

/** What the officer reads: why, and what to do. */
export function closingRefusalMessage(refusal: ClosingRefusal, month: Period): string {
  const of = formatPeriod(month);
  switch (refusal.refused) {
    case 'not-yet':
      return `Kỳ ${of} chưa đến nên chưa khóa sổ được. Hãy kiểm tra lại kỳ chi trả.`;
    case 'closed-already':
      return `Kỳ ${of} đã khóa sổ. Xem sổ: ansinh books ${month}. Muốn sửa thì mở lại kỳ và nêu lý do: ansinh reopen ${month}.`;
    case 'nothing-released':
      return `Kỳ ${of} chưa có đợt chi trả nào được chuyển cho tổ chức chi trả nên chưa có danh sách chưa chi trả.`;
    case 'run-open':
      return (
        `Chưa khóa sổ kỳ ${of}: đợt ${refusal.open.run} ${whatOpenRunDoes(refusal.open)}; rồi khóa sổ lại ` +
        `(ansinh close ${month}).`
      );
  }
}

function whatOpenRunDoes({ run, status }: Pick<PayoutRun, 'run' | 'status'>): string {
  if (status === 'awaiting-approval') {
    return `đang chờ phê duyệt. Hãy phê duyệt hoặc từ chối đợt này (ansinh approve ${run}, ansinh reject ${run})`;
  }
  return status === 'approved'
    ? 'đã được phê duyệt và đang chuyển tệp. Hãy chờ đến khi chuyển xong'
    : 'đang được lập. Hãy chờ lập xong rồi phê duyệt hoặc từ chối';
}
