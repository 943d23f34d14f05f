import type { ListCell } from '../../domain/lists/list-cell.ts';

/** A cell that holds something. Empty cells are left out. */
export interface Cell extends ListCell {
  /** From 0. */
  readonly column: number;
  /** The font's name where the file says one: text under `.VnTime` or `VNI-Times` is in an old encoding. */
  readonly font: string | null;
}

export interface SheetRow {
  /** The number that Excel shows; in CSV the line on which the record starts. */
  readonly row: number;
  readonly hidden: boolean;
  /** In order of their columns. */
  readonly cells: readonly Cell[];
}

/** A merged range, corners included. Rows as Excel numbers them, columns from 0. Only its first cell holds a value. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One sheet of a workbook, or the whole of a CSV file. */
export interface Sheet {
  /** Null in CSV. */
  readonly name: string | null;
  readonly hidden: boolean;
  readonly merges: readonly MergedRange[];
  /** In file order, in batches, so that memory stays flat. To be walked once. */
  readonly rows: AsyncIterable<readonly SheetRow[]>;
}

/** 0 → "A", 26 → "AA": a column as Excel shows it. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

/** Whether a text shows nothing. Nearly every one begins with something that can be seen, so that is looked at first. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x80) && text.trim() === '';
}
