import { books, booksKey, keptPayments } from '../domain/closing/books.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { mayStillInstruct, type PayoutRun } from '../domain/payouts/payout-run.ts';
import { addMonths, dayOf, type Period, periodOf } from '../domain/period.ts';
import type { Clock, Objects, Payments, Runs } from '../domain/ports.ts';
import type { TreasuryReturn } from '../domain/settlement/treasury-return.ts';

export interface Ports {
  readonly outbox: Pick<Objects, 'jsonIfThere' | 'unpackSealed'>;
  readonly payments: Pick<Payments, 'getAll'>;
  readonly runs: Pick<Runs, 'period' | 'ofPeriod' | 'treasuryReturns' | 'recordTreasuryReturn'>;
  readonly clock: Pick<Clock, 'now'>;
}

export type RecordedReturn =
  | { readonly recorded: TreasuryReturn; readonly keptNow: number }
  | { readonly refused: 'not-closed' | 'in-the-future' | 'voucher-taken' }
  | { readonly refused: 'run-open'; readonly open: PayoutRun['run'] }
  | { readonly refused: 'not-enough'; readonly kept: number };

/**
 * Records that money which stayed at a provider has gone back to the State Treasury (nộp trả kinh phí). Never more than
 * lies there of the period: what failed or came back, and was not paid again out of it since. One voucher is recorded
 * once; the same said again changes nothing.
 */
export async function recordTreasuryReturn(ports: Ports, said: Omit<TreasuryReturn, 'at'>): Promise<RecordedReturn> {
  const { runs, clock } = ports;
  const { period, provider } = said;
  const now = await clock.now();
  const known = await runs.treasuryReturns(period);
  const kept = async () => (await lyingThere(ports, said)) - sumOf(await runs.treasuryReturns(period), provider);
  const before = known.find((one) => one.provider === provider && one.document === said.document);
  if (before) {
    const isSame = before.amount === said.amount && before.returnedOn === said.returnedOn;
    return isSame ? { recorded: before, keptNow: await kept() } : { refused: 'voucher-taken' };
  }
  if (said.returnedOn > dayOf(now)) return { refused: 'in-the-future' };
  if ((await runs.period(period))?.status !== 'closed') return { refused: 'not-closed' };
  const open = await openRun(ports, period, periodOf(dayOf(now)));
  if (open !== undefined) return { refused: 'run-open', open };
  const there = await kept();
  if (said.amount > there) return { refused: 'not-enough', kept: there };
  const entry: TreasuryReturn = { ...said, at: now.toISOString() };
  return (await runs.recordTreasuryReturn(entry))
    ? { recorded: entry, keptNow: there - said.amount }
    : { refused: 'voucher-taken' };
}

function sumOf(returns: readonly TreasuryReturn[], provider: string): number {
  return returns.filter((one) => one.provider === provider).reduce((all, { amount }) => all + amount, 0);
}

/** A run that may still pay out of what the period left: its own, or one of a month after it. */
async function openRun({ runs }: Ports, from: Period, thisMonth: Period): Promise<PayoutRun['run'] | undefined> {
  const months: Period[] = [];
  for (let month = from; month <= thisMonth; month = addMonths(month, 1)) months.push(month);
  const found = await inParallel(4, months, (month) => runs.ofPeriod(month));
  return found.flat().find(({ status }) => mayStillInstruct(status))?.run;
}

/** What failed or came back at the provider, less what was paid again there out of that money, in đồng. */
async function lyingThere(
  { outbox, payments }: Ports,
  { period, provider }: Pick<TreasuryReturn, 'period' | 'provider'>,
): Promise<number> {
  const key = (await outbox.jsonIfThere(booksKey(period), books))?.kept.find((one) => one.provider === provider)?.key;
  if (key === undefined) return 0;
  const { payments: kept } = await outbox.unpackSealed(key, keptPayments);
  const stored = await payments.getAll(kept.map(({ reference }) => reference));
  const named = [...stored.values()].flatMap(({ successor }) => successor ?? []);
  const successors = await payments.getAll([...new Set(named)]);
  let sum = 0;
  for (const { reference, total } of kept) {
    const payment = stored.get(reference);
    if (payment?.state !== 'failed' && payment?.state !== 'returned') continue;
    const next = payment.successor === null ? undefined : successors.get(payment.successor);
    // Another provider pays the successor from money of its own: this one's stays where it is.
    const isDrawn =
      next?.provider === provider &&
      next.predecessors.includes(reference) &&
      next.fromBalance > 0 &&
      next.state !== 'drafted';
    if (!isDrawn) sum += total;
  }
  return sum;
}
