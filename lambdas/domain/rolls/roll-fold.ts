import { outcomeByNotes } from '../checks/row-outcome.ts';
import type { RowField, RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Entitlement, ReconciledRow } from './entitlement.ts';
import { mergedNotes, newErrors, overlaid } from './roll-changes.ts';
import { RollLines } from './roll-lines.ts';
import type { RollPart, SubmissionId } from './submission.ts';

/** A list that a roll is made of, with its lines as they were stored when it was reconciled, the rejected ones too. */
export interface FoldPart extends RollPart {
  readonly lines: readonly Entitlement[];
}

/** What became of a row of a change list. */
type Verdict = 'applied' | 'already-on-roll' | 'not-on-roll' | 'several-on-roll' | 'change-not-applied';

/** `asRead`: the roll met it as it did when the list was read, so what the registry was asked about is what stands. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly asRead: boolean;
}

/** Somebody whom a change list took off the roll, with the reason that it gives. */
interface Departure {
  readonly line: Entitlement;
  readonly reason: string | null;
}

export interface Folded {
  /** In the order of the roll; revision and positions are still those of the lists. */
  readonly lines: Entitlement[];
  /** By {@link sourceKey}: every row of the change lists that says what it changes. */
  readonly judgements: ReadonlyMap<string, Judgement>;
  readonly departures: readonly Departure[];
}

/** Names the row of a list from which a line comes. */
export function sourceKey({ submission, position }: Entitlement['source']): string {
  return `${submission}#${position}`;
}

const MEETINGS = new Set(['already-on-roll', 'not-on-roll', 'several-on-roll', 'change-not-applied']);

/** Whether a note says how a change met the roll: it holds for the roll that stood then, and is looked for anew. */
export function saysMeeting({ code }: RowNote): boolean {
  return MEETINGS.has(code);
}

/**
 * A unit's roll: its lists applied one after another in the order of their ids, that is of their arrival. It depends on
 * nothing else, so lists that are closed in another order than they came, or at once, end in the same roll.
 */
export function foldRoll(parts: readonly FoldPart[]): Folded {
  const roll = new RollLines<Entitlement>();
  const judgements = new Map<string, Judgement>();
  const departures: Departure[] = [];
  for (const part of [...parts].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (part.kind === 'changes') {
      for (const line of part.lines) {
        const judged = applyChange(roll, line, departures);
        if (judged !== null) judgements.set(sourceKey(line.source), judged);
      }
      continue;
    }
    const lines = part.lines.filter(({ outcome }) => outcome !== 'rejected');
    const held = new Set(lines.map(({ values }) => values.programme).filter((programme) => programme !== null));
    roll.removeWhere(
      ({ values: { programme } }) => part.kind === 'full' || (programme !== null && held.has(programme)),
    );
    for (const line of lines) roll.add(line);
  }
  return { lines: roll.lines(), judgements, departures };
}

/** Applies one row of a change list. Null for a row that does not say what it changes, or repeats one of its list. */
function applyChange(roll: RollLines<Entitlement>, stored: Entitlement, departures: Departure[]): Judgement | null {
  if (stored.change === null) return null;
  const metAsRead = stored.notes.find(saysMeeting)?.code;
  if (stored.outcome === 'rejected' && metAsRead !== 'already-on-roll') return null;
  const line = { ...stored, notes: stored.notes.filter((note) => !saysMeeting(note)) };
  const met = roll.meet(stored.change, line.values);
  switch (met.meets) {
    case 'joins':
      roll.add(settled(metAsRead === undefined ? line : { ...line, findings: unasked(line, []) }));
      return { verdict: 'applied', asRead: metAsRead === undefined };
    case 'already-on-roll':
    case 'not-on-roll':
    case 'several-on-roll':
      return { verdict: met.meets, asRead: metAsRead === met.meets };
    case 'fits': {
      if (stored.change === 'adjust') {
        const adjusted = adjustedLine(met.line, line, metAsRead === undefined);
        if (adjusted === null) return { verdict: 'change-not-applied', asRead: metAsRead === undefined };
        roll.replace(met.place, adjusted);
        return {
          verdict: 'applied',
          asRead: metAsRead === undefined && isSame(adjusted.values, line.values),
        };
      }
      if (newErrors(line.notes, []).length > 0) return { verdict: 'change-not-applied', asRead: true };
      roll.remove(met.place);
      departures.push({ line: met.line, reason: line.values.changeReason });
      return { verdict: 'applied', asRead: true };
    }
  }
}

