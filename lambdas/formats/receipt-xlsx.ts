import type ExcelJS from 'exceljs';
import type { RowOutcome } from '../domain/list-row.ts';
import type { ColumnReading, Receipt, ReceiptRow } from '../domain/receipt.ts';
import { cellText, heightFor, pageSetup, put, TEXT, textStyle } from './office-sheet.ts';
import { putReceiptSummary, SUMMARY_SHEET } from './receipt-summary.ts';
import { sheetNames } from './sheet-name.ts';
import { newWorkbook, workbookBytes } from './workbook.ts';

/** A row of the receipt together with the officer's own cells, in the order of their sheet's columns. */
export type ReceiptLine = Pick<ReceiptRow, 'sheet' | 'row' | 'outcome' | 'notes'> & {
  readonly cells: readonly string[];
};

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
const ERROR_FILL = 'FFF8CBAD';
const WARNING_FILL = 'FFFFE699';

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

/**
 * The receipt as a workbook: a summary, then the officer's own rows, sheet by sheet, each with its outcome and what
 * to do, the very cells marked. Of a refused list there is only the summary. The same input gives the same bytes.
 */
export async function writeReceiptWorkbook({ receipt, rows, columns }: ReceiptWorkbook): Promise<Uint8Array> {
  const workbook = newWorkbook();
  putReceiptSummary(workbook.addWorksheet(SUMMARY_SHEET), receipt, columns);
  if (receipt.outcome !== 'refused') {
    const bySheet = Map.groupBy(rows, ({ sheet }) => sheet);
    const names = sheetNames([...bySheet.keys()], 'Danh sách', [SUMMARY_SHEET]);
    for (const [sheet, lines] of bySheet) {
      const own = columns.filter((column) => column.sheet === sheet);
      putList(workbook.addWorksheet(names.get(sheet) ?? 'Danh sách'), own, lines);
    }
  }
  return workbookBytes(workbook);
}

function putList(sheet: ExcelJS.Worksheet, columns: readonly ColumnReading[], lines: readonly ReceiptLine[]): void {
  // A list may have cells beyond its headers: they are the officer's too.
  const own = lines.reduce((most, { cells }) => Math.max(most, cells.length), columns.length);
  const headers = [...Array.from({ length: own }, (_, index) => columns[index]?.header ?? ''), ...LAST_HEADERS];
  const widths = [...ownWidths(own, columns, lines), ...LAST_WIDTHS];
  headers.forEach((header, index) => {
    sheet.getColumn(index + 1).width = widths[index] ?? 12;
    put(sheet, { row: 1, from: index + 1 }, header, HEADER);
  });
  sheet.getRow(1).height = Math.max(
    ...headers.map((header, index) => heightFor(header, widths[index] ?? 12, { size: 11, bold: true })),
  );
  lines.forEach((line, index) => {
    const row = sheet.getRow(index + 2);
    putLine(row, line, own, columns);
    row.height = Math.max(
      heightFor(joined(line.notes), LAST_WIDTHS[2], { size: 11 }),
      ...line.cells.map((text, at) => heightFor(text, widths[at] ?? 12, { size: 11 })),
    );
  });
  sheet.views = [{ state: 'frozen', ySplit: 1 }];
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: lines.length + 1, column: headers.length } };
  Object.assign(sheet.pageSetup, pageSetup('landscape', '1:1'));
}

function putLine(row: ExcelJS.Row, line: ReceiptLine, own: number, columns: readonly ColumnReading[]): void {
  const style = STYLES[line.outcome];
  for (let index = 0; index < own; index++) {
    const at = row.getCell(index + 1);
    at.value = cellText(line.cells[index] ?? '') || null;
    at.style = style;
    const field = columns[index]?.field;
    const notes = field == null ? [] : line.notes.filter((note) => note.field === field);
    if (notes.length === 0) continue;
    at.style = notes.some(({ severity }) => severity === 'error') ? STYLES.error : STYLES.warning;
    at.note = { texts: [{ text: joined(notes) }] };
  }
  const last = [String(line.row), OUTCOMES[line.outcome].word, joined(line.notes)];
  last.forEach((text, index) => {
    const at = row.getCell(own + index + 1);
    at.value = cellText(text) || null;
    at.style = style;
  });
}

function joined(notes: ReceiptLine['notes']): string {
  return notes.map(({ message }) => message).join('\n');
}

/** Wide enough for most cells, narrow enough that the result stays in sight. */
function ownWidths(own: number, columns: readonly ColumnReading[], lines: readonly ReceiptLine[]): number[] {
  return Array.from({ length: own }, (_, index) => {
    const header = Math.min(12, columns[index]?.header.length ?? 0);
    const longest = lines.reduce((most, { cells }) => Math.max(most, cells[index]?.length ?? 0), header);
    return Math.min(32, Math.max(6, longest + 2));
  });
}
