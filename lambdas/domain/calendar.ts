import { type Day, day, dayOf, type Period } from './period.ts';
import type { Provider, ReferenceData } from './reference-data.ts';

/** The last day on which a list for a period is on time: "trước ngày 05" is strict, so the 4th. */
export function listDeadline({ calendar }: ReferenceData, month: Period): Day {
  return dayIn(month, calendar.listsBeforeDay - 1);
}

/** Whether a list that came at an instant is late. Late lists are accepted, and marked. */
export function isLate(data: ReferenceData, month: Period, receivedAt: Date): boolean {
  return dayOf(receivedAt) > listDeadline(data, month);
}

/** The day on which providers are told to pay. */
export function payoutDay({ calendar }: ReferenceData, month: Period): Day {
  return dayIn(month, calendar.payoutDay);
}

/**
 * The day on which a provider is asked to pay: not before the month's payout day, nor before the cut-off. Files that are
 * cut off after the provider's hour wait for its next day. A provider that does not pay every day pays neither on
 * Saturdays and Sundays nor on holidays.
 */
export function payDayOf(provider: Provider, data: ReferenceData, month: Period, cutOffAt: Date): Day {
  const today = dayOf(cutOffAt);
  const due = filesDueAt(provider, today);
  const firstDay = due !== null && cutOffAt > due ? dayAfter(today) : today;
  let payOn = payoutDay(data, month);
  if (payOn < firstDay) payOn = firstDay;
  while (!paysOn(provider, data, payOn)) payOn = dayAfter(payOn);
  return payOn;
}

/** The instant by which a provider's files must be there to be paid on a day; null where any hour will do. */
export function filesDueAt(provider: Provider, payOn: Day): Date | null {
  // Viet Nam has no daylight saving.
  return provider.cutOffTime === null ? null : new Date(`${payOn}T${provider.cutOffTime}:00+07:00`);
}

function paysOn(provider: Provider, { calendar }: ReferenceData, someDay: Day): boolean {
  if (provider.paysEveryDay) return true;
  const weekday = new Date(someDay).getUTCDay();
  return weekday !== SUNDAY && weekday !== SATURDAY && !calendar.holidays.includes(someDay);
}

const SUNDAY = 0;
const SATURDAY = 6;

function dayAfter(someDay: Day): Day {
  return daysAfter(someDay, 1);
}

/** So many days later; earlier where the number is below nothing. */
export function daysAfter(from: Day, days: number): Day {
  const moved = new Date(from);
  moved.setUTCDate(moved.getUTCDate() + days);
  return day.parse(moved.toISOString().slice(0, 10));
}

/**
 * The day by which a provider must have answered for payments it was asked to make on a day: the month's own day for
 * results, or, for a run that pays after it, so many days after it pays.
 */
export function answersDueOn({ calendar }: ReferenceData, month: Period, paidFrom: Day): Day {
  const usual = dayIn(month, calendar.resultsByDay);
  if (paidFrom <= usual) return usual;
  return daysAfter(paidFrom, calendar.resultsWithinDays);
}

export function dayIn(month: Period, number: number): Day {
  return day.parse(`${month}-${String(number).padStart(2, '0')}`);
}

/** How many days a day lies after another; below nothing where it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
