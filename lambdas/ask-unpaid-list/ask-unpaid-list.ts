import { type ClosingRefusal, closingRefusal } from '../domain/closing/closing-refusal.ts';
import { dayOf, type Period, periodOf, utcStamp } from '../domain/period.ts';
import type { Clock, Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'period' | 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Starts the machine that makes the lists under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

/** Has the lists of who was not paid made anew. Two who ask in the same minute wait for the same lists. */
export async function askUnpaidList(
  { runs, clock, startMachine }: Ports,
  { period, by }: { period: Period; by: string },
): Promise<{ readonly closing: string } | ClosingRefusal> {
  const now = await clock.now();
  const known = { period, thisMonth: periodOf(dayOf(now)), record: await runs.period(period) };
  const refusal = closingRefusal('unpaid', { ...known, runs: await runs.ofPeriod(period) });
  if (refusal) return refusal;
  const closing = `unpaid-${period}-${utcStamp(now).slice(0, 'YYYYMMDDTHHMM'.length)}`;
  await startMachine(closing, { period, occasion: 'unpaid', by });
  return { closing };
}
