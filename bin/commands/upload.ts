import type { Period } from '../../lambdas/domain/period.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { dropInto, untilAnswered } from '../deployment/inbox-drop.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { receiptOf, saveWorkbook } from '../month/published-receipts.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { sayIn } from '../text/officer.ts';
import { receiptLines } from '../text/receipt.ts';

interface UploadOptions extends Common {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly all?: boolean;
  readonly save?: string;
}

/** `ansinh upload FILE`: sends a list, waits, shows its receipt. Exit codes as those of `check`. */
export function addUpload(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'upload <file>',
    vi: 'gửi danh sách của một đơn vị, chờ và xem biên nhận',
    en: 'send a unit’s list, wait, and show its receipt',
    examples: [
      'upload danh-sach.xlsx --unit 10114 --period 2023-06',
      'upload danh-sach.xlsx --unit 10114 --period 2023-06 --save .',
    ],
  })
    .requiredOption('--unit <code>', say('mã đơn vị', 'code of the unit'), unitIn(say))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--all', say('hiện hết các dòng cần xử lý', 'show every row that needs work'))
    .option('--save <dir>', say('lưu biên nhận Excel vào thư mục', 'save the Excel receipt to a folder'))
    .action(async (file: string, options: UploadOptions) => {
      const { unit, period } = options;
      const at = await reach(options.stack, say);
      const dropped = await dropInto(at, `lists/${period}/${unit}`, file, say);
      remark(say('Đã gửi, đang chờ biên nhận …', 'Sent, waiting for the receipt …'));
      const found = await untilAnswered(
        at.outputs.IngestListMachine,
        dropped.key,
        async () => {
          const answered = await receiptOf(at, unit, period, dropped.id);
          if (answered) return answered;
          const [roll] = await at.submissions.rolls([unit], period);
          const newest = roll?.parts.at(-1)?.id;
          if (roll?.fingerprint !== dropped.fingerprint || roll.rolledForward || !newest || newest === dropped.id)
            return undefined;
          remark(
            say(
              'Tệp này giống hệt danh sách đang dùng của đơn vị: biên nhận cũ vẫn có giá trị.',
              'This file equals the list that stands: its receipt still holds.',
            ),
          );
          return receiptOf(at, unit, period, newest);
        },
        say,
      );
      if (options.save) {
        const path = await saveWorkbook(at, found, options.save);
        remark(say(`Đã lưu ${path}`, `Saved ${path}`));
      }
      const { receipt } = found;
      answer(options, receipt, (width) => receiptLines(receipt, { language, width, all: options.all }));
      const waits = receipt.submission?.standing === 'awaiting-confirmation';
      process.exitCode = { accepted: waits ? 1 : 0, 'accepted-with-exceptions': 1, refused: 2 }[receipt.outcome];
    });
}
