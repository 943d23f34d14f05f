import { receiptJsonKey } from '../domain/answers/answer-keys.ts';
import { totalsOf } from '../domain/answers/receipt-of.ts';
import { contestedPeople } from '../domain/claims/conflict-settling.ts';
import type { ReceiptTotals } from '../domain/lists/list-facts.ts';
import type { Claims, Message, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { figuresOf } from '../domain/rolls/roll-comparison.ts';
import { rollRevision, type Submission } from '../domain/rolls/submission.ts';
import { type ClosingReport, closingKey, type SubmissionRef } from '../domain/rolls/submission-chunks.ts';
import { storeRoll } from '../domain/rolls/unit-roll.ts';
import { type ClosingList, judgedTotals, readClosingList } from './closing-list.ts';
import { closedMessage } from './closing-message.ts';
import { endDeparted } from './departed.ts';
import { type NewRoll, planRoll } from './plan-roll.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: Submissions;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'ofRoll' | 'putAll'>;
  readonly claims: Pick<Claims, 'giveBack' | 'standing'>;
}

/**
 * How closing ended. closed: the list has its standing, and units are to be answered; contested: the same, and first
 * conflicts about people on it are to be settled; roll-moved: the roll is no longer the one that the change list was
 * read against, so it is to be read again.
 */
export interface Closed extends SubmissionRef {
  readonly outcome: 'closed' | 'contested' | 'roll-moved';
  readonly status: Submission['status'];
  readonly totals: ReceiptTotals;
  /** Lists with something new to answer: this one, change lists whose rows meet the roll otherwise now, and those it ends. */
  readonly answers: readonly SubmissionRef[];
  /** Where the list's first receipt stands, or will. */
  readonly receiptKey: string;
  readonly message: Message;
}

/**
 * Ends a submission that was read: checks the list's control totals, folds it into the unit's roll, compares that with
 * last month's, and moves the unit's pointer to it, unless it changes so much that an officer must confirm it first.
 * Everything up to the pointer's one conditional write leaves the old roll whole; everything after it is done again by
 * a retry. Throws `ControlTotalBroken` when a row or a đồng is missing.
 */
export async function closeSubmission(ports: Ports, ref: SubmissionRef): Promise<Closed> {
  const list = await readClosingList(ports, ref);
  const plan = await becomeRoll(ports, list);
  const receiptKey = receiptJsonKey(ref, 1);
  if (plan.outcome === 'roll-moved') {
    const { status } = list.submission;
    const message = closedMessage(list, { status, totals: list.totals, receiptKey, reasons: [] });
    return { ...ref, outcome: 'roll-moved', status, totals: list.totals, answers: [], receiptKey, message };
  }

  const totals = await judgedTotals(ports, list, plan.judgements);
  const { gone, ended } = await endDeparted(ports, list, plan);
  const { unit, period } = ref;
  const contested =
    plan.outcome === 'awaiting-confirmation'
      ? []
      : await contestedPeople(ports.claims, { unit, period, staying: plan.lines, left: gone });
  const { comparison: monthOnMonth, reasons } = plan;
  const report: ClosingReport = { monthOnMonth, confirmationReasons: [...reasons], contested };
  await ports.work.pack(closingKey(ref), report);
  const status = await noteStanding(ports, list, plan.outcome === 'stands' ? 'current' : plan.outcome);
  return {
    ...ref,
    outcome: contested.length > 0 ? 'contested' : 'closed',
    status,
    totals,
    answers: [ref, ...laterChanges(list, plan), ...ended],
    receiptKey,
    message: closedMessage(list, { status, totals, receiptKey, reasons }),
  };
}

/**
 * The change lists that came later: their rows may meet the roll otherwise now. All are answered, since a try that was
 * killed may have moved the roll and told nobody; one with nothing new to say gets no new receipt.
 */
function laterChanges({ unit, period, id }: ClosingList, { parts }: NewRoll): SubmissionRef[] {
  return parts.filter((part) => part.kind === 'changes' && part.id > id).map((part) => ({ unit, period, id: part.id }));
}

/**
 * Makes the unit's roll of the list. Whoever moved the pointer in between is seen by the next try, which folds what
 * stands then: of two lists that are closed at once, neither is lost.
 */
async function becomeRoll(ports: Ports, list: ClosingList): Promise<NewRoll> {
  const { unit, period, id, purpose, submission } = list;
  for (;;) {
    const seen = await ports.submissions.roll(unit, period, purpose);
    const plan = await planRoll(ports, list, seen);
    if (plan.outcome !== 'stands' || plan.isInPlace) return plan;
    const version = (seen?.version ?? 0) + 1;
    const isListAlone = plan.parts.length === 1;
    const moved = await ports.submissions.movePointer({
      unit,
      period,
      purpose,
      // The list alone is the roll: its lines stand already, under its own id.
      revision: isListAlone ? rollRevision.parse(id) : await storeRoll(ports.rolls, list, version, plan.lines),
      version,
      parts: [...plan.parts],
      fingerprint: plan.parts.at(-1)?.id === id || !seen ? submission.fingerprint : seen.fingerprint,
      totals: totalsOf(plan.lines),
      rolledForward: isListAlone && submission.origin === 'rolled-forward',
      unanswered: plan.lines.filter(isUnanswered).length,
      comparison: plan.comparison && figuresOf(plan.comparison),
    });
    if (moved) return plan;
  }
}

function isUnanswered({ findings }: Entitlement): boolean {
  return findings.some(({ code }) => code === 'identity-unavailable');
}

/**
 * Records where the list stands, from where closing saw it: a try that was given up and goes on must not have the last
 * word. A full list that was closed just now may have ended it before it was recorded as current: whoever ends lists
 * does so after the pointer has moved, so looking at the pointer once more tells.
 */
async function noteStanding(
  { submissions }: Pick<Ports, 'submissions'>,
  { unit, period, id, purpose, submission }: ClosingList,
  status: 'current' | 'superseded' | 'awaiting-confirmation',
): Promise<Submission['status']> {
  const ref = { unit, period, id };
  if (!(await submissions.turn(ref, submission.status, status))) {
    return (await submissions.statusOf(unit, period, id)) ?? status;
  }
  if (status !== 'current') return status;
  const roll = await submissions.roll(unit, period, purpose);
  if (roll?.parts.some((part) => part.id === id)) return status;
  await submissions.turn(ref, 'current', 'superseded');
  return 'superseded';
}
