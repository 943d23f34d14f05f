import { readFile, writeFile } from 'node:fs/promises';
import type { Period } from '../../lambdas/domain/period.ts';
import { type UnitCode, unitIn as unitOf } from '../../lambdas/domain/unit.ts';
import { referenceOf } from '../../samples/reference.ts';
import { type CheckedList, checkList } from '../check-list.ts';
import type { ReferenceSources } from '../deployment/reference-files.ts';
import { parseReference, readReferenceFolder } from '../deployment/reference-folder.ts';
import { type Adding, answer, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { receiptLines } from '../text/receipt.ts';

interface CheckOptions {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly units?: string;
  readonly reference?: string;
  readonly values?: boolean;
  readonly all?: boolean;
  readonly xlsx?: string;
  readonly json?: boolean;
}

/** `ansinh check FILE`: the receipt of a list before it is sent. Exit 0 all accepted, 1 some to mend, 2 refused. */
export function addCheck(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'check <file>',
    vi: 'kiểm tra thử một danh sách trước khi gửi; không cần hệ thống nào đang chạy',
    en: 'check a list before it is sent; needs no deployment',
    examples: [
      'check danh-sach.xlsx --unit 10114 --period 2023-06',
      'check danh-sach.csv --unit 10126 --period 2023-06 --xlsx bien-nhan.xlsx',
      'check danh-sach.xlsx --unit 10114 --period 2023-06 --json --values',
    ],
    offline: true,
  })
    .requiredOption('--unit <code>', say('mã đơn vị gửi danh sách', 'code of the unit whose list it is'), unitIn(say))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--units <file>', say('danh mục đơn vị units.csv của mình', 'your own units.csv'))
    .option(
      '--reference <dir>',
      say('thư mục danh mục; mặc định là danh mục mẫu', 'folder of reference files; the sample’s by default'),
    )
    .option('--values', say('kèm giá trị đọc được của từng dòng', 'with the values read from each row'))
    .option('--all', say('hiện hết các dòng cần xử lý', 'show every row that needs work'))
    .option(
      '--xlsx <file>',
      say(
        'ghi thêm biên nhận Excel, đánh dấu từng ô cần sửa',
        'also write the Excel receipt, with the cells to mend marked',
      ),
    )
    .action(async (file: string, options: CheckOptions) => {
      const { texts, knowsUnits } = await referenceFor(options, say);
      const referenceData = parseReference(texts, say);
      const wanted = { ...options, referenceData, knowsUnits, language, withValues: options.values ?? false };
      const checked = await checkList(file, wanted).catch((error: Error) => {
        if ('code' in error)
          throw new NotPossible(
            say(
              `Không mở được tệp ${file}. Hãy kiểm tra đường dẫn.`,
              `The file ${file} cannot be opened. Check the path.`,
            ),
          );
        throw error;
      });
      if (!knowsUnits && !unitOf(referenceData.units, options.unit, options.period)) {
        remark(
          say(
            `Đơn vị ${options.unit} không có trong danh mục mẫu; dùng --units hoặc --reference để kiểm tra theo danh mục của mình.`,
            `The unit ${options.unit} is not among the samples; give --units or --reference to check with your own.`,
          ),
        );
      }
      if (checked.receipt.kind === 'changes') {
        remark(
          say(
            'Danh sách tăng, giảm, điều chỉnh được kiểm tra riêng: ở đây không có danh sách gốc của đơn vị nên chưa biết người giảm, điều chỉnh có trong đó hay không.',
            'A change list is checked by itself: there is no roll here, so it is not known whether those who leave or change are on it.',
          ),
        );
      }
      if (options.xlsx) await writeWorkbook(checked, options.xlsx, say);
      answer(options, checked.receipt, (width) => receiptLines(checked.receipt, { language, width, all: options.all }));
      process.exitCode = { accepted: 0, 'accepted-with-exceptions': 1, refused: 2 }[checked.receipt.outcome];
    });
}

/** The sample to whom the unit belongs lends its reference data, unless the officer gives their own. */
async function referenceFor(
  { unit, units, reference }: CheckOptions,
  say: Say,
): Promise<{ texts: ReferenceSources; knowsUnits: boolean }> {
  const texts = reference ? await readReferenceFolder(reference, say) : sampleWith(unit);
  if (!units) return { texts, knowsUnits: reference !== undefined };
  const own = await readFile(units, 'utf8').catch(() => {
    throw new NotPossible(
      say(`Không mở được ${units}. Hãy kiểm tra đường dẫn.`, `${units} cannot be opened. Check the path.`),
    );
  });
  return { texts: { ...texts, 'units.csv': own }, knowsUnits: true };
}

function sampleWith(unit: UnitCode): ReferenceSources {
  const second = referenceOf('dong-thanh');
  return second['units.csv'].includes(`\n${unit},`) ? second : referenceOf('thanh-oai');
}

async function writeWorkbook({ receipt, rows }: CheckedList, path: string, say: Say): Promise<void> {
  const { writeReceiptWorkbook } = await import('../../lambdas/formats/answers/receipt-xlsx.ts');
  const lines = receipt.rows.map((row, index) => ({ ...row, cells: rows[index]?.cells ?? [] }));
  await writeFile(path, await writeReceiptWorkbook({ receipt, rows: lines, columns: receipt.columns }));
  remark(say(`Đã ghi biên nhận Excel: ${path}`, `The Excel receipt is written: ${path}`));
}
