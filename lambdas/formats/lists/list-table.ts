import type { ListCell } from '../../domain/lists/list-cell.ts';
import type { ColumnField, RowCells } from '../../domain/lists/list-column.ts';
import type { Surroundings } from '../../domain/lists/row-rules.ts';
import { readChangeHeading } from '../../domain/readings/change-reading.ts';
import { hasLetter } from '../../domain/readings/letters.ts';
import { readProgramme } from '../../domain/readings/programme-reading.ts';
import { MergedCells } from '../tables/merged-cells.ts';
import { byEncoding } from '../tables/old-fonts.ts';
import type { Sheet, SheetRow } from '../tables/sheet.ts';
import { isHeaderWord } from './header-meaning.ts';
import type { ListColumns } from './list-columns.ts';
import { ListGroups } from './list-groups.ts';
import { holdsNumber, isNumbering } from './list-header.ts';
import { NO_TITLE, type TitleReading } from './list-kind.ts';
import { moneyNotPaid } from './money-columns.ts';
import { type OldColumns, oldColumnsOf } from './old-columns.ts';
import { groupMarker, isFooter, isTotal, isVillage } from './row-kind.ts';
import { isBareMarker, isNumberOfPerson, sameTexts, textOfRow } from './row-texts.ts';

/** A row that lists a person, and what it takes from where it stands. */
export interface PersonRow {
  readonly row: SheetRow;
  readonly cells: RowCells;
  readonly around: Surroundings;
  /** The unit that the row, or a group above it, names: "Xã Cự Khê". */
  readonly unit: string | null;
  /** The column of row numbers, which says nothing of the person. */
  readonly ordinal: number | undefined;
}

const NOT_PAID: Surroundings['notPaid'] = [];

type CellsByField = { [field in ColumnField]?: ListCell | undefined };

const BIRTH_FIELDS = ['birthDate', 'birthYear', 'birthDateMale', 'birthDateFemale'] as const;
/** A commune by its level and name heads the rows of a district's list. */
const UNIT_HEADING = /^(xã|phường|thị trấn|đặc khu) /i;

/** The rows below the headers of one sheet: tells persons from groups, totals and signatures. */
export class ListTable {
  readonly #sheetName: string | null;
  readonly #merges: MergedCells;
  #columns: ListColumns | null = null;
  /** What each column holds, by its number. */
  #fields: readonly (ColumnField | undefined)[] = [];
  /** A row without any cell. Rows begin as copies of it, since objects of one shape are read several times as fast. */
  #noCells: CellsByField = {};
  #ordinal: number | undefined;
  #nameColumns: readonly number[] = [];
  /** Columns of names and places that are in an old encoding without a font that says so. */
  #old: OldColumns | null = null;
  /** The row directly above the header. */
  #aboveHeader: SheetRow | null = null;
  #groups = new ListGroups();
  #titles = NO_TITLE;
  /** The titles stand over a table below another one, and so are nearer to its rows than the sheet's name. */
  #isLaterTitle = false;
  #around: Surroundings | null = null;
  /** The unit that a group above the row names; as old as {@link #around}. */
  #groupUnit: string | null = null;
  #inFooter = false;

  constructor({ name, merges }: Pick<Sheet, 'name' | 'merges'>) {
    this.#sheetName = name;
    this.#merges = new MergedCells(merges);
  }

