import type ExcelJS from 'exceljs';
import { heightFor, put, TEXT, textStyle, WHOLE_NUMBER } from '../papers/office-sheet.ts';

/** The six columns of the receipt's first page, in characters: two halves of a narrow column and two wide ones. */
const WIDTHS = [9, 25, 24, 9, 25, 24];
const LAST = WIDTHS.length;
const SIZE = 11;

/**
 * In points. A4 is 740 high within its margins; our columns fill its width at four fifths of their size, so 925 of ours
 * stand on it, and a quarter more when all is shrunk to letters of 7 points, which is as small as one may print.
 */
const MOST_ON_ONE_PAGE = 1_150;

const SECTION = textStyle({ bold: true, size: 12 });
const WORD = textStyle({ size: SIZE });
const STRONG = textStyle({ bold: true, size: SIZE });
const HEADER = textStyle({ bold: true, size: SIZE, align: 'center', border: true, fill: 'FFD9E2F3' });
const CELL = textStyle({ size: SIZE, border: true, numFmt: TEXT });
const FIGURE = textStyle({ size: SIZE, align: 'right', border: true, numFmt: WHOLE_NUMBER });

/** A cell of a table that reaches over some of the page's columns, from the one after the cell before it. */
interface TableCell {
  readonly value: string | number;
  readonly over: number;
}

/** Writes down the first page of a receipt, row after row. */
export class ReceiptPage {
  readonly #sheet: ExcelJS.Worksheet;
  #row = 1;
  #height = 0;

  constructor(sheet: ExcelJS.Worksheet) {
    this.#sheet = sheet;
    WIDTHS.forEach((width, index) => {
      sheet.getColumn(index + 1).width = width;
    });
  }

  /** A narrow gap: the page is to stay one page. */
  skip(): void {
    this.#end(7);
  }

  /** A text over the whole width; `size` is that of the style, for the height. */
  line(text: string, style: Partial<ExcelJS.Style> = WORD, size = SIZE): void {
    put(this.#sheet, { row: this.#row, from: 1, to: LAST }, text, style);
    this.#end(heightFor(text, widthOf(0, LAST), { size }));
  }

  section(text: string): void {
    this.skip();
    this.line(text, SECTION, 12);
  }

  pair(name: string, value: string): void {
    put(this.#sheet, { row: this.#row, from: 1, to: 2 }, name, STRONG);
    put(this.#sheet, { row: this.#row, from: 3, to: LAST }, value, WORD);
    this.#end(heightFor(value, widthOf(2, LAST), { size: SIZE }));
  }

  /** A table whose columns reach over `spans` of the page's columns each; a header that is empty is left out. */
  table(spans: readonly number[], header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    const cells = (row: readonly (string | number)[]) =>
      spans.map((over, index) => ({ value: row[index] ?? '', over }));
    if (header.length > 0) this.#cells(cells(header), () => HEADER);
    for (const row of rows) this.#cells(cells(row), (value) => (typeof value === 'number' ? FIGURE : CELL));
  }

  /** Ends the page: on one sheet of paper where that leaves it readable, else on as many as it needs. */
  close(): void {
    if (this.#height <= MOST_ON_ONE_PAGE) this.#sheet.pageSetup.fitToHeight = 1;
    this.#sheet.commit();
  }

  #end(height: number): void {
    this.#height += height;
    this.#sheet.getRow(this.#row++).height = height;
  }

  #cells(cells: readonly TableCell[], style: (value: string | number) => Partial<ExcelJS.Style>): void {
    let from = 0;
    let height = 0;
    for (const { value, over } of cells) {
      const at = { row: this.#row, from: from + 1, to: from + over };
      put(this.#sheet, at, value === '' ? null : value, style(value));
      height = Math.max(height, heightFor(String(value), widthOf(from, from + over), { size: SIZE }));
      from += over;
    }
    this.#end(height);
  }
}

function widthOf(from: number, to: number): number {
  return WIDTHS.slice(from, to).reduce((sum, width) => sum + width, 0);
}
