import { type BalanceLine, type BookLine, type Books, becameOf } from '../domain/closing/books.ts';
import type { BookedCell, OwedForCell } from '../domain/closing/closing.ts';
import type { Manifest } from '../domain/payouts/payout-run.ts';
import type { ProviderId } from '../domain/reference-data.ts';
import type { TreasuryReturn } from '../domain/settlement/treasury-return.ts';

/** What books are made of. */
export interface BookSources {
  readonly manifests: readonly Manifest[];
  readonly cells: readonly BookedCell[];
  readonly owedFor: readonly OwedForCell[];
  /** Of the months before, oldest first, with what has gone back to the Treasury since. */
  readonly earlier: readonly { readonly books: Books; readonly returns: readonly TreasuryReturn[] }[];
  readonly returns: readonly TreasuryReturn[];
}

/** The account at each provider that pays in the month, or where something was left before. */
export function balanceOf(
  { manifests, cells, earlier, returns }: BookSources,
  byProvider: readonly (BookLine & { provider: ProviderId })[],
): BalanceLine[] {
  const lines = new Map(byProvider.map(({ provider, ...line }) => [provider, line]));
  const known = earlier.flatMap((before) => before.books.balance.map(({ provider }) => provider));
  return [...new Set([...lines.keys(), ...known])].sort().map((provider) => {
    const now = lines.get(provider)?.became ?? becameOf([]);
    const opening = openingOf(provider, earlier);
    const requested = manifests.reduce((all, one) => all + requestedOf(one, provider, cells), 0);
    const paid = now.paid.amount;
    const outstanding = now.instructed.amount + now.unknown.amount;
    const returnedToTreasury = returnedBy(provider, returns);
    const closing = opening + requested - paid - outstanding - returnedToTreasury;
    const sentBack = earlier.reduce((all, before) => all + returnedBy(provider, before.returns), returnedToTreasury);
    return {
      provider,
      opening,
      requested,
      fromBalance: fromBalanceOf(cells.filter((cell) => cell.provider === provider)),
      paid,
      outstanding,
      notPaid: now.failed.amount + now.returned.amount,
      returnedToTreasury,
      closing,
      shortfall: Math.min(Math.max(0, -closing), sentBack),
    };
  });
}

/**
 * What lay there before: what each earlier month left, less what has gone back to the Treasury since. The oldest books
 * looked at say what lay there before them.
 */
function openingOf(provider: ProviderId, earlier: BookSources['earlier']): number {
  let opening = 0;
  for (const [index, before] of earlier.entries()) {
    const line = before.books.balance.find((one) => one.provider === provider);
    if (index === 0) opening += line?.opening ?? 0;
    if (line) opening += line.requested - line.paid - line.outstanding;
    opening -= returnedBy(provider, before.returns);
  }
  return opening;
}

function returnedBy(provider: ProviderId, returns: readonly TreasuryReturn[]): number {
  return returns.filter((one) => one.provider === provider).reduce((all, { amount }) => all + amount, 0);
}

/** What a run asked of the Treasury. Manifests made before there were requests say nothing: then it is worked out. */
function requestedOf(one: Manifest, provider: ProviderId, cells: readonly BookedCell[]): number {
  if (one.transferRequests.length > 0) {
    const own = one.transferRequests.filter((request) => request.provider === provider);
    return own.reduce((all, { requested }) => all + requested.amount, 0);
  }
  const told = one.byProvider.filter((line) => line.provider === provider).reduce((all, { amount }) => all + amount, 0);
  return told - fromBalanceOf(cells.filter((cell) => cell.run === one.run && cell.provider === provider));
}

function fromBalanceOf(cells: readonly BookedCell[]): number {
  return cells.reduce((all, { fromBalance }) => all + fromBalance, 0);
}
