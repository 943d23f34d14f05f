import { receiptJsonKey, receiptWorkbookKey } from '../domain/answers/answer-keys.ts';
import { type Receipt, type ReceiptRow, receipt as receiptSchema } from '../domain/answers/receipt.ts';
import { outcomeOf, receiptRowOf, totalsOf } from '../domain/answers/receipt-of.ts';
import { rowsAsTheyStand } from '../domain/answers/receipt-rows.ts';
import { listDeadline } from '../domain/calendar.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { ListKind } from '../domain/lists/list-facts.ts';
import { listMessageOf, severityOf } from '../domain/lists/note-catalogue.ts';
import type { Objects, References } from '../domain/ports.ts';
import type { Entitlement, ReconciledRow } from '../domain/rolls/entitlement.ts';
import { asJudged, type Judgement } from '../domain/rolls/roll-fold.ts';
import type { ReceiptFigures, Submission } from '../domain/rolls/submission.ts';
import {
  chunkRefs,
  closingKey,
  closingReport,
  readSummary,
  reconciledChunk,
  reconciledKey,
  type SubmissionRef,
  summaryKey,
} from '../domain/rolls/submission-chunks.ts';
import { unitIn } from '../domain/unit.ts';
import { carriedCells, carriedColumns } from '../formats/answers/carried-rows.ts';
import { writeReceiptWorkbook } from '../formats/answers/receipt-xlsx.ts';
import { XLSX } from '../formats/content-types.ts';

export interface ReceiptPorts {
  readonly work: Pick<Objects, 'unpack'>;
  readonly outbox: Pick<Objects, 'put' | 'replaceJson' | 'json'>;
  readonly references: Pick<References, 'version'>;
}

/** A receipt, and the officer's own rows beside its rows. */
interface Answer {
  readonly receipt: Receipt;
  readonly rows: readonly ReconciledRow[];
}

/** Where a list stands, and what its rows are answered by. */
interface Standpoint {
  readonly standing: NonNullable<Receipt['submission']>['standing'];
  /** The lines of the unit's current roll; none where the list is no part of it. */
  readonly roll: readonly Entitlement[];
  /** How the rows of a change list met that roll. */
  readonly judgements: ReadonlyMap<string, Judgement>;
}

/** The receipt of a list as it would be written now, as the version after the newest. */
async function receiptNow(
  { work, references }: ReceiptPorts,
  submission: Submission,
  { standing, roll, judgements }: Standpoint,
): Promise<Answer> {
  const ref: SubmissionRef = { unit: submission.unit, period: submission.period, id: submission.id };
  const { data } = await references.version(submission.referenceVersion);
  const summary = await work.unpack(summaryKey(ref), readSummary);
  const closing = await work.unpack(closingKey(ref), closingReport);
  const chunks = await inParallel(4, chunkRefs(ref, summary.chunks), (chunk) =>
    work.unpack(reconciledKey(chunk), reconciledChunk),
  );
  const rows = rowsAsTheyStand(
    ref.id,
    chunks.flatMap((chunk) => asJudged(ref.id, chunk.rows, judgements)),
    roll,
  );
  const totals = totalsOf(rows);
  return {
    rows,
    receipt: {
      schemaVersion: 1,
      unit: ref.unit,
      unitName: unitIn(data.units, ref.unit, ref.period)?.name ?? null,
      period: ref.period,
      submission: {
        id: ref.id,
        key: submission.key,
        receivedAt: submission.receivedAt,
        deadline: listDeadline(data, ref.period),
        late: submission.late,
        version: submission.receiptVersion + 1,
        standing,
      },
      outcome: outcomeOf(totals),
      kind: summary.kind,
      purpose: summary.purpose,
      totals,
      file: summary.file,
      notes: summary.notes.map((note) => ({
        code: note.code,
        severity: severityOf(note),
        message: listMessageOf(note, 'vi'),
      })),
      columns: summary.columns,
      monthOnMonth: closing.monthOnMonth,
      confirmationReasons: closing.confirmationReasons.map((note) => ({
        code: note.code,
        message: listMessageOf(note, 'vi'),
      })),
      rows: rows.map((row) => answerTo(row, summary.kind)),
    },
  };
}

