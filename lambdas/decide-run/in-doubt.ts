import { inParallel } from '../domain/in-parallel.ts';
import { namesAPlace, paymentReference } from '../domain/payouts/payment.ts';
import type { PayoutRun } from '../domain/payouts/payout-run.ts';
import { addMonths } from '../domain/period.ts';
import type { Exceptions, Payments } from '../domain/ports.ts';

export interface DoubtPorts {
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly payments: Pick<Payments, 'getAll'>;
}

/** What is owed for longer is rarely paid, and still more rarely reported as paid after all. */
const MONTHS_BACK = 12;

/**
 * How many payments a run is about to make in the place of some that a provider now reports as paid, while no person has
 * decided who is right. Drafting leaves such payments out; this finds what was reported since.
 */
export async function inDoubt({ exceptions, payments }: DoubtPorts, run: PayoutRun): Promise<number> {
  const months = Array.from({ length: MONTHS_BACK + 1 }, (_, index) => addMonths(run.period, -index));
  const open = (await inParallel(6, months, (month) => exceptions.ofPeriod(month)))
    .flat()
    .filter(({ decision, status }) => decision === null && status === 'paid');
  // A provider may report any sixteen characters: some lead to no month.
  const named = open.flatMap(({ reference }) => paymentReference.safeParse(reference).data ?? []).filter(namesAPlace);
  const stored = await payments.getAll([...new Set(named)]);
  return [...stored.values()].filter(({ successorRun }) => successorRun === run.run).length;
}
