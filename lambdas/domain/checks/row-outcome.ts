import type { RowNote, RowOutcome } from '../lists/list-row.ts';
import { severityOf } from '../lists/note-catalogue.ts';

/** What a row comes to by its notes: one error holds it, warnings do not. Rejection is decided where it is seen. */
export function outcomeByNotes(notes: readonly RowNote[]): Exclude<RowOutcome, 'rejected'> {
  return notes.some((note) => severityOf(note) === 'error') ? 'held' : 'accepted';
}
