import type { ListCell } from '../lists/list-cell.ts';
import type { RowCells } from '../lists/list-column.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Period } from '../period.ts';
import type { BirthDate, Sex } from '../person.ts';
import { readBirthDate } from './birth-date-reading.ts';
import { noteMissing } from './cell-text.ts';
import { folded } from './folded-text.ts';

/** Birth date, and the sex where the date stands in the column of one: *Năm sinh* over *Nam* and *Nữ*. */
export function readBirth(
  cells: RowCells,
  period: Period,
  notes: RowNote[],
): { birth: BirthDate | null; sexByColumn: Sex | null } {
  const { birthDateMale: male, birthDateFemale: female } = cells;
  const sexByColumn = (male === undefined) === (female === undefined) ? null : male === undefined ? 'female' : 'male';
  const cell = cells.birthDate ?? joinedDate(cells) ?? (sexByColumn === null ? undefined : (male ?? female));
  if (male !== undefined && female !== undefined) {
    notes.push(noteOf('birth-date-unreadable', 'birthDate', `${male.text} / ${female.text}`));
    return { birth: null, sexByColumn };
  }
  if (cell === undefined) {
    noteMissing('birth-date-missing', 'birthDate', notes);
    return { birth: null, sexByColumn };
  }
  const reading = readBirthDate(cell, period);
  notes.push(...reading.notes);
  return { birth: reading.birthDate, sexByColumn };
}

/** Day, month and year in columns of their own. */
function joinedDate({ birthDay, birthMonth, birthYear }: RowCells): ListCell | undefined {
  if (birthYear === undefined) return undefined;
  if (birthDay === undefined && birthMonth === undefined) return birthYear;
  const text = `${birthDay?.text ?? '0'}/${birthMonth?.text ?? '0'}/${birthYear.text}`;
  return { kind: 'text', text, raw: text };
}

const MALE = new Set(['nam', 'm', 'male', 'trai', 'ong']);
const FEMALE = new Set(['nu', 'f', 'female', 'gai', 'ba']);

/** The sex by its own column, else by the column in which the birth date stands. */
export function readSex(cells: RowCells, byColumn: Sex | null, notes: RowNote[]): Sex | null {
  if (cells.sex !== undefined) {
    const text = folded(cells.sex.text);
    if (MALE.has(text)) return 'male';
    if (FEMALE.has(text)) return 'female';
    if (text !== '') notes.push(noteOf('sex-unreadable', 'sex', cells.sex.text));
    return byColumn;
  }
  const male = isMarked(cells.sexMale);
  const female = isMarked(cells.sexFemale);
  return male === female ? byColumn : male ? 'male' : 'female';
}

function isMarked(cell: ListCell | undefined): boolean {
  return cell !== undefined && !['0', '', 'false'].includes(folded(cell.text));
}
