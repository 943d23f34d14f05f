import { takesChanges } from '../domain/closing/period-record.ts';
import type { Clock, Runs, Submissions } from '../domain/ports.ts';
import type { ListConfirmation } from '../domain/rolls/submission.ts';
import type { SubmissionRef } from '../domain/rolls/submission-chunks.ts';

export interface Ports {
  readonly submissions: Pick<Submissions, 'statusOf' | 'get' | 'roll' | 'confirm'>;
  readonly runs: Pick<Runs, 'period'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Starts the intake machine under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

type ConfirmationRefusal = 'no-such-list' | 'not-awaiting' | 'confirmed-otherwise' | 'no-roll-yet' | 'period-closed';
export type ConfirmedList = { readonly confirmed: ListConfirmation } | { readonly refused: ConfirmationRefusal };

/**
 * Records an officer's word that a list which changes much is meant so, and has it closed. Said again, also after
 * a crash between the two, it changes nothing: the first word stands, and the machine is started under one name.
 */
export async function confirmList(
  { submissions, runs, clock, startMachine }: Ports,
  ref: SubmissionRef,
  said: Omit<ListConfirmation, 'at'>,
): Promise<ConfirmedList> {
  if ((await submissions.statusOf(ref.unit, ref.period, ref.id)) === undefined) return { refused: 'no-such-list' };
  if (!takesChanges(await runs.period(ref.period))) return { refused: 'period-closed' };
  const { purpose } = await submissions.get(ref.unit, ref.period, ref.id);
  // Beside what would its programmes stand? Last month's others would be lost without a word.
  if (said.as === 'own-programmes' && !(await submissions.roll(ref.unit, ref.period, purpose))) {
    return { refused: 'no-roll-yet' };
  }
  await submissions.confirm(ref, { ...said, at: (await clock.now()).toISOString() });
  const { status, confirmation } = await submissions.get(ref.unit, ref.period, ref.id);
  if (confirmation === null || status === 'superseded') return { refused: 'not-awaiting' };
  if (confirmation.as !== said.as) return { refused: 'confirmed-otherwise' };
  const { unit, period, id } = ref;
  await startMachine(`confirmed-${unit}-${period}-${id}`, { confirmed: { unit, period, id } });
  return { confirmed: confirmation };
}
