import { folded } from '../../domain/readings/folded-text.ts';
import type { MergedRange, SheetRow } from '../tables/sheet.ts';
import { type HeaderTexts, isHeaderWord, meaningOf } from './header-meaning.ts';
import { isTotal } from './row-kind.ts';

/** A header as it stands in the rows: how many rows it takes, and each column's texts from the top down. */
export interface ListHeader {
  readonly height: number;
  readonly texts: ReadonlyMap<number, HeaderTexts>;
}

/** More rows than this no list has: groups of columns, columns, halves of columns. */
const MAX_HEIGHT = 3;
/** A title or a sentence, not the head of a column. */
const MAX_LENGTH = 160;

/**
 * The header that begins at a row, or null where none does. Merged cells, and in CSV empty cells to the right, repeat
 * what stands over them: *Năm sinh* over *Nam* and *Nữ*.
 */
export function headerAt(rows: readonly SheetRow[], at: number, merges: readonly MergedRange[]): ListHeader | null {
  const first = rows[at];
  if (first === undefined || !mayBeHeader(first)) return null;
  const region = merges.filter((merge) => merge.top >= first.row && merge.top < first.row + MAX_HEIGHT);
  let height = 1;
  while (height < MAX_HEIGHT && continues(rows, at, height, region)) height += 1;
  const heads = rows.slice(at, at + height);
  const texts = new Map<number, string[]>();
  for (const [index, head] of heads.entries()) {
    const line = spread(head, heads[index + 1], region);
    for (const [column, text] of line) texts.set(column, [...(texts.get(column) ?? []), text]);
  }
  return { height, texts };
}

function mayBeHeader(row: SheetRow): boolean {
  const texts = row.cells.filter(({ kind, text }) => kind === 'text' && text.length <= MAX_LENGTH);
  if (texts.length < 2 || texts.length < row.cells.length * 0.7) return false;
  const meanings = new Set(
    texts.map(({ text }) => meaningOf([text])?.meaning).filter((meaning) => meaning !== 'unused'),
  );
  meanings.delete(undefined);
  return meanings.size >= 2;
}

/** Words that only stand in the lower rows of a header. */
const LOWER_WORDS = new Set([
  'nam',
  'nu',
  'ngay',
  'thang',
  'ky',
  'ky nhan',
  'so thang',
  'so tien',
  'ho ten',
  'ho va ten',
]);

function continues(rows: readonly SheetRow[], at: number, height: number, region: readonly MergedRange[]): boolean {
  const above = rows[at + height - 1];
  const next = rows[at + height];
  if (above === undefined || next === undefined || next.row > above.row + 1 + lineBreaksIn(above)) return false;
  if (isNumbering(next)) return false;
  if (!next.cells.every(({ kind, text }) => kind === 'text' && text.length <= MAX_LENGTH && !holdsNumber(text)))
    return false;
  // A cell that reaches down from above proves it; so does a row that stands only under cells that are merged across.
  if (region.some(({ top, bottom }) => top <= above.row && bottom >= next.row)) return true;
  const across = region.filter(({ top, left, right }) => top === above.row && right > left);
  if (across.length > 0) {
    return next.cells.every(({ column }) => across.some(({ left, right }) => column >= left && column <= right));
  }
  const words = next.cells.filter(({ text }) => LOWER_WORDS.has(folded(text)) || isHeaderWord(text));
  // One word alone under a header is the heading of a group, or "Cộng" under a header that a page break repeats.
  return words.length === next.cells.length && words.length >= 2 && !next.cells.some(({ text }) => isTotal(text));
}

/** In CSV a row's number is the line on which it starts: what its cells break into lines stands between it and the next. */
function lineBreaksIn(row: SheetRow): number {
  return row.cells.reduce((sum, { text }) => sum + (text.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

const NUMBER = /\d(?:[\s.,-]*\d){4}/;

/** Whether a text holds an id, an account or an amount, which no header does; "NĐ 20/2021" is none. */
export function holdsNumber(text: string): boolean {
  return text.length >= 5 && NUMBER.test(text);
}

/** A row of column numbers or letters under the header: "(1) (2) (3)", "A B 1 2", "7=5+6". */
export function isNumbering(row: SheetRow): boolean {
  return (
    row.cells.length >= 3 &&
    row.cells.every(({ text }) => /^\(?\s*(\d{1,2}|[a-zA-Z])\s*(\)\s*)?(=.*)?$/.test(text.trim()))
  );
}

/** The texts of one header row by column, each repeated over what it covers. */
function spread(row: SheetRow, below: SheetRow | undefined, region: readonly MergedRange[]): Map<number, string> {
  const texts = new Map<number, string>();
  for (const cell of row.cells) texts.set(cell.column, cell.text);
  for (const cell of row.cells) {
    const merge = region.find(({ top, left }) => top === row.row && left === cell.column);
    for (let column = cell.column + 1; column <= (merge?.right ?? cell.column); column++) texts.set(column, cell.text);
    if (region.length > 0 || below === undefined) continue;
    // Without merges (CSV): a text reaches right over empty cells that have something below them.
    const has = (column: number): boolean => below.cells.some((one) => one.column === column);
    for (let column = cell.column + 1; has(cell.column) && has(column) && !texts.has(column); column++) {
      texts.set(column, cell.text);
    }
  }
  return texts;
}
