import type ExcelJS from 'exceljs';
import { type Dong, formatDong, toDong } from '../../domain/money.ts';
import { formatPeriod, type Period } from '../../domain/period.ts';
import type { ProviderId } from '../../domain/reference-data.ts';
import type { UnpaidLine, UnpaidList } from '../../domain/settlement/unpaid-list.ts';
import {
  CENTRED,
  CENTRED_BOLD,
  type Column,
  NOTE,
  printableSheet,
  putInWords,
  putSignatures,
  TITLE,
  tableHeader,
  tableRow,
} from '../instructions/sheet-layout.ts';
import { formatDay, formatInstant, put, textStyle } from '../papers/office-sheet.ts';
import { commitRow, streamedWorkbook } from '../papers/workbook.ts';

const UNIT_COLUMNS: readonly Column[] = [
  { title: 'STT', width: 6, holds: 'number' },
  { title: 'Họ và tên', width: 25, holds: 'text' },
  { title: 'Ngày sinh', width: 12, holds: 'number' },
  { title: 'Thôn, tổ dân phố', width: 18, holds: 'text' },
  { title: 'Người nhận thay', width: 20, holds: 'text' },
  { title: 'Chi cho tháng', width: 11, holds: 'number' },
  { title: 'Số tiền', width: 13, holds: 'money' },
  { title: 'Lý do', width: 26, holds: 'text' },
  { title: 'Việc cần làm', width: 36, holds: 'text' },
  { title: 'Mã tham chiếu', width: 25, holds: 'text' },
];
const PROVIDER_COLUMNS: readonly Column[] = [
  { title: 'STT', width: 7, holds: 'number' },
  { title: 'Mã tham chiếu', width: 24, holds: 'text' },
  { title: 'Người nhận', width: 34, holds: 'text' },
  { title: 'Số tiền', width: 16, holds: 'money' },
  { title: 'Tình trạng, lý do', width: 50, holds: 'text' },
];
const HEADER_ROW = 6;
const GROUP = textStyle({ bold: true, border: true, fill: 'FFF2F2F2', size: 11 });
const SIGNERS = [
  { title: 'NGƯỜI LẬP BIỂU', how: '(Ký, họ tên)' },
  { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, họ tên, đóng dấu)' },
] as const;

/** Names of what stands in the lists by code. */
export interface UnpaidNames {
  readonly unitName: string;
  readonly providerName: (provider: ProviderId) => string;
}

/** Who of a unit has not been paid, provider by provider, ready to print and to hand on. Same input, same bytes. */
export async function writeUnpaidList(list: UnpaidList, { unitName, providerName }: UnpaidNames): Promise<Uint8Array> {
  return streamedWorkbook(async (workbook) => {
    const columns = UNIT_COLUMNS;
    const sheet = printableSheet(workbook, 'Chưa chi trả', columns, [HEADER_ROW, HEADER_ROW]);
    putHeading(sheet, columns, list, `${unitName} (mã ${list.unit})`);
    let at = HEADER_ROW + 1;
    let number = 1;
    for (const [provider, lines] of Map.groupBy(list.lines, (line) => line.provider)) {
      const sum = lines.reduce((all, { amount }) => all + amount, 0);
      const title = `${providerName(provider)}: ${lines.length} khoản, ${formatDong(sum)} đồng`;
      put(sheet, { row: at, from: 1, to: columns.length }, title, GROUP);
      sheet.getRow(at++).height = 20;
      for (const line of lines) {
        tableRow(sheet, at, columns, unitRow(number++, line));
        await commitRow(sheet, at++);
      }
    }
    putEnd(sheet, at, columns, toDong(list.amount), list.people, 6);
  });
}

function unitRow(number: number, line: UnpaidLine) {
  return [
    number,
    line.fullName,
    line.birthDate === null ? null : formatDay(line.birthDate),
    line.village,
    line.payeeName,
    line.months.map(formatPeriod).join(', '),
    line.amount,
    line.reason,
    line.nextStep,
    line.reference,
  ];
}

/** What a provider has not paid, or not answered for, so that it can look: its own payments and nothing more. */
export async function writeProviderUnpaid(
  about: { readonly period: Period; readonly madeAt: string; readonly providerName: string },
  lines: readonly UnpaidLine[],
): Promise<Uint8Array> {
  return streamedWorkbook(async (workbook) => {
    const columns = PROVIDER_COLUMNS;
    const sheet = printableSheet(workbook, 'Chưa chi trả', columns, [HEADER_ROW, HEADER_ROW]);
    putHeading(sheet, columns, about, about.providerName);
    let at = HEADER_ROW + 1;
    for (const [index, { reference, payeeName, fullName, amount, reason }] of lines.entries()) {
      tableRow(sheet, at, columns, [index + 1, reference, payeeName ?? fullName, amount, reason]);
      await commitRow(sheet, at++);
    }
    const sum = toDong(lines.reduce((all, { amount }) => all + amount, 0));
    putEnd(sheet, at, columns, sum, lines.length, 3);
  });
}

function putHeading(
  sheet: ExcelJS.Worksheet,
  columns: readonly Column[],
  { period, madeAt }: { readonly period: Period; readonly madeAt: string },
  whose: string,
): void {
  const across = { from: 1, to: columns.length };
  put(sheet, { row: 1, ...across }, 'DANH SÁCH CHƯA CHI TRẢ ĐƯỢC', TITLE);
  put(sheet, { row: 2, ...across }, `Kỳ ${formatPeriod(period)}`, CENTRED_BOLD);
  put(sheet, { row: 3, ...across }, whose, CENTRED);
  put(sheet, { row: 4, ...across }, `Tính đến ${formatInstant(madeAt)}`, NOTE);
  sheet.getRow(HEADER_ROW).height = 32;
  tableHeader(sheet, HEADER_ROW, columns);
}

/** The total, in figures and in words, and where people sign; or that there is nobody left to pay. */
function putEnd(
  sheet: ExcelJS.Worksheet,
  at: number,
  columns: readonly Column[],
  sum: Dong,
  people: number,
  moneyColumn: number,
): void {
  if (people === 0) {
    put(sheet, { row: at, from: 1, to: columns.length }, 'Không còn khoản nào chưa chi trả.', CENTRED);
  } else {
    const total = columns.map((_, index) =>
      index === moneyColumn ? sum : index === 1 ? `Tổng cộng: ${people}` : null,
    );
    tableRow(sheet, at, columns, total, { total: true });
    putInWords(sheet, at + 1, columns.length, sum);
  }
  putSignatures(sheet, at + 3, columns.length, SIGNERS);
  sheet.commit();
}