/** What the registry is asked about: where one of these changes without a question, the line waits for its answer. */
const ASKED: readonly RowField[] = [
  'personalId',
  'fullName',
  'birthDate',
  'sex',
  'accountNumber',
  'bank',
  'payeeName',
  'payeeId',
];
/** Findings about the person, whichever field the list gives: the newer answer counts. */
const OF_PERSON = new Set<RowField>(['row', 'personalId']);

/**
 * A line with an adjustment, or null where the adjustment would hold the line for an error of its own: then the line
 * stays as it is, and the row says so.
 */
function adjustedLine(line: Entitlement, change: Entitlement, reconciled: boolean): Entitlement | null {
  const { given } = change;
  const values = overlaid(line.values, change.values, given);
  // A note on a field that the adjustment does not give is the line's, as it stood when the list was read.
  const own = change.notes.filter(({ field }) => field === 'row' || given.includes(field));
  const objections = [
    ...newErrors(own, line.notes),
    ...newErrors(change.findings, line.findings).filter(
      ({ code, field }) => given.includes(field) && code !== 'identity-unavailable',
    ),
  ];
  if (objections.length > 0) return null;
  const leftAlone = line.findings.filter(({ field }) => !given.includes(field));
  const ofOthers = leftAlone.filter(({ field }) => !OF_PERSON.has(field));
  const ofChange = change.findings.filter(({ field }) => given.includes(field) || OF_PERSON.has(field));
  const findings = !reconciled
    ? unasked({ ...change, values }, leftAlone)
    : isSame(values, change.values)
      ? change.findings
      : [...ofChange, ...ofOthers];
  return settled({
    ...change,
    values,
    notes: mergedNotes(given, own, line.notes),
    findings,
    registry: change.registry ?? line.registry,
    claim: change.claim.standing === 'none' ? line.claim : change.claim,
  });
}

/**
 * Findings of a line about which nobody asked the registry, since its list was read against another roll: it is not
 * paid before somebody did. An adjustment of the line, a full list, or next month's opening asks.
 */
function unasked({ values, given, change }: Entitlement, findings: readonly RowNote[]): RowNote[] {
  const needsAnswer = change === 'increase' || given.some((field) => ASKED.includes(field));
  if (values.personalId === null || !needsAnswer) return [...findings];
  return [...findings, noteOf('identity-unavailable', 'personalId')];
}

function settled(line: Entitlement): Entitlement {
  return { ...line, outcome: outcomeByNotes([...line.notes, ...line.findings]) };
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The rows of a change list as they met the roll that stands: when they were read they may have met another one, and
 * whether an adjustment is carried out is known only on the roll.
 */
export function asJudged(
  submission: SubmissionId,
  rows: readonly ReconciledRow[],
  judgements: ReadonlyMap<string, Judgement>,
): ReconciledRow[] {
  return rows.map((row) => judgedRow(row, judgements.get(sourceKey({ submission, position: row.position }))));
}

/** The row itself where it says already what became of it. */
function judgedRow(row: ReconciledRow, judgement: Judgement | undefined): ReconciledRow {
  if (judgement === undefined) return row;
  const { verdict } = judgement;
  const said = row.notes.filter(saysMeeting).map(({ code }) => code);
  if (verdict === 'applied' ? said.length === 0 : said.length === 1 && said[0] === verdict) return row;
  const notes = row.notes.filter((note) => !saysMeeting(note));
  if (verdict === 'applied') return { ...row, notes, outcome: outcomeByNotes([...notes, ...row.findings]) };
  return {
    ...row,
    notes: [noteOf(verdict, 'row'), ...notes],
    outcome: verdict === 'already-on-roll' ? 'rejected' : 'held',
  };
}
