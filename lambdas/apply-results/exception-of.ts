import { createHash } from 'node:crypto';
import type { ResultLine } from '../domain/payouts/instruction.ts';
import { type Payment, totalOf } from '../domain/payouts/payment.ts';
import type { ExceptionCode, PaymentException } from '../domain/settlement/payment-exception.ts';
import { type ResultRef, referenceIn } from '../domain/settlement/settlement.ts';

/** No more than ISO 20022's Max35Text: a strange file may have a novel in any column. */
const TEXT_MAX = 35;

/** A line that was not believed, as it waits for a person. */
export function exceptionOf(
  code: ExceptionCode,
  line: ResultLine,
  payment: Payment | undefined,
  ref: ResultRef,
  at: string,
): PaymentException {
  const reference = referenceIn(line) ?? line.reference.trim();
  return {
    schemaVersion: 1,
    id: `${code}-${complaintOf(line, payment, ref, reference)}`,
    period: payment?.period ?? ref.period,
    code,
    reference: reference.slice(0, TEXT_MAX),
    provider: ref.provider,
    unit: payment?.unit ?? null,
    status: line.status,
    reasonCode: line.reasonCode?.slice(0, TEXT_MAX) ?? null,
    paidOn: line.paidOn,
    amount: line.amount,
    sent: payment ? totalOf(payment) : null,
    file: ref.key,
    line: line.line,
    openedAt: at,
    decision: null,
  };
}

/**
 * Twelve characters (62 bits) of what the line says: the same complaint in whatever file is the same exception, and
 * stays decided. Of a reference that is nobody's also the file's bytes and the line, because two blank ones are two.
 */
function complaintOf(line: ResultLine, payment: Payment | undefined, ref: ResultRef, reference: string): string {
  const said: (string | number | null)[] = [ref.provider, reference, line.status, line.amount, line.reasonCode];
  if (!payment) said.push(fingerprintIn(ref), line.line);
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  return BigInt(`0x${hash}`).toString(36).padStart(12, '0').slice(-12);
}

/** The end of an answer's id is made of its bytes, the beginning of the time at which it came. */
function fingerprintIn({ id }: ResultRef): string {
  return id.slice(id.indexOf('-') + 1);
}
