import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import type { ReconciledRow } from '../domain/entitlement.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { noteOf } from '../domain/note-catalogue.ts';
import type { Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { ListPurpose, ReceiptTotals } from '../domain/receipt.ts';
import { totalsOf } from '../domain/receipt-of.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { type Judgement, saysMeeting, sourceKey } from '../domain/roll-fold.ts';
import { outcomeByNotes } from '../domain/row-outcome.ts';
import { type RollPart, rollRevision, type Submission } from '../domain/submission.ts';
import {
  chunkRefs,
  type ReadSummary,
  readSummary,
  reconciledChunk,
  reconciledKey,
  type SubmissionRef,
  summaryKey,
} from '../domain/submission-chunks.ts';

interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly submissions: Pick<Submissions, 'get' | 'note'>;
  readonly references: Pick<References, 'version'>;
  readonly rolls: Pick<Rolls, 'putAll'>;
}

/** A list that is to be closed, as reading and reconciling left it. */
export interface ClosingList extends SubmissionRef {
  readonly submission: Submission;
  readonly purpose: ListPurpose;
  readonly data: ReferenceData;
  readonly summary: ReadSummary;
  readonly totals: ReceiptTotals;
  /** Increases that met somebody who was on the roll already when the list was read. */
  readonly unmet: readonly ReconciledRow[];
}

/**
 * Gathers what closing needs of a list; its rows are counted chunk by chunk and not kept. Throws `ControlTotalBroken`
 * when a row or a đồng that was read is in no outcome.
 */
export async function readClosingList(ports: Ports, ref: SubmissionRef): Promise<ClosingList> {
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const { data } = await ports.references.version(submission.referenceVersion);
  const summary = await ports.work.unpack(summaryKey(ref), readSummary);
  const chunks = await inParallel(4, chunkRefs(ref, summary.chunks), async (chunk) => {
    const { rows } = await ports.work.unpack(reconciledKey(chunk), reconciledChunk);
    return { totals: totalsOf(rows), unmet: rows.filter(isUnmet) };
  });
  const totals = sumOfTotals(chunks.map((chunk) => chunk.totals));
  const { read } = summary;
  mustHold([
    controlTotalOf('Số dòng đọc được = chấp nhận + tạm giữ + từ chối', read.rows, sumOf(totals, 'rows')),
    controlTotalOf('Số tiền đọc được = chấp nhận + tạm giữ + từ chối', read.amount, sumOf(totals, 'amount')),
  ]);
  return {
    ...ref,
    submission,
    purpose: summary.purpose,
    data,
    summary,
    totals,
    unmet: chunks.flatMap(({ unmet }) => unmet),
  };
}

function sumOf(totals: ReceiptTotals, what: 'rows' | 'amount'): number {
  return totals.accepted[what] + totals.held[what] + totals.rejected[what];
}

function sumOfTotals(parts: readonly ReceiptTotals[]): ReceiptTotals {
  const sum = totalsOf([]);
  for (const part of parts) {
    for (const which of ['read', 'accepted', 'held', 'rejected'] as const) {
      sum[which].rows += part[which].rows;
      sum[which].amount += part[which].amount;
    }
  }
  return sum;
}

/** One that was reconciled is stored as it was then: that it is on the roll already was found by an earlier try. */
function isUnmet({ outcome, change, notes, claim, registry }: ReconciledRow): boolean {
  const isRejected = outcome === 'rejected' && change === 'increase' && notes.some(saysMeeting);
  return isRejected && claim.standing === 'none' && registry === null;
}

/**
 * Stores the increases that were rejected because the person was on the roll already: should an earlier list that is
 * closed later take that person off, the increase counts. Reconciling stores no rejected rows.
 */
export async function keepUnmet(ports: Ports, { unit, period, id, purpose, unmet }: ClosingList): Promise<void> {
  await ports.rolls.putAll(
    unmet.map(({ cells: _, ...row }) => ({
      ...row,
      schemaVersion: 1,
      unit,
      period,
      purpose,
      revision: rollRevision.parse(id),
      source: { submission: id, position: row.position },
    })),
  );
}

/**
 * Says on the rows of this change list, and of those that came later, how they met the roll as it is now: the roll may
 * have moved since they were read, and whether an adjustment is carried out is known only now.
 * @returns this list's totals, and the other lists whose rows may have something new to say.
 */
export async function rejudge(
  ports: Ports,
  list: ClosingList,
  parts: readonly RollPart[],
  judgements: ReadonlyMap<string, Judgement>,
): Promise<{ totals: ReceiptTotals; others: SubmissionRef[] }> {
  const others: SubmissionRef[] = [];
  const isChanges = list.summary.kind === 'changes';
  const totals = isChanges ? await judge(ports, list, judgements) : list.totals;
  for (const { id, kind } of parts) {
    if (kind !== 'changes' || id <= list.id) continue;
    const ref = { unit: list.unit, period: list.period, id };
    const summary = await ports.work.unpack(summaryKey(ref), readSummary);
    await ports.submissions.note(ref, { totals: await judge(ports, { ...ref, summary }, judgements) });
    // Answered even where nothing is new: a try that was killed may have judged its rows and told nobody.
    others.push(ref);
  }
  return { totals, others };
}

async function judge(
  { work }: Pick<Ports, 'work'>,
  list: SubmissionRef & Pick<ClosingList, 'summary'>,
  judgements: ReadonlyMap<string, Judgement>,
): Promise<ReceiptTotals> {
  const totals: ReceiptTotals[] = [];
  for (const chunk of chunkRefs(list, list.summary.chunks)) {
    const { rows } = await work.unpack(reconciledKey(chunk), reconciledChunk);
    const judged = rows.map((row) =>
      judgedRow(row, judgements.get(sourceKey({ submission: list.id, position: row.position }))),
    );
    totals.push(totalsOf(judged));
    if (judged.every((row, index) => row === rows[index])) continue;
    await work.pack(reconciledKey(chunk), { rows: judged });
  }
  return sumOfTotals(totals);
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
