import { readChangeHeading } from '../domain/change-reading.ts';
import { tidyText } from '../domain/folded-text.ts';
import type { ListCell } from '../domain/list-cell.ts';
import type { ColumnField, RowCells } from '../domain/list-column.ts';
import { readProgramme } from '../domain/programme-reading.ts';
import type { Surroundings } from '../domain/row-check.ts';
import { isHeaderWord } from './header-meaning.ts';
import { type ColumnsRefusal, type ListColumns, readColumns } from './list-columns.ts';
import { ListGroups } from './list-groups.ts';
import { headerAt, holdsNumber, isNumbering, type ListHeader } from './list-header.ts';
import { isTitleLine, NO_TITLE, readTitles, type TitleReading } from './list-kind.ts';
import { MergedCells } from './merged-cells.ts';
import { type OldColumns, oldColumnsOf } from './old-columns.ts';
import { byEncoding } from './old-fonts.ts';
import { groupMarker, isFooter, isTotal, isVillage } from './row-kind.ts';
import { isBareMarker, isNumberOfPerson, sameTexts, textOfRow } from './row-texts.ts';
import type { Cell, Sheet, SheetRow } from './sheet.ts';

/** What the rows of a sheet turn out to be. Rows that are nothing of these are titles, totals and signatures. */
export type LayoutEvent =
  | {
      /** A table begins below these titles. */
      readonly event: 'titles';
      readonly titles: TitleReading;
      /** The lines above the table, word for word. */
      readonly lines: readonly string[];
    }
  | { readonly event: 'columns'; readonly columns: ListColumns }
  | {
      readonly event: 'person';
      readonly row: SheetRow;
      readonly cells: RowCells;
      readonly around: Surroundings;
      /** The unit that the row, or a group above it, names: "Xã Cự Khê". */
      readonly unit: string | null;
      /** The column of row numbers, which says nothing of the person. */
      readonly ordinal: number | undefined;
    };

/** Rows that must be known beyond one that may be a header: its own further rows, and a sample of what follows. */
export const LOOKAHEAD = 60;

/** More lines than this above a table are no titles, and need not be kept. */
const MOST_TITLES = 200;
/** Looking at what only seems to be a header is dear: a sheet in which it failed so often will not come to have one. */
const MOST_FAILED_HEADERS = 500;
/** More rows than this do not stand between the first line of a title and the header below it. */
const TITLE_ROWS = 15;

const BIRTH_FIELDS = ['birthDate', 'birthYear', 'birthDateMale', 'birthDateFemale'] as const;

/** Finds the tables of one sheet and tells persons from everything else, row by row. */
export class ListLayout {
  readonly #sheet: Pick<Sheet, 'name' | 'merges'>;
  readonly #merges: MergedCells;
  #columns: ListColumns | null = null;
  #ordinal: number | undefined;
  #nameColumns: readonly number[] = [];
  #refusal: ColumnsRefusal | null = null;
  #sawIds = false;
  #titles: string[] = [];
  /** The titles have been told, and so stand over a table. */
  #isTitleTold = false;
  /** They stand over a table below another one, and so are nearer to its rows than the sheet's name. */
  #isLaterTitle = false;
  /** The row directly above the first header. */
  #aboveHeader: SheetRow | null = null;
  #groups = new ListGroups();
  #before: TitleReading;
  #reading: TitleReading | null = null;
  #seenHeaders: string[] = [];
  #failedHeaders = 0;
  /** Columns of names and places that are in an old encoding without a font that says so. */
  #old: OldColumns | null = null;
  #around: Surroundings | null = null;
  /** The unit that a group above the row names; as old as {@link #around}. */
  #groupUnit: string | null = null;
  #inFooter = false;

  /** @param before what the titles of the sheets before it say, for a sheet that has none. */
  constructor(sheet: Pick<Sheet, 'name' | 'merges'>, before: TitleReading = NO_TITLE) {
    this.#sheet = sheet;
    this.#before = before;
    this.#merges = new MergedCells(sheet.merges);
  }

