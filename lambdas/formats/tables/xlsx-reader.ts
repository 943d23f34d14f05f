import type { Cell, MergedRange, Sheet, SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { readParts } from './xlsx-package.ts';
import { type CellLimits, SheetReader } from './xlsx-sheet.ts';
import { NO_STRINGS, readSharedStrings } from './xlsx-strings.ts';
import { readStyles } from './xlsx-styles.ts';
import { type ProvenXml, proveXml } from './xml-stream.ts';
import { openZip, type ZipLimits } from './zip.ts';

/** What a workbook may hold. All of it is configuration; {@link DEFAULT_XLSX_LIMITS} serve a commune's list amply. */
export interface XlsxLimits extends ZipLimits, CellLimits {
  readonly sheets: number;
}

export const DEFAULT_XLSX_LIMITS: XlsxLimits = {
  inflatedBytes: 512 * 1024 * 1024,
  ratio: 200,
  entries: 2_000,
  sheets: 200,
  columns: 300,
  cellLength: 32_767,
};

/**
 * Reads an XLSX workbook sheet by sheet, rows streamed. Formulas and macros are never evaluated: a formula's cell is
 * the value that was stored with it. Before a sheet is handed out its checksum and sizes have been proven, so that
 * damage shows before the first row. Throws {@link UnreadableFile}.
 */
export async function* readWorkbook(bytes: Uint8Array, limits: XlsxLimits): AsyncGenerator<Sheet> {
  const zip = openZip(bytes, limits);
  const parts = await readParts(zip);
  if (parts.sheets.length > limits.sheets) {
    const limit = { name: 'sheets', value: limits.sheets } as const;
    throw new UnreadableFile('too-large', `${parts.sheets.length} sheets`, { limit });
  }
  const styles = parts.styles === undefined ? [] : await readStyles(zip, parts.styles);
  const strings =
    parts.sharedStrings === undefined
      ? NO_STRINGS
      : await readSharedStrings(zip, parts.sharedStrings, limits.cellLength);
  for (const { name, hidden, entry } of parts.sheets) {
    const proven = await proveXml(zip, entry, { tailBytes: MERGES_MAX_BYTES, keptBytes: KEPT_BYTES });
    const reader = new SheetReader(styles, strings, parts.epoch1904, limits);
    yield { name, hidden, merges: mergesIn(proven.tail), rows: rowsOf(proven, reader) };
  }
}

/**
 * The rows of every visible sheet as displayed text, for files with a simple table: numbers as their exact digits,
 * dates as `YYYY-MM-DD`, empty cells as ''. Rows without content are left out. Throws {@link UnreadableFile}.
 */
export async function* readXlsxRows(
  bytes: Uint8Array,
): AsyncGenerator<{ sheet: string; row: number; cells: string[] }> {
  for await (const { name, hidden, rows } of readWorkbook(bytes, DEFAULT_XLSX_LIMITS)) {
    if (hidden || name === null) continue;
    for await (const batch of rows) {
      for (const { row, cells } of batch) yield { sheet: name, row, cells: textsOf(cells) };
    }
  }
}

/** The texts of a row's cells, which stand in order, each at its column; as they are, or as `shown` writes them. */
export function textsOf(cells: readonly Cell[], shown: (cell: Cell) => string = plainText): string[] {
  const texts: string[] = [];
  for (const cell of cells) {
    while (texts.length < cell.column) texts.push('');
    texts.push(shown(cell));
  }
  return texts;
}

function plainText({ text }: Cell): string {
  return text;
}

async function* rowsOf(sheet: ProvenXml, reader: SheetReader): AsyncGenerator<readonly SheetRow[]> {
  for await (const piece of sheet.pieces()) {
    const rows = reader.read(piece);
    if (rows.length > 0) yield rows;
  }
  reader.finish();
}

/** 20,000 merged ranges need about 1 MB; beyond this they are not headers any more. */
const MERGES_MAX_BYTES = 8 * 1024 * 1024;
/** A sheet of some 110,000 rows, as long as a province's longest list; inflating it twice costs a sixth of intake. */
const KEPT_BYTES = 64 * 1024 * 1024;
const END_OF_ROWS = new TextEncoder().encode('sheetData');
const LETTER_D = END_OF_ROWS.indexOf(0x44);
const MERGE = /<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)["']/g;

/**
 * Merged ranges stand behind the rows, but are needed before them, to read a two-row header. So they are looked for in
 * the sheet's last bytes, back to where its rows end.
 */
function mergesIn(tail: Uint8Array): MergedRange[] {
  const xml = new TextDecoder().decode(tail.subarray(endOfRows(tail)));
  return [...xml.matchAll(MERGE)].map(([, left = '', top, right = '', bottom]) => ({
    top: Number(top),
    left: columnOf(left),
    bottom: Number(bottom),
    right: columnOf(right),
  }));
}

/** Searched by its one capital, which hardly anything else there has. */
function endOfRows(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(0x44); at >= LETTER_D; at = bytes.lastIndexOf(0x44, at - 1)) {
    const start = at - LETTER_D;
    if (END_OF_ROWS.every((byte, index) => bytes[start + index] === byte)) return start;
  }
  return 0;
}

/** "AB" → 27. Throws when it is no column of Excel's. */
function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.slice(0, 4).toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  if (column > 16_384) throw new UnreadableFile('unreadable', 'A merged range has an impossible reference');
  return column - 1;
}
