import { z } from 'zod';

/** A month of payment, `YYYY-MM` (kỳ chi trả). Days and months are always those of Asia/Ho_Chi_Minh. */
export const period = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
  .brand<'Period'>();
export type Period = z.infer<typeof period>;

/** A calendar day of Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
export const day = z.iso.date().brand<'Day'>();
export type Day = z.infer<typeof day>;

/** Viet Nam has no daylight saving: the offset is always seven hours (IANA tz, since 1975-06-13). */
const OFFSET_MILLISECONDS = 7 * 60 * 60 * 1000;

/** The calendar day in Viet Nam at an instant. */
export function dayOf(instant: Date): Day {
  return day.parse(new Date(instant.getTime() + OFFSET_MILLISECONDS).toISOString().slice(0, 10));
}

/** An instant as a key that sorts: UTC, to the second, `YYYYMMDDTHHMMSSZ`. */
export function utcStamp(instant: Date): string {
  return instant.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** The month of a day. */
export function periodOf(someDay: Day): Period {
  return period.parse(someDay.slice(0, 7));
}

/** The first day of a month. */
export function firstDay(month: Period): Day {
  return day.parse(`${month}-01`);
}

/** The last day of a month. */
export function lastDay(month: Period): Day {
  const [year, number] = splitPeriod(month);
  return day.parse(new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10));
}

/** The month that lies `months` after (or, negative, before) another. */
export function addMonths(month: Period, months: number): Period {
  const [year, number] = splitPeriod(month);
  const since = year * 12 + number - 1 + months;
  return period.parse(`${Math.floor(since / 12)}-${String((since % 12) + 1).padStart(2, '0')}`);
}

/** January to the month itself, in order: what a cumulative figure since 1 January covers. */
export function yearToDate(month: Period): Period[] {
  const [, number] = splitPeriod(month);
  return Array.from({ length: number }, (_, index) => addMonths(month, index + 1 - number));
}

/** Months since January 2000, for compact keys. */
export function monthNumber(month: Period): number {
  const [year, number] = splitPeriod(month);
  return (year - 2000) * 12 + number - 1;
}

/** The inverse of {@link monthNumber}. */
export function periodOfMonthNumber(number: number): Period {
  return addMonths(period.parse('2000-01'), number);
}

/** "06/2023", as officers write a month. */
export function formatPeriod(month: Period): string {
  const [year, number] = month.split('-');
  return `${number}/${year}`;
}

function splitPeriod(month: Period): [year: number, month: number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
}
