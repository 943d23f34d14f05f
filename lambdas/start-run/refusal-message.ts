import type { PayoutRun } from '../domain/payouts/payout-run.ts';
import type { Started } from './start-run.ts';

/** What the officer reads when no run is started: why, and what to do. */
export function messageOf(refusal: Exclude<Started, { readonly run: string }>): string {
  switch (refusal.refused) {
    case 'period-closed':
      return 'Kỳ này đã khóa sổ, không lập đợt chi trả mới.';
    case 'started-at-once':
      return 'Có người vừa lập đợt chi trả này. Hãy xem trạng thái trước khi lập đợt khác.';
    case 'run-open':
      return `Chưa lập được đợt mới. ${whatToDo(refusal.open)}`;
  }
}

/** What has to happen to the run that is open before another one can be started. */
function whatToDo({ run, status }: Pick<PayoutRun, 'run' | 'status'>): string {
  if (status === 'awaiting-approval') {
    return (
      `Đợt ${run} của kỳ này đang chờ phê duyệt. Hãy đề nghị hai người phê duyệt xem và phê duyệt, hoặc từ chối kèm ` +
      `lý do nếu cần lập lại (ansinh approve ${run}, ansinh reject ${run}); sau đó mới lập đợt khác.`
    );
  }
  const now = status === 'approved' ? 'đã được phê duyệt và đang chuyển tệp cho các tổ chức chi trả' : 'đang được lập';
  return (
    `Đợt ${run} của kỳ này ${now}. Hãy chờ vài phút rồi xem lại (ansinh status ${run.slice(0, 7)}). Nếu quá một giờ ` +
    'vẫn chưa xong, hãy báo quản trị hệ thống; không lập đợt khác thay thế.'
  );
}
