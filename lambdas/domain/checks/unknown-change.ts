import type { CheckedRow } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';

/**
 * A row of a change list that does not say whether it adds, takes away or adjusts: nobody may guess, so it is held. A
 * list may turn out to be one only at its end, when its first rows have long been given.
 */
export function withoutChange(row: CheckedRow): CheckedRow {
  if (row.notes.some(({ code }) => code === 'change-unknown')) return row;
  return {
    ...row,
    outcome: row.outcome === 'rejected' ? 'rejected' : 'held',
    notes: [noteOf('change-unknown', 'row'), ...row.notes],
  };
}
