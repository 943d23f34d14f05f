import type ExcelJS from 'exceljs';
import {
  CENTRED,
  CENTRED_BOLD,
  type CellValue,
  type Column,
  HEADER,
  NOTE,
  TITLE,
  tableHeader,
  tableRow,
} from '../instructions/sheet-layout.ts';
import { heightFor, pageSetup, put, putNationalHeading, textStyle } from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import {
  ADDRESSEE,
  FILE_COLUMNS,
  FILES_TITLE,
  NUMBER,
  PLACE_AND_DATE,
  PROGRAMME_COLUMNS,
  PROGRAMMES_TITLE,
  SIGNERS,
  type TransferRequestPaper,
} from './transfer-request.ts';

const WIDTHS = [6, 32, 10, 19, 19, 19] as const;
const HOLDS = ['number', 'text', 'money', 'money', 'money', 'money'] as const;
const WIDTH = WIDTHS.length;
/** The hash stands over the last two columns, on two lines. */
const HASH_FROM = FILE_COLUMNS.length;
const HASH_WIDTH = 2 * 19;
const HEADER_HEIGHT = 32;

const LINE = textStyle({});
const BOLD = textStyle({ bold: true });
const HASH = textStyle({ size: 9, border: true, align: 'center', numFmt: '@' });

/** The request as a sheet to be printed on A4, numbered, dated and signed. */
export async function writeTransferRequestSheet(paper: TransferRequestPaper): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const { printTitlesRow: _, ...setup } = pageSetup('portrait', '');
  const sheet = workbook.addWorksheet('Đề nghị', {
    pageSetup: setup,
    headerFooter: { oddFooter: '&CTrang &P/&N' },
  });
  WIDTHS.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const tables = putOpening(sheet, paper);
  const files = putProgrammes(sheet, tables, paper);
  const end = putFiles(sheet, files, paper);
  SIGNERS.forEach(({ title, how }, index) => {
    const from = index * 2 + 1;
    const to = from + 1;
    put(sheet, { row: end + 1, from, to }, title, CENTRED_BOLD);
    put(sheet, { row: end + 2, from, to }, how, NOTE);
  });
  return workbookBytes(workbook);
}

/** @returns the row after it, as all parts below do. */
function putOpening(sheet: ExcelJS.Worksheet, paper: TransferRequestPaper): number {
  putNationalHeading(sheet, paper.office, { leftTo: 2, rightFrom: 3, last: WIDTH });
  sheet.getRow(1).height = heightFor(paper.office, WIDTHS[0] + WIDTHS[1], { bold: true });
  put(sheet, { row: 3, from: 1, to: 2 }, NUMBER, CENTRED);
  put(sheet, { row: 3, from: 3, to: WIDTH }, PLACE_AND_DATE, NOTE);
  const across = { from: 1, to: WIDTH };
  put(sheet, { row: 5, ...across }, paper.title, TITLE);
  put(sheet, { row: 6, ...across }, paper.subtitle, CENTRED_BOLD);
  put(sheet, { row: 8, ...across }, ADDRESSEE, CENTRED_BOLD);
  let row = 10;
  for (const [text, style] of [
    ...paper.lines.map((line) => [line, LINE] as const),
    [paper.asked, BOLD] as const,
    [paper.inWords, BOLD] as const,
  ]) {
    put(sheet, { row, ...across }, text, style);
    sheet.getRow(row).height = heightFor(
      text,
      WIDTHS.reduce((sum, width) => sum + width, 0),
      { bold: style === BOLD },
    );
    row++;
  }
  return row + 1;
}

function putProgrammes(sheet: ExcelJS.Worksheet, from: number, paper: TransferRequestPaper): number {
  put(sheet, { row: from, from: 1, to: WIDTH }, PROGRAMMES_TITLE, BOLD);
  tableHeader(sheet, from + 1, columnsOf(PROGRAMME_COLUMNS));
  sheet.getRow(from + 1).height = HEADER_HEIGHT;
  return putRows(sheet, from + 2, columnsOf(PROGRAMME_COLUMNS), paper.programmes) + 1;
}

function putFiles(sheet: ExcelJS.Worksheet, from: number, paper: TransferRequestPaper): number {
  put(sheet, { row: from, from: 1, to: WIDTH }, FILES_TITLE, BOLD);
  const columns = columnsOf(FILE_COLUMNS.slice(0, HASH_FROM - 1));
  tableHeader(sheet, from + 1, columns);
  put(sheet, { row: from + 1, from: HASH_FROM, to: WIDTH }, FILE_COLUMNS[HASH_FROM - 1] ?? '', HEADER);
  sheet.getRow(from + 1).height = HEADER_HEIGHT;
  const end = putRows(
    sheet,
    from + 2,
    columns,
    paper.files.map((file) => file.slice(0, HASH_FROM - 1)),
  );
  paper.files.forEach(([, , , , sha256], index) => {
    const row = from + 2 + index;
    put(sheet, { row, from: HASH_FROM, to: WIDTH }, sha256, HASH);
    sheet.getRow(row).height = Math.max(sheet.getRow(row).height, heightFor(sha256, HASH_WIDTH, { size: 9 }));
  });
  return end;
}

/** The rows of a table, the last of them its total. */
function putRows(
  sheet: ExcelJS.Worksheet,
  from: number,
  columns: readonly Column[],
  rows: readonly (readonly CellValue[])[],
): number {
  rows.forEach((values, index) => {
    tableRow(sheet, from + index, columns, values, { total: index === rows.length - 1 });
  });
  return from + rows.length;
}

function columnsOf(titles: readonly string[]): Column[] {
  return titles.map((title, index) => ({ title, width: WIDTHS[index] ?? 0, holds: HOLDS[index] ?? 'text' }));
}
