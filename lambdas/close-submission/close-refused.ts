import { receiptJsonKey, receiptWorkbookKey } from '../domain/answers/answer-keys.ts';
import type { Receipt } from '../domain/answers/receipt.ts';
import { totalsOf } from '../domain/answers/receipt-of.ts';
import { isLate, listDeadline } from '../domain/calendar.ts';
import type { ListKind, ReceiptTotals } from '../domain/lists/list-facts.ts';
import { type RefusalCode, type RefusalDetails, refusalMessage } from '../domain/lists/refusal-catalogue.ts';
import { formatPeriod, type Period } from '../domain/period.ts';
import type { Message, Objects, References, Submissions } from '../domain/ports.ts';
import type { Submission, SubmissionId } from '../domain/rolls/submission.ts';
import { type UnitCode, unitIn } from '../domain/unit.ts';
import { writeReceiptWorkbook } from '../formats/answers/receipt-xlsx.ts';
import { XLSX } from '../formats/content-types.ts';

export interface Ports {
  readonly outbox: Pick<Objects, 'put' | 'putJson'>;
  readonly submissions: Pick<Submissions, 'ofUnit' | 'note' | 'answered'>;
  readonly references: Pick<References, 'current'>;
}

/** A list that was refused before or while it was read. */
export interface Refused {
  readonly code: RefusalCode;
  readonly details?: RefusalDetails | undefined;
  readonly kind?: ListKind | undefined;
  readonly key: string;
  readonly id: SubmissionId;
  readonly receivedAt: string;
  readonly unit: UnitCode | null;
  readonly period: Period | null;
}

export interface ClosedRefused {
  readonly outcome: 'refused';
  readonly status: 'refused';
  readonly totals: ReceiptTotals;
  readonly receiptKey: string;
  readonly message: Message;
}

/**
 * Answers a list that was refused as a whole: a receipt without rows that says why. Where the path names no unit or
 * period, or one that does not exist, the receipt stands under `unknown`.
 */
export async function closeRefused(ports: Ports, refused: Refused): Promise<ClosedRefused> {
  const { data } = await ports.references.current();
  const unit = refused.unit && refused.period && unitIn(data.units, refused.unit, refused.period);
  const totals = totalsOf([]);
  const receipt: Receipt = {
    schemaVersion: 1,
    unit: unit?.code ?? null,
    unitName: unit?.name ?? null,
    period: refused.period,
    outcome: 'refused',
    refusal: { code: refused.code, message: refusalMessage(refused.code, 'vi', refused.details) },
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
    kind: refused.kind ?? 'full',
    purpose: 'regular',
    file: null,
    notes: [],
    monthOnMonth: null,
    confirmationReasons: [],
    totals,
    columns: [],
    rows: [],
  };
  // Only a list that was registered has a submission to end; one with a wrong key or for a closed month has none.
  const ref = unit && refused.period ? { unit: unit.code, period: refused.period, id: refused.id } : undefined;
  const lists = ref ? await ports.submissions.ofUnit(ref.unit, ref.period) : [];
  const registered = lists.find(({ id }) => id === refused.id);
  const receiptKey = receiptJsonKey({ ...receipt, id: refused.id }, 1);
  const ended = { receiptKey, outcome: 'refused', status: 'refused', totals } as const;
  const message = messageOf(receipt, receiptKey);
  // Its event came twice, and the other execution found what this one missed: that answer must not be written over.
  if (registered && !mayBeRefused(registered)) return { ...ended, message };
  await publish(ports, receipt, receiptKey);
  if (ref && registered) {
    await ports.submissions.note(ref, { status: 'refused' });
    await ports.submissions.answered(ref, { version: 1, key: receiptKey, said: null });
  }
  return { ...ended, message };
}

/** A full list that was closed just now may have ended it: nobody has answered it, so it is refused all the same. */
function mayBeRefused({ status, receiptVersion }: Submission): boolean {
  return status === 'reading' || status === 'refused' || (status === 'superseded' && receiptVersion === 0);
}

/** Publishes the receipt for programs under its key, and for people beside it. */
async function publish({ outbox }: Pick<Ports, 'outbox'>, receipt: Receipt, key: string): Promise<void> {
  await outbox.put(receiptWorkbookKey(key), await writeReceiptWorkbook({ receipt, rows: [], columns: [] }), XLSX);
  await outbox.putJson(key, receipt);
}

function messageOf({ unit, unitName, period, refusal }: Receipt, receiptKey: string): Message {
  const name = unitName ?? 'đơn vị không rõ';
  const month = period ? formatPeriod(period) : 'không rõ';
  return {
    subject: `ansinh: list refused, ${unit ?? 'unknown unit'} ${period ?? ''}`.trim(),
    body: `Danh sách của ${name}, kỳ ${month}, không được tiếp nhận.\n${refusal?.message ?? ''}\nBiên nhận: ${receiptKey}`,
  };
}
