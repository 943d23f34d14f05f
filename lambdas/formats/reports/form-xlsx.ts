import type ExcelJS from 'exceljs';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import {
  heightFor,
  linesOf,
  officeName,
  pageSetup,
  put,
  putNationalHeading,
  textStyle,
  WHOLE_NUMBER,
} from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import {
  type FormLayout,
  headerRows,
  labelColumn,
  layoutOf,
  openingLines,
  PLACE_AND_DATE,
  SIGNERS,
  tableRows,
} from './form-layout.ts';

/** Points in an inch: a workbook's margins are inches. */
const INCH = 72;
const TITLE = { bold: true, size: 13 };
const OPENING = {
  title: textStyle({ ...TITLE, align: 'center' }),
  attachment: textStyle({ italic: true, align: 'center' }),
  period: textStyle({ align: 'center' }),
};
const NOTE = textStyle({ italic: true });
const HEADER = textStyle({ bold: true, align: 'center', border: true });
const NUMBERS = textStyle({ italic: true, align: 'center', border: true });
const body = (bold: boolean) => ({
  center: textStyle({ bold, align: 'center', border: true }),
  label: textStyle({ bold, border: true }),
  figure: textStyle({ bold, align: 'right', border: true, numFmt: WHOLE_NUMBER }),
});
const PART = body(true);
const ROW = body(false);
const SIGNER = textStyle({ bold: true, align: 'center' });

/**
 * A filled form as the workbook that an office prints on one A4 page, landscape, and signs. All text is of 12 points
 * or more and the page takes it at 75% or more, so that it is read as 9 points at least (measured with the longest
 * form: every line of Form 2 and an office name cut at its limit). The same form gives the same bytes.
 */
export async function writeFormXlsx(form: OfficialForm): Promise<Uint8Array> {
  const layout = layoutOf(form);
  const workbook = newWorkbook();
  const sheet = workbook.addWorksheet(layout.sheetName);
  const last = layout.widths.length;
  layout.widths.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const office = officeName({ name: form.unitName, level: form.unitLevel });
  putNationalHeading(sheet, office, { ...layout.heading, last });
  const officeWidth = layout.widths.slice(0, layout.heading.leftTo).reduce((sum, width) => sum + width, 0);
  sheet.getRow(1).height = rowHeight(office, officeWidth, { bold: true }, layout);

  const top = putOpening(sheet, form, layout) + 1;
  const firstRow = putHeader(sheet, top, layout);
  // The header stands again on a second page: for who switches the fitting off, or types longer words into it.
  Object.assign(sheet.pageSetup, pageSetup('landscape', `${top}:${firstRow - 1}`), {
    fitToHeight: 1,
    margins: marginsOf(layout),
  });

  const afterTable = putRows(sheet, firstRow, form, layout);
  if (form.footnote !== null) put(sheet, { row: afterTable, from: 1, to: last }, form.footnote, NOTE);
  putSignatures(sheet, afterTable + (form.footnote === null ? 1 : 2), layout);
  return workbookBytes(workbook);
}

function marginsOf({ margins: { side, top } }: FormLayout): ExcelJS.Margins {
  const [beside, over] = [side / INCH, top / INCH];
  return { left: beside, right: beside, top: over, bottom: over, header: 0.2, footer: 0.2 };
}

/** How high a row is for a text: as papers have it, or as close as lines may stand and still show all of their marks. */
function rowHeight(
  text: string,
  width: number,
  look: { size?: number; bold?: boolean },
  { dense }: FormLayout,
): number {
  return dense ? linesOf(text, width, look) * 14 + 1 : Math.max(20, heightFor(text, width, look));
}

/** Puts title, period and attachment. Returns the row after them. */
function putOpening(sheet: ExcelJS.Worksheet, form: OfficialForm, layout: FormLayout): number {
  const { widths } = layout;
  const width = widths.reduce((sum, one) => sum + one, 0);
  let at = 4;
  sheet.getRow(3).height = GAP;
  for (const { text, kind } of openingLines(form)) {
    put(sheet, { row: at, from: 1, to: widths.length }, text, OPENING[kind]);
    sheet.getRow(at++).height = rowHeight(text, width, kind === 'title' ? TITLE : {}, layout);
  }
  sheet.getRow(at).height = GAP;
  return at;
}

/** Puts the header's rows, each as high as its words need. Returns the row after them. */
function putHeader(sheet: ExcelJS.Worksheet, top: number, layout: FormLayout): number {
  const { texts, widths } = layout;
  const rows = headerRows(texts);
  rows.forEach((cells, index) => {
    const row = top + index;
    let height = 0;
    for (const { column, columns, rows: deep, text } of cells) {
      const at = { row, from: column + 1, to: column + columns, toRow: row + deep - 1 };
      put(sheet, at, text, index === 2 ? NUMBERS : HEADER);
      const width = widths.slice(column, column + columns).reduce((sum, one) => sum + one, 0);
      if (deep === 1) height = Math.max(height, rowHeight(text, width, { bold: true }, layout));
    }
    sheet.getRow(row).height = height;
  });
  return top + rows.length;
}

/** Puts the rows of the table. Returns the row after them. */
function putRows(sheet: ExcelJS.Worksheet, firstRow: number, form: OfficialForm, layout: FormLayout): number {
  const { texts, widths } = layout;
  const label = labelColumn(texts);
  let at = firstRow;
  for (const { isPart, values } of tableRows(form)) {
    const style = isPart ? PART : ROW;
    values.forEach((value, column) => {
      const look = column >= texts.wordColumns.length ? style.figure : column === label ? style.label : style.center;
      put(sheet, { row: at, from: column + 1 }, value, look);
    });
    // Counted a little narrower than it is: a line too many is better than one that is cut off.
    const words = String(values[label] ?? '');
    sheet.getRow(at++).height = rowHeight(words, (widths[label] ?? 0) * 0.96, { bold: isPart }, layout);
  }
  return at;
}

/** Between the parts of the paper, in points. */
const GAP = 6;
/** Room to sign in, in points of the sheet. */
const ROOM_TO_SIGN = 44;

function putSignatures(sheet: ExcelJS.Worksheet, at: number, { heading, widths }: FormLayout): void {
  const left = { from: 1, to: heading.leftTo };
  const right = { from: heading.rightFrom, to: widths.length };
  put(sheet, { row: at, ...right }, PLACE_AND_DATE, OPENING.attachment);
  put(sheet, { row: at + 1, ...left }, SIGNERS.left.title, SIGNER);
  put(sheet, { row: at + 1, ...right }, SIGNERS.right.title, SIGNER);
  put(sheet, { row: at + 2, ...left }, SIGNERS.left.how, OPENING.attachment);
  put(sheet, { row: at + 2, ...right }, SIGNERS.right.how, OPENING.attachment);
  sheet.getRow(at - 1).height = GAP;
  // With a blank in it the room to sign in belongs to the page.
  put(sheet, { row: at + 3, from: 1, to: widths.length }, ' ', OPENING.period);
  sheet.getRow(at + 3).height = ROOM_TO_SIGN;
}
