import type { ListCell } from '../lists/list-cell.ts';
import { halfWidth } from './folded-text.ts';

/** Days from Excel's epoch (1899-12-30 for serials after its imagined 29 February 1900) to 1970-01-01. */
const SERIAL_OF_1970 = 25_569;
const DAY_MILLISECONDS = 86_400_000;

/** A date as far as a cell gives it (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`), and whether more than reading was needed. */
export interface DateReading {
  readonly date: string | null;
  readonly repaired: boolean;
}

const NOT_FOUND: DateReading = { date: null, repaired: false };

/**
 * Reads a date: `dd/mm/yyyy` with any separator, ISO, a month or a year alone, `00/00/1945`, an Excel date or its bare
 * serial number. What the cell leaves out stays out. Two-digit years and month-first dates are not guessed.
 */
export function dateIn(cell: ListCell): DateReading {
  const number = Number(cell.raw);
  if (cell.kind === 'date' && /^\d+$/.test(cell.raw) && isYear(number)) {
    // "1945" typed into a cell with a date format: Excel shows 28/04/1905, and nobody born then is on a list.
    return { date: cell.raw, repaired: true };
  }
  if (cell.kind === 'date') return { date: cell.text, repaired: false };
  if (cell.kind === 'number') {
    if (isYear(number)) return { date: String(number), repaired: false };
    const day = dayOfSerial(number);
    if (day !== null) return { date: day, repaired: true };
  }
  return dateInText(halfWidth(cell.text).trim());
}

/** A whole cell is a serial only from 1905-10-01 on (2101), below the years, up to 2173-10-13 (99999). */
function dayOfSerial(serial: number): string | null {
  if (!Number.isInteger(serial) || serial <= 2100 || serial >= 100_000) return null;
  return isoDay((serial - SERIAL_OF_1970) * DAY_MILLISECONDS);
}

const ISO = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/;
const DAY_FIRST = /^'?(\d{1,2})(?:\s*[/.\-\\]\s*| +)(\d{1,2})(?:\s*[/.\-\\]\s*| +)(\d{4})(?: 0?0:00(?::00)?)?$/;
const MONTH_FIRST = /^'?(\d{1,2})\s*[/.-]\s*(\d{4})$/;
const IN_WORDS = /^ng[àa]y (\d{1,2}) th[áa]ng (\d{1,2}) n[ăa]m (\d{4})$/i;
const COMPACT = /^(\d{2})(\d{2})(\d{4})$/;
const YEAR_IN_WORDS = /^(?:n[ăa]m(?:\s*sinh)?|sn|sinh(?: n[ăa]m)?|kho[ảa]ng(?: n[ăa]m)?)\s*(?::\s*)?(\d{4})$/i;

function dateInText(text: string): DateReading {
  if (/^\d{4}$/.test(text) && isYear(Number(text))) return { date: text, repaired: false };
  const iso = ISO.exec(text);
  if (iso !== null) return dateOf(iso[1], iso[3], iso[4]);
  const day = DAY_FIRST.exec(text);
  if (day !== null) return dateOf(day[3], day[2], day[1]);
  const month = MONTH_FIRST.exec(text);
  if (month !== null) return dateOf(month[2], month[1], '0');
  const composed = text.normalize('NFC');
  const words = IN_WORDS.exec(composed);
  if (words !== null) return dateOf(words[3], words[2], words[1]);
  const compact = COMPACT.exec(text);
  if (compact !== null && isYear(Number(compact[3]))) {
    return { ...dateOf(compact[3], compact[2], compact[1]), repaired: true };
  }
  const year = YEAR_IN_WORDS.exec(composed);
  if (year?.[1] !== undefined && isYear(Number(year[1]))) return { date: year[1], repaired: true };
  // "…/…/1950", "../../1950": day and month were left open.
  const open = /^[\s.…_\-–—?]{1,30}[/.][\s.…_\-–—?]{1,30}[/.]\s{0,5}(\d{4})$/.exec(text)?.[1];
  if (open !== undefined) return dateOf(open, '0', '0');
  const monthInWords = /^th[áa]ng (\d{1,2}) n[ăa]m (\d{4})$/i.exec(composed);
  if (monthInWords !== null) return dateOf(monthInWords[2], monthInWords[1], '0');
  // A serial that was saved as text, or as CSV, whose cells are all text.
  const serial = /^\d{5}$/.test(text) ? dayOfSerial(Number(text)) : null;
  return serial === null ? NOT_FOUND : { date: serial, repaired: true };
}

/** Zeros for day or month mean "not known": the parts that are known stand. A day without its month says nothing. */
function dateOf(year = '', month = '', day = ''): DateReading {
  if (!isYear(Number(year))) return NOT_FOUND;
  if (Number(month) === 0) return Number(day) === 0 ? { date: year, repaired: false } : NOT_FOUND;
  if (Number(month) > 12) return NOT_FOUND;
  const yearMonth = `${year}-${month.padStart(2, '0')}`;
  if (Number(day) === 0) return { date: yearMonth, repaired: false };
  if (Number(day) > daysIn(Number(year), Number(month))) return NOT_FOUND;
  return { date: `${yearMonth}-${day.padStart(2, '0')}`, repaired: false };
}

/** Words that say that something has no end: "không thời hạn", "lâu dài", "đến khi có thay đổi". */
const WITHOUT_END = /không (có )?(thời )?hạn|vô thời hạn|lâu dài|dài hạn|thường xuyên|đến khi/i;
const DATES = /\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s*[/.-]\s*\d{4}|\b\d{4}\b/g;

/**
 * The dates of a span in one cell, one or two in the order in which they stand; none where the cell is empty or says
 * that there is no end. Null where something stands there that is no such span.
 */
export function datesIn(cell: ListCell | undefined): string[] | null {
  if (cell === undefined) return [];
  const whole = dateIn(cell).date;
  if (whole !== null) return [whole];
  const text = halfWidth(cell.text).normalize('NFC');
  if (!/[\p{L}\d]/u.test(text) || WITHOUT_END.test(text)) return [];
  const found = (text.match(DATES) ?? []).map((one) => dateInText(one.trim()).date);
  const dates = found.filter((date) => date !== null);
  return found.length === 0 || found.length > 2 || dates.length < found.length ? null : dates;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function isYear(number: number): boolean {
  return Number.isInteger(number) && number >= 1880 && number <= 2100;
}
