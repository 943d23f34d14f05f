import type { RowCells } from '../lists/list-column.ts';
import type { RowField, RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import { noteMissing, textOf } from './cell-text.ts';
import { hasLetter } from './letters.ts';

/**
 * No Vietnamese name has these: letters that a save in ANSI lost to `?`, and what TCVN3 and VNI look like where nothing
 * tells that they are: signs and foreign letters, a capital with a mark inside a word ("NguyÔn"), two vowels that no
 * syllable has side by side ("Vaên", "Traàn"), what could be Đ but is not where a syllable begins.
 */
const DAMAGE =
  /[\uFFFD?¡-¿×÷ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿ]|\p{Ll}[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]|[ae][âàáãêéè]|[AE][ÂÀÁÃÊÉÈ]|oâ|OÂ|\p{L}[ÐðƉɖ]/u;
/** Every kind of damage has one of these in it, and next to no name has. Looking for them first spares the dear pattern. */
const SUSPECT = /[?\xA1-\xDFäåæçëîïðñö÷øûüþÿƉɖ\uFFFD]|[ae][âàáãêéè]|oâ/;
/** Eth and African D (U+00D0, U+00F0, U+0189, U+0256) look like Đ and đ, and no Vietnamese name has them. */
const LOOKALIKE = /[ÐðƉɖ]/;

/** The name, whole or from its two columns. Names are kept as written; only a letter that is certainly Đ is mended. */
export function readName(cells: RowCells, notes: RowNote[]): string | null {
  const name = textOf(cells.fullName) ?? joinedName(cells);
  if (name === null || !hasLetter(name)) {
    noteMissing('name-missing', 'fullName', notes);
    return null;
  }
  if (!SUSPECT.test(name)) return name;
  if (DAMAGE.test(name)) {
    notes.push(noteOf('name-damaged', 'fullName', name));
    return name;
  }
  return withRealLetters(name, 'fullName', notes);
}

function joinedName(cells: RowCells): string | null {
  const parts = [textOf(cells.familyName), textOf(cells.givenName)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** Puts Đ where a letter that only looks like it was typed, and notes it. */
export function withRealLetters(name: string, field: RowField, notes: RowNote[]): string {
  if (!LOOKALIKE.test(name)) return name;
  const mended = name.replace(/[ÐƉ]/g, 'Đ').replace(/[ðɖ]/g, 'đ');
  notes.push(noteOf('name-letter-mended', field, name, mended));
  return mended;
}
