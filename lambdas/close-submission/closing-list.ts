import { totalsOf } from '../domain/answers/receipt-of.ts';
import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { ListPurpose } from '../domain/list-purpose.ts';
import type { ReceiptTotals } from '../domain/lists/list-facts.ts';
import type { Objects, References, Submissions } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { asJudged, type Judgement } from '../domain/rolls/roll-fold.ts';
import type { Submission } from '../domain/rolls/submission.ts';
import {
  chunkRefs,
  type ReadSummary,
  readSummary,
  reconciledChunk,
  reconciledKey,
  type SubmissionRef,
  summaryKey,
} from '../domain/rolls/submission-chunks.ts';

interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly submissions: Pick<Submissions, 'get'>;
  readonly references: Pick<References, 'version'>;
}

/** A list that is to be closed, as reading and reconciling left it. */
export interface ClosingList extends SubmissionRef {
  readonly submission: Submission;
  readonly purpose: ListPurpose;
  readonly data: ReferenceData;
  readonly summary: ReadSummary;
  readonly totals: ReceiptTotals;
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
    return totalsOf(rows);
  });
  const totals = sumOfTotals(chunks);
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

/** What became of a list's rows on the roll as it is now; of a list that is no part of it, when they were reconciled. */
export async function judgedTotals(
  { work }: Pick<Ports, 'work'>,
  list: ClosingList,
  judgements: ReadonlyMap<string, Judgement>,
): Promise<ReceiptTotals> {
  if (judgements.size === 0) return list.totals;
  const chunks = await inParallel(4, chunkRefs(list, list.summary.chunks), async (chunk) => {
    const { rows } = await work.unpack(reconciledKey(chunk), reconciledChunk);
    return totalsOf(asJudged(list.id, rows, judgements));
  });
  return sumOfTotals(chunks);
}
