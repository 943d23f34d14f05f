import { type Books, becameOf, books, booksKey } from '../../lambdas/domain/closing/books.ts';
import { bookedState } from '../../lambdas/domain/closing/closing.ts';
import { totalOf } from '../../lambdas/domain/payouts/payment.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { Looking, type Proof, paymentsOf, type ToProve } from './to-prove.ts';

/** The books of every closed month are what its payments came to. */
export async function proveBooks(
  to: Pick<ToProve, 'payments' | 'runs' | 'outbox'>,
  months: readonly Period[],
): Promise<Proof[]> {
  const closed = new Looking('Sổ chi trả của kỳ đã khóa = các khoản chi của kỳ');
  for (const month of months) {
    if ((await to.runs.period(month))?.status !== 'closed') continue;
    const key = booksKey(month);
    const [kept] = await to.outbox.keys(key);
    closed.look(kept === key && (await isBooked(to, await to.outbox.json(key, books))), month);
  }
  return [closed.told()];
}

async function isBooked(to: Pick<ToProve, 'payments'>, { period, runs, total }: Books): Promise<boolean> {
  const ofRuns = new Set(runs);
  const cells = [];
  for await (const payment of paymentsOf(to, period)) {
    const state = bookedState.safeParse(payment.state);
    if (state.success && ofRuns.has(payment.run))
      cells.push({ state: state.data, people: 1, amount: totalOf(payment) });
  }
  return JSON.stringify(becameOf(cells)) === JSON.stringify({ ...becameOf([]), ...total.became });
}
