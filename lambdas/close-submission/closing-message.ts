import type { ListNote, ReceiptTotals } from '../domain/lists/list-facts.ts';
import { listMessageOf } from '../domain/lists/note-catalogue.ts';
import { formatDong } from '../domain/money.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message } from '../domain/ports.ts';
import type { Submission } from '../domain/rolls/submission.ts';
import { unitIn } from '../domain/unit.ts';
import type { ClosingList } from './closing-list.ts';

/** What officers are told of a list that was closed: counts and keys, nobody's name. */
export function closedMessage(
  { unit, period, submission, data, summary }: ClosingList,
  {
    status,
    totals: { read, accepted, held, rejected },
    receiptKey,
    reasons,
  }: {
    status: Submission['status'];
    totals: ReceiptTotals;
    receiptKey: string;
    reasons: readonly ListNote[];
  },
): Message {
  const name = unitIn(data.units, unit, period)?.name ?? unit;
  const what = `${summary.kind === 'changes' ? 'Danh sách tăng, giảm, điều chỉnh' : 'Danh sách'}${summary.purpose === 'emergency' ? ' trợ giúp đột xuất' : ''}`;
  const lines = [
    `${what} của ${name}, kỳ ${formatPeriod(period)}: đọc ${read.rows} dòng (${formatDong(read.amount)} đồng), ` +
      `chấp nhận ${accepted.rows}, tạm giữ ${held.rows}, từ chối ${rejected.rows}.` +
      `${submission.late ? ' Danh sách nộp muộn.' : ''}`,
    ...standingWords(status, reasons),
    `Biên nhận: ${receiptKey}`,
  ];
  return { subject: `ansinh: list ${status}, ${unit} ${period}`, body: lines.join('\n') };
}

function standingWords(status: Submission['status'], reasons: readonly ListNote[]): string[] {
  switch (status) {
    case 'awaiting-confirmation':
      return [
        'DANH SÁCH CHỜ XÁC NHẬN, chưa được dùng để chi trả; danh sách trước đó vẫn giữ nguyên.',
        ...reasons.map((reason) => `- ${listMessageOf(reason, 'vi')}`),
        'Nếu danh sách đúng, cán bộ cấp tỉnh xác nhận bằng lệnh “ansinh confirm”; nếu sai, đơn vị gửi lại danh sách.',
      ];
    case 'superseded':
      return ['Danh sách này không được dùng vì đơn vị đã gửi một danh sách đầy đủ mới hơn.'];
    default:
      return [];
  }
}
