import { isDigits } from '../../domain/readings/letters.ts';
import { type Cell, isBlank, type SheetRow } from './sheet.ts';
import { UnreadableFile } from './unreadable-file.ts';
import type { SharedStrings } from './xlsx-strings.ts';
import { type CellStyle, PLAIN_STYLE } from './xlsx-styles.ts';
import { dateOfSerial, digitsOf, unescapeText } from './xlsx-values.ts';
import { nameNumber, XmlScanner } from './xml-scanner.ts';
import { isTrue } from './xml-stream.ts';

export interface CellLimits {
  readonly columns: number;
  /** Excel's own limit is 32,767 characters. */
  readonly cellLength: number;
}

/** Rows that Excel can number (ECMA-376; Excel's specification of limits). */
const MAX_ROW = 1_048_576;
/** What stands for the value of a formula that was never calculated. */
const UNCALCULATED = '=…';
const NUMBER = /^-?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const ROW = nameNumber('row');
const CELL = nameNumber('c');
const VALUE = nameNumber('v');
const FORMULA = nameNumber('f');
const TEXT = nameNumber('t');
const PHONETIC = nameNumber('rPh');
const FONT = nameNumber('rFont');
/** Attributes: of `c` its reference, type and style, of `row` its number; `hidden` of `row`, `val` of `rFont`. */
const REFERENCE = nameNumber('r');
const TYPE = nameNumber('t');
const STYLE = nameNumber('s');
const HIDDEN = nameNumber('hidden');
const FONT_NAME = nameNumber('val');

/** Turns a sheet's XML into rows, piece by piece. Only rows that hold something come out. */
export class SheetReader {
  readonly #styles: readonly CellStyle[];
  readonly #strings: SharedStrings;
  readonly #epoch1904: boolean;
  readonly #limits: CellLimits;
  readonly #scanner = new XmlScanner();
  #rows: SheetRow[] = [];
  #cells: Cell[] = [];
  #row = 0;
  #hidden = false;
  #column = -1;
  /** Of the last cell that held something. */
  #lastColumn = -1;
  #type = 'n';
  #style = PLAIN_STYLE;
  #value = '';
  /** What a cell of type `s` holds: the index of its string; -1 where it holds none. */
  #index = -1;
  #font: string | null = null;
  /** A formula without a value: a program wrote it, and Excel has not calculated it yet. */
  #isUncalculated = false;
  /** Whether text belongs to the cell: inside `<v>`, or inside `<t>` of an inline string. */
  #listening = false;
  #inPhonetic = false;

  constructor(styles: readonly CellStyle[], strings: SharedStrings, epoch1904: boolean, limits: CellLimits) {
    this.#styles = styles;
    this.#strings = strings;
    this.#epoch1904 = epoch1904;
    this.#limits = limits;
  }

