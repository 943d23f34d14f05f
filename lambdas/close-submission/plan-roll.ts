import { totalsOf } from '../domain/answers/receipt-of.ts';
import { outcomeByNotes } from '../domain/checks/row-outcome.ts';
import { withoutConflicts } from '../domain/claims/conflict.ts';
import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import type { ListNote } from '../domain/lists/list-facts.ts';
import type { Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { compareRolls, departureReasons, type RollComparison } from '../domain/rolls/roll-comparison.ts';
import { type Judgement, sourceKey } from '../domain/rolls/roll-fold.ts';
import { withPart } from '../domain/rolls/roll-parts.ts';
import type { RollPart, RollPointer } from '../domain/rolls/submission.ts';
import { swingReasons } from '../domain/rolls/swing.ts';
import { foldParts, linesOfRoll } from '../domain/rolls/unit-roll.ts';
import type { ClosingList } from './closing-list.ts';

/** What closing a list makes of its unit's roll, by the pointer as it was seen. */
export interface NewRoll {
  /** stands: the roll is to be, or is already, as below; otherwise it stays, and the rest says why. */
  readonly outcome: 'stands' | 'superseded' | 'awaiting-confirmation' | 'roll-moved';
  /** The list is part of the roll already: an earlier try got so far. */
  readonly isInPlace: boolean;
  /** The lists of the roll that counts afterwards, and its lines. */
  readonly parts: readonly RollPart[];
  readonly lines: readonly Entitlement[];
  /** Lines whose claims are to be given back unless the person is on the roll still. */
  readonly leaving: readonly Entitlement[];
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** Beside last month's roll. Of a list that awaits confirmation: as it would be. */
  readonly comparison: RollComparison | null;
  readonly reasons: readonly ListNote[];
}

interface Ports {
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly submissions: Pick<Submissions, 'rollBefore'>;
}

/** Folds a list into the roll that was seen. Throws `ControlTotalBroken` when last month and the changes are not this month. */
export async function planRoll(ports: Ports, list: ClosingList, seen: RollPointer | undefined): Promise<NewRoll> {
  const standing = { parts: seen?.parts ?? [], lines: seen ? await linesOfRoll(ports.rolls, seen) : [] };
  const nothing = { ...standing, isInPlace: false, judgements: new Map(), comparison: null, reasons: [] };
  const own: RollPart = { id: list.id, kind: partKind(list, seen) };
  const parts = withPart(standing.parts, own);
  if (parts === 'superseded') {
    const { parts: dropped } = await foldParts(ports.rolls, list, [own]);
    return { ...nothing, outcome: 'superseded', leaving: dropped.flatMap(({ lines }) => lines) };
  }
  const isInPlace = parts === standing.parts;
  const folded = await foldParts(ports.rolls, list, parts);
  if (!isInPlace && isRollMoved(list, parts, folded.judgements))
    return { ...nothing, outcome: 'roll-moved', leaving: [] };

  const lines = withClaimsOf(standing.lines, folded.lines);
  const last = list.purpose === 'regular' ? await ports.submissions.rollBefore(list.unit, list.period) : undefined;
  const lastLines = last && (await linesOfRoll(ports.rolls, last));
  const comparison =
    last && lastLines
      ? compareRolls({ period: last.period, lines: lastLines }, lines, departureReasons(folded.departures))
      : null;
  if (comparison) mustBeWhole(comparison, lines);

  const mustAsk = list.submission.origin === 'list' && list.submission.confirmation === null && !isInPlace;
  const replaced = seen ? standing.lines : lastLines;
  const reasons = mustAsk && replaced ? swingReasons(replaced, lines, list.data.intake.swing) : [];
  if (reasons.length > 0) return { ...nothing, outcome: 'awaiting-confirmation', leaving: [], comparison, reasons };
  const ofLists = folded.parts.filter(({ id }) => isInPlace || id === list.id).flatMap((part) => part.lines);
  return {
    outcome: 'stands',
    isInPlace,
    parts,
    lines,
    leaving: [...standing.lines, ...ofLists],
    judgements: folded.judgements,
    comparison,
    reasons: [],
  };
}

function partKind({ summary, submission }: ClosingList, seen: RollPointer | undefined): RollPart['kind'] {
  if (summary.kind === 'changes') {
    if (seen === undefined) throw new Error('A change list was read against a roll, and none stands');
    return 'changes';
  }
  return submission.confirmation?.as === 'own-programmes' && seen !== undefined ? 'programmes' : 'full';
}

/**
 * Whether a change list must be read again: another list was closed since it was read, and a row of it now changes
 * a line that it did not meet, or met otherwise, so that the registry was asked about somebody else's facts. Each
 * round means that another list of the unit was closed in between, so the rounds come to an end.
 */
function isRollMoved(
  { id, summary }: ClosingList,
  parts: readonly RollPart[],
  judgements: ReadonlyMap<string, Judgement>,
): boolean {
  const before = parts.filter((part) => part.id < id).map((part) => part.id);
  if (JSON.stringify(before) === JSON.stringify(summary.readAgainst)) return false;
  return [...judgements].some(
    ([source, { verdict, asRead }]) => source.startsWith(id) && verdict === 'applied' && !asRead,
  );
}

function mustBeWhole({ before, joined, left, adjusted, after }: RollComparison, lines: readonly Entitlement[]): void {
  const { read } = totalsOf(lines);
  const amount = before.amount + joined.amount - left.amount + adjusted.amount;
  mustHold([
    controlTotalOf(
      'Tháng trước + tăng − giảm = tháng này (dòng)',
      before.people + joined.people - left.people,
      read.rows,
    ),
    controlTotalOf('Tháng trước + tăng − giảm ± điều chỉnh = tháng này (đồng)', amount, read.amount),
    controlTotalOf('Số dòng so sánh = số dòng của danh sách', after.people, read.rows),
  ]);
}

/**
 * Lines with what conflicts have come to since: claims and their findings are taken from the roll that stands, where
 * it has the line of the same row.
 */
function withClaimsOf(standing: readonly Entitlement[], lines: readonly Entitlement[]): Entitlement[] {
  const known = new Map(standing.map((line) => [sourceKey(line.source), line]));
  return lines.map((line) => {
    const now = known.get(sourceKey(line.source));
    if (now === undefined) return line;
    const conflicts = now.findings.filter((finding) => withoutConflicts([finding]).length === 0);
    const findings = [...withoutConflicts(line.findings), ...conflicts];
    return { ...line, claim: now.claim, findings, outcome: outcomeByNotes([...line.notes, ...findings]) };
  });
}
