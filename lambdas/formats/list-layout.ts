import { tidyText } from '../domain/folded-text.ts';
import type { ListCell } from '../domain/list-cell.ts';
import type { ColumnField, RowCells } from '../domain/list-column.ts';
import { type ProgrammeReading, readProgramme } from '../domain/programme-reading.ts';
import type { Surroundings } from '../domain/row-check.ts';
import { isHeaderWord } from './header-meaning.ts';
import { type ColumnsRefusal, type ListColumns, readColumns } from './list-columns.ts';
import { headerAt, isNumbering } from './list-header.ts';
import { groupMarker, isFooter, isHeading, isTotal, isVillage, markerLevel, UNMARKED } from './row-kind.ts';
import type { Cell, MergedRange, Sheet, SheetRow } from './sheet.ts';

/** What the rows of a sheet turn out to be. Rows that are nothing of these are titles, totals and signatures. */
export type LayoutEvent =
  | { readonly event: 'columns'; readonly columns: ListColumns }
  | {
      readonly event: 'person';
      readonly row: SheetRow;
      readonly cells: RowCells;
      readonly around: Surroundings;
      /** The column of row numbers, which says nothing of the person. */
      readonly ordinal: number | undefined;
    };

/** Rows that must be known beyond one that may be a header: its own further rows, and a sample of what follows. */
export const LOOKAHEAD = 60;

interface Group {
  readonly level: number;
  readonly programme: ProgrammeReading | null;
}

const NO_MERGES: readonly MergedRange[] = [];
/** A merged cell in these columns holds for every row it covers (a household's address, a village). */
const SHARED_BY_MERGE = new Set<ColumnField>(['village', 'address', 'programme', 'category']);

const BIRTH_FIELDS = ['birthDate', 'birthYear', 'birthDateMale', 'birthDateFemale'] as const;

/** Finds the tables of one sheet and tells persons from everything else, row by row. */
export class ListLayout {
  readonly #sheet: Pick<Sheet, 'name' | 'merges'>;
  readonly #mergesByTop = new Map<number, MergedRange[]>();
  #columns: ListColumns | null = null;
  #ordinal: number | undefined;
  #nameColumns: readonly number[] = [];
  #refusal: ColumnsRefusal | null = null;
  #sawIds = false;
  #titles: string[] = [];
  #groups: Group[] = [];
  #village: { readonly name: string; readonly within: Group | undefined } | null = null;
  #around: Surroundings | null = null;
  #inFooter = false;
  #merged = new Map<number, { cell: Cell; bottom: number }>();

