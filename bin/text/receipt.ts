import type { Receipt, ReceiptRow } from '../../lambdas/domain/answers/receipt.ts';
import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { fieldName } from '../../lambdas/formats/answers/field-names.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import { monthLines } from '../month/receipt-month.ts';
import { LIST_OUTCOMES, LIST_STANDINGS, ROW_CHANGES, ROW_OUTCOMES, type Say, sayIn, type Words } from './officer.ts';
import { nextSteps } from './receipt-next-steps.ts';
import { item, table, wrapped } from './table.ts';

/** More rows than these are read in the workbook, not on a terminal. */
const ROWS_SHOWN = 40;
/** How many row numbers a remark on many rows names. */
const PLACES_SHOWN = 8;

export interface ReceiptTextOptions {
  readonly language: Language;
  readonly width: number;
  /** Shows every row to mend, however many. */
  readonly all?: boolean | undefined;
}

/** A receipt for the terminal: what became of the list, the columns as understood, the rows to mend, what to do next. */
export function receiptLines(receipt: Receipt, { language, width, all = false }: ReceiptTextOptions): string[] {
  const say = sayIn(language);
  const { outcome, submission, confirmationReasons } = receipt;
  const banner = (submission && LIST_STANDINGS[submission.standing]) ?? LIST_OUTCOMES[outcome];
  const reasons = confirmationReasons.flatMap(({ message }) => item('  - ', message, width));
  const head = [...headLines(receipt, say), '', banner[language], ...reasons, ''];
  const next = [
    say('Việc cần làm tiếp theo', 'What to do next'),
    ...nextSteps(receipt, say).flatMap((step, index) => item(`  ${index + 1}. `, step, width)),
  ];
  if (outcome === 'refused') return [...head, ...next];
  return [
    ...head,
    ...indented(totalLines(receipt, language, width - 2)),
    ...listNoteLines(receipt, say, width),
    ...monthLines(receipt, say, width),
    '',
    say('Các cột được hiểu như sau', 'The columns as understood'),
    ...indented(columnLines(receipt, language, width - 2)),
    ...toMendLines(receipt, language, width, all),
    ...remarkLines(receipt, language, width),
    '',
    ...next,
  ];
}

function headLines(receipt: Receipt, say: Say): string[] {
  const { unit, unitName, period, submission } = receipt;
  const reading = receipt.outcome === 'refused' ? [] : readingLines(receipt, say);
  const who = [unitName, unit && `(${unit})`].filter(Boolean).join(' ') || say('đơn vị chưa rõ', 'unknown unit');
  const title = say('Biên nhận danh sách chi trả', 'Receipt of a beneficiary list');
  const month = period ? `, ${say('kỳ', 'period')} ${formatPeriod(period)}` : '';
  if (!submission)
    return [
      `${title}: ${who}${month}`,
      say('Kiểm tra thử, danh sách chưa được gửi đi.', 'A trial: the list has not been sent.'),
      ...reading,
    ];
  const { key, receivedAt, late, deadline } = submission;
  const time = late ? say('NỘP MUỘN', 'LATE') : say('đúng hạn', 'on time');
  return [
    `${title}: ${who}${month}`,
    `${say('Tệp', 'File')}: ${key.split('/').at(-1) || say('chuyển từ danh sách kỳ trước', 'carried forward from last month')}`,
    `${say('Nhận lúc', 'Received')} ${formatInstant(receivedAt)}, ${time} (${say('hạn: hết ngày', 'deadline: end of')} ${formatDay(deadline)})`,
    ...reading,
  ];
}

const SEPARATORS: Readonly<Record<string, Words>> = {
  ',': { vi: 'dấu phẩy', en: 'comma' },
  ';': { vi: 'dấu chấm phẩy', en: 'semicolon' },
  '\t': { vi: 'dấu tab', en: 'tab' },
};
const ENCODINGS: Readonly<Record<string, string>> = { tcvn: 'TCVN3 (ABC)', vni: 'VNI' };
const FORMATS: Readonly<Record<NonNullable<Receipt['file']>['format'], Words>> = {
  xlsx: { vi: 'Excel (.xlsx)', en: 'Excel (.xlsx)' },
  csv: { vi: 'CSV', en: 'CSV' },
  html: { vi: 'bảng của trang web (HTML)', en: 'tables of a web page (HTML)' },
};

/** What the list was understood to be, and how its bytes were read. */
function readingLines({ kind, purpose, file }: Receipt, say: Say): string[] {
  const what = [
    kind === 'full'
      ? say('danh sách đầy đủ', 'full list')
      : say('danh sách tăng, giảm, điều chỉnh', 'change list (increases, decreases, adjustments)'),
    ...(purpose === 'emergency' ? [say('trợ giúp đột xuất', 'emergency help')] : []),
  ];
  const lines = [`${say('Loại danh sách', 'Kind of list')}: ${what.join(', ')}`];
  if (file === null) return lines;
  const { encoding, separator } = file;
  const separated = separator === null ? null : SEPARATORS[separator];
  const how = [
    say(FORMATS[file.format].vi, FORMATS[file.format].en),
    ...(encoding === null ? [] : [`${say('bảng mã', 'encoding')} ${ENCODINGS[encoding] ?? encoding.toUpperCase()}`]),
    ...(separator === null
      ? []
      : [`${say('ngăn cách bằng', 'separated by')} ${separated ? say(separated.vi, separated.en) : `“${separator}”`}`]),
  ];
  return [...lines, `${say('Định dạng', 'Format')}: ${how.join(', ')}`];
}