function answerTo(row: ReconciledRow, kind: ListKind): ReceiptRow {
  const notes = [...row.notes, ...row.findings];
  const answer = receiptRowOf({ ...row, notes }, { withValues: true, language: 'vi' });
  // A full list may head a section "Tăng mới": there it changes nothing.
  return kind === 'full' || row.change === null ? answer : { ...answer, change: row.change };
}

/** A version of a receipt, as it stands now. */
export interface Published {
  readonly key: string;
  readonly version: number;
  /** What it says about rows. */
  readonly said: ReceiptFigures;
  /** False where it is somebody else's who came first, and says something else: then there is more to say. */
  readonly isUpToDate: boolean;
}

/**
 * Publishes the next version of a list's receipt. Whoever comes first has written that version for good; its workbook
 * and its figures are always made of what stands. So a try that was given up changes no receipt that others have
 * recorded, however late it puts its own (docs/adr/0025-fault-tests.md). The workbook comes after the JSON: readers
 * wait for both (`bin/month/published-receipts.ts`).
 *
 * @returns undefined when the newest version says the same already.
 */
export async function publishReceipt(
  ports: ReceiptPorts,
  submission: Submission,
  standpoint: Standpoint,
): Promise<Published | undefined> {
  const { outbox } = ports;
  const { receipt, rows } = await receiptNow(ports, submission, standpoint);
  if (submission.receiptKey !== null) {
    const newest = await outbox.json(submission.receiptKey, receiptSchema);
    if (saysTheSame(newest, receipt)) return undefined;
  }
  const version = submission.receiptVersion + 1;
  const key = receiptJsonKey(submission, version);
  const isFirst = await outbox.replaceJson(key, receipt, undefined);
  const standing = isFirst ? receipt : await outbox.json(key, receiptSchema);
  await outbox.put(receiptWorkbookKey(key), await workbookOf(standing, rows, submission), XLSX);
  const said = { totals: standing.totals, repeated: repeatedIn(standing.rows) };
  return { key, version, said, isUpToDate: isFirst || saysTheSame(standing, receipt) };
}

/** A list is read once: whoever wrote the receipt, its rows are those of the list, in their order. */
async function workbookOf(
  receipt: Receipt,
  rows: readonly ReconciledRow[],
  { origin }: Submission,
): Promise<Uint8Array> {
  const carried = origin === 'rolled-forward';
  return writeReceiptWorkbook({
    receipt,
    rows: receipt.rows.map((row, index) => ({ ...row, cells: cellsOf(rows[index], carried) })),
    columns: carried ? carriedColumns(rows.map(({ sheet }) => sheet)) : receipt.columns,
  });
}

/** What would have been paid again: rejected rows that repeat another row of the list, with their arrears. */
function repeatedIn(rows: readonly ReceiptRow[]): ReceiptFigures['repeated'] {
  const sum = { rows: 0, amount: 0 };
  for (const { outcome, notes, values } of rows) {
    if (outcome !== 'rejected' || !notes.some(({ code }) => code === 'repeated-row')) continue;
    sum.rows += 1;
    sum.amount += (values?.amount ?? 0) + (values?.arrears ?? 0);
  }
  return sum;
}

function cellsOf(row: ReconciledRow | undefined, carried: boolean): readonly string[] {
  if (row === undefined) return [];
  return carried ? carriedCells(row.values) : row.cells;
}

/** Whether two receipts differ in nothing but their number. */
function saysTheSame(one: Receipt, other: Receipt): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf(receipt: Receipt): string {
  const { submission, ...rest } = receiptSchema.parse(receipt);
  return JSON.stringify({ ...rest, submission: { ...submission, version: 0 } });
}
