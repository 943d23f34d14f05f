import { remembering } from '../../domain/readings/remembering.ts';
import { decodeOld, type OldEncoding } from './old-encodings.ts';
import type { Cell, SheetRow } from './sheet.ts';
import { markedWordsOf } from './vietnamese-share.ts';

/** The encoding that a font's letters are in, by its name: `.VnTime`, `.VnArialH`; `VNI-Times`. */
const encodingOfFont = remembering((font): OldEncoding | null => {
  if (/^\.vn/i.test(font)) return 'tcvn';
  return /^vni[- ]/i.test(font) ? 'vni' : null;
});

/** Whether text may be of an old encoding at all: it has letters of Latin-1 above ASCII, and none beyond Latin-1. */
function mayBeOld(text: string): boolean {
  return /[\u0080-\u00ff]/.test(text) && !/[^\p{ASCII}\u0080-\u00ff]/u.test(text);
}

/** A text cell decoded. Fonts whose names end in H (`.VnTimeH`) show small letters as capitals. */
function decoded(cell: Cell, encoding: OldEncoding): Cell {
  const text = decodeOld(cell.text, encoding);
  return {
    ...cell,
    text: cell.font !== null && /^\.vn.*H$/i.test(cell.font) ? text.toUpperCase() : text,
    converted: true,
  };
}

/**
 * Text typed with an old font is stored as Latin-1 letters ("NguyÔn V¨n B" under `.VnTime`, "Nguyeãn Vaên B" under
 * `VNI-Times`). A row without such a font comes back as it is.
 */
export function byFonts(row: SheetRow): SheetRow {
  if (!hasOldFont(row)) return row;
  const cells = row.cells.map((cell) => {
    const encoding = cell.kind === 'text' && cell.font !== null ? encodingOfFont(cell.font) : null;
    return encoding === null || !mayBeOld(cell.text) ? cell : decoded(cell, encoding);
  });
  return { ...row, cells };
}

/** The cells of a row nearly always have one font, so a font is only asked about where it changes. */
function hasOldFont({ cells }: SheetRow): boolean {
  let last: string | null = null;
  for (const { font } of cells) {
    if (font === last) continue;
    last = font;
    if (font !== null && encodingOfFont(font) !== null) return true;
  }
  return false;
}

/** Fewer cells than this prove nothing. */
const LEAST_CELLS = 3;
/** Of a whole sheet some cells may hold something else: an abbreviation, a foreign name. Of a column of names none may. */
const OF_SHEET = 0.9;
/** Of a whole sheet, so many cells may read as Vietnamese as they stand ("chó" is chú in TCVN3); of names none. */
const AS_THEY_STAND = 0.3;

/**
 * The old encoding in which these texts are, although no font says so (copied into a cell of another font, or saved as
 * UTF-8): they turn into Vietnamese syllables, and as they stand they are not made of them. Null where that is not
 * certain: then nothing is converted.
 */
export function oldEncodingOf(texts: readonly string[], of: 'sheet' | 'column'): OldEncoding | null {
  const marked = texts.filter((text) => /\P{ASCII}/u.test(text));
  if (marked.length < LEAST_CELLS || !marked.every(mayBeOld)) return null;
  if (share(marked, isVietnamese) > (of === 'sheet' ? AS_THEY_STAND : 0)) return null;
  const least = of === 'sheet' ? OF_SHEET : 1;
  const [only, another] = (['tcvn', 'vni'] as const).filter(
    (encoding) => share(marked, (text) => isVietnamese(decodeOld(text, encoding))) >= least,
  );
  return only !== undefined && another === undefined ? only : null;
}

function share(texts: readonly string[], fits: (text: string) => boolean): number {
  return texts.filter(fits).length / texts.length;
}

function isVietnamese(text: string): boolean {
  const { marked, syllables } = markedWordsOf(text);
  return marked > 0 && marked === syllables;
}

/**
 * Decodes a row's text cells, as {@link oldEncodingOf} found them to be: all of a sheet, or those of some columns, where
 * a cell further down that is Vietnamese as it stands was typed in Unicode.
 */
export function byEncoding(row: SheetRow, encoding: OldEncoding, columns?: ReadonlySet<number>): SheetRow {
  const isMeant = (cell: Cell): boolean =>
    cell.kind === 'text' &&
    mayBeOld(cell.text) &&
    (columns === undefined || (columns.has(cell.column) && !isVietnamese(cell.text)));
  return { ...row, cells: row.cells.map((cell) => (isMeant(cell) ? decoded(cell, encoding) : cell)) };
}
