import type { PeriodStep } from '../domain/closing/period-record.ts';
import type { Period } from '../domain/period.ts';
import type { Clock, Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'period' | 'movePeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

export type Reopened = { readonly reopened: PeriodStep } | { readonly refused: 'not-closed' | 'closing' };

/**
 * Opens a closed period again: from then on it takes lists, runs, results and decisions. Who did it, when and why stays
 * on record, and so do the books that were published: closing again makes new ones.
 */
export async function reopenPeriod(
  { runs, clock }: Ports,
  { period, by, reason }: { period: Period; by: string; reason: string },
): Promise<Reopened> {
  const record = await runs.period(period);
  if (record?.status === 'closing') return { refused: 'closing' };
  if (record?.status !== 'closed') return { refused: 'not-closed' };
  const step = { what: 'reopened', by, at: (await clock.now()).toISOString(), reason } as const;
  const moved = await runs.movePeriod(period, ['closed'], 'open', step, undefined, record.steps.length);
  return moved ? { reopened: step } : { refused: 'not-closed' };
}
