import type ExcelJS from 'exceljs';
import { type Dong, formatDong, sumDong } from '../../domain/money.ts';
import type { InstructionLine } from '../../domain/payouts/instruction.ts';
import { formatDay, monthInWords, put, putNationalHeading } from '../papers/office-sheet.ts';
import { sheetNames } from '../papers/sheet-name.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import type { PreparedBatch, PreparedLine } from './prepared-batch.ts';
import { providerText } from './provider-text.ts';
import {
  CENTRED_BOLD,
  type CellValue,
  type Column,
  HEADER,
  NOTE,
  printableSheet,
  putInWords,
  putSignatures,
  TITLE,
  tableHeader,
  tableRow,
} from './sheet-layout.ts';

/** The columns of the paper list (domain notes, Providers). `under` is the header that two of them share. */
const COLUMNS: readonly (Column & { under?: string })[] = [
  { title: 'STT', width: 5, holds: 'number' },
  { title: 'Họ tên', width: 25, holds: 'text' },
  { title: 'Năm sinh', width: 8, holds: 'number' },
  { title: 'Số quyết định hưởng', width: 14, holds: 'text' },
  { title: 'Số sổ lĩnh tiền', width: 13, holds: 'text' },
  { title: 'Tiền trợ cấp tháng này', width: 14, holds: 'money' },
  { title: 'Số tháng', width: 7, holds: 'number', under: 'Chưa trả tháng trước' },
  { title: 'Số tiền', width: 13, holds: 'money', under: 'Chưa trả tháng trước' },
  { title: 'Tổng số tiền', width: 14, holds: 'money' },
  { title: 'Ký', width: 12, holds: 'text', under: 'Người nhận' },
  { title: 'Họ tên', width: 22, holds: 'text', under: 'Người nhận' },
  { title: 'Mã tham chiếu', width: 24, holds: 'text' },
  { title: 'Ghi chú', width: 20, holds: 'text' },
];
const HEADER_ROW = 8;
/** Room for a signature: a little less than a centimetre, in points. */
const LINE_HEIGHT = 27;
/** Each of the two rows of the header: two lines of text. */
const HEADER_HEIGHT = 30;

const SUMMARY = 'Tổng hợp';
const SUMMARY_COLUMNS: readonly Column[] = [
  { title: 'STT', width: 8, holds: 'number' },
  { title: 'Xã, phường, thị trấn', width: 44, holds: 'text' },
  { title: 'Mã đơn vị', width: 14, holds: 'text' },
  { title: 'Số lượt chi', width: 16, holds: 'money' },
  { title: 'Tổng số tiền', width: 26, holds: 'money' },
];

const PREPARED_BY = { title: 'NGƯỜI LẬP BIỂU', how: '(Ký, họ tên)' };
const PAID_BY = { title: 'NGƯỜI CHI TRẢ', how: '(Ký, họ tên)' };
const HEAD_OF_OFFICE = { title: 'THỦ TRƯỞNG ĐƠN VỊ', how: '(Ký, họ tên, đóng dấu)' };

interface UnitLines {
  readonly code: string;
  readonly name: string;
  readonly lines: readonly PreparedLine[];
  readonly sum: Dong;
}

/**
 * The post office's paying list (danh sách chi trả), ready to print and to be signed at the counter. One sheet a
 * commune, because each commune's counter takes its own sheet, and a summary before them. Under "Chưa trả tháng trước"
 * stand what earlier months owe and the list's arrears together, as on paper: "Số tháng" counts the months that are
 * carried over, and the remark says how much of the sum is arrears (truy lĩnh), which the list gives without a count.
 */
export async function writePayingList(prepared: PreparedBatch): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const units = groupByUnit(prepared);
  writeSummary(workbook, prepared, units);
  // The code beside the name: several communes of a province may bear one name.
  const wished = units.map(({ name, code }) => `${name} ${code}`);
  const names = sheetNames(wished, 'Danh sách', [SUMMARY]);
  units.forEach((unit, index) => {
    const wish = wished[index] ?? '';
    writeUnit(workbook, prepared, unit, names.get(wish) ?? wish);
  });
  return workbookBytes(workbook);
}

/** Units in the order in which their first line comes; lines in their own order. */
function groupByUnit({ batch, lines }: PreparedBatch): UnitLines[] {
  return [...Map.groupBy(lines, ({ line }) => line.unit)].map(([code, own]) => ({
    code,
    name: providerText(own[0]?.line.unitName ?? '', batch.provider),
    lines: own,
    sum: sumDong(own.map(({ total }) => total)),
  }));
}

