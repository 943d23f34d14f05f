import type { Receipt } from '../../domain/answers/receipt.ts';
import { formatDay } from '../papers/office-sheet.ts';

/** What the officer does next, in the order of doing it. */
export function nextSteps(receipt: Receipt): string[] {
  const { outcome, refusal, submission } = receipt;
  const until = resendUntil(submission);
  if (outcome === 'refused') {
    return [
      refusal?.message ?? 'Kiểm tra lại tệp.',
      `Sửa tệp rồi gửi lại ${until}.`,
      'Danh sách gửi trước đó (nếu có) vẫn giữ nguyên, không bị tệp này thay thế.',
    ];
  }
  if (submission?.standing === 'superseded') {
    return [
      'Không phải làm gì với danh sách này: đơn vị đã gửi danh sách khác sau đó. Xem biên nhận của danh sách đó.',
    ];
  }
  return [
    ...(submission?.standing === 'awaiting-confirmation' ? confirmation(receipt, until) : []),
    ...mending(receipt, until),
    ...(submission?.late === true
      ? ['Danh sách nộp muộn vẫn được nhận; kỳ sau đề nghị gửi đúng hạn để kịp đối chiếu trước ngày chi trả.']
      : []),
  ];
}

/** What the province runs to confirm a list that waits, but for who signs in and why. */
export function confirmCommand({ unit, period, submission }: Receipt): string {
  return `ansinh confirm --unit ${unit} --period ${period} --list ${submission?.id} --as whole-roll --reason … --user …`;
}

function confirmation(receipt: Receipt, until: string): string[] {
  return [
    `Nếu danh sách thiếu người, thừa cột hoặc gửi nhầm tệp: sửa rồi gửi lại ${until}. Danh sách trước đó vẫn được dùng.`,
    `Nếu danh sách đúng là như vậy: báo cán bộ cấp tỉnh xác nhận bằng lệnh “${confirmCommand(receipt)}” (đây là toàn bộ danh sách của đơn vị) hoặc “--as own-programmes” (chỉ thay các chế độ có trong tệp).`,
  ];
}

function mending({ kind, totals, submission }: Receipt, until: string): string[] {
  if (totals.held.rows + totals.rejected.rows === 0) {
    return ['Không phải sửa dòng nào. Dòng có ô nền vàng là dòng đã chấp nhận nhưng nên xem lại ghi chú.'];
  }
  const steps: string[] = [];
  if (totals.held.rows > 0) {
    steps.push(
      `Có ${totals.held.rows} dòng TẠM GIỮ (nền vàng), chưa chi trả cho đến khi xử lý xong: xem trang “Cần xử lý”; ô cần sửa trong trang danh sách được tô đỏ, có ghi chú kèm theo.`,
    );
  }
  if (totals.rejected.rows > 0) {
    steps.push(
      `Có ${totals.rejected.rows} dòng TỪ CHỐI (nền xám), không chi trả theo dòng này; nếu lặp thì bỏ dòng lặp.`,
    );
  }
  const whole = kind === 'full' ? 'gửi lại cả danh sách' : 'gửi lại danh sách tăng, giảm, điều chỉnh';
  steps.push(`Sửa trong danh sách gốc của đơn vị rồi ${whole} ${until}. Không sửa trên biên nhận này.`);
  if (submission?.standing !== 'awaiting-confirmation') {
    const done = kind === 'full' ? 'chi trả theo kỳ' : 'áp dụng vào danh sách của đơn vị';
    steps.push(`Các dòng CHẤP NHẬN không phải chờ, vẫn được ${done}.`);
  }
  return steps;
}

function resendUntil(submission: Receipt['submission']): string {
  if (submission === undefined) return 'đúng hạn của kỳ';
  if (submission.late) return 'càng sớm càng tốt (hạn nộp đã qua)';
  return `trước khi hết ngày ${formatDay(submission.deadline)}`;
}
