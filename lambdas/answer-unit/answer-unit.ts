import type { Receipt } from '../domain/answers/receipt.ts';
import type { Clock, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Judgement } from '../domain/rolls/roll-fold.ts';
import type { RollPointer, Submission } from '../domain/rolls/submission.ts';
import { closingKey, closingReport, type SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import { foldParts, linesOfRoll } from '../domain/rolls/unit-roll.ts';
import type { RecoveryPorts } from './recoveries.ts';
import { publishUnitPapers } from './unit-papers.ts';
import { publishReceipt } from './unit-receipt.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'unpackIfThere'>;
  readonly outbox: Pick<Objects, 'put' | 'putJson' | 'replaceJson' | 'json'>;
  readonly submissions: Pick<Submissions, 'get' | 'roll' | 'rollBefore' | 'answered'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly payments: RecoveryPorts['payments'];
  readonly exceptions: RecoveryPorts['exceptions'];
}

export interface Answered {
  /** The newest receipt, and its number; null and 0 of a list that is still to be closed. */
  readonly receiptKey: string | null;
  readonly version: number;
  /** People on the unit's worklists; 0 where the list is not part of the roll. */
  readonly waiting: number;
}

/**
 * Answers a unit: the next version of the list's receipt, if there is anything new to say, and, where the list is part
 * of the unit's current roll, the unit's worklists, cleaned list and account feed. All that is published is made again
 * from what stands, so a crash at any point and a second try end the same; where somebody else answers at the same
 * time, or the roll moves on, everything is read and written again until what was written is what stands. The roll is
 * looked at once more after the receipt was recorded: whoever moves it and finds no receipt yet leaves the answer to us.
 */
export async function answerUnit(ports: Ports, ref: SubmissionRef): Promise<Answered> {
  const { submissions } = ports;
  for (;;) {
    const submission = await submissions.get(ref.unit, ref.period, ref.id);
    const standing = standingOf(submission.status);
    // Its own closing answers it.
    if (standing === undefined || (await isYetToClose(ports, submission))) {
      return { receiptKey: submission.receiptKey, version: submission.receiptVersion, waiting: 0 };
    }
    const pointer = await submissions.roll(ref.unit, ref.period, submission.purpose);
    const isPart = pointer?.parts.some(({ id }) => id === ref.id) === true;
    const roll = isPart ? { pointer, lines: await linesOfRoll(ports.rolls, pointer) } : undefined;
    const judgements = isPart ? await judgementsOn(ports, submission, pointer) : NONE;
    const published = await publishReceipt(ports, submission, { standing, roll: roll?.lines ?? [], judgements });
    if (published !== undefined) {
      const isNew = await submissions.answered(ref, published);
      if (!isNew || !published.isUpToDate) continue;
    }
    const waiting = roll ? await publishUnitPapers(ports, submission, roll) : 0;
    if (waiting === undefined) continue;
    return {
      receiptKey: published?.key ?? submission.receiptKey,
      version: published?.version ?? submission.receiptVersion,
      waiting,
    };
  }
}

const NONE: ReadonlyMap<string, Judgement> = new Map();

/**
 * How the rows of a change list met the roll that stands. It is counted anew for each answer rather than kept beside
 * the rows: what a closing that was given up writes after the one that replaced it would stay for good.
 */
async function judgementsOn(
  { rolls }: Pick<Ports, 'rolls'>,
  { unit, period, kind }: Submission,
  { parts }: RollPointer,
): Promise<ReadonlyMap<string, Judgement>> {
  return kind === 'changes' ? (await foldParts(rolls, { unit, period }, parts)).judgements : NONE;
}

/**
 * A full list that was closed meanwhile ends a list that is still being read too, or whose registry is down. There is
 * nothing to answer it with before its own closing has been.
 */
async function isYetToClose({ work }: Pick<Ports, 'work'>, list: Submission): Promise<boolean> {
  if (list.status !== 'superseded' || list.receiptVersion > 0) return false;
  return (await work.unpackIfThere(closingKey(list), closingReport)) === undefined;
}

type Standing = NonNullable<Receipt['submission']>['standing'];

/** Undefined of a list that is still being read; one that was refused has the one receipt of its refusal. */
function standingOf(status: Submission['status']): Exclude<Standing, 'refused'> | undefined {
  switch (status) {
    case 'current':
    case 'superseded':
    case 'awaiting-confirmation':
      return status;
    case 'reading':
    case 'refused':
      return undefined;
  }
}
