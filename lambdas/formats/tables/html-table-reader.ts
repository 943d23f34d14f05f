import { Parser } from 'htmlparser2';
import type { Cell, MergedRange, Sheet, SheetRow } from './sheet.ts';
import { decodeText, detectEncoding, type TextEncodingName } from './text-encoding.ts';
import { UnreadableFile } from './unreadable-file.ts';

interface HtmlLimits {
  readonly columns: number;
  readonly cellLength: number;
}

/** A web page's tables as one sheet, and the encoding that they were read in. */
export interface HtmlSheet extends Sheet {
  readonly encoding: TextEncodingName;
}

const BATCH = 500;
/** More than this no header needs: rows of people are hardly ever merged. */
const MOST_MERGES = 20_000;
/** Excel's own limit; a page that claims more is not a list. */
const MOST_ROWS_SPANNED = 1_048_576;

/**
 * Reads the tables of a web page, which many systems export under the name .xls: one under the other as Excel shows
 * them, a line of text between tables as a row of its own (titles stand there). Only text is taken; nothing is run,
 * fetched or drawn. Cells that span rows or columns come back as merged ranges, which must be known before the rows:
 * so the page is walked twice, and memory stays flat. Throws {@link UnreadableFile}: `too-large`, `unreadable`.
 *
 * @param checkTime is called again and again while the page is walked, and may throw.
 */
export function readHtmlTables(bytes: Uint8Array, limits: HtmlLimits, checkTime: () => void): HtmlSheet {
  const encoding = encodingOf(bytes);
  const merges: MergedRange[] = [];
  for (const _ of walk(bytes, encoding, new TableReader(limits, merges))) checkTime();
  return { name: null, hidden: false, merges, encoding, rows: rowsOf(bytes, encoding, limits) };
}

async function* rowsOf(
  bytes: Uint8Array,
  encoding: TextEncodingName,
  limits: HtmlLimits,
): AsyncGenerator<readonly SheetRow[]> {
  const reader = new TableReader(limits, []);
  for (const rows of walk(bytes, encoding, reader)) if (rows.length > 0) yield rows;
}

/** The parser's events go to the reader; what rows it has comes out after each slice of text. */
function* walk(bytes: Uint8Array, encoding: TextEncodingName, reader: TableReader): Generator<SheetRow[]> {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: (name) => reader.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (const slice of decodeText(bytes, encoding)) {
    parser.write(slice);
    do yield reader.take(BATCH);
    while (reader.waiting >= BATCH);
  }
  parser.end();
  reader.end();
  yield reader.take(reader.waiting);
}

const CHARSETS: Readonly<Record<string, TextEncodingName>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'windows-1258': 'windows-1258',
};

/** A declared charset counts unless the bytes say otherwise: pages saved again often keep a false one. */
function encodingOf(bytes: Uint8Array): TextEncodingName {
  const detected = detectEncoding(bytes);
  if (detected === 'utf-8' || detected.startsWith('utf-16')) return detected;
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096));
  const declared = /charset\s{0,9}=\s{0,9}["']?([\w-]+)/i.exec(start)?.[1]?.toLowerCase();
  return (declared === undefined ? undefined : CHARSETS[declared]) ?? detected;
}

/** No page is built so deep; the parser's work grows with the square of it. */
const DEEPEST = 500;
/** What text in them is no text of the page. */
const SILENT = new Set(['script', 'style', 'title', 'head', 'template', 'noscript', 'xml', 'select', 'textarea']);
/** What begins a new line of text outside tables. */
const BLOCKS = new Set(['p', 'div', 'br', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'center', 'body', 'hr']);
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden/i;

interface OpenCell {
  readonly column: number;
  readonly right: number;
  readonly bottom: number;
  text: string;
}

/** Turns the tags of a page into rows. */
class TableReader {
  readonly #limits: HtmlLimits;
  readonly #merges: MergedRange[];
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: Cell[] = [];
  #cell: OpenCell | null = null;
  #isRowHidden = false;
  #inRow = false;
  #tables = 0;
  #depth = 0;
  #line = '';
  /** How many elements deep the text is one that nobody sees. */
  #silent = 0;
  /** The first column that the next cell of the row may stand in. */
  #nextColumn = 0;
  /** By column, the last row that a cell further up reaches down to. */
  #reaching: number[] = [];

  constructor(limits: HtmlLimits, merges: MergedRange[]) {
    this.#limits = limits;
    this.#merges = merges;
  }

  /** How many rows are ready. */
  get waiting(): number {
    return this.#rows.length;
  }

