import { type Day, day, dayOf, type Period } from './period.ts';
import type { ReferenceData } from './reference-data.ts';

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

function dayIn(month: Period, number: number): Day {
  return day.parse(`${month}-${String(number).padStart(2, '0')}`);
}
