import type { Period } from '../../lambdas/domain/period.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { newestReceipt, saveWorkbook } from '../month/published-receipts.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { NotPossible, sayIn } from '../text/officer.ts';
import { receiptLines } from '../text/receipt.ts';

interface ReceiptOptions extends Common {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly all?: boolean;
  readonly save?: string;
}

/** `ansinh receipt`: the newest receipt of a unit. */
export function addReceipt(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'receipt',
    vi: 'xem biên nhận mới nhất của một đơn vị trong kỳ',
    en: 'show a unit’s newest receipt of a period',
    examples: ['receipt --unit 10114 --period 2023-06', 'receipt --unit 10114 --period 2023-06 --save .'],
  })
    .requiredOption('--unit <code>', say('mã đơn vị', 'code of the unit'), unitIn(say))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--all', say('hiện hết các dòng cần xử lý', 'show every row that needs work'))
    .option('--save <dir>', say('lưu biên nhận Excel vào thư mục', 'save the Excel receipt to a folder'))
    .action(async (options: ReceiptOptions) => {
      const at = await reach(options.stack, say);
      const found = await newestReceipt(at, options.unit, options.period);
      if (!found) {
        throw new NotPossible(
          say(
            `Đơn vị ${options.unit} chưa gửi danh sách nào cho kỳ này. Gửi bằng lệnh “ansinh upload”.`,
            `The unit ${options.unit} has sent no list for this period. Send one with “ansinh upload”.`,
          ),
        );
      }
      if (options.save) {
        const path = await saveWorkbook(at, found, options.save);
        remark(say(`Đã lưu ${path}`, `Saved ${path}`));
      }
      answer(options, found.receipt, (width) => receiptLines(found.receipt, { language, width, all: options.all }));
    });
}
