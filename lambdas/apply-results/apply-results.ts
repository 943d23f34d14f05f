import { z } from 'zod';
import { takesChanges } from '../domain/closing/period-record.ts';
import { type ResultLine, resultLine } from '../domain/payouts/instruction.ts';
import { type Payment, type PaymentReference, placeOf, toldOf } from '../domain/payouts/payment.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { Clock, Exceptions, Objects, Payments, References, Runs, Transition } from '../domain/ports.ts';
import type { PaymentException } from '../domain/settlement/payment-exception.ts';
import {
  type Answer,
  type AppliedChunk,
  appliedChunkKey,
  applyingChunk,
  applyingChunkKey,
  judgeResult,
  type ResultChunkRef,
  referenceIn,
  resultLinesKey,
  settlementException,
} from '../domain/settlement/settlement.ts';
import { exceptionOf } from './exception-of.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'packFirst' | 'unpack'>;
  readonly references: Pick<References, 'current'>;
  readonly payments: Pick<Payments, 'getAll' | 'transitionAll'>;
  readonly exceptions: Pick<Exceptions, 'openAll'>;
  readonly runs: Pick<Runs, 'periods'>;
  readonly clock: Pick<Clock, 'now'>;
}

export const packedLines = z.object({ lines: z.array(resultLine) });

/**
 * Applies a chunk of a provider's answer: every line to its payment by reference and amount, under the store's
 * condition, or into a named exception that stays open until a person decides it. A line that comes again finds its
 * payment settled and changes nothing.
 */
export async function applyResults(ports: Ports, ref: ResultChunkRef): Promise<AppliedChunk> {
  const { work, payments, exceptions, clock } = ports;
  const { lines } = await work.unpack(resultLinesKey(ref), packedLines);
  const began = { at: (await clock.now()).toISOString() };
  const { at } = await work.packFirst(applyingChunkKey(ref), applyingChunk, began);
  const answer = await answerOf(ports, ref, at, lines);
  const applied = { paid: 0, failed: 0, returned: 0 };
  let known = 0;
  const opened: PaymentException[] = [];
  const settled = new Set<PaymentReference>();
  let pending = lines;
  // A line whose payment changed between reading and writing is judged once more; payments only move forward, so this ends.
  while (pending.length > 0) {
    const stored = await payments.getAll(referencesIn(pending));
    const steps: { line: ResultLine; transition: Transition & { to: keyof typeof applied } }[] = [];
    const first = firstOfEach(pending);
    for (const line of first) {
      const payment = paymentOf(line, stored);
      const judged = judgeResult(line, payment, answer);
      if (judged.kind === 'exception') opened.push(exceptionOf(judged.code, line, payment, ref, at));
      else if (judged.kind === 'apply' && payment) {
        steps.push({ line, transition: stepOf(judged.to, line, payment, { at, cause: ref.key }) });
      } else if (judged.kind === 'taken' && !settled.has(judged.reference)) {
        settled.add(judged.reference);
        applied[judged.to] += 1;
      } else known += 1;
    }
    const outcomes = await payments.transitionAll(steps.map(({ transition }) => transition));
    for (const [index, { transition }] of steps.entries()) {
      if (outcomes[index] !== 'done') continue;
      settled.add(transition.reference);
      applied[transition.to] += 1;
    }
    const refused = new Set(steps.filter((_, index) => outcomes[index] === 'refused').map(({ line }) => line));
    const judgedNow = new Set(first);
    pending = pending.filter((line) => refused.has(line) || !judgedNow.has(line));
  }
  // Before the counts are there: a try that ends here is followed by one that opens what is missing.
  await exceptions.openAll(opened);
  const result: AppliedChunk = {
    lines: lines.length,
    applied,
    known,
    exceptions: opened.map((one) => settlementException.parse(one)).sort((a, b) => a.line - b.line),
  };
  await work.pack(appliedChunkKey(ref), result);
  return result;
}

/** What is to be known to judge the lines: the provider as it is configured now, and which of their months are open. */
async function answerOf(
  { references, runs }: Pick<Ports, 'references' | 'runs'>,
  { provider: from, key }: ResultChunkRef,
  at: string,
  lines: readonly ResultLine[],
): Promise<Answer> {
  const { data } = await references.current();
  const provider = data.providers.find(({ id }) => id === from);
  if (!provider) throw new Error('The provider is not in the reference data any more');
  const months = new Set(referencesIn(lines).map((one) => periodOfMonthNumber(placeOf(one).monthNumber)));
  const shut = new Set<Period>();
  for (const record of await runs.periods([...months])) if (!takesChanges(record)) shut.add(record.period);
  return { key, at, provider, isOpen: (month) => !shut.has(month) };
}

function stepOf<To extends 'paid' | 'failed' | 'returned'>(
  to: To,
  { paidOn, reasonCode }: ResultLine,
  payment: Payment,
  { at, cause }: { at: string; cause: string },
): Transition & { to: To } {
  const event = { state: to, at, cause };
  return { reference: payment.reference, to, event, told: toldOf(payment), paidOn, reasonCode };
}

function referencesIn(lines: readonly ResultLine[]): PaymentReference[] {
  return [...new Set(lines.map(referenceIn).filter((reference) => reference !== undefined))];
}

/** Two lines about one payment are applied one after the other, never in one batch. */
function firstOfEach(lines: readonly ResultLine[]): ResultLine[] {
  return [...new Map(lines.toReversed().map((line) => [referenceIn(line) ?? line, line])).values()].reverse();
}

function paymentOf(line: ResultLine, stored: ReadonlyMap<PaymentReference, Payment>): Payment | undefined {
  const reference = referenceIn(line);
  return reference === undefined ? undefined : stored.get(reference);
}
