import { isLate, listDeadline } from '../domain/calendar.ts';
import { controlTotalOf, mustHold } from '../domain/control-total.ts';
import type { ReconciledRow } from '../domain/entitlement.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Claims, Message, Objects, References, Rolls, Submissions } from '../domain/ports.ts';
import type { Receipt, ReceiptTotals } from '../domain/receipt.ts';
import { outcomeOf, receiptRowOf, totalsOf } from '../domain/receipt-of.ts';
import { type RefusalCode, refusalMessage } from '../domain/refusal-catalogue.ts';
import { rollRevision, type Submission, type SubmissionId } from '../domain/submission.ts';
import {
  chunkRefs,
  readSummary,
  reconciledChunk,
  reconciledKey,
  type SubmissionRef,
  summaryKey,
} from '../domain/submission-chunks.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { writeReceiptWorkbook } from '../formats/receipt-xlsx.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly outbox: Pick<Objects, 'put' | 'putJson'>;
  readonly submissions: Submissions;
  readonly references: References;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly claims: Pick<Claims, 'giveBack'>;
}

/** A list that was refused before or while it was read. */
export interface Refused {
  readonly code: RefusalCode;
  readonly key: string;
  readonly id: SubmissionId;
  readonly receivedAt: string;
  readonly unit: UnitCode | null;
  readonly period: Period | null;
}

export interface Closed {
  readonly receiptKey: string;
  readonly outcome: Receipt['outcome'];
  readonly status: Submission['status'];
  readonly totals: ReceiptTotals;
  readonly message: Message;
}

/**
 * Ends a submission that was read: checks the list's control totals, publishes the receipt, and makes the revision the
 * unit's roll. The pointer flips in one write after the receipt stands, so a crash before it leaves the old roll whole.
 * Throws `ControlTotalBroken` when a row or a đồng is missing.
 */
export async function closeSubmission(ports: Ports, ref: SubmissionRef): Promise<Closed> {
  const submission = await ports.submissions.get(ref.unit, ref.period, ref.id);
  const { data } = await ports.references.version(submission.referenceVersion);
  const summary = await ports.work.unpack(summaryKey(ref), readSummary);
  const chunks = await inParallel(4, chunkRefs(ref, summary.chunks), (chunk) =>
    ports.work.unpack(reconciledKey(chunk), reconciledChunk),
  );
  const rows = chunks.flatMap((chunk) => chunk.rows);
  const totals = totalsOf(rows);
  const { read } = summary;
  mustHold([
    controlTotalOf('Số dòng đọc được = chấp nhận + tạm giữ + từ chối', read.rows, sumOf(totals, 'rows')),
    controlTotalOf('Số tiền đọc được = chấp nhận + tạm giữ + từ chối', read.amount, sumOf(totals, 'amount')),
  ]);

  const receipt: Receipt = {
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
      version: 1,
      standing: 'current',
    },
    outcome: outcomeOf(totals),
    kind: 'full',
    purpose: 'regular',
    file: null,
    notes: [],
    monthOnMonth: null,
    confirmationReasons: [],
    totals,
    columns: summary.columns,
    rows: rows.map((row) => receiptRowOf({ ...row, notes: notesOf(row) }, { withValues: true, language: 'vi' })),
  };
  const receiptKey = await publish(ports, receipt, rows);

  const seen = await ports.submissions.roll(ref.unit, ref.period, 'regular');
  const overtaken = seen !== undefined && seen.parts.some(({ id }) => id > ref.id);
  const current =
    !overtaken &&
    (await ports.submissions.movePointer({
      unit: ref.unit,
      period: ref.period,
      purpose: 'regular',
      revision: rollRevision.parse(ref.id),
      version: (seen?.version ?? 0) + 1,
      parts: [{ id: ref.id, kind: 'full' }],
      fingerprint: submission.fingerprint,
      totals,
      rolledForward: submission.origin === 'rolled-forward',
      unanswered: 0,
      comparison: null,
    }));
  if (current) await retireOlder(ports, ref, rows);
  const status = current ? 'current' : 'superseded';
  await ports.submissions.note(ref, { status, totals });
  await ports.submissions.answered(ref, { version: 1, key: receiptKey });
  return { receiptKey, outcome: receipt.outcome, status, totals, message: messageOf(receipt, receiptKey) };
}

