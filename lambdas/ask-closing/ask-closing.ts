import { type ClosingRefusal, closingRefusal } from '../domain/closing/closing-refusal.ts';
import { dayOf, type Period, periodOf, utcStamp } from '../domain/period.ts';
import type { Clock, Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'period' | 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Starts the machine that closes under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

export type AskedClosing = { readonly closing: string } | ClosingRefusal | { readonly refused: 'started-at-once' };

/**
 * Has a period closed for the person who asks. The name says how often the period was moved before and in which minute
 * it was asked for: two who ask at once start one closing, and one that failed can be asked for again.
 */
export async function askClosing(
  { runs, clock, startMachine }: Ports,
  { period, by }: { period: Period; by: string },
): Promise<AskedClosing> {
  const now = await clock.now();
  const record = await runs.period(period);
  const thisMonth = periodOf(dayOf(now));
  const refusal = closingRefusal('close', { period, thisMonth, record, runs: await runs.ofPeriod(period) });
  if (refusal) return refusal;
  const minute = utcStamp(now).slice(0, 'YYYYMMDDTHHMM'.length);
  const closing = `close-${period}-${record?.steps.length ?? 0}-${minute}`;
  const started = await startMachine(closing, { period, occasion: 'close', by });
  return started ? { closing } : { refused: 'started-at-once' };
}
