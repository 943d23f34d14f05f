import type ExcelJS from 'exceljs';
import { columnLetters } from '../tables/sheet.ts';
import { cellText } from './office-sheet.ts';
import { pauseNowAndThen } from './workbook.ts';

/*
 * exceljs makes some ten objects for each cell before it writes it. In sheets of thousands of equal rows that is most of
 * the work (docs/adr/0031-rows-as-text.md), so such rows are written here as text, which exceljs puts between its own.
 */

/** What exceljs's streamed workbook has beside its declared types (exceljs 4.4.0, lib/stream/xlsx). */
declare module 'exceljs' {
  interface Workbook {
    readonly styles?: { addStyleModel(style: Partial<ExcelJS.Style>, type: number): number };
    readonly sharedStrings?: { add(text: string): number };
  }
  interface Worksheet {
    /** Where a streamed sheet's text goes. */
    readonly stream?: { write(text: string): Promise<boolean> };
    /** Whether its end names the file of remarks. */
    hasComments?: boolean;
    readonly _sheetCommentsWriter?: { addComments(comments: readonly Remark[]): void };
  }
}

/** A cell of a plain row: a text as `cellText` gives it, a number, or null leaving it empty. */
export interface PlainCell {
  readonly value: string | number | null;
  /** Share one object between cells: it is written once. */
  readonly style: Partial<ExcelJS.Style>;
  /** A remark that the reader sees on pointing at the cell. */
  readonly note?: string | undefined;
}

/** A value as a cell of a plain row: numbers have a look of their own. */
export function plainCell(
  value: string | number | null,
  { text, figure }: { readonly text: Partial<ExcelJS.Style>; readonly figure: Partial<ExcelJS.Style> },
): PlainCell {
  if (typeof value === 'number') return { value, style: figure };
  return { value: value === null ? null : cellText(value), style: text };
}

/**
 * Writes the next row of a sheet of a `streamedWorkbook`, from its first column on, and lets it go. Rows that `put` has
 * filled before are ended with it; the header must be one of them. The bytes are those that exceljs itself would write.
 *
 * @param at the row's number; above that of every row before.
 * @param height in points.
 */
export async function writePlainRow(
  sheet: ExcelJS.Worksheet,
  at: number,
  cells: readonly PlainCell[],
  height: number,
): Promise<void> {
  const { stream, workbook, _sheetCommentsWriter: remarks } = sheet;
  const { styles, sharedStrings } = workbook;
  if (stream === undefined || styles === undefined || sharedStrings === undefined || remarks === undefined) {
    throw new Error('Plain rows are for streamed workbooks');
  }
  sheet.lastRow?.commit();
  let xml = `<row r="${at}" ht="${height}" customHeight="1" spans="1:${cells.length}" x14ac:dyDescent="0.25">`;
  const own: Remark[] = [];
  for (const [index, { value, style, note }] of cells.entries()) {
    const ref = `${columnLetters(index)}${at}`;
    if (note !== undefined) own.push({ ref, note: { ...REMARK, texts: [{ text: note }] } });
    const place = `<c r="${ref}" s="${styles.addStyleModel(style, typeof value === 'string' ? TEXT : NUMBER)}"`;
    if (value === null) xml += `${place}/>`;
    else if (typeof value === 'number') xml += `${place}><v>${value}</v></c>`;
    else xml += `${place} t="s"><v>${sharedStrings.add(value)}</v></c>`;
  }
  void stream.write(`${xml}</row>`);
  if (own.length > 0) {
    sheet.hasComments = true;
    remarks.addComments(own);
  }
  await pauseNowAndThen(at);
}

/** Kinds of values as exceljs numbers them (its `ValueType`). */
const NUMBER = 2;
const TEXT = 3;

interface Remark {
  readonly ref: string;
  readonly note: typeof REMARK & { readonly texts: readonly [{ readonly text: string }] };
}

/** How a remark stands beside its cell; exceljs adds this to every one (its `Note`). */
const REMARK = {
  margins: { insetmode: 'auto', inset: [0.13, 0.13, 0.25, 0.25] },
  protection: { locked: 'True', lockText: 'True' },
  editAs: 'absolute',
} as const;
