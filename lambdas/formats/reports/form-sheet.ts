import type ExcelJS from 'exceljs';
import type { FormColumn, FormTexts } from '../../domain/reports/form-texts.ts';
import type { FormRow, OfficialForm } from '../../domain/reports/official-forms.ts';
import {
  heightFor,
  monthInWords,
  officeName,
  pageSetup,
  put,
  putNationalHeading,
  textStyle,
  WHOLE_NUMBER,
} from '../office-sheet.ts';
import { newWorkbook, workbookBytes } from '../workbook.ts';

/** What differs between the printed forms besides their words. */
export interface FormLayout {
  readonly sheetName: string;
  readonly texts: FormTexts;
  /** Widths of all columns in characters, the columns of words first. */
  readonly widths: readonly number[];
  /** The title in points; papers have 13 or 14, a title of several lines less. */
  readonly titleSize: number;
  /** The heading takes the columns up to the first of these, and from the second on. */
  readonly heading: { readonly leftTo: number; readonly rightFrom: number };
  /** Where the attachment's line stands: Form 1 has it below the period, Form 2 above. */
  readonly attachmentFirst: boolean;
}

const LINE = textStyle({ align: 'center' });
const ITALIC_LINE = textStyle({ italic: true, align: 'center' });
const NOTE = textStyle({ italic: true, size: 11 });
const HEADER = textStyle({ bold: true, align: 'center', border: true });
const NUMBERS = textStyle({ italic: true, size: 10, align: 'center', border: true });
const body = (bold: boolean) => ({
  center: textStyle({ bold, align: 'center', border: true }),
  label: textStyle({ bold, border: true }),
  figure: textStyle({ bold, align: 'right', border: true, numFmt: WHOLE_NUMBER }),
});
const PART = body(true);
const ROW = body(false);

/** Renders a filled form as the workbook that an office prints and signs. The same form gives the same bytes. */
export async function writeForm(form: OfficialForm, layout: FormLayout): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const sheet = workbook.addWorksheet(layout.sheetName);
  const columns = [...layout.texts.wordColumns, ...layout.texts.figureColumns];
  const last = columns.length;
  layout.widths.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  putNationalHeading(sheet, officeName({ name: form.unitName, level: form.unitLevel }), { ...layout.heading, last });

  const headerRow = putTitle(sheet, form, layout, last) + 1;
  const firstRow = putHeader(sheet, headerRow, columns, layout.widths);
  Object.assign(sheet.pageSetup, pageSetup('landscape', `${headerRow}:${firstRow - 1}`));
  sheet.headerFooter.oddFooter = '&R&"Times New Roman,Regular"&10Trang &P/&N';

  let at = firstRow;
  for (const row of form.rows.filter(isPrinted)) putRow(sheet, at++, row, layout);
  if (form.footnote !== null) put(sheet, { row: at++, from: 1, to: last }, form.footnote, NOTE);
  putSignatures(sheet, at + 1, layout.heading, last);
  return workbookBytes(workbook);
}

/** The line that the plan's form does not have is printed only where it says something. */
function isPrinted(row: FormRow): boolean {
  return row.row !== 'I.unclassified' || Object.values(row.cells).some((figure) => figure > 0);
}

/** Puts title, period and attachment. Returns the row after them. */
function putTitle(sheet: ExcelJS.Worksheet, form: OfficialForm, layout: FormLayout, last: number): number {
  const width = layout.widths.reduce((sum, one) => sum + one, 0);
  let at = 4;
  const line = (text: string, style: Partial<ExcelJS.Style>, look: { size?: number; bold?: boolean } = {}) => {
    put(sheet, { row: at, from: 1, to: last }, text, style);
    sheet.getRow(at++).height = heightFor(text, width, look);
  };
  const title = { bold: true, size: layout.titleSize };
  for (const text of layout.texts.title) line(text, textStyle({ ...title, align: 'center' }), title);
  if (layout.attachmentFirst) line(layout.texts.attachment, ITALIC_LINE);
  line(`Kỳ báo cáo: ${monthInWords(form.period)}`, LINE);
  if (!layout.attachmentFirst) line(layout.texts.attachment, ITALIC_LINE);
  return at;
}

/** Puts the header of two rows and, where the form has them, the column numbers. Returns the row after them. */
function putHeader(
  sheet: ExcelJS.Worksheet,
  top: number,
  columns: readonly FormColumn[],
  widths: readonly number[],
): number {
  const height = { top: 0, below: 0 };
  columns.forEach((column, index) => {
    const from = index + 1;
    const width = widths[index] ?? 10;
    if (column.over === undefined) {
      put(sheet, { row: top, from, toRow: top + 1 }, column.title, HEADER);
      return;
    }
    put(sheet, { row: top + 1, from }, column.title, HEADER);
    height.below = Math.max(height.below, heightFor(column.title, width, { bold: true }));
    if (columns[index - 1]?.over === column.over) return;
    let to = from;
    while (columns[to]?.over === column.over) to++;
    put(sheet, { row: top, from, to }, column.over, HEADER);
    const over = widths.slice(index, to).reduce((sum, one) => sum + one, 0);
    height.top = Math.max(height.top, heightFor(column.over, over, { bold: true }));
  });
  sheet.getRow(top).height = height.top;
  sheet.getRow(top + 1).height = height.below;
  if (columns.every(({ number }) => number === undefined)) return top + 2;
  columns.forEach(({ number }, index) => {
    put(sheet, { row: top + 2, from: index + 1 }, number ?? null, NUMBERS);
  });
  return top + 3;
}

function putRow(sheet: ExcelJS.Worksheet, at: number, row: FormRow, layout: FormLayout): void {
  const style = row.row === row.number ? PART : ROW;
  const words: Readonly<Record<string, string>> = { number: row.number, label: row.label, measure: row.measure };
  const { wordColumns, figureColumns } = layout.texts;
  wordColumns.forEach(({ key }, index) => {
    put(sheet, { row: at, from: index + 1 }, words[key] || null, key === 'label' ? style.label : style.center);
  });
  figureColumns.forEach(({ key }, index) => {
    put(sheet, { row: at, from: wordColumns.length + index + 1 }, row.cells[key] ?? null, style.figure);
  });
  const labelWidth = layout.widths[wordColumns.findIndex(({ key }) => key === 'label')] ?? 40;
  sheet.getRow(at).height = Math.max(21, heightFor(row.label, labelWidth, { bold: style === PART }));
}

/** Who made the table and who answers for it; place and date are written by hand on signing. */
function putSignatures(sheet: ExcelJS.Worksheet, at: number, heading: FormLayout['heading'], last: number): void {
  const bold = textStyle({ bold: true, align: 'center' });
  const left = { from: 1, to: heading.leftTo };
  const right = { from: heading.rightFrom, to: last };
  put(sheet, { row: at, ...right }, '……………, ngày …… tháng …… năm ………', ITALIC_LINE);
  put(sheet, { row: at + 1, ...left }, 'NGƯỜI LẬP BIỂU', bold);
  put(sheet, { row: at + 1, ...right }, 'THỦ TRƯỞNG ĐƠN VỊ', bold);
  put(sheet, { row: at + 2, ...left }, '(Ký, ghi rõ họ tên)', ITALIC_LINE);
  put(sheet, { row: at + 2, ...right }, '(Ký, đóng dấu, ghi rõ họ tên)', ITALIC_LINE);
}
