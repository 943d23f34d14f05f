import type { ListCell } from './list-cell.ts';
import type { RowValues } from './list-row.ts';

/**
 * What a column of a list may hold: a value of the row, a part of one (names and dates split over columns, *Năm sinh*
 * over *Nam* and *Nữ*), or something that only says what the row means (`change`, `unit`), checks others (`total`) or
 * is kept apart (`carryOver`: chưa trả tháng trước; `formerAmount`: mức cũ beside mức mới).
 */
export type ColumnField =
  | keyof RowValues
  | 'ordinal'
  | 'familyName'
  | 'givenName'
  | 'birthDay'
  | 'birthMonth'
  | 'birthYear'
  | 'birthDateMale'
  | 'birthDateFemale'
  | 'sexMale'
  | 'sexFemale'
  | 'total'
  | 'carryOver'
  | 'formerAmount'
  | 'accountHolder'
  | 'change'
  | 'markedIncrease'
  | 'markedDecrease'
  | 'markedAdjust'
  | 'remark'
  | 'unit';

/** The cells of one row by what their columns hold. Empty cells are left out. */
export type RowCells = { readonly [field in ColumnField]?: ListCell | undefined };
