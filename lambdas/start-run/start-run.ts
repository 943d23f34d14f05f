import { runId } from '../domain/payment.ts';
import type { PayoutRun } from '../domain/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'ofPeriod' | 'period'>;
  /** Starts the payout machine under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

/**
 * Starts a run of payouts for the person who asks. Runs of a month are numbered; the number is the execution's name
 * too, so two people who ask at once start one run, not two.
 */
export async function startRun(
  { runs, startMachine }: Ports,
  asked: { period: Period; kind: PayoutRun['kind']; startedBy: string },
): Promise<{ run: string } | { refused: 'period-closed' | 'started-at-once' }> {
  if ((await runs.period(asked.period))?.status === 'closed') return { refused: 'period-closed' };
  const before = (await runs.ofPeriod(asked.period)).filter(({ kind }) => kind === asked.kind);
  const run = runId.parse(`${asked.period}-${asked.kind}-${before.length + 1}`);
  return (await startMachine(run, { ...asked, run })) ? { run } : { refused: 'started-at-once' };
}
