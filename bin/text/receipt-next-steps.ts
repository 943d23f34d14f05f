import type { Receipt } from '../../lambdas/domain/answers/receipt.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { confirmCommand } from '../../lambdas/formats/answers/receipt-steps.ts';
import { formatDay } from '../../lambdas/formats/papers/office-sheet.ts';
import type { Say } from './officer.ts';

/** What the officer does next, in the order of doing it, as a terminal says it. */
export function nextSteps(receipt: Receipt, say: Say): string[] {
  const { outcome, refusal, submission } = receipt;
  if (outcome === 'refused') {
    return [
      refusal?.message ?? say('Kiểm tra lại tệp.', 'Check the file.'),
      ...(submission
        ? [
            say(
              'Danh sách gửi trước đó (nếu có) vẫn giữ nguyên, không bị tệp này thay thế.',
              'The list sent before, if any, still stands: this file does not replace it.',
            ),
          ]
        : []),
    ];
  }
  if (submission?.standing === 'superseded') {
    return [
      say(
        'Không phải làm gì với danh sách này: đơn vị đã gửi danh sách khác sau đó. Xem biên nhận của danh sách đó.',
        'Nothing to do about this list: the unit has sent another one since. See the receipt of that one.',
      ),
    ];
  }
  return submission?.standing === 'awaiting-confirmation'
    ? [...confirmation(receipt, say), ...mending(receipt, say)]
    : mending(receipt, say);
}

/** The list changes much: it is either wrong, and sent again, or right, and confirmed by the province. */
function confirmation(receipt: Receipt, say: Say): string[] {
  const command = confirmCommand(receipt);
  const until = resendUntil(receipt, say);
  return [
    say(
      `Nếu danh sách thiếu người, thừa cột hoặc gửi nhầm tệp: sửa rồi gửi lại ${until}. Danh sách trước đó vẫn được dùng.`,
      `If people are missing, a column is doubled or it is the wrong file: mend it and send it again ${until}. The list before it still counts.`,
    ),
    say(
      `Nếu danh sách đúng là như vậy: báo cán bộ cấp tỉnh xác nhận bằng lệnh “${command}” (đây là toàn bộ danh sách của đơn vị) hoặc “--as own-programmes” (chỉ thay các chế độ có trong tệp).`,
      `If the list is right: ask the province to confirm it with “${command}” (it is the unit’s whole roll) or “--as own-programmes” (it replaces only the programmes it holds).`,
    ),
  ];
}

function mending(receipt: Receipt, say: Say): string[] {
  const { totals, submission, kind } = receipt;
  const rows = totals.held.rows + totals.rejected.rows;
  if (rows === 0) {
    if (submission?.standing === 'awaiting-confirmation') return [];
    return [
      submission
        ? say('Không phải sửa dòng nào.', 'Nothing to mend.')
        : say(
            'Không phải sửa dòng nào: gửi danh sách bằng lệnh “ansinh upload”.',
            'Nothing to mend: send the list with “ansinh upload”.',
          ),
    ];
  }
  const until = resendUntil(receipt, say);
  const whole =
    kind === 'full'
      ? say('gửi lại cả danh sách', 'send the whole list again')
      : say('gửi lại danh sách tăng, giảm, điều chỉnh', 'send the change list again');
  return [
    say(
      `Sửa ${formatDong(rows)} dòng nêu trên trong danh sách gốc (dòng lặp thì xóa) rồi ${whole} ${until}.`,
      `Mend the ${formatDong(rows)} rows above in your own list (delete repetitions) and ${whole} ${until}.`,
    ),
    ...(submission?.standing === 'awaiting-confirmation' ? [] : [accepted(kind, say)]),
  ];
}

function accepted(kind: Receipt['kind'], say: Say): string {
  return kind === 'full'
    ? say(
        'Các dòng chấp nhận không phải chờ: vẫn được chi trả theo kỳ.',
        'Accepted rows do not wait: they are paid in this period.',
      )
    : say(
        'Các dòng chấp nhận không phải chờ: vẫn được áp dụng vào danh sách của đơn vị.',
        'Accepted rows do not wait: they are applied to the unit’s roll.',
      );
}

function resendUntil({ submission }: Receipt, say: Say): string {
  if (submission === undefined) return say('đúng hạn của kỳ', 'in time');
  if (submission.late) return say('càng sớm càng tốt (hạn nộp đã qua)', 'as soon as you can (the deadline has passed)');
  const deadline = formatDay(submission.deadline);
  return say(`trước khi hết ngày ${deadline}`, `before the end of ${deadline}`);
}