  take(count: number): SheetRow[] {
    return this.#rows.splice(0, count);
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new UnreadableFile('unreadable', 'The page is nested too deep');
    if (this.#silent > 0 || SILENT.has(name) || (name !== 'tr' && HIDDEN.test(attributes.style ?? ''))) {
      this.#silent += 1;
      return;
    }
    switch (name) {
      case 'table':
        // A table within a cell: what stood before it is a row, its rows follow.
        this.#endRow();
        this.#endLine();
        this.#tables += 1;
        this.#reaching = [];
        break;
      case 'tr':
        this.#endRow();
        this.#beginRow(HIDDEN.test(attributes.style ?? ''));
        break;
      case 'td':
      case 'th':
        this.#endCell();
        if (this.#tables > 0) this.#beginCell(attributes);
        break;
      default:
        if (BLOCKS.has(name)) this.#break();
    }
  }

  text(text: string): void {
    if (this.#silent > 0) return;
    if (this.#cell !== null) {
      if (this.#cell.text.length + text.length > this.#limits.cellLength * 2) throw tooLong(this.#limits);
      this.#cell.text += text;
    } else if (this.#tables === 0) {
      if (this.#line.length + text.length > this.#limits.cellLength * 2) throw tooLong(this.#limits);
      this.#line += text;
    }
  }

  close(name: string): void {
    this.#depth -= 1;
    if (this.#silent > 0) {
      this.#silent -= 1;
      return;
    }
    switch (name) {
      case 'table':
        this.#endRow();
        this.#tables = Math.max(0, this.#tables - 1);
        this.#reaching = [];
        break;
      case 'tr':
        this.#endRow();
        break;
      case 'td':
      case 'th':
        this.#endCell();
        break;
      default:
        if (BLOCKS.has(name)) this.#break();
    }
  }

  end(): void {
    this.#endRow();
    this.#endLine();
  }

  #break(): void {
    if (this.#cell !== null) this.#cell.text += ' ';
    else this.#endLine();
  }

  #beginRow(hidden: boolean): void {
    this.#row += 1;
    this.#cells = [];
    this.#isRowHidden = hidden;
    this.#inRow = true;
  }

  #beginCell(attributes: Record<string, string>): void {
    if (!this.#inRow) this.#beginRow(false);
    let column = this.#nextColumn;
    while ((this.#reaching[column] ?? 0) >= this.#row) column += 1;
    const right = column + spanOf(attributes.colspan, this.#limits.columns) - 1;
    const bottom = this.#row + spanOf(attributes.rowspan, MOST_ROWS_SPANNED) - 1;
    if (right >= this.#limits.columns) {
      throw new UnreadableFile('too-large', 'A row has too many columns', {
        limit: { name: 'columns', value: this.#limits.columns },
      });
    }
    if (bottom > this.#row) for (let at = column; at <= right; at++) this.#reaching[at] = bottom;
    this.#cell = { column, right, bottom, text: '' };
    this.#nextColumn = right + 1;
  }

  #endCell(): void {
    const cell = this.#cell;
    if (cell === null) return;
    this.#cell = null;
    const text = plain(cell.text);
    if (text.length > this.#limits.cellLength) throw tooLong(this.#limits);
    if (text !== '') this.#cells.push({ column: cell.column, kind: 'text', text, raw: text, font: null });
    const isMerged = cell.right > cell.column || cell.bottom > this.#row;
    if (isMerged && this.#merges.length < MOST_MERGES) {
      this.#merges.push({ top: this.#row, left: cell.column, bottom: cell.bottom, right: cell.right });
    }
  }

  #endRow(): void {
    this.#endCell();
    if (this.#inRow && this.#cells.length > 0) {
      this.#rows.push({ row: this.#row, hidden: this.#isRowHidden, cells: this.#cells });
    }
    this.#inRow = false;
    this.#nextColumn = 0;
    this.#cells = [];
  }

  /** A line of text outside tables, as a row with one cell. */
  #endLine(): void {
    const text = plain(this.#line);
    this.#line = '';
    if (text === '') return;
    this.#row += 1;
    this.#rows.push({
      row: this.#row,
      hidden: false,
      cells: [{ column: 0, kind: 'text', text, raw: text, font: null }],
    });
  }
}

/** Text as a page shows it: runs of white space are one space. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function spanOf(attribute: string | undefined, most: number): number {
  const span = Number.parseInt(attribute ?? '1', 10);
  return Number.isInteger(span) && span > 1 ? Math.min(span, most + 1) : 1;
}

function tooLong({ cellLength }: HtmlLimits): UnreadableFile {
  return new UnreadableFile('too-large', 'A cell is too long', { limit: { name: 'cellLength', value: cellLength } });
}