  /** The rows that end in this piece. Throws {@link UnreadableFile}. */
  read(piece: string): SheetRow[] {
    const scanner = this.#scanner;
    scanner.feed(piece);
    for (let token = scanner.next(); token !== 'more'; token = scanner.next()) {
      if (token === 'open') this.#open(scanner);
      else if (token === 'close') this.#close(scanner.name);
      else if (this.#listening) this.#hear(scanner);
    }
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** To be called behind the last piece. Throws {@link UnreadableFile} where the sheet ends too early. */
  finish(): void {
    this.#scanner.finish();
  }

  #open(scanner: XmlScanner): void {
    switch (scanner.name) {
      case CELL:
        this.#column = scanner.columnAttribute(REFERENCE, this.#column + 1);
        if (this.#column === -1) throw damaged('A cell has an impossible reference');
        this.#type = scanner.attribute(TYPE) ?? 'n';
        // A cell that names no style has the first one, which carries the workbook's default font.
        this.#style = this.#styles[scanner.wholeAttribute(STYLE, 0)] ?? PLAIN_STYLE;
        this.#font = this.#style.font;
        this.#value = '';
        this.#index = -1;
        this.#isUncalculated = false;
        break;
      case FORMULA:
        this.#isUncalculated = true;
        break;
      case VALUE:
        this.#isUncalculated = false;
        this.#listening = true;
        break;
      case TEXT:
        this.#listening = !this.#inPhonetic;
        break;
      case ROW:
        this.#startRow(scanner.wholeAttribute(REFERENCE, this.#row + 1));
        this.#hidden = isTrue(scanner.attribute(HIDDEN));
        break;
      case PHONETIC:
        this.#inPhonetic = true;
        break;
      case FONT:
        this.#font = scanner.attribute(FONT_NAME) ?? this.#font;
        break;
    }
  }

  #startRow(row: number): void {
    if (row < 1 || row > MAX_ROW) throw damaged('A row has an impossible number');
    if (row <= this.#row) throw damaged('Rows are out of order');
    this.#row = row;
    this.#column = -1;
    this.#lastColumn = -1;
    this.#cells = [];
  }

  #hear(scanner: XmlScanner): void {
    if (this.#type === 's' && this.#value === '') {
      this.#index = scanner.textAsIndex();
      if (this.#index !== -1) return;
    }
    const text = scanner.text();
    this.#value = this.#value === '' ? text : this.#value + text;
    if (this.#value.length > this.#limits.cellLength) {
      throw tooLarge('A cell is too long', 'cellLength', this.#limits.cellLength);
    }
  }

  #close(name: number): void {
    switch (name) {
      case VALUE:
      case TEXT:
        this.#listening = false;
        break;
      case PHONETIC:
        this.#inPhonetic = false;
        break;
      case CELL:
        if (this.#isUncalculated) {
          this.#type = 'uncalculated';
          this.#value = UNCALCULATED;
        }
        if (this.#value !== '' || this.#index !== -1) this.#addCell();
        break;
      case ROW:
        if (this.#cells.length > 0) this.#rows.push({ row: this.#row, hidden: this.#hidden, cells: this.#cells });
        break;
    }
  }

  #addCell(): void {
    const cell = this.#cell();
    // Shared strings that show nothing are empty already.
    if (this.#index === -1 ? isBlank(cell.text) : cell.text === '') return;
    if (cell.column >= this.#limits.columns) {
      throw tooLarge('A row has too many columns', 'columns', this.#limits.columns);
    }
    if (cell.column <= this.#lastColumn) throw damaged('Cells of a row are out of order');
    this.#lastColumn = cell.column;
    this.#cells.push(cell);
  }

  #cell(): Cell {
    const column = this.#column;
    const raw = this.#value;
    const font = this.#font;
    switch (this.#type) {
      case 's': {
        const { texts, fonts } = this.#strings;
        const text = texts[this.#index];
        if (text === undefined) throw damaged('A cell names a shared string that is not there');
        return {
          column,
          kind: 'text',
          text,
          raw: text,
          font: fonts.size === 0 ? font : (fonts.get(this.#index) ?? font),
        };
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
      case 'uncalculated':
        return { column, kind: 'error', text: raw, raw: '', font };
      case 'd':
        return { column, kind: 'date', text: raw.slice(0, 10), raw, font };
      default:
        return this.#number(column, raw.trim(), font);
    }
  }

  #number(column: number, raw: string, font: string | null): Cell {
    if (!isDigits(raw) && !NUMBER.test(raw)) return { column, kind: 'text', text: raw, raw, font };
    const date = this.#style.isDate ? dateOfSerial(Number(raw), this.#epoch1904) : null;
    if (date !== null) return { column, kind: 'date', text: date, raw, font };
    return { column, kind: 'number', text: digitsOf(raw, this.#style.minimumDigits), raw, font };
  }
}

function tooLarge(message: string, name: keyof CellLimits, value: number): UnreadableFile {
  return new UnreadableFile('too-large', message, { limit: { name, value } });
}

function damaged(message: string): UnreadableFile {
  return new UnreadableFile('unreadable', message);
}
