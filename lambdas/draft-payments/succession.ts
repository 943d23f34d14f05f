import type { Payment, PaymentReference, RunId } from '../domain/payouts/payment.ts';
import type { Payments, Succession } from '../domain/ports.ts';
import type { MonthsKnown } from './months-known.ts';

/** What stands named in a payment's place, to be replaced; null where nothing does. */
export type Instead = Succession['instead'];

/**
 * Of some payments those that nobody has, and in whose place nothing will be paid: they failed or came back, and have
 * no successor, or one that this run named, or one that a run named which has ended without instructing it. With each,
 * what has to be replaced; never one of which somebody says that it was paid after all. Whoever names a successor compares it, so of two that found a payment free one comes first.
 */
export async function freePayments(
  payments: Pick<Payments, 'getAll'>,
  known: MonthsKnown,
  run: RunId,
  candidates: readonly Payment[],
): Promise<Map<PaymentReference, Instead>> {
  const free = new Map<PaymentReference, Instead>();
  const named: { reference: PaymentReference; instead: NonNullable<Instead> }[] = [];
  for (const { reference, state, successor, successorRun } of candidates) {
    if (state !== 'failed' && state !== 'returned') continue;
    if (await known.isInDoubt(reference)) continue;
    if (successor === null || successorRun === null) free.set(reference, null);
    // First whether its run has ended, then what became of the successor: the other way round it might be instructed
    // in between.
    else if (successorRun === run || (await known.hasEnded(successorRun))) {
      named.push({ reference, instead: { successor, run: successorRun } });
    }
  }
  const successors = await payments.getAll([...new Set(named.map(({ instead }) => instead.successor))]);
  for (const { reference, instead } of named) {
    const successor = successors.get(instead.successor);
    const isPaying = successor?.predecessors.includes(reference) === true && successor.state !== 'drafted';
    if (!isPaying) free.set(reference, instead);
  }
  return free;
}
