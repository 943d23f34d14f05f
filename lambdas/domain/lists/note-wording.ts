import { formatDong } from '../money.ts';
import type { ListNote } from './list-facts.ts';
import type { RowNote } from './list-row.ts';

export type Severity = 'warning' | 'error';

/** A remark's severity (an error holds or rejects the row, a warning does not) and the officer's words. */
interface Definition<Note> {
  readonly severity: Severity;
  readonly vi: (note: Note) => string;
  readonly en: (note: Note) => string;
}
export type NoteDefinition = Definition<RowNote>;
export type ListNoteDefinition = Definition<ListNote>;

/** What a message quotes: for a repair, what stood in the cell and what was made of it. */
type Quoted = Pick<RowNote, 'read' | 'taken'>;

export const read = (note: Quoted): string => note.read ?? '';
export const taken = (note: Quoted): string => note.taken ?? '';
export const dong = (amount: string): string => (/^\d+$/.test(amount) ? `${formatDong(Number(amount))} đồng` : amount);

/** A date as officers write it: 1964-11-05 is 05/11/1964, 1950-03 is 03/1950. Anything else stays as it is. */
export const shownDate = (text: string): string =>
  /^\d{4}(-\d\d){1,2}$/.test(text) ? text.split('-').reverse().join('/') : text;

/** A note that needs no values: the same words for every row. */
export function fixed(severity: Severity, vi: string, en: string): NoteDefinition {
  return { severity, vi: () => vi, en: () => en };
}

/** A remark about a value that stands in the cell: what was read, what is wrong, what to do. */
function quoted(severity: Severity, vi: string, en: string): NoteDefinition {
  return { severity, vi: (note) => `“${read(note)}”: ${vi}`, en: (note) => `“${read(note)}”: ${en}` };
}

/** A value that holds the row. */
export function wrong(vi: string, en: string): NoteDefinition {
  return quoted('error', vi, en);
}

/** A value that nobody can read, and without which the row can be paid all the same. */
export function doubtful(vi: string, en: string): NoteDefinition {
  return quoted('warning', vi, en);
}

/** A repair: what was read, what was made of it, what to check. */
export function repaired(vi: string, en: string): NoteDefinition {
  return {
    severity: 'warning',
    vi: (note) => `Đọc được “${read(note)}”, hiểu là “${taken(note)}”: ${vi}`,
    en: (note) => `Read “${read(note)}”, taken as “${taken(note)}”: ${en}`,
  };
}
