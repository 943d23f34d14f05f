import { z } from 'zod';
import { type ResultLine, resultLine } from '../domain/instruction.ts';
import { type Payment, type PaymentReference, toldOf, totalOf } from '../domain/payment.ts';
import type { Clock, Objects, Payments, Transition } from '../domain/ports.ts';
import {
  type AppliedChunk,
  appliedChunkKey,
  judgeResult,
  type ResultChunkRef,
  referenceIn,
  resultLinesKey,
  type SettlementException,
} from '../domain/settlement.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly payments: Pick<Payments, 'getAll' | 'transitionAll'>;
  readonly clock: Pick<Clock, 'now'>;
}

const packedLines = z.object({ lines: z.array(resultLine) });

/**
 * Applies a chunk of a provider's answer: every line to its payment by reference and amount, under the store's
 * condition, or into a named exception. A line that comes again finds its payment settled and changes nothing.
 */
export async function applyResults({ work, payments, clock }: Ports, ref: ResultChunkRef): Promise<AppliedChunk> {
  const { lines } = await work.unpack(resultLinesKey(ref), packedLines);
  const at = (await clock.now()).toISOString();
  const result: AppliedChunk = {
    lines: lines.length,
    applied: { paid: 0, failed: 0, returned: 0 },
    known: 0,
    exceptions: [],
  };
  let pending = lines;
  // A line whose payment changed between reading and writing is judged once more; payments only move forward, so this ends.
  while (pending.length > 0) {
    const named = new Set(pending.map(referenceIn).filter((reference) => reference !== undefined));
    const stored = await payments.getAll([...named]);
    const steps: { line: ResultLine; transition: Transition & { to: 'paid' | 'failed' | 'returned' } }[] = [];
    for (const line of firstOfEach(pending)) {
      const payment = paymentOf(line, stored);
      const judged = judgeResult(line, payment, ref.provider);
      if (judged.kind === 'known') result.known += 1;
      else if (judged.kind === 'exception') result.exceptions.push(exceptionOf(judged.code, line, payment));
      else if (payment) {
        steps.push({
          line,
          transition: {
            reference: judged.reference,
            to: judged.to,
            event: { state: judged.to, at, cause: ref.key },
            told: toldOf(payment),
            paidOn: line.paidOn,
            reasonCode: line.reasonCode,
          },
        });
      }
    }
    const outcomes = await payments.transitionAll(steps.map(({ transition }) => transition));
    for (const [index, { transition }] of steps.entries())
      if (outcomes[index] === 'done') result.applied[transition.to] += 1;
    const refused = new Set(steps.filter((_, index) => outcomes[index] === 'refused').map(({ line }) => line));
    const first = new Set(firstOfEach(pending));
    pending = pending.filter((line) => refused.has(line) || !first.has(line));
  }
  result.exceptions.sort((a, b) => a.line - b.line);
  await work.pack(appliedChunkKey(ref), result);
  return result;
}

/** Two lines about one payment are applied one after the other, never in one batch. */
function firstOfEach(lines: readonly ResultLine[]): ResultLine[] {
  return [...new Map(lines.toReversed().map((line) => [referenceIn(line) ?? line, line])).values()].reverse();
}

function paymentOf(line: ResultLine, stored: ReadonlyMap<PaymentReference, Payment>): Payment | undefined {
  const reference = referenceIn(line);
  return reference === undefined ? undefined : stored.get(reference);
}

function exceptionOf(
  code: SettlementException['code'],
  line: ResultLine,
  payment: Payment | undefined,
): SettlementException {
  return {
    code,
    line: line.line,
    reference: line.reference,
    status: line.status,
    amount: line.amount,
    sent: payment ? totalOf(payment) : null,
  };
}
