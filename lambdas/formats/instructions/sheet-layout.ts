import type ExcelJS from 'exceljs';
import type { Dong } from '../../domain/money.ts';
import { dongInWords } from '../../domain/money-in-words.ts';
import { harmlessCell } from '../papers/harmless-cell.ts';
import { heightFor, pageSetup, put, TEXT, textStyle, WHOLE_NUMBER } from '../papers/office-sheet.ts';

/** A column of a table, and what it holds, which decides how all its cells look. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly holds: 'text' | 'number' | 'money';
}

export type CellValue = string | number | null;

/** The letters of a table, in points. */
const TABLE_SIZE = 11;

export const CENTRED = textStyle({ align: 'center' });
export const CENTRED_BOLD = textStyle({ align: 'center', bold: true });
export const TITLE = textStyle({ align: 'center', bold: true, size: 14 });
export const NOTE = textStyle({ align: 'center', italic: true });
export const HEADER = textStyle({ align: 'center', bold: true, size: TABLE_SIZE, border: true });

/** A sheet to be printed as it is, A4 landscape, with the table's header, in the rows given, again on every page. */
export function printableSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  columns: readonly Column[],
  headerRows: readonly [first: number, last: number],
): ExcelJS.Worksheet {
  const sheet = workbook.addWorksheet(name, {
    pageSetup: pageSetup('landscape', headerRows.join(':')),
    headerFooter: { oddFooter: '&CTrang &P/&N' },
    views: [{ state: 'frozen', ySplit: headerRows[1] }],
  });
  columns.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  return sheet;
}

/** The header of a table, in one row. */
export function tableHeader(sheet: ExcelJS.Worksheet, row: number, columns: readonly Column[]): void {
  columns.forEach(({ title }, index) => {
    put(sheet, { row, from: index + 1 }, title, HEADER);
  });
}

const STYLES = tableStyles(false);
const TOTAL_STYLES = tableStyles(true);

/**
 * A row of the table: each cell looks as its column says, and no text in it can run as a formula. The height is set,
 * in points, because not every program fits it to a long name when it only prints.
 */
export function tableRow(
  sheet: ExcelJS.Worksheet,
  number: number,
  columns: readonly Column[],
  values: readonly CellValue[],
  look: { total?: boolean; minimumHeight?: number } = {},
): void {
  const styles = look.total === true ? TOTAL_STYLES : STYLES;
  const heights = columns.map(({ width }, index) =>
    heightFor(String(values[index] ?? ''), width, { size: TABLE_SIZE }),
  );
  sheet.getRow(number).height = Math.max(look.minimumHeight ?? 0, ...heights);
  columns.forEach(({ holds }, index) => {
    const value = values[index] ?? null;
    put(
      sheet,
      { row: number, from: index + 1 },
      typeof value === 'string' ? harmlessCell(value) : value,
      styles[holds],
    );
  });
}

/** The sum in words over the width of the table, as vouchers have it beneath the total. */
export function putInWords(sheet: ExcelJS.Worksheet, row: number, width: number, sum: Dong): void {
  put(sheet, { row, from: 1, to: width }, `Bằng chữ: ${dongInWords(sum)}.`, textStyle({ italic: true }));
}

/** Where people sign, side by side, the date above the last of them. */
export function putSignatures(
  sheet: ExcelJS.Worksheet,
  row: number,
  width: number,
  signers: readonly { title: string; how: string }[],
): void {
  signers.forEach(({ title, how }, index) => {
    const from = Math.floor((index * width) / signers.length) + 1;
    const to = Math.floor(((index + 1) * width) / signers.length);
    if (to === width) put(sheet, { row, from, to }, 'Ngày …… tháng …… năm ………', NOTE);
    put(sheet, { row: row + 1, from, to }, title, CENTRED_BOLD);
    put(sheet, { row: row + 2, from, to }, how, NOTE);
  });
}

function tableStyles(bold: boolean): Readonly<Record<Column['holds'], Partial<ExcelJS.Style>>> {
  const look = { size: TABLE_SIZE, border: true, bold };
  return {
    text: textStyle({ ...look, numFmt: TEXT }),
    number: textStyle({ ...look, align: 'center' }),
    money: textStyle({ ...look, align: 'right', numFmt: WHOLE_NUMBER }),
  };
}
