import type { ListCell } from '../../domain/lists/list-cell.ts';
import type { ColumnField } from '../../domain/lists/list-column.ts';
import type { Cell, MergedRange, SheetRow } from './sheet.ts';

/** A merged cell in these columns holds for every row it covers: a household's address, one bank for a whole page. */
const SHARED_BY_MERGE = new Set<ColumnField>([
  'village',
  'address',
  'programme',
  'category',
  'bank',
  'channel',
  'unit',
  'change',
  'changeReason',
]);
/** In these it holds for a row that has an amount of its own: one person, merged over what they receive. */
const PERSON_BY_MERGE = new Set<ColumnField>([
  'fullName',
  'familyName',
  'givenName',
  'personalId',
  'birthDate',
  'birthDay',
  'birthMonth',
  'birthYear',
  'birthDateMale',
  'birthDateFemale',
  'sex',
  'sexMale',
  'sexFemale',
  'accountNumber',
  'accountHolder',
  'payeeName',
  'payeeId',
  'payeeRole',
  'phone',
]);

type Fields = ReadonlyMap<number, ColumnField>;
const NO_MERGES: readonly MergedRange[] = [];

/** What the merged ranges of a sheet mean for its rows, which come from the top down. */
export class MergedCells {
  readonly #byTop = new Map<number, MergedRange[]>();
  readonly #fromTop: readonly MergedRange[];
  /** How many of them began at the row or above it, and those that reach it. */
  #begun = 0;
  #around: MergedRange[] = [];
  /** By column, the merged cell that reaches down over the row. */
  readonly #reaching = new Map<number, { readonly cell: Cell; readonly bottom: number }>();

  constructor(merges: readonly MergedRange[]) {
    this.#fromTop = merges.toSorted((one, other) => one.top - other.top);
    for (const merge of merges) {
      const sameTop = this.#byTop.get(merge.top);
      if (sameTop === undefined) this.#byTop.set(merge.top, [merge]);
      else sameTop.push(merge);
    }
  }

  /**
   * The row as Excel shows it: of a merged range only the first cell. Some writers leave values in the others, which
   * nobody sees and nobody may be paid by.
   */
  shown(row: SheetRow): SheetRow {
    if (this.#fromTop.length === 0) return row;
    for (let next = this.#fromTop[this.#begun]; next !== undefined && next.top <= row.row; ) {
      this.#around.push(next);
      this.#begun += 1;
      next = this.#fromTop[this.#begun];
    }
    if (this.#around.length === 0) return row;
    this.#around = this.#around.filter(({ bottom }) => bottom >= row.row);
    const isCovered = ({ column }: Cell): boolean =>
      this.#around.some(
        ({ top, left, right }) => column >= left && column <= right && (column > left || row.row > top),
      );
    return row.cells.some(isCovered) ? { ...row, cells: row.cells.filter((cell) => !isCovered(cell)) } : row;
  }

  /** Puts into a row's cells what a merged cell above holds for it too. An amount is never shared. */
  share(row: SheetRow, fields: Fields, cells: { [field in ColumnField]?: ListCell | undefined }): void {
    if (this.#byTop.size === 0) return;
    for (const { left, top, bottom } of this.#byTop.get(row.row) ?? NO_MERGES) {
      const cell = row.cells.find(({ column }) => column === left);
      if (cell !== undefined && bottom > top) this.#reaching.set(left, { cell, bottom });
    }
    for (const [column, { cell, bottom }] of this.#reaching) {
      const field = fields.get(column);
      if (row.row > bottom) this.#reaching.delete(column);
      else if (field !== undefined && SHARED_BY_MERGE.has(field)) cells[field] ??= cell;
    }
    const isNamed = (cells.fullName ?? cells.givenName ?? cells.personalId) !== undefined;
    if (isNamed || cells.amount === undefined) return;
    for (const [column, { cell }] of this.#reaching) {
      const field = fields.get(column);
      if (field !== undefined && PERSON_BY_MERGE.has(field)) cells[field] ??= cell;
    }
  }

  /** Whether the row's first cell is merged across several columns, as headings of groups are. */
  beginsAcross(row: SheetRow): boolean {
    const first = row.cells[0]?.column ?? -1;
    return (this.#byTop.get(row.row) ?? NO_MERGES).some(({ left, right }) => right - left >= 2 && left <= first);
  }

  /**
   * Whether the amount's cell covers several people: several rows, over which the name is not merged as well. Of the
   * row that was last {@link shown}.
   */
  isAmountShared(fields: Fields): boolean {
    // Also those that began above: of a merged cell only the first row holds what stands in it.
    const merges = this.#around;
    if (merges.length === 0) return false;
    const covers = ({ left, right }: MergedRange, wanted: readonly ColumnField[]): boolean =>
      [...fields].some(([column, field]) => wanted.includes(field) && column >= left && column <= right);
    return merges.some(
      (merge) =>
        merge.bottom > merge.top &&
        covers(merge, ['amount']) &&
        !merges.some((other) => other.bottom >= merge.bottom && covers(other, ['fullName', 'givenName'])),
    );
  }
}
