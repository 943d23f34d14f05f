import { tidyText } from '../../domain/readings/folded-text.ts';
import type { Sheet, SheetRow } from '../tables/sheet.ts';
import { type ColumnsRefusal, type ListColumns, type RefusedColumns, readColumns } from './list-columns.ts';
import { headerAt, type ListHeader } from './list-header.ts';
import { isTitleLine, NO_TITLE, readTitles, type TitleReading } from './list-kind.ts';
import { ListTable, type PersonRow } from './list-table.ts';

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
  | { readonly event: 'person'; readonly person: PersonRow };

/** Rows that must be known beyond one that may be a header: its own further rows, and a sample of what follows. */
export const LOOKAHEAD = 60;

/** More lines than this above a table are no titles, and need not be kept. */
const MOST_TITLES = 200;
/** Looking at what only seems to be a header is dear: a sheet in which it failed so often will not come to have one. */
const MOST_FAILED_HEADERS = 500;
/** More rows than this do not stand between the first line of a title and the header below it. */
const TITLE_ROWS = 15;

/** Finds the tables of one sheet, row by row: titles, then a header, then the rows of a {@link ListTable}. */
export class ListLayout {
  readonly #sheet: Pick<Sheet, 'name' | 'merges'>;
  readonly #table: ListTable;
  /** A header was found: what follows are rows of a table. */
  #inTable = false;
  #refusal: ColumnsRefusal | null = null;
  #sawIds = false;
  #titles: string[] = [];
  #lastTitle: SheetRow | null = null;
  /** The titles have been told, and so stand over a table. */
  #isTitleTold = false;
  #before: TitleReading;
  #reading: TitleReading | null = null;
  #seenHeaders: string[] = [];
  #clashing: RefusedColumns['clashing'] = [];
  #failedHeaders = 0;

  /** @param before what the titles of the sheets before it say, for a sheet that has none. */
  constructor(sheet: Pick<Sheet, 'name' | 'merges'>, before: TitleReading = NO_TITLE) {
    this.#sheet = sheet;
    this.#before = before;
    this.#table = new ListTable(sheet);
  }

  /** Why the sheet cannot be read although it holds people; null when it can, or holds nobody (a cover, a summary). */
  get refusal(): ColumnsRefusal | null {
    if (this.#refusal === 'headers-ambiguous') return this.#refusal;
    return !this.#inTable && this.#sawIds ? 'headers-missing' : null;
  }

  /** Whether something like a header was there, without the columns that a list needs. */
  get sawHeader(): boolean {
    return this.#refusal !== null;
  }

  /** The headers that were seen where the columns of a list were not all among them. */
  get seenHeaders(): readonly string[] {
    return this.#seenHeaders;
  }

  /** The columns that fit equally, of a sheet that is refused for them. */
  get clashing(): RefusedColumns['clashing'] {
    return this.#clashing;
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
    const isOther = !this.#inTable || !this.#table.isOfPerson(row);
    if (isOther) {
      const taken = this.#takeOther(row, rows, at, found);
      if (taken > 0) return taken;
    }
    const person = this.#table.take(row);
    if (person !== null) found.push({ event: 'person', person });
    return 1;
  }

  /** How many rows a header or titles take from here on; 0 where the row belongs to the table above it. */
  #takeOther(row: SheetRow, rows: readonly SheetRow[], at: number, found: LayoutEvent[]): number {
    if (!this.#inTable || this.#table.hasHeaderWords(row)) {
      const taken = this.#takeHeader(rows, at, found);
      if (taken > 0) return taken;
    }
    if (!this.#inTable) {
      this.#takeTitle(row);
      return 1;
    }
    const titles = this.#titlesOfNextTable(row, rows, at);
    if (titles > 0) this.#beginTitles(rows.slice(at, at + titles));
    return titles;
  }

  /** How many rows from here on are the titles of another table, whose header follows them; 0 where none does. */
  #titlesOfNextTable(first: SheetRow, rows: readonly SheetRow[], at: number): number {
    if (!first.cells.some(({ text }) => isTitleLine(text))) return 0;
    for (let next = at; next < at + TITLE_ROWS; next++) {
      const row = rows[next];
      if (row === undefined || this.#table.isOfPerson(row)) return 0;
      if (this.#table.hasHeaderWords(row) && headerAt(rows, next, this.#sheet.merges) !== null) return next - at;
    }
    return 0;
  }

  #beginTitles(rows: readonly SheetRow[]): void {
    this.#before = this.titles;
    this.#titles = [];
    this.#reading = null;
    this.#isTitleTold = false;
    for (const row of rows) this.#takeTitle(row);
    this.#table.endAtTitles(this.titles, this.#lastTitle);
  }

  /** The rows that a header takes, 0 where there is none. A header that repeats itself changes nothing. */
  #takeHeader(rows: readonly SheetRow[], at: number, found: LayoutEvent[]): number {
    const header = this.#failedHeaders < MOST_FAILED_HEADERS ? headerAt(rows, at, this.#sheet.merges) : null;
    if (header === null) return 0;
    const sample = rows.slice(at + header.height, at + LOOKAHEAD);
    const columns = readColumns(this.#sheet.name, header.texts, sample);
    if ('refusal' in columns) {
      this.#refuse(columns, header);
      return 0;
    }
    this.#inTable = true;
    const isNew = this.#table.beginBelow(columns, sample);
    if (!this.#isTitleTold) {
      this.#isTitleTold = true;
      this.#table.beginTitles(this.titles, this.#lastTitle);
      found.push({ event: 'titles', titles: this.titles, lines: this.#titles });
    }
    if (isNew) found.push({ event: 'columns', columns });
    return header.height;
  }

  #refuse({ refusal, clashing }: RefusedColumns, header: ListHeader): void {
    this.#failedHeaders += 1;
    if (this.#refusal === 'headers-ambiguous') return;
    this.#refusal = refusal;
    this.#clashing = clashing;
    this.#seenHeaders = [...header.texts]
      .toSorted(([one], [other]) => one - other)
      .map(([, texts]) => [...new Set(texts.map(tidyText))].join(' / '));
  }

  #takeTitle(row: SheetRow): void {
    this.#lastTitle = row;
    if (this.#titles.length < MOST_TITLES) this.#titles.push(...row.cells.map(({ text }) => text));
    if (row.cells.some(({ text }) => /^0?\d{11}$/.test(text.trim()))) this.#sawIds = true;
  }
}