  /** Why the sheet cannot be read although it holds people; null when it can, or holds nobody (a cover, a summary). */
  get refusal(): ColumnsRefusal | null {
    if (this.#refusal === 'headers-ambiguous') return this.#refusal;
    return this.#columns === null && this.#sawIds ? 'headers-missing' : null;
  }

  /** Whether something like a header was there, without the columns that a list needs. */
  get sawHeader(): boolean {
    return this.#refusal !== null;
  }

  /** The headers that were seen where the columns of a list were not all among them. */
  get seenHeaders(): readonly string[] {
    return this.#seenHeaders;
  }

  /** What the titles say of the whole list, and those of the sheets before it where it has none of its own. */
  get titles(): TitleReading {
    if (this.#reading !== null) return this.#reading;
    const own = readTitles(this.#titles);
    const { inChangeList, emergency } = this.#before;
    this.#reading = own.isTitled
      ? own
      : { ...own, inChangeList: own.inChangeList || inChangeList, emergency: own.emergency || emergency };
    return this.#reading;
  }

  /** Takes `count` rows off the front; those behind them are only looked at. Returns how many were really taken. */
  take(rows: readonly SheetRow[], count: number, found: LayoutEvent[]): number {
    let at = 0;
    while (at < count) at += this.#takeRow(rows, at, found);
    return at;
  }

  #takeRow(rows: readonly SheetRow[], at: number, found: LayoutEvent[]): number {
    const row = rows[at];
    if (row === undefined) return 1;
    if (this.#columns === null || this.#looksLikeHeader(row)) {
      const taken = this.#takeHeader(rows, at, found);
      if (taken > 0) return taken;
    }
    if (this.#columns === null) {
      this.#takeTitle(row);
      return 1;
    }
    const titles = this.#titlesOfNextTable(rows, at);
    if (titles === 0) this.#takeTableRow(row, this.#columns, found);
    else this.#beginTitles(rows.slice(at, at + titles));
    return Math.max(1, titles);
  }

  /** How many rows from here on are the titles of another table, whose header follows them; 0 where none does. */
  #titlesOfNextTable(rows: readonly SheetRow[], at: number): number {
    const first = rows[at];
    if (first === undefined || this.#isOfPerson(first)) return 0;
    if (!first.cells.some(({ text }) => isTitleLine(text))) return 0;
    for (let next = at; next < at + TITLE_ROWS; next++) {
      const row = rows[next];
      if (row === undefined) return 0;
      if (this.#looksLikeHeader(row) && headerAt(rows, next, this.#sheet.merges) !== null) return next - at;
      if (this.#isOfPerson(row)) return 0;
    }
    return 0;
  }

  #isOfPerson(row: SheetRow): boolean {
    return row.cells.some(
      ({ kind, column, text }) =>
        kind !== 'text' || holdsNumber(text) || (column === this.#ordinal && /^\s*\d/.test(text)),
    );
  }

  #beginTitles(rows: readonly SheetRow[]): void {
    this.#before = this.titles;
    this.#titles = [];
    this.#reading = null;
    this.#isTitleTold = false;
    for (const row of rows) this.#takeTitle(row);
    this.#isLaterTitle = this.titles.isTitled;
    if (this.#isLaterTitle) this.#groups = new ListGroups();
  }

  /** A cheap look first: nearly every row is a person's, with a row number, an id, an account or an amount. */
  #looksLikeHeader(row: SheetRow): boolean {
    if (this.#isOfPerson(row)) return false;
    const words = row.cells.filter(({ text }) => isHeaderWord(text));
    // Another table may stand below with its columns in another order.
    return words.length >= 3 || words.some(({ column }) => this.#nameColumns.includes(column));
  }

  /** The rows that a header takes, 0 where there is none. A header that repeats itself changes nothing. */
  #takeHeader(rows: readonly SheetRow[], at: number, found: LayoutEvent[]): number {
    const header = this.#failedHeaders < MOST_FAILED_HEADERS ? headerAt(rows, at, this.#sheet.merges) : null;
    if (header === null) return 0;
    const sample = rows.slice(at + header.height, at + LOOKAHEAD);
    const columns = readColumns(this.#sheet.name, header.texts, sample);
    if (typeof columns === 'string') {
      this.#refuse(columns, header);
      return 0;
    }
    this.#inFooter = false;
    this.#old = oldColumnsOf(columns.fields, sample);
    const same = JSON.stringify(columns.readings) === JSON.stringify(this.#columns?.readings);
    if (!same) this.#takeColumns(columns);
    if (!this.#isTitleTold) {
      this.#isTitleTold = true;
      this.#around = null;
      this.#takeGroupAbove();
      found.push({ event: 'titles', titles: this.titles, lines: this.#titles });
    }
    if (!same) found.push({ event: 'columns', columns });
    return header.height;
  }

  #takeColumns(columns: ListColumns): void {
    const columnsOf = (field: ColumnField): number[] =>
      [...columns.fields].filter(([, one]) => one === field).map(([column]) => column);
    this.#columns = columns;
    this.#ordinal = columnsOf('ordinal')[0];
    this.#nameColumns = [...columnsOf('fullName'), ...columnsOf('familyName'), ...columnsOf('givenName')];
    this.#around = null;
  }

  /** "I. Tăng mới" may stand above the first header instead of below it: numbered, or in the words of a heading. */
  #takeGroupAbove(): void {
    const row = this.#aboveHeader;
    if (row === null) return;
    const text = textOfRow(row, this.#ordinal);
    const isNumbered = groupMarker(text) !== null || (row.cells.length > 1 && isBareMarker(row.cells[0]?.text ?? ''));
    if (!isNumbered && readChangeHeading(text) === null && !isVillage(text)) return;
    this.#groups.take({ text, ordinal: row.cells[0], isNumbered: false, isAcross: false, hasName: false });
  }

  #refuse(refusal: ColumnsRefusal, header: ListHeader): void {
    this.#failedHeaders += 1;
    if (this.#refusal === 'headers-ambiguous') return;
    this.#refusal = refusal;
    this.#seenHeaders = [...header.texts]
      .toSorted(([one], [other]) => one - other)
      .map(([, texts]) => [...new Set(texts.map(tidyText))].join(' / '));
  }

  #takeTitle(row: SheetRow): void {
    this.#aboveHeader = row;
    if (this.#titles.length < MOST_TITLES) this.#titles.push(...row.cells.map(({ text }) => text));
    if (row.cells.some(({ text }) => /^0?\d{11}$/.test(text.trim()))) this.#sawIds = true;
  }

  #takeTableRow(read: SheetRow, columns: ListColumns, found: LayoutEvent[]): void {
    // Repeated with the header at a page break: "Thông tin chung" over all columns.
    if (this.#aboveHeader !== null && sameTexts(read, this.#aboveHeader)) return;
    const shown = this.#merges.shown(read);
    const row = this.#old === null ? shown : byEncoding(shown, this.#old.encoding, this.#old.columns);
    const cells = this.#cellsOf(row, columns);
    const ordinal = this.#ordinal === undefined ? undefined : row.cells.find(({ column }) => column === this.#ordinal);
    const name = [cells.fullName, cells.familyName, cells.givenName].find((cell) => cell !== undefined)?.text ?? '';
    if (name.length <= 4 && isNumbering(row)) return;
    const hasName = /\p{L}/u.test(name);
    const hasId = isNumberOfPerson(cells.personalId) || isNumberOfPerson(cells.accountNumber);
    const isNumbered = ordinal !== undefined && /^\d+\s*[.)]?$/.test(ordinal.text.trim());
    const text = textOfRow(row, this.#ordinal);
    if (!hasId && !isNumbered) {
      if (isTotal(text)) return;
      if (isFooter(text) || (!hasName && row.cells.some((cell) => isFooter(cell.text)))) {
        this.#inFooter = true;
        return;
      }
    }
    const hasBirth = BIRTH_FIELDS.some((field) => /\d{4}/.test(cells[field]?.text ?? ''));
    if (!hasId && !hasBirth && this.#takeGroup(row, ordinal, text, isNumbered, hasName)) return;
    if (!hasName && !hasId) return;
    // Below the signatures stand the signers' names, and nothing else.
    const hasAmount = /\d/.test(cells.amount?.text ?? '');
    if (this.#inFooter && !hasId && !isNumbered && !hasBirth && !hasAmount) return;
    this.#inFooter = false;
    const around = this.#surroundings(row, columns);
    const unit = cells.unit?.text ?? this.#groupUnit;
    found.push({ event: 'person', row, cells, around, unit, ordinal: this.#ordinal });
  }

  #cellsOf(row: SheetRow, columns: ListColumns): RowCells {
    const cells: { [field in ColumnField]?: ListCell } = {};
    for (const cell of row.cells) {
      const field = columns.fields.get(cell.column);
      if (field !== undefined) cells[field] = cell;
    }
    this.#merges.share(row, columns.fields, cells);
    return cells;
  }

  #takeGroup(row: SheetRow, ordinal: Cell | undefined, text: string, isNumbered: boolean, hasName: boolean): boolean {
    const isAcross = this.#merges.beginsAcross(row);
    if (!this.#groups.take({ text, ordinal, isNumbered, isAcross, hasName })) return false;
    this.#inFooter = false;
    this.#around = null;
    return true;
  }

  #surroundings(row: SheetRow, columns: ListColumns): Surroundings {
    this.#around ??= this.#sharedSurroundings(columns);
    const amountMerged = this.#merges.isAmountShared(row, columns.fields);
    // In a text, a comma that nobody quoted moves all that follows it into the next column.
    const shifted = this.#sheet.name === null && (row.cells.at(-1)?.column ?? 0) > columns.last;
    if (!amountMerged && !shifted && !row.hidden) return this.#around;
    return { ...this.#around, amountMerged, shifted, hidden: row.hidden };
  }

  /** Ruling 9: the nearest group row, else the sheet's name, else the title. */
  #sharedSurroundings(columns: ListColumns): Surroundings {
    const title = this.titles;
    const name = this.#sheet.name ?? '';
    this.#groupUnit = this.#groups.nearest((text) => UNIT_HEADING.test(text));
    const nearest = this.#groups.programme ?? (this.#isLaterTitle ? title.programme : null);
    const reading = nearest ?? readProgramme(name) ?? title.programme;
    return {
      programme: reading?.programme ?? null,
      category: reading?.category ?? null,
      village: this.#groups.village,
      change:
        this.#groups.change ?? (this.#isLaterTitle ? title.change : null) ?? readChangeHeading(name) ?? title.change,
      inChangeList: title.inChangeList,
      emergency: title.emergency,
      payeeRole: columns.payeeRole,
      amountInThousands: columns.amountInThousands || title.inThousands,
      amountMerged: false,
      shifted: false,
      hidden: false,
    };
  }
}

/** A commune by its level and name heads the rows of a district's list. */
const UNIT_HEADING = /^(xã|phường|thị trấn|đặc khu) /i;