/** Answers a list that cannot be read at all. The roll before it stays current. */
export async function closeRefused(ports: Ports, refused: Refused): Promise<Closed> {
  const { data } = await ports.references.current();
  const unit = refused.unit && refused.period ? unitIn(data.units, refused.unit, refused.period) : undefined;
  const totals = totalsOf([]);
  const receipt: Receipt = {
    schemaVersion: 1,
    unit: unit?.code ?? null,
    unitName: unit?.name ?? null,
    period: refused.period,
    outcome: 'refused',
    refusal: { code: refused.code, message: refusalMessage(refused.code, 'vi') },
    ...(refused.period && {
      submission: {
        id: refused.id,
        key: refused.key,
        receivedAt: refused.receivedAt,
        deadline: listDeadline(data, refused.period),
        late: isLate(data, refused.period, new Date(refused.receivedAt)),
        version: 1,
        standing: 'refused',
      },
    }),
    kind: 'full',
    purpose: 'regular',
    file: null,
    notes: [],
    monthOnMonth: null,
    confirmationReasons: [],
    totals,
    columns: [],
    rows: [],
  };
  const receiptKey = await publish(ports, receipt, [], refused.id);
  // Only a list that was registered has a submission to end; one with a wrong key or for a closed month has none.
  if (unit && refused.period) {
    const ref = { unit: unit.code, period: refused.period, id: refused.id };
    const registered = await ports.submissions.statusOf(ref.unit, ref.period, ref.id);
    if (registered === 'reading') {
      await ports.submissions.note(ref, { status: 'refused', totals });
      await ports.submissions.answered(ref, { version: 1, key: receiptKey });
    }
  }
  return { receiptKey, outcome: 'refused', status: 'refused', totals, message: messageOf(receipt, receiptKey) };
}

function sumOf(totals: ReceiptTotals, what: 'rows' | 'amount'): number {
  return totals.accepted[what] + totals.held[what] + totals.rejected[what];
}

function notesOf(row: ReconciledRow) {
  return [...row.notes, ...row.findings];
}

/** Publishes the receipt for programs and for people. @returns the key of the JSON; the workbook stands beside it. */
async function publish(
  { outbox }: Pick<Ports, 'outbox'>,
  receipt: Receipt,
  rows: readonly ReconciledRow[],
  id = receipt.submission?.id ?? 'unknown',
): Promise<string> {
  const folder = `receipts/${receipt.period ?? 'unknown'}/${receipt.unit ?? 'unknown'}/${id}`;
  const workbook = await writeReceiptWorkbook({
    receipt,
    rows: receipt.rows.map((row, index) => ({ ...row, cells: rows[index]?.cells ?? [] })),
    columns: receipt.columns,
  });
  await outbox.put(
    `${folder}/receipt.xlsx`,
    workbook,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  );
  await outbox.putJson(`${folder}/receipt.json`, receipt);
  return `${folder}/receipt.json`;
}

/**
 * Ends the unit's older revisions of the period, and gives back the claims of those who left the roll. One that is
 * still being read, or crashed while it was, can no longer become current, so its claims mean nothing either.
 */
async function retireOlder(
  { submissions, rolls, claims }: Pick<Ports, 'submissions' | 'rolls' | 'claims'>,
  ref: SubmissionRef,
  rows: readonly ReconciledRow[],
): Promise<void> {
  const older = (await submissions.ofUnit(ref.unit, ref.period)).filter(
    ({ id, status }) => id < ref.id && (status === 'current' || status === 'reading'),
  );
  if (older.length === 0) return;
  const staying = new Set(
    rows
      .filter(({ outcome }) => outcome !== 'rejected')
      .map(({ values }) => `${values.personalId}#${values.programme}`),
  );
  for (const retired of older) {
    for await (const { values, claim, position } of rolls.ofRoll({
      ...ref,
      revision: rollRevision.parse(retired.id),
    })) {
      const { personalId, programme } = values;
      if (personalId === null || programme === null || claim.standing !== 'here') continue;
      if (staying.has(`${personalId}#${programme}`)) continue;
      await claims.giveBack(ref.period, personalId, { programme, unit: ref.unit, revision: retired.id, position });
    }
    await submissions.note(retired, { status: 'superseded' });
  }
}

/** What officers are told: keys and counts, nobody's name. */
function messageOf(receipt: Receipt, receiptKey: string): Message {
  const { totals } = receipt;
  const unit = receipt.unitName ?? 'đơn vị không rõ';
  const month = receipt.period ? formatPeriod(receipt.period) : 'không rõ';
  if (receipt.outcome === 'refused') {
    return {
      subject: `ansinh: list refused, ${receipt.unit ?? 'unknown unit'} ${receipt.period ?? ''}`.trim(),
      body: `Danh sách của ${unit}, kỳ ${month}, không được tiếp nhận.\n${receipt.refusal?.message ?? ''}\nBiên nhận: ${receiptKey}`,
    };
  }
  return {
    subject: `ansinh: list ${receipt.outcome}, ${receipt.unit} ${receipt.period}`,
    body:
      `Danh sách của ${unit}, kỳ ${month}: đọc ${totals.read.rows} dòng (${formatDong(totals.read.amount)} đồng), ` +
      `chấp nhận ${totals.accepted.rows}, tạm giữ ${totals.held.rows}, từ chối ${totals.rejected.rows}.` +
      `${receipt.submission?.late ? ' Danh sách nộp muộn.' : ''}\nBiên nhận: ${receiptKey}`,
  };
}