  /** A cheap look: nearly every row is a person's, with a row number, an id, an account or an amount. */
  isOfPerson({ cells }: SheetRow): boolean {
    for (const { kind, column, text } of cells) {
      if (kind !== 'text' || holdsNumber(text) || (column === this.#ordinal && /^\s*\d/.test(text))) return true;
    }
    return false;
  }

  /** A cheap look at a row that is of no person: whether it may be a header, this one's again or another's. */
  hasHeaderWords(row: SheetRow): boolean {
    const words = row.cells.filter(({ text }) => isHeaderWord(text));
    // Another table may stand below with its columns in another order.
    return words.length >= 3 || words.some(({ column }) => this.#nameColumns.includes(column));
  }

  /** A header stands above what follows. Returns whether it says anything new: one that repeats itself does not. */
  beginBelow(columns: ListColumns, sample: readonly SheetRow[]): boolean {
    this.#inFooter = false;
    this.#old = oldColumnsOf(columns.fields, sample);
    if (JSON.stringify(columns.readings) === JSON.stringify(this.#columns?.readings)) return false;
    const columnsOf = (field: ColumnField): number[] =>
      [...columns.fields].filter(([, one]) => one === field).map(([column]) => column);
    const last = Math.max(...columns.fields.keys());
    this.#fields = Array.from({ length: last + 1 }, (_, column) => columns.fields.get(column));
    this.#noCells = {};
    for (const field of this.#fields) if (field !== undefined) this.#noCells[field] = undefined;
    this.#columns = columns;
    this.#ordinal = columnsOf('ordinal')[0];
    this.#nameColumns = [...columnsOf('fullName'), ...columnsOf('familyName'), ...columnsOf('givenName')];
    this.#around = null;
    return true;
  }

  /** These titles, of which the last row stands directly above the header, count from the first header below them on. */
  beginTitles(titles: TitleReading, last: SheetRow | null): void {
    this.#titles = titles;
    this.#aboveHeader = last;
    this.#around = null;
    this.#takeGroupAbove();
  }

  /** Below a table stand the titles of another: its groups end, and its rows are nearer to them than to the sheet's name. */
  endAtTitles(titles: TitleReading, last: SheetRow | null): void {
    this.#titles = titles;
    this.#aboveHeader = last;
    this.#isLaterTitle = titles.isTitled;
    if (this.#isLaterTitle) this.#groups = new ListGroups();
  }

  /** The person that a row lists; null where it is something else. */
  take(read: SheetRow): PersonRow | null {
    const columns = this.#columns;
    if (columns === null) return null;
    // Repeated with the header at a page break: "Thông tin chung" over all columns.
    if (this.#aboveHeader !== null && sameTexts(read, this.#aboveHeader)) return null;
    const shown = this.#merges.shown(read);
    const row = this.#old === null ? shown : byEncoding(shown, this.#old.encoding, this.#old.columns);
    const cells = this.#cellsOf(row, columns);
    const name = (cells.fullName ?? cells.familyName ?? cells.givenName)?.text ?? '';
    if (name.length <= 4 && isNumbering(row)) return null;
    const hasId = isNumberOfPerson(cells.personalId) || isNumberOfPerson(cells.accountNumber);
    if (!hasId && !this.#isPersonWithoutId(row, cells, hasLetter(name))) return null;
    this.#inFooter = false;
    const around = this.#surroundings(row, columns);
    return { row, cells, around, unit: cells.unit?.text ?? this.#groupUnit, ordinal: this.#ordinal };
  }

  #cellsOf(row: SheetRow, columns: ListColumns): RowCells {
    const cells: CellsByField = { ...this.#noCells };
    for (const cell of row.cells) {
      const field = this.#fields[cell.column];
      if (field !== undefined) cells[field] = cell;
    }
    this.#merges.share(row, columns.fields, cells);
    return cells;
  }

  /** Whether a row with neither id nor account still lists somebody. Takes the groups and footers on its way. */
  #isPersonWithoutId(row: SheetRow, cells: RowCells, hasName: boolean): boolean {
    const { ordinal } = cells;
    const isNumbered = ordinal !== undefined && /^\d+\s*[.)]?$/.test(ordinal.text.trim());
    const text = textOfRow(row, this.#ordinal);
    if (!isNumbered) {
      if (isTotal(text)) return false;
      if (isFooter(text) || (!hasName && row.cells.some((cell) => isFooter(cell.text)))) {
        this.#inFooter = true;
        return false;
      }
    }
    const hasBirth = BIRTH_FIELDS.some((field) => /\d{4}/.test(cells[field]?.text ?? ''));
    if (!hasBirth && this.#takeGroup(row, ordinal, text, isNumbered, hasName)) return false;
    if (!hasName) return false;
    // Below the signatures stand the signers' names, and nothing else.
    const hasAmount = /\d/.test(cells.amount?.text ?? '');
    return !this.#inFooter || isNumbered || hasBirth || hasAmount;
  }

  #takeGroup(
    row: SheetRow,
    ordinal: ListCell | undefined,
    text: string,
    isNumbered: boolean,
    hasName: boolean,
  ): boolean {
    const isAcross = this.#merges.beginsAcross(row);
    if (!this.#groups.take({ text, ordinal, isNumbered, isAcross, hasName })) return false;
    this.#inFooter = false;
    this.#around = null;
    return true;
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

  #surroundings(row: SheetRow, columns: ListColumns): Surroundings {
    this.#around ??= this.#sharedSurroundings(columns);
    const amountMerged = this.#merges.isAmountShared(columns.fields);
    // In a text, a comma that nobody quoted moves all that follows it into the next column.
    const shifted = this.#sheetName === null && (row.cells.at(-1)?.column ?? 0) > columns.last;
    const notPaid = columns.notPaid.length === 0 ? NOT_PAID : moneyNotPaid(row, columns.notPaid);
    if (!amountMerged && !shifted && !row.hidden && notPaid.length === 0) return this.#around;
    return { ...this.#around, amountMerged, notPaid, shifted, hidden: row.hidden };
  }

  /** Ruling 9: the nearest group row, else the sheet's name, else the title. */
  #sharedSurroundings(columns: ListColumns): Surroundings {
    const title = this.#titles;
    const name = this.#sheetName ?? '';
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
      notPaid: NOT_PAID,
      shifted: false,
      hidden: false,
    };
  }
}
