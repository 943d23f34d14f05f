import type { Period } from '../../lambdas/domain/period.ts';
import type { Runs } from '../../lambdas/domain/ports.ts';

/** Closes a month as if its books had been made. */
export async function closeAtOnce(runs: Pick<Runs, 'movePeriod'>, month: Period): Promise<void> {
  const step = { what: 'closed', by: 'test', at: '2023-06-30T00:00:00Z', reason: null } as const;
  await runs.movePeriod(month, ['open'], 'closed', step);
}
