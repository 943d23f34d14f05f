import { takesChanges } from '../domain/closing/period-record.ts';
import { runId } from '../domain/payouts/payment.ts';
import { mayStillInstruct, type PayoutRun } from '../domain/payouts/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'ofPeriod' | 'period'>;
  /** Starts the payout machine under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

export type Started =
  | { readonly run: string }
  | { readonly refused: 'period-closed' | 'started-at-once' }
  | { readonly refused: 'run-open'; readonly open: Pick<PayoutRun, 'run' | 'status'> };

/**
 * Starts a run of payouts for the person who asks. Runs of a month are numbered; the number is the execution's name
 * too, so two people who ask at once start one run, not two.
 *
 * While a regular or supplementary run may still instruct what it drafted, no other of them is started: both pay from
 * the same rolls, so the second would find everybody drafted already and tell units that their people were instructed.
 * This spares people a run that means nothing; that nobody is paid twice rests on the payments' conditions, not on it.
 * Emergency help comes from lists of its own, and the next commune's need not wait for the last one's approval.
 */
export async function startRun(
  { runs, startMachine }: Ports,
  asked: { period: Period; kind: PayoutRun['kind']; startedBy: string },
): Promise<Started> {
  if (!takesChanges(await runs.period(asked.period))) return { refused: 'period-closed' };
  const ofPeriod = await runs.ofPeriod(asked.period);
  const open = ofPeriod.find(({ kind, status }) => kind !== 'emergency' && mayStillInstruct(status));
  if (asked.kind !== 'emergency' && open) return { refused: 'run-open', open };
  const before = ofPeriod.filter(({ kind }) => kind === asked.kind);
  const run = runId.parse(`${asked.period}-${asked.kind}-${before.length + 1}`);
  return (await startMachine(run, { ...asked, run })) ? { run } : { refused: 'started-at-once' };
}
