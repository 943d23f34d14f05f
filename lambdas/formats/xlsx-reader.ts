import type { Cell, MergedRange, Sheet, SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { readParts, readSharedStrings, type SharedStrings } from './xlsx-package.ts';
import { type CellStyle, PLAIN_STYLE, readStyles } from './xlsx-styles.ts';
import { dateOfSerial, digitsOf, unescapeText } from './xlsx-values.ts';
import { isTrue, parseXml } from './xml-stream.ts';
import { inflateEntry, openZip, type Zip, type ZipEntry, type ZipLimits } from './zip.ts';

/** What a workbook may hold. All of it is configuration; {@link DEFAULT_XLSX_LIMITS} serve a commune's list amply. */
export interface XlsxLimits extends ZipLimits {
  readonly sheets: number;
  readonly columns: number;
  /** Excel's own limit is 32,767 characters. */
  readonly cellLength: number;
}

export const DEFAULT_XLSX_LIMITS: XlsxLimits = {
  inflatedBytes: 512 * 1024 * 1024,
  ratio: 200,
  entries: 2_000,
  sheets: 200,
  columns: 300,
  cellLength: 32_767,
};

/** Rows that Excel can number (ECMA-376; Excel's specification of limits). */
const MAX_ROW = 1_048_576;

/**
 * Reads an XLSX workbook sheet by sheet, rows streamed. Formulas and macros are never evaluated: a formula's cell is
 * the value that was stored with it. Before a sheet is handed out its checksum and sizes have been proven, so that
 * damage shows before the first row. Throws {@link UnreadableFile}.
 */
export async function* readWorkbook(bytes: Uint8Array, limits: XlsxLimits): AsyncGenerator<Sheet> {
  const zip = openZip(bytes, limits);
  const parts = await readParts(zip);
  if (parts.sheets.length > limits.sheets) throw new UnreadableFile('too-large', `${parts.sheets.length} sheets`);
  const styles = parts.styles === undefined ? [] : await readStyles(zip, parts.styles);
  const strings: SharedStrings =
    parts.sharedStrings === undefined
      ? { texts: [], fonts: new Map() }
      : await readSharedStrings(zip, parts.sharedStrings, limits.cellLength);
  for (const { name, hidden, entry } of parts.sheets) {
    const merges = await readMerges(zip, entry);
    const reader = new SheetReader(styles, strings, parts.epoch1904, limits);
    yield { name, hidden, merges, rows: rowsOf(zip, entry, reader) };
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

/** The texts of a row's cells, each at its column. */
export function textsOf(cells: readonly Cell[]): string[] {
  const texts = Array.from({ length: (cells.at(-1)?.column ?? -1) + 1 }, () => '');
  for (const cell of cells) texts[cell.column] = cell.text;
  return texts;
}

async function* rowsOf(zip: Zip, entry: ZipEntry, reader: SheetReader): AsyncGenerator<readonly SheetRow[]> {
  for await (const _ of parseXml(zip, entry, reader)) {
    const rows = reader.takeRows();
    if (rows.length > 0) yield rows;
  }
}

/** Turns the events of a sheet's XML into rows. Only rows that hold something come out. */
class SheetReader {
  readonly #styles: readonly CellStyle[];
  readonly #strings: SharedStrings;
  readonly #epoch1904: boolean;
  readonly #limits: XlsxLimits;
  #rows: SheetRow[] = [];
  #cells: Cell[] = [];
  #row = 0;
  #hidden = false;
  #column = -1;
  #type = 'n';
  #style = PLAIN_STYLE;
  #value = '';
  #font: string | null = null;
  /** Whether text belongs to the cell: inside `<v>`, or inside `<t>` of an inline string. */
  #listening = false;
  #inPhonetic = false;

  constructor(styles: readonly CellStyle[], strings: SharedStrings, epoch1904: boolean, limits: XlsxLimits) {
    this.#styles = styles;
    this.#strings = strings;
    this.#epoch1904 = epoch1904;
    this.#limits = limits;
  }

  /** The rows completed since the last call. */
  takeRows(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Record<string, string>): void {
    switch (name) {
      case 'c':
        this.#column = attributes.r === undefined ? this.#column + 1 : columnOf(attributes.r);
        this.#type = attributes.t ?? 'n';
        // A cell that names no style has the first one, which carries the workbook's default font.
        this.#style = this.#styles[Number(attributes.s ?? 0)] ?? PLAIN_STYLE;
        this.#font = this.#style.font;
        this.#value = '';
        break;
      case 'v':
        this.#listening = true;
        break;
      case 't':
        this.#listening = !this.#inPhonetic;
        break;
      case 'row':
        this.#row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r);
        if (!(this.#row >= 1 && this.#row <= MAX_ROW)) throw damaged('A row has an impossible number');
        this.#hidden = isTrue(attributes.hidden);
        this.#column = -1;
        this.#cells = [];
        break;
      case 'rPh':
        this.#inPhonetic = true;
        break;
      case 'rFont':
        this.#font = attributes.val ?? this.#font;
        break;
    }
  }

  text(text: string): void {
    if (!this.#listening) return;
    this.#value += text;
    if (this.#value.length > this.#limits.cellLength) {
      throw new UnreadableFile('too-large', 'A cell is longer than Excel allows');
    }
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.#listening = false;
        break;
      case 'rPh':
        this.#inPhonetic = false;
        break;
      case 'c':
        if (this.#value !== '') this.#addCell();
        break;
      case 'row':
        if (this.#cells.length > 0) this.#rows.push({ row: this.#row, hidden: this.#hidden, cells: this.#cells });
        break;
    }
  }

  #addCell(): void {
    const cell = this.#cell();
    if (cell.text.trim() === '') return;
    if (cell.column >= this.#limits.columns) throw new UnreadableFile('too-large', 'A row has too many columns');
    const last = this.#cells.at(-1);
    if (last !== undefined && last.column >= cell.column) throw damaged('Cells of a row are out of order');
    this.#cells.push(cell);
  }

  #cell(): Cell {
    const column = this.#column;
    const raw = this.#value;
    const font = this.#font;
    switch (this.#type) {
      case 's': {
        const text = this.#strings.texts[Number(raw)];
        if (text === undefined) throw damaged('A cell names a shared string that is not there');
        return { column, kind: 'text', text, raw: text, font: this.#strings.fonts.get(Number(raw)) ?? font };
      }
      case 'str':
      case 'inlineStr': {
        const text = unescapeText(raw);
        return { column, kind: 'text', text, raw: text, font };
      }
      case 'b':
        return { column, kind: 'boolean', text: raw === '1' ? 'TRUE' : 'FALSE', raw, font };
      case 'e':
        return { column, kind: 'error', text: raw, raw, font };
      case 'd':
        return { column, kind: 'date', text: raw.slice(0, 10), raw, font };
      default:
        return this.#number(column, raw.trim(), font);
    }
  }

  #number(column: number, raw: string, font: string | null): Cell {
    if (!/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(raw)) return { column, kind: 'text', text: raw, raw, font };
    const date = this.#style.isDate ? dateOfSerial(Number(raw), this.#epoch1904) : null;
    if (date !== null) return { column, kind: 'date', text: date, raw, font };
    return { column, kind: 'number', text: digitsOf(raw, this.#style.minimumDigits), raw, font };
  }
}

/** "AB12" → 27. Throws when the reference names no column. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index++) {
    const code = reference.charCodeAt(index) & ~0x20;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (column === 0 || column > 16_384) throw damaged('A cell has an impossible reference');
  return column - 1;
}

const MERGE_CELLS = new TextEncoder().encode('mergeCells');
/** 20,000 merged ranges need about 1 MB; beyond this they are not headers any more. */
const MERGES_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Merged ranges stand behind the rows, but are needed before them, to read a two-row header. So the sheet is inflated
 * once more, searching bytes only (a twentieth of the time that parsing takes), which proves its checksum as well.
 */
async function readMerges(zip: Zip, entry: ZipEntry): Promise<MergedRange[]> {
  let found: Buffer[] | undefined;
  let collected = 0;
  let tail: Uint8Array = new Uint8Array(0);
  for await (const chunk of inflateEntry(zip, entry)) {
    if (found === undefined) {
      const joined = Buffer.concat([tail, chunk]);
      const at = joined.indexOf(MERGE_CELLS);
      if (at !== -1) found = [joined.subarray(at)];
      tail = joined.subarray(-MERGE_CELLS.length);
    } else if (collected < MERGES_MAX_BYTES) {
      found.push(Buffer.from(chunk));
      collected += chunk.byteLength;
    }
  }
  const xml = Buffer.concat(found ?? []).toString('utf8');
  return [...xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)"/g)].map(
    ([, left = '', top, right = '', bottom]) => ({
      top: Number(top),
      left: columnOf(left),
      bottom: Number(bottom),
      right: columnOf(right),
    }),
  );
}

function damaged(message: string): UnreadableFile {
  return new UnreadableFile('unreadable', message);
}
