import type { CheckedRow } from '../lists/list-row.ts';

/** Rows of a change list that meet no line of the roll, or say nothing that could be done to it. */
const NOT_APPLICABLE: readonly string[] = ['change-unknown', 'not-on-roll', 'several-on-roll'];

/**
 * Whether a row wants its person on the roll: only about such a row is the registry asked, and only such a row takes a
 * claim. Rejected rows, decreases and changes that cannot be applied do not.
 */
export function listsSomebody({ outcome, change, notes }: Pick<CheckedRow, 'outcome' | 'change' | 'notes'>): boolean {
  if (outcome === 'rejected' || change === 'decrease') return false;
  return !notes.some(({ code }) => NOT_APPLICABLE.includes(code));
}
