import type { ExceptionVerdict } from '../domain/settlement/payment-exception.ts';
import { VERDICT_WORDS } from '../domain/settlement/verdict-words.ts';
import { formatInstant } from '../formats/papers/office-sheet.ts';
import type { ExceptionDecided } from './decide-exception.ts';

/** Why a decision was not taken, and what the officer is to do. */
export function refusalMessage(decided: Extract<ExceptionDecided, { refused: string }>): string {
  switch (decided.refused) {
    case 'no-such-exception':
      return 'Không có ngoại lệ mang mã này trong kỳ. Hãy kiểm tra lại kỳ và mã: ansinh exceptions KỲ.';
    case 'decided-already': {
      const { by, at, verdict } = decided.decision;
      return `Ngoại lệ này đã được ${by} quyết định lúc ${formatInstant(at)}: ${words(verdict)}. Quyết định đã ghi thì không đổi.`;
    }
    case 'wrong-verdict':
      return `Với loại ngoại lệ này chỉ được chọn: ${decided.allowed.map(words).join('; ')}.`;
    case 'period-closed':
      return 'Kỳ của khoản chi này đã khóa sổ, không đổi được trạng thái khoản chi. Hãy mở lại kỳ (ansinh reopen) rồi quyết định lại.';
    case 'paid-again':
      return 'Một đợt khác đã hoặc đang lập khoản chi thay cho khoản này nên không chuyển trạng thái được. Nếu đợt đó còn chờ phê duyệt: từ chối đợt đó rồi quyết định lại. Nếu đã chuyển lệnh: đối chiếu cả hai khoản (ansinh explain), thu hồi phần chi trùng rồi chọn recovered hoặc no-change.';
    case 'moved-meanwhile':
      return 'Khoản chi này đã có kết quả khác, từ trạng thái hiện tại không chuyển như vậy được. Hãy xem lại khoản chi (ansinh explain) rồi chọn giữ nguyên hoặc quyết định phù hợp.';
    case 'not-that-payment':
      return 'Tổ chức chi trả hoặc số tiền của ngoại lệ không khớp với khoản chi đã chuyển lệnh, nên không chuyển trạng thái. Hãy báo quản trị hệ thống.';
  }
}

function words(verdict: ExceptionVerdict): string {
  return `${verdict} (${VERDICT_WORDS[verdict].vi})`;
}
