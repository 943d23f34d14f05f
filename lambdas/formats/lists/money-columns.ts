import type { ColumnField } from '../../domain/lists/list-column.ts';
import type { ListNote } from '../../domain/lists/list-facts.ts';
import { listNoteOf } from '../../domain/lists/note-catalogue.ts';
import type { MoneyNotPaid } from '../../domain/lists/row-rules.ts';
import { readAmount } from '../../domain/readings/amount-reading.ts';
import { folded } from '../../domain/readings/folded-text.ts';
import { type Cell, columnLetters, type SheetRow } from '../tables/sheet.ts';

/**
 * A column of money that nothing is paid from: an allowance, a deduction, or amounts under a header that nobody knows.
 * Lists may mean it as a part of what is due, so that it is never passed over in silence.
 */
export interface MoneyColumn {
  readonly column: number;
  readonly header: string;
  /** Its header says that it is paid or taken off beside the amount: "Phụ cấp", "Khấu trừ". */
  readonly isBeside: boolean;
  /** Whether the first rows hold money there. */
  readonly holdsMoney: boolean;
}

/** Less than the smallest, or more than the largest, of what a month's list has beside an amount. */
const LEAST_DONG = 1_000;
const MOST_DONG = 100_000_000;
const NOTHING = /^[\s0.,–—-]*$/;

/**
 * The money columns of a table that pay nothing.
 * @param beside columns whose header says so; @param unknown columns of which the header says nothing we know, or that
 * another column was preferred to.
 */
export function moneyColumns(
  columns: { readonly beside: readonly number[]; readonly unknown: readonly number[] },
  headerAt: (column: number) => string,
  fields: ReadonlyMap<number, ColumnField>,
  cells: ReadonlyMap<number, readonly Cell[]>,
): MoneyColumn[] {
  const used = [...fields.keys()].map((column) => textsIn(cells.get(column)));
  const found = [...columns.beside, ...columns.unknown]
    .filter((column) => !fields.has(column))
    .map((column) => ({
      column,
      header: headerAt(column),
      isBeside: columns.beside.includes(column),
      holdsMoney: isMoney(cells.get(column) ?? []),
    }));
  return found
    .filter(({ isBeside, holdsMoney }) => isBeside || holdsMoney)
    .filter(({ column, isBeside }) => isBeside || !used.includes(textsIn(cells.get(column))))
    .toSorted((one, other) => one.column - other.column);
}

/** What the officer is told of the columns once, for the whole list. */
export function notesOnMoneyColumns(columns: readonly MoneyColumn[]): ListNote[] {
  return columns
    .filter(({ holdsMoney }) => holdsMoney)
    .map(({ column, header }) => listNoteOf('money-column-unused', columnLetters(column), header));
}

/** What one row has in those columns. */
export function moneyNotPaid(row: SheetRow, columns: readonly MoneyColumn[]): MoneyNotPaid[] {
  return columns.flatMap(({ column, header, isBeside }) => {
    const cell = row.cells.find((one) => one.column === column);
    return cell === undefined ? [] : [{ header, cell, isBeside }];
  });
}

function textsIn(cells: readonly Cell[] = []): string {
  return cells.map(({ text }) => text.trim()).join('\n');
}

/** Mostly amounts, leaving out what is nothing: no years, phones, codes with zeros in front, ids. */
function isMoney(cells: readonly Cell[]): boolean {
  const written = cells.filter(({ text }) => !NOTHING.test(text));
  return written.length > 0 && written.filter(isAmount).length * 2 > written.length;
}

function isAmount(cell: Cell): boolean {
  // "-300.000", "(300.000)": what is taken off.
  const text = cell.text.trim().replace(/^[-–(]+|\)$/g, '');
  const reading = readAmount({ kind: cell.kind === 'number' ? 'text' : cell.kind, text, raw: text });
  if (reading.kind !== 'amount' || text.startsWith('0')) return false;
  const { amount } = reading;
  const isYear = amount >= 1900 && amount <= 2100;
  return amount >= LEAST_DONG && amount < MOST_DONG && amount % 100 === 0 && !isYear;
}

/** Headers are quoted in messages, so they are cut. */
export function shownHeader(texts: readonly string[]): string {
  const parts = texts.filter((text, index) => folded(text) !== folded(texts[index - 1] ?? ''));
  return parts.join(' / ').replace(/\s+/g, ' ').trim().slice(0, 60);
}
