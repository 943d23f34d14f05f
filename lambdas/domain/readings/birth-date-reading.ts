import type { ListCell } from '../lists/list-cell.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Period } from '../period.ts';
import { type BirthDate, birthDate } from '../person.ts';
import { dateIn } from './date-reading.ts';
import { folded } from './folded-text.ts';

export interface BirthDateReading {
  readonly birthDate: BirthDate | null;
  readonly notes: readonly RowNote[];
}

/** "Không rõ" is what an empty cell is. */
const NOT_KNOWN = /^(khong|chua) (ro|nho|biet|co|xac dinh)( (ngay|nam|thang)( sinh)?)?$/;
/** Nobody on a list is older: the oldest person ever known reached 122. */
const OLDEST = 125;

/** Reads a birth date as {@link dateIn} reads dates, and holds what nobody on a list can have been born on. */
export function readBirthDate(cell: ListCell, month: Period): BirthDateReading {
  const { date, repaired } = dateIn(cell);
  if (date === null && NOT_KNOWN.test(folded(cell.text))) {
    return { birthDate: null, notes: [noteOf('birth-date-missing', 'birthDate')] };
  }
  if (date === null) return { birthDate: null, notes: [noteOf('birth-date-unreadable', 'birthDate', shown(cell))] };
  const year = Number(date.slice(0, 4));
  if (
    // Compared as text: no day of a month comes after its 31st.
    date > `${month}-31` ||
    year < Number(month.slice(0, 4)) - OLDEST
  ) {
    return { birthDate: null, notes: [noteOf('birth-date-impossible', 'birthDate', shown(cell))] };
  }
  const notes: RowNote[] = [];
  if (repaired) notes.push(noteOf('birth-date-repaired', 'birthDate', shown(cell), date));
  if (date.length === 4) notes.push(noteOf('birth-year-only', 'birthDate', shown(cell), date));
  if (date.length === 7) notes.push(noteOf('birth-month-only', 'birthDate', shown(cell), date));
  return { birthDate: isBirthDate(date) ? date : birthDate.parse(date), notes };
}

const BIRTH_DATE = /^\d{4}(-\d\d(-\d\d)?)?$/;
/** Asked first, since a schema takes twenty times as long. */
function isBirthDate(date: string): date is BirthDate {
  return BIRTH_DATE.test(date);
}

function shown(cell: ListCell): string {
  return cell.kind === 'date' ? cell.text : cell.raw.trim();
}