/** Remarks on the list as a whole. */
function listNoteLines({ notes }: Receipt, say: Say, width: number): string[] {
  if (notes.length === 0) return [];
  return [
    '',
    say('Lưu ý về cả danh sách', 'Remarks on the list as a whole'),
    ...notes.flatMap(({ message }) => item('  - ', message, width)),
  ];
}

function totalLines({ totals }: Receipt, language: Language, width: number): string[] {
  const say = sayIn(language);
  const rows = [
    [say('Đọc được', 'Read'), totals.read] as const,
    ...(['accepted', 'held', 'rejected'] as const).map(
      (outcome) => [`  ${ROW_OUTCOMES[outcome][language]}`, totals[outcome]] as const,
    ),
  ];
  return table(
    [
      { title: '' },
      { title: say('Số dòng', 'Rows'), align: 'right' },
      { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' },
    ],
    rows.map(([name, sum]) => [name, formatDong(sum.rows), formatDong(sum.amount)]),
    width,
  );
}

function columnLines({ columns }: Receipt, language: Language, width: number): string[] {
  const say = sayIn(language);
  const sheets = columns.some(({ sheet }) => sheet !== null);
  const field = (name: string | null) => (language === 'vi' ? fieldName(name) : (name ?? 'kept, not used for payment'));
  return table(
    [
      ...(sheets ? [{ title: say('Trang tính', 'Sheet') }] : []),
      { title: say('Cột', 'Column') },
      { title: say('Tiêu đề trong tệp', 'Header in the file') },
      { title: say('Được hiểu là', 'Understood as') },
    ],
    columns.map((one) => [...(sheets ? [one.sheet ?? ''] : []), one.column, one.header, field(one.field)]),
    width,
  );
}

function toMendLines({ rows }: Receipt, language: Language, width: number, all: boolean): string[] {
  const say = sayIn(language);
  const toMend = rows.filter(({ outcome }) => outcome !== 'accepted');
  if (toMend.length === 0) return [];
  const shown = all ? toMend : toMend.slice(0, ROWS_SHOWN);
  const rest = toMend.length - shown.length;
  return [
    '',
    `${say('Dòng cần xử lý', 'Rows that need work')} (${formatDong(toMend.length)})`,
    ...shown.flatMap((row) => [
      `  ${placeOf(row, say)}: ${ROW_OUTCOMES[row.outcome][language].toUpperCase()}${row.change ? `, ${ROW_CHANGES[row.change][language]}` : ''}${row.values?.fullName ? `, ${row.values.fullName}` : ''}`,
      ...noteLines(row.notes, say, width),
    ]),
    ...(rest > 0
      ? item(
          '  ',
          say(
            `… còn ${formatDong(rest)} dòng nữa: thêm --all để xem hết, hoặc mở biên nhận Excel.`,
            `… and ${formatDong(rest)} more: add --all to see them, or open the Excel receipt.`,
          ),
          width,
        )
      : []),
  ];
}

/** The notes of a row, one under the other: what holds it comes first, a warning can wait. */
export function noteLines(notes: ReceiptRow['notes'], say: Say, width: number): string[] {
  return notes
    .toSorted((a, b) => a.severity.localeCompare(b.severity))
    .flatMap(({ severity, message }) =>
      item(severity === 'error' ? '    - ' : `    - (${say('lưu ý', 'warning')}) `, message, width),
    );
}

/** Warnings on accepted rows, one line a kind: an officer with three hundred of one kind reads it once. */
function remarkLines({ rows, kind }: Receipt, language: Language, width: number): string[] {
  const say = sayIn(language);
  const remarks = rows
    .filter(({ outcome }) => outcome === 'accepted')
    .flatMap((row) => row.notes.map((note) => ({ row, ...note })));
  if (remarks.length === 0) return [];
  // A list on one sheet, as most are, needs no sheet's name at every row.
  const sheets = new Set(rows.map(({ sheet }) => sheet)).size;
  const kinds = [...Map.groupBy(remarks, ({ code }) => code).values()].toSorted((a, b) => b.length - a.length);
  return [
    '',
    kind === 'full'
      ? say(
          'Lưu ý trên các dòng đã chấp nhận (vẫn được chi trả)',
          'Warnings on accepted rows (they are paid all the same)',
        )
      : say(
          'Lưu ý trên các dòng đã chấp nhận (vẫn được áp dụng)',
          'Warnings on accepted rows (they are applied all the same)',
        ),
    ...kinds.flatMap((kind) => {
      const [first] = kind;
      if (!first) return [];
      const places = kind
        .slice(0, PLACES_SHOWN)
        .map(({ row }) => (sheets > 1 ? `${row.sheet}!${row.row}` : `${row.row}`));
      const more = kind.length > PLACES_SHOWN ? ', …' : '';
      const same = kind.every(({ message }) => message === first.message);
      const example = same ? '' : say(`ví dụ dòng ${first.row.row}: `, `for example row ${first.row.row}: `);
      return [
        ...item(
          '  - ',
          `${formatDong(kind.length)} ${say('dòng', kind.length === 1 ? 'row' : 'rows')}: ${example}${first.message}`,
          width,
        ),
        // One that was quoted by its number is not named again.
        ...(kind.length === 1 && !same
          ? []
          : wrapped(`${say('Dòng', 'Rows')} ${places.join(', ')}${more}`, width - 4).map((line) => `    ${line}`)),
      ];
    }),
  ];
}

function placeOf({ sheet, row }: Pick<ReceiptRow, 'sheet' | 'row'>, say: Say): string {
  return `${say('Dòng', 'Row')} ${row}${sheet === null ? '' : ` (${say('trang tính', 'sheet')} “${sheet}”)`}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