  constructor(sheet: Pick<Sheet, 'name' | 'merges'>) {
    this.#sheet = sheet;
    for (const merge of sheet.merges) {
      const sameTop = this.#mergesByTop.get(merge.top);
      if (sameTop === undefined) this.#mergesByTop.set(merge.top, [merge]);
      else sameTop.push(merge);
    }
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
    if (this.#columns === null) this.#takeTitle(row);
    else this.#takeTableRow(row, this.#columns, found);
    return 1;
  }

  /** A cheap look first: nearly every row is a person's, with an id, an account or an amount. */
  #looksLikeHeader(row: SheetRow): boolean {
    if (row.cells.some(({ kind, text }) => kind !== 'text' || /\d{5}/.test(text))) return false;
    return row.cells.some(({ column, text }) => this.#nameColumns.includes(column) && isHeaderWord(text));
  }

  /** The rows that a header takes, 0 where there is none. A header that repeats itself changes nothing. */
  #takeHeader(rows: readonly SheetRow[], at: number, found: LayoutEvent[]): number {
    const header = headerAt(rows, at, this.#sheet.merges);
    if (header === null) return 0;
    const columns = readColumns(this.#sheet.name, header.texts, rows.slice(at + header.height, at + LOOKAHEAD));
    if (typeof columns === 'string') {
      if (this.#refusal !== 'headers-ambiguous') this.#refusal = columns;
      return 0;
    }
    this.#inFooter = false;
    const same = JSON.stringify(columns.readings) === JSON.stringify(this.#columns?.readings);
    if (!same) {
      this.#columns = columns;
      const columnsOf = (field: ColumnField): number[] =>
        [...columns.fields].filter(([, one]) => one === field).map(([column]) => column);
      this.#ordinal = columnsOf('ordinal')[0];
      this.#nameColumns = [...columnsOf('fullName'), ...columnsOf('familyName'), ...columnsOf('givenName')];
      this.#around = null;
      found.push({ event: 'columns', columns });
    }
    return header.height;
  }

  #takeTitle(row: SheetRow): void {
    this.#titles.push(row.cells.map(({ text }) => text).join(' '));
    if (row.cells.some(({ text }) => /^0?\d{11}$/.test(text.trim()))) this.#sawIds = true;
  }

  #takeTableRow(row: SheetRow, columns: ListColumns, found: LayoutEvent[]): void {
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
    if (this.#inFooter && !hasId && !isNumbered && !hasBirth && cells.amount === undefined) return;
    this.#inFooter = false;
    found.push({ event: 'person', row, cells, around: this.#surroundings(row, columns), ordinal: this.#ordinal });
  }

  #cellsOf(row: SheetRow, columns: ListColumns): RowCells {
    const cells: { [field in ColumnField]?: ListCell } = {};
    for (const cell of row.cells) {
      const field = columns.fields.get(cell.column);
      if (field !== undefined) cells[field] = cell;
    }
    if (this.#mergesByTop.size === 0) return cells;
    for (const merge of this.#mergesByTop.get(row.row) ?? NO_MERGES) {
      const cell = row.cells.find(({ column }) => column === merge.left);
      if (cell !== undefined && merge.bottom > merge.top) this.#merged.set(merge.left, { cell, bottom: merge.bottom });
    }
    for (const [column, { cell, bottom }] of this.#merged) {
      const field = columns.fields.get(column);
      if (row.row > bottom) this.#merged.delete(column);
      else if (field !== undefined && SHARED_BY_MERGE.has(field)) cells[field] ??= cell;
    }
    return cells;
  }

  /**
   * A group row names the programme, category or village of the rows below. It has no row number of a person (unless
   * its words are those of a heading), and is numbered as groups are, merged across, or begins as headings do.
   */
  #takeGroup(row: SheetRow, ordinal: Cell | undefined, text: string, isNumbered: boolean, hasName: boolean): boolean {
    if (text === '' || !/\p{L}/u.test(text)) return false;
    const marker = groupMarker(text);
    const rest = marker?.rest ?? text;
    const isNamed = isVillage(rest) || isHeading(rest);
    if (isNumbered && !isNamed) return false;
    const level = marker?.level ?? (ordinal === undefined ? UNMARKED : (markerLevel(ordinal.text) ?? UNMARKED));
    const isMarked = marker !== null || (ordinal !== undefined && !isNumbered && markerLevel(ordinal.text) !== null);
    const isAcross = (this.#mergesByTop.get(row.row) ?? NO_MERGES).some(
      ({ left, right }) => right - left >= 2 && left <= (row.cells[0]?.column ?? -1),
    );
    if (!isNamed && !isMarked && !isAcross && hasName) return false;
    if (!isNamed && !isMarked && !isAcross && readProgramme(rest) === null) return false;
    this.#inFooter = false;
    this.#around = null;
    if (isVillage(rest)) {
      this.#village = { name: tidyText(rest).replace(/[\s:.;,]+$/, ''), within: this.#groups.at(-1) };
      return true;
    }
    this.#groups = this.#groups.filter((group) => group.level < level);
    const within = this.#village?.within;
    if (within !== undefined && !this.#groups.includes(within)) this.#village = null;
    this.#groups.push({ level, programme: readProgramme(rest) });
    return true;
  }

  #surroundings(row: SheetRow, columns: ListColumns): Surroundings {
    this.#around ??= this.#sharedSurroundings(columns);
    const amountMerged = (this.#mergesByTop.get(row.row) ?? NO_MERGES).some(
      ({ left, right, top, bottom }) =>
        bottom > top &&
        [...columns.fields].some(([column, field]) => field === 'amount' && column >= left && column <= right),
    );
    return amountMerged || row.hidden ? { ...this.#around, amountMerged, hidden: row.hidden } : this.#around;
  }

  /** Ruling 9: the nearest group row, else the sheet's name, else the title. */
  #sharedSurroundings(columns: ListColumns): Surroundings {
    const group = this.#groups.findLast(({ programme }) => programme !== null)?.programme;
    const reading = group ?? readProgramme(this.#sheet.name ?? '') ?? programmeOfTitles(this.#titles);
    return {
      programme: reading?.programme ?? null,
      category: reading?.category ?? null,
      village: this.#village?.name ?? null,
      payeeRole: columns.payeeRole,
      amountInThousands: columns.amountInThousands,
      amountMerged: false,
      hidden: false,
    };
  }
}

function textOfRow(row: SheetRow, ordinal: number | undefined): string {
  const cell = row.cells.find(({ column, text }) => (column !== ordinal || !isBareMarker(text)) && /\p{L}/u.test(text));
  return cell === undefined ? '' : tidyText(cell.text);
}

/** Digits enough for an id or an account; a date beside the signatures is neither. */
function isNumberOfPerson(cell: ListCell | undefined): boolean {
  if (cell === undefined || (/\p{L}/u.test(cell.text) && isFooter(cell.text))) return false;
  return cell.text.replace(/\D/g, '').length >= 5;
}

function isBareMarker(text: string): boolean {
  return markerLevel(text) !== null;
}

/** The title proper decides; only where it says nothing, the other lines above the table, if they agree. */
function programmeOfTitles(titles: readonly string[]): ProgrammeReading | null {
  const isTitle = (text: string): boolean => /^(danh sách|bảng|tổng hợp)|danh sach/i.test(text.trim());
  for (const lines of [titles.filter(isTitle), titles.filter((text) => !/căn cứ|theo quyết định/i.test(text))]) {
    const readings = lines.map(readProgramme).filter((reading) => reading !== null);
    const [first] = readings;
    if (first !== undefined && readings.every(({ programme }) => programme === first.programme)) return first;
    if (first !== undefined) return null;
  }
  return null;
}
