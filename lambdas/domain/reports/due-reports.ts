import { dayIn, daysAfter } from '../calendar.ts';
import { addMonths, type Day, day, firstDay, type Period, periodOf } from '../period.ts';
import type { ReferenceData } from '../reference-data.ts';
import type { ReportOccasion } from './progress.ts';

/** The occasions that a schedule brings. */
export const SCHEDULED = ['weekly', 'monthly', 'yearly'] as const satisfies readonly ReportOccasion[];
type Scheduled = (typeof SCHEDULED)[number];

/** A report that was to be published by a day before today. */
export interface DueReport {
  readonly occasion: Scheduled;
  readonly period: Period;
  /** One that was counted on this day or later is it: a deployment may publish some days earlier. */
  readonly notBefore: Day;
}

/**
 * The last report of each scheduled occasion that must have come out before today: of every Wednesday, of the day before
 * the calendar's for monthly reports, of 14 December (Tuyên Quang's plan: before the 15th).
 */
export function lastDueReports(today: Day, calendar: ReferenceData['calendar']): DueReport[] {
  const month = periodOf(today);
  const monthlyOn = (one: Period) => dayIn(one, calendar.monthlyReportBeforeDay - 1);
  const monthly = monthlyOn(month) < today ? month : addMonths(month, -1);
  const december = (year: number) => periodOf(day.parse(`${year}-12-01`));
  const year = Number(today.slice(0, 4));
  const yearly = dayIn(december(year), YEARLY_DAY) < today ? december(year) : december(year - 1);
  const wednesday = lastWednesdayBefore(today);
  return [
    { occasion: 'weekly', period: periodOf(wednesday), notBefore: daysAfter(wednesday, -6) },
    { occasion: 'monthly', period: monthly, notBefore: firstDay(monthly) },
    { occasion: 'yearly', period: yearly, notBefore: firstDay(yearly) },
  ];
}

const YEARLY_DAY = 14;
const WEDNESDAY = 3;

function lastWednesdayBefore(today: Day): Day {
  const since = (new Date(today).getUTCDay() - WEDNESDAY + 7) % 7;
  return daysAfter(today, -(since === 0 ? 7 : since));
}
