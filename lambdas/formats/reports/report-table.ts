import type ExcelJS from 'exceljs';
import { heightFor, put, TEXT, textStyle, WHOLE_NUMBER } from '../papers/office-sheet.ts';

/*
 * A table of a report as workbook and PDF print it: the words and figures stand here once, each shape only draws them.
 */

/** What a column holds, which decides how its cells look. `change` is a difference of counts, with its sign. */
export interface TableColumn {
  readonly title: string;
  /** In characters of the workbook; a PDF keeps the proportions. */
  readonly width: number;
  readonly holds: 'order' | 'text' | 'word' | 'count' | 'share';
}

/**
 * A row of a table. `band`: one text over all columns; `group`: a heading of lines; `change`: differences, printed with
 * their sign, a share's in points of a percent; `alert`: a line that somebody must look at.
 */
export interface TableRow {
  readonly look: 'band' | 'group' | 'total' | 'change' | 'line' | 'alert';
  readonly values: readonly (string | number | null)[];
}

export interface ReportTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** The longest name that is printed; whole names stand in the JSON. */
const NAME_MAX = 90;

/** A name from data, for print: one of ten thousand letters would take the page from everybody else. */
export function printedName(name: string, max = NAME_MAX): string {
  const letters = [...name.normalize('NFC').replace(/\s+/gu, ' ').trim()];
  return letters.length <= max ? letters.join('') : `${letters.slice(0, max - 1).join('')}…`;
}

const SIZE = 12;
const SHARE = '[$-42A]0.00%_)';
const SIGNED = '[$-42A]+#,##0_);-#,##0_);0_)';
/** Shares differ by points of a percent (điểm phần trăm), not by percents. */
const POINTS = '[$-42A]+0.00" điểm %";-0.00" điểm %";0" điểm %"';
const LOOKS = {
  band: { bold: true, fill: 'FFE7EEF7' },
  group: { bold: true, fill: 'FFF5F5F5' },
  total: { bold: true },
  change: { italic: true },
  line: {},
  alert: { bold: true, color: 'FFC00000' },
} as const;
const HEADER = textStyle({ size: SIZE, bold: true, align: 'center', border: true, fill: 'FFD9E2F0' });

/** Styles are made once: exceljs writes an object that cells share only once. */
const STYLES = new Map<string, Partial<ExcelJS.Style>>();

function styleOf(look: TableRow['look'], holds: TableColumn['holds']): Partial<ExcelJS.Style> {
  const key = `${look} ${holds}`;
  const known = STYLES.get(key);
  if (known !== undefined) return known;
  const style = textStyle({ size: SIZE, border: true, ...LOOKS[look], ...cellLook(look, holds) });
  // A text that touches the line before it is hard to read.
  if (holds === 'text') style.alignment = { ...style.alignment, indent: 1 };
  STYLES.set(key, style);
  return style;
}

function cellLook(look: TableRow['look'], holds: TableColumn['holds']) {
  switch (holds) {
    case 'order':
    case 'word':
      return { align: 'center', numFmt: TEXT } as const;
    case 'text':
      return { numFmt: TEXT } as const;
    case 'count':
      return { align: 'right', numFmt: look === 'change' ? SIGNED : WHOLE_NUMBER } as const;
    case 'share':
      return { align: 'right', numFmt: look === 'change' ? POINTS : SHARE } as const;
  }
}

/** Puts the header of a table and its rows from a row on. Returns the row after them. */
export function putTable(sheet: ExcelJS.Worksheet, at: number, { columns, rows }: ReportTable): number {
  columns.forEach(({ title }, index) => {
    put(sheet, { row: at, from: index + 1 }, title, HEADER);
  });
  sheet.getRow(at).height = Math.max(
    ...columns.map(({ title, width }) => heightFor(title, width, { size: SIZE, bold: true })),
  );
  let row = at + 1;
  for (const one of rows) putRow(sheet, row++, columns, one);
  return row;
}

function putRow(
  sheet: ExcelJS.Worksheet,
  row: number,
  columns: readonly TableColumn[],
  { look, values }: TableRow,
): void {
  if (look === 'band') {
    const text = String(values[0] ?? '');
    put(sheet, { row, from: 1, to: columns.length }, text, styleOf(look, 'text'));
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    sheet.getRow(row).height = Math.max(22, heightFor(text, width, { size: SIZE, bold: true }));
    return;
  }
  let height = 18;
  columns.forEach(({ holds, width }, index) => {
    const value = values[index] ?? null;
    put(sheet, { row, from: index + 1 }, shownIn(look, holds, value), styleOf(look, holds));
    if (typeof value === 'string')
      height = Math.max(
        height,
        heightFor(value, holds === 'text' ? width - 2 : width, { size: SIZE, bold: look !== 'line' }),
      );
  });
  sheet.getRow(row).height = height;
}

/** Points are written as a number of points: a cell of percents would say that the share grew by so many percent. */
function shownIn(look: TableRow['look'], holds: TableColumn['holds'], value: string | number | null) {
  return look === 'change' && holds === 'share' && typeof value === 'number' ? Math.round(value * 10_000) / 100 : value;
}
