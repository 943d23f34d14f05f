/** What a cell is. `date` is a number under a date format; `error` is a value such as `#N/A`. */
export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error';

/** A cell of a list that holds something, as the rules for its value need it. */
export interface ListCell {
  readonly kind: CellKind;
  /**
   * What a reader sees: text as it is, numbers as plain digits (with the zeros that a format `000000000000` shows),
   * dates as `YYYY-MM-DD`.
   */
  readonly text: string;
  /**
   * As stored: a number before its format, a date as its serial number, text before an old font was converted; empty of
   * an `error` that is a formula without a value.
   */
  readonly raw: string;
  /** Whether the text was converted from an old font's encoding (TCVN3, VNI). */
  readonly converted?: boolean;
}
