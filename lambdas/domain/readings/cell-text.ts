import type { ListCell } from '../lists/list-cell.ts';
import type { RowNote } from '../lists/list-row.ts';
import { type NoteCode, noteOf } from '../lists/note-catalogue.ts';
import { tidyText } from './folded-text.ts';

/** A cell's text as it is kept, or null where it holds none. */
export function textOf(cell: ListCell | undefined): string | null {
  const text = cell === undefined ? '' : tidyText(cell.text);
  return text === '' ? null : text;
}

/** Adds "missing" unless the cell was there and held an error value. */
export function noteMissing(code: NoteCode, field: RowNote['field'], notes: RowNote[]): void {
  if (
    !notes.some((note) => (note.code === 'cell-error' || note.code === 'cell-not-calculated') && note.field === field)
  )
    notes.push(noteOf(code, field));
}
