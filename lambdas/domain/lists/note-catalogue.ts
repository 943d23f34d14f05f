import type { ListNote } from './list-facts.ts';
import { LIST_NOTES } from './list-notes.ts';
import type { RowField, RowNote } from './list-row.ts';
import type { ListNoteDefinition, NoteDefinition, Severity } from './note-wording.ts';
import { PAYMENT_NOTES } from './payment-notes.ts';
import { PERSON_NOTES } from './person-notes.ts';
import { RECONCILIATION_NOTES } from './reconciliation-notes.ts';
import type { Language } from './refusal-catalogue.ts';
import { ROLL_NOTES, SWING_NOTES } from './roll-notes.ts';
import { ROW_NOTES } from './row-notes.ts';

/**
 * Every remark on a row: severity (an error holds or rejects the row, a warning does not) and the officer's words,
 * which say what to do next. Codes are stable. A message shows only what the list itself says, never what the
 * registry knows.
 */
const NOTES = { ...PERSON_NOTES, ...PAYMENT_NOTES, ...ROW_NOTES, ...RECONCILIATION_NOTES, ...ROLL_NOTES };
const ALL_LIST_NOTES = { ...LIST_NOTES, ...SWING_NOTES };

/** The stable code of a remark on a row. */
export type NoteCode = keyof typeof NOTES;
/** The stable code of a remark on a list as a whole. */
export type ListNoteCode = keyof typeof ALL_LIST_NOTES;

const CATALOGUE: Readonly<Record<string, NoteDefinition>> = NOTES;
const LIST_CATALOGUE: Readonly<Record<string, ListNoteDefinition>> = ALL_LIST_NOTES;

/** Every code of a row's remarks, for the documents that list them. */
export const NOTE_CODES: readonly string[] = Object.keys(NOTES);
/** Every code of a list's remarks, for the documents that list them. */
export const LIST_NOTE_CODES: readonly string[] = Object.keys(ALL_LIST_NOTES);

/** Makes a note. `readText` and `takenText` are the parameters of its message. */
export function noteOf(code: NoteCode, field: RowField, readText?: string, takenText?: string): RowNote {
  if (readText === undefined) return takenText === undefined ? { code, field } : { code, taken: takenText, field };
  if (takenText === undefined) return { code, read: readText, field };
  return { code, read: readText, taken: takenText, field };
}

/** Makes a note on a list as a whole. */
export function listNoteOf(code: ListNoteCode, readText?: string, takenText?: string): ListNote {
  return {
    code,
    ...(readText === undefined ? {} : { read: readText }),
    ...(takenText === undefined ? {} : { taken: takenText }),
  };
}

/** An error holds or rejects the row, a warning does not. Throws on a code that is not in the catalogue: a bug. */
export function severityOf({ code }: { readonly code: string }): Severity {
  return (CATALOGUE[code] ?? known(LIST_CATALOGUE[code], code)).severity;
}

/** The officer's words for a note: what is wrong or was repaired, and what to do next. */
export function messageOf(note: RowNote, language: Language): string {
  return known(CATALOGUE[note.code], note.code)[language](note);
}

/** The officer's words for a note on a list as a whole. */
export function listMessageOf(note: ListNote, language: Language): string {
  return known(LIST_CATALOGUE[note.code], note.code)[language](note);
}

/** What is wrong, which every message says in its first sentence, and what to do, which is what follows. */
export function partedMessage(message: string): { meaning: string; remedy: string | null } {
  const end = /\.\s+(?=\p{Lu})/u.exec(message);
  if (end === null) return { meaning: message, remedy: null };
  return { meaning: message.slice(0, end.index + 1), remedy: message.slice(end.index + 1).trim() };
}

function known<Definition>(definition: Definition | undefined, code: string): Definition {
  if (definition === undefined) throw new Error(`The catalogue has no note ${code}`);
  return definition;
}