function writeSummary(workbook: ExcelJS.Workbook, prepared: PreparedBatch, units: readonly UnitLines[]): void {
  const width = SUMMARY_COLUMNS.length;
  const sheet = printableSheet(workbook, SUMMARY, SUMMARY_COLUMNS, [HEADER_ROW, HEADER_ROW]);
  writeHeading(sheet, width, prepared, 'TỔNG HỢP DANH SÁCH CHI TRẢ BẰNG TIỀN MẶT', null);
  tableHeader(sheet, HEADER_ROW, SUMMARY_COLUMNS);
  units.forEach(({ code, name, lines, sum }, index) => {
    tableRow(sheet, HEADER_ROW + 1 + index, SUMMARY_COLUMNS, [index + 1, name, code, lines.length, sum]);
  });
  const { count, controlSum } = prepared;
  const totalRow = HEADER_ROW + 1 + units.length;
  tableRow(sheet, totalRow, SUMMARY_COLUMNS, [null, 'Tổng cộng', null, count, controlSum], { total: true });
  putInWords(sheet, totalRow + 1, width, controlSum);
  putSignatures(sheet, totalRow + 3, width, [PREPARED_BY, HEAD_OF_OFFICE]);
}

function writeUnit(workbook: ExcelJS.Workbook, prepared: PreparedBatch, unit: UnitLines, name: string): void {
  const sheet = printableSheet(workbook, name, COLUMNS, [HEADER_ROW, HEADER_ROW + 1]);
  writeHeading(sheet, COLUMNS.length, prepared, 'DANH SÁCH CHI TRẢ BẰNG TIỀN MẶT', unit.name);
  writeTableHeader(sheet);
  const firstRow = HEADER_ROW + 2;
  unit.lines.forEach((one, index) => {
    tableRow(sheet, firstRow + index, COLUMNS, listRow(one, index + 1), { minimumHeight: LINE_HEIGHT });
  });
  const totalRow = firstRow + unit.lines.length;
  const thisMonth = sumDong(unit.lines.map(({ line }) => line.amount));
  const before = sumDong(unit.lines.map(({ line }) => beforeOf(line)));
  tableRow(
    sheet,
    totalRow,
    COLUMNS,
    [null, `Tổng cộng: ${unit.lines.length} lượt chi`, null, null, null, thisMonth, null, before, unit.sum],
    { total: true },
  );
  putInWords(sheet, totalRow + 1, COLUMNS.length, unit.sum);
  putSignatures(sheet, totalRow + 3, COLUMNS.length, [PREPARED_BY, PAID_BY, HEAD_OF_OFFICE]);
}

/** A line as printed. Who comes instead is printed for the clerk to compare; otherwise the receiver writes the name. */
function listRow({ line, beneficiary, payee, total }: PreparedLine, number: number): CellValue[] {
  return [
    number,
    beneficiary,
    line.birthYear,
    line.decisionNumber,
    line.bookNumber,
    line.amount,
    line.carried.length || null,
    beforeOf(line) || null,
    total,
    null,
    payee,
    line.reference,
    remarkOn(line),
  ];
}

/** What is paid beside this month's benefit: carried over, and the list's arrears. */
function beforeOf({ carried, arrears }: InstructionLine): Dong {
  return sumDong([...carried.map(({ amount }) => amount), arrears]);
}

/** Where the money goes, and which part of what is paid besides is arrears. */
function remarkOn({ atHome, arrears, carried }: InstructionLine): string | null {
  const remarks = atHome ? ['Chi tại nhà'] : [];
  if (arrears > 0)
    remarks.push(`${carried.length > 0 ? 'Trong đó truy lĩnh' : 'Truy lĩnh'} ${formatDong(arrears)} đồng`);
  return remarks.join('. ') || null;
}

function writeHeading(
  sheet: ExcelJS.Worksheet,
  width: number,
  { batch, messageId }: PreparedBatch,
  title: string,
  place: string | null,
): void {
  const leftTo = Math.floor(width / 2);
  const across = { from: 1, to: width };
  const office = providerText(batch.provider.debtor.name, batch.provider);
  putNationalHeading(sheet, office, { leftTo, rightFrom: leftTo + 1, last: width });
  put(sheet, { row: 4, ...across }, title, TITLE);
  const month = monthInWords(batch.period);
  put(sheet, { row: 5, ...across }, place === null ? month : `${place} - ${month}`, CENTRED_BOLD);
  put(sheet, { row: 6, ...across }, `Chi trả từ ngày ${formatDay(batch.payOn)} - Mã tệp: ${messageId}`, NOTE);
}

/** Two rows: columns that share a header stand beneath it, the others span both rows. */
function writeTableHeader(sheet: ExcelJS.Worksheet): void {
  sheet.getRow(HEADER_ROW).height = HEADER_HEIGHT;
  sheet.getRow(HEADER_ROW + 1).height = HEADER_HEIGHT;
  COLUMNS.forEach(({ title, under }, index) => {
    const from = index + 1;
    if (under === undefined) {
      put(sheet, { row: HEADER_ROW, toRow: HEADER_ROW + 1, from }, title, HEADER);
      return;
    }
    put(sheet, { row: HEADER_ROW + 1, from }, title, HEADER);
    if (COLUMNS[index + 1]?.under === under) put(sheet, { row: HEADER_ROW, from, to: from + 1 }, under, HEADER);
  });
}
