import type { ListCell } from './list-cell.ts';
import type { RowNote } from './list-row.ts';
import { noteOf } from './note-catalogue.ts';
import type { Period } from './period.ts';
import { type BirthDate, birthDate } from './person.ts';

export interface BirthDateReading {
  readonly birthDate: BirthDate | null;
  readonly notes: readonly RowNote[];
}

/** Nobody on a list is older: the oldest person ever known reached 122. */
const OLDEST = 125;
/** Days from Excel's epoch (1899-12-30 for serials after its imagined 29 February 1900) to 1970-01-01. */
const SERIAL_OF_1970 = 25_569;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Reads a birth date: `dd/mm/yyyy` with any separator, ISO, a year alone, `00/00/1945`, an Excel date or its bare
 * serial number. What the list leaves out stays out (`YYYY-MM`, `YYYY`). Two-digit years and month-first dates are
 * not guessed.
 */
export function readBirthDate(cell: ListCell, month: Period): BirthDateReading {
  const { date, repaired } = dateIn(cell);
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
  return { birthDate: birthDate.parse(date), notes };
}

function shown(cell: ListCell): string {
  return cell.kind === 'date' ? cell.text : cell.raw.trim();
}

interface Found {
  readonly date: string | null;
  readonly repaired: boolean;
}

const NOT_FOUND: Found = { date: null, repaired: false };

function dateIn(cell: ListCell): Found {
  const number = Number(cell.raw);
  if (cell.kind === 'date' && /^\d+$/.test(cell.raw) && isYear(number)) {
    // "1945" typed into a cell with a date format: Excel shows 28/04/1905, and nobody born then is on a list.
    return { date: cell.raw, repaired: true };
  }
  if (cell.kind === 'date') return { date: cell.text, repaired: false };
  if (cell.kind === 'number') {
    if (isYear(number)) return { date: String(number), repaired: false };
    const isSerial = Number.isInteger(number) && number > 2100 && number < 100_000;
    if (isSerial) return { date: isoDay((number - SERIAL_OF_1970) * DAY_MILLISECONDS), repaired: true };
  }
  return dateInText(cell.text.trim());
}

function dateInText(text: string): Found {
  if (/^\d{4}$/.test(text) && isYear(Number(text))) return { date: text, repaired: false };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(text);
  if (iso !== null) return dateOf(iso[1], iso[2], iso[3]);
  const day = /^'?(\d{1,2})\s*[/.\-\\ ]\s*(\d{1,2})\s*[/.\-\\ ]\s*(\d{4})$/.exec(text);
  if (day !== null) return dateOf(day[3], day[2], day[1]);
  const month = /^'?(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(text);
  if (month !== null) return dateOf(month[2], month[1], '0');
  const words = /^ng[àa]y (\d{1,2}) th[áa]ng (\d{1,2}) n[ăa]m (\d{4})$/i.exec(text.normalize('NFC'));
  if (words !== null) return dateOf(words[3], words[2], words[1]);
  const compact = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (compact !== null && isYear(Number(compact[3]))) {
    return { ...dateOf(compact[3], compact[2], compact[1]), repaired: true };
  }
  const year = /^(?:n[ăa]m\s*(?:sinh)?|sn|kho[ảa]ng)\s*:?\s*(\d{4})$/i.exec(text.normalize('NFC'));
  if (year?.[1] !== undefined && isYear(Number(year[1]))) return { date: year[1], repaired: true };
  return NOT_FOUND;
}

/** Zeros for day or month mean "not known": the parts that are known stand. A day without its month says nothing. */
function dateOf(year = '', month = '', day = ''): Found {
  if (!isYear(Number(year))) return NOT_FOUND;
  if (Number(month) === 0) return Number(day) === 0 ? { date: year, repaired: false } : NOT_FOUND;
  if (Number(month) > 12) return NOT_FOUND;
  const yearMonth = `${year}-${month.padStart(2, '0')}`;
  if (Number(day) === 0) return { date: yearMonth, repaired: false };
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = isoDay(instant);
  // 31/02 rolls over into March: no such day.
  return date.startsWith(yearMonth) ? { date, repaired: false } : NOT_FOUND;
}

function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function isYear(number: number): boolean {
  return Number.isInteger(number) && number >= 1880 && number <= 2100;
}
