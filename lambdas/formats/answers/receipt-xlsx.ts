import type ExcelJS from 'exceljs';
import type { Receipt } from '../../domain/answers/receipt.ts';
import type { ColumnReading } from '../../domain/lists/list-facts.ts';
import type { RowChange, RowOutcome } from '../../domain/lists/list-row.ts';
import { cellText, heightFor, pageSetup, put, TEXT, textStyle } from '../papers/office-sheet.ts';
import { type PlainCell, writePlainRow } from '../papers/plain-row.ts';
import { sheetNames } from '../papers/sheet-name.ts';
import { streamedWorkbook } from '../papers/workbook.ts';
import { joinedMessages, mendings, type ReceiptLine, type ToDo, toDosOf, warnings } from './receipt-mending.ts';
import { MOVES_SHEET, putMoves } from './receipt-moves.ts';
import { putReceiptSummary, SUMMARY_SHEET } from './receipt-summary.ts';

export interface ReceiptWorkbook {
  readonly receipt: Receipt;
  /** In the order of the list. */
  readonly rows: Iterable<ReceiptLine>;
  readonly columns: readonly ColumnReading[];
}

/** What the column "Kết quả" says, and the colour of the row: never the colour alone. */
const OUTCOMES: Readonly<Record<RowOutcome, { readonly word: string; readonly fill: string }>> = {
  accepted: { word: 'Chấp nhận', fill: 'FFFFFFFF' },
  held: { word: 'Tạm giữ', fill: 'FFFFF2CC' },
  rejected: { word: 'Từ chối', fill: 'FFE7E6E6' },
};
const CHANGES: Readonly<Record<RowChange, string>> = { increase: 'Tăng', decrease: 'Giảm', adjust: 'Điều chỉnh' };
const ERROR_FILL = 'FFF8CBAD';
const WARNING_FILL = 'FFFFE699';

const TODO_SHEET = 'Cần xử lý';
const TODO_COLUMNS = [
  { title: 'Trang tính', width: 16 },
  { title: 'Dòng', width: 8 },
  { title: 'Họ và tên', width: 26 },
  { title: 'Kết quả', width: 12 },
  { title: 'Cột cần sửa', width: 20 },
  { title: 'Đang ghi', width: 22 },
  { title: 'Cần làm gì', width: 60 },
  { title: 'Đã sửa', width: 10 },
] as const;
const TODO_WIDTHS = TODO_COLUMNS.map(({ width }) => width);

const HEADER = textStyle({ size: 11, bold: true, align: 'center', border: true, fill: 'FFD9E2F3' });
const cell = (fill: string) => textStyle({ size: 11, border: true, fill, numFmt: TEXT });
const STYLES = {
  accepted: cell(OUTCOMES.accepted.fill),
  held: cell(OUTCOMES.held.fill),
  rejected: cell(OUTCOMES.rejected.fill),
  error: cell(ERROR_FILL),
  warning: cell(WARNING_FILL),
};
const LAST_HEADERS = ['Dòng trong tệp đã gửi', 'Kết quả', 'Cần làm gì'] as const;
const LAST_WIDTHS = [11, 12, 70] as const;
const LINE_HEIGHT = 20;
const PAGE: Partial<ExcelJS.AddWorksheetOptions> = {
  views: [{ state: 'frozen', ySplit: 1 }],
  pageSetup: pageSetup('landscape', '1:1'),
};

/**
 * The receipt as a workbook: a summary; what is to be mended, row by row; the officer's own rows, sheet by sheet, each
 * with its outcome and what to do, the very cells marked; who joined, left or changed. Of a refused list there is only
 * the summary. The same input gives the same bytes.
 */
export async function writeReceiptWorkbook({ receipt, rows, columns }: ReceiptWorkbook): Promise<Uint8Array> {
  const lines = [...rows];
  return streamedWorkbook(async (workbook) => {
    putReceiptSummary(workbook, receipt, columns, { mendings: mendings(lines), warnings: warnings(lines) });
    if (receipt.outcome === 'refused') return;
    const toDos = toDosOf(lines, columns);
    if (toDos.length > 0) await putToDos(workbook, toDos);
    const bySheet = Map.groupBy(lines, ({ sheet }) => sheet);
    const names = sheetNames([...bySheet.keys()], 'Danh sách', [SUMMARY_SHEET, TODO_SHEET, MOVES_SHEET]);
    for (const [sheet, own] of bySheet) {
      const read = columns.filter((column) => column.sheet === sheet);
      await putList(workbook, names.get(sheet) ?? 'Danh sách', read, own, receipt.kind === 'changes');
    }
    const { monthOnMonth } = receipt;
    if (monthOnMonth !== null && monthOnMonth.moves.length > 0) {
      await putMoves(workbook, MOVES_SHEET, monthOnMonth, receipt.period);
    }
  });
}

