import { type Period, period } from '../../lambdas/domain/period.ts';
import { proveAnswers } from './prove-answers.ts';
import { proveBooks } from './prove-books.ts';
import { proveLists } from './prove-lists.ts';
import { provePayouts } from './prove-payouts.ts';
import type { Proof, ToProve } from './to-prove.ts';

/**
 * Proves tables against the objects that people hold: every list and receipt, every line of every payout file, every
 * provider's answer, the books of closed months. It believes nothing of the journal.
 */
export async function proveTables(to: ToProve): Promise<Proof[]> {
  const months = await monthsOf(to);
  return [
    ...(await proveLists(to)),
    ...(await provePayouts(to, months)),
    ...(await proveAnswers(to, months)),
    ...(await proveBooks(to, months)),
  ];
}

/** The months that the objects name, oldest first. */
async function monthsOf({ inbox, outbox }: Pick<ToProve, 'inbox' | 'outbox'>): Promise<Period[]> {
  const keys = await Promise.all([
    inbox.keys('results/'),
    ...['receipts/', 'payouts/', 'settlements/', 'books/'].map((prefix) => outbox.keys(prefix)),
  ]);
  const named = new Set(keys.flat().map((key) => key.split('/')[1]));
  return [...named].flatMap((one) => period.safeParse(one).data ?? []).sort();
}