/** An officer with a deadline works from this sheet: a line for each thing to mend, with room to tick it off. */
async function putToDos(workbook: ExcelJS.Workbook, toDos: readonly ToDo[]): Promise<void> {
  const sheet = workbook.addWorksheet(TODO_SHEET, PAGE);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: toDos.length + 1, column: TODO_COLUMNS.length } };
  TODO_COLUMNS.forEach(({ title, width }, index) => {
    sheet.getColumn(index + 1).width = width;
    put(sheet, { row: 1, from: index + 1 }, title, HEADER);
  });
  sheet.getRow(1).height = LINE_HEIGHT;
  for (const [index, { line, fullName, header, written, message }] of toDos.entries()) {
    const { sheet: from, row, outcome } = line;
    const values = [from ?? '', String(row), fullName, OUTCOMES[outcome].word, header, written, message, ''];
    const cells = values.map((value) => ({ value: cellText(value) || null, style: STYLES[outcome] }));
    await writePlainRow(sheet, index + 2, cells, heightOf(values, TODO_WIDTHS));
  }
  sheet.commit();
}

async function putList(
  workbook: ExcelJS.Workbook,
  name: string,
  columns: readonly ColumnReading[],
  lines: readonly ReceiptLine[],
  ofChanges: boolean,
): Promise<void> {
  const sheet = workbook.addWorksheet(name, PAGE);
  // A list may have cells beyond its headers: they are the officer's too.
  const own = lines.reduce((most, { cells }) => Math.max(most, cells.length), columns.length);
  const headers = [
    ...Array.from({ length: own }, (_, index) => columns[index]?.header ?? ''),
    ...(ofChanges ? ['Hiểu là'] : []),
    ...LAST_HEADERS,
  ];
  const widths = [...ownWidths(own, columns, lines), ...(ofChanges ? [12] : []), ...LAST_WIDTHS];
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: lines.length + 1, column: headers.length } };
  headers.forEach((header, index) => {
    sheet.getColumn(index + 1).width = widths[index] ?? 12;
    put(sheet, { row: 1, from: index + 1 }, header, HEADER);
  });
  sheet.getRow(1).height = Math.max(
    ...headers.map((header, index) => heightFor(header, widths[index] ?? 12, { size: 11, bold: true })),
  );
  for (const [index, line] of lines.entries()) {
    const last = [
      ...(ofChanges ? [line.change === undefined ? 'chưa rõ' : CHANGES[line.change]] : []),
      String(line.row),
      OUTCOMES[line.outcome].word,
      joinedMessages(line.notes),
    ];
    const height = heightOf([...line.cells, ...Array(own - line.cells.length).fill(''), ...last], widths);
    await writePlainRow(sheet, index + 2, cellsOf(line, own, columns, last), height);
  }
  sheet.commit();
}

function cellsOf(
  line: ReceiptLine,
  own: number,
  columns: readonly ColumnReading[],
  last: readonly string[],
): PlainCell[] {
  const style = STYLES[line.outcome];
  const cells: PlainCell[] = [];
  for (let index = 0; index < own; index++) {
    const value = cellText(line.cells[index] ?? '') || null;
    const field = columns[index]?.field;
    const notes = field == null ? [] : line.notes.filter((note) => note.field === field);
    if (notes.length === 0) cells.push({ value, style });
    else {
      const isWrong = notes.some(({ severity }) => severity === 'error');
      cells.push({ value, style: isWrong ? STYLES.error : STYLES.warning, note: joinedMessages(notes) });
    }
  }
  for (const text of last) cells.push({ value: cellText(text) || null, style });
  return cells;
}

function heightOf(texts: readonly string[], widths: readonly number[]): number {
  return texts.reduce(
    (most, text, index) => Math.max(most, text === '' ? 0 : heightFor(text, widths[index] ?? 12, { size: 11 })),
    LINE_HEIGHT,
  );
}

/** Wide enough for most cells, narrow enough that the result stays in sight. */
function ownWidths(own: number, columns: readonly ColumnReading[], lines: readonly ReceiptLine[]): number[] {
  return Array.from({ length: own }, (_, index) => {
    const header = Math.min(12, columns[index]?.header.length ?? 0);
    const longest = lines.reduce((most, { cells }) => Math.max(most, cells[index]?.length ?? 0), header);
    return Math.min(32, Math.max(6, longest + 2));
  });
}
