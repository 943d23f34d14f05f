import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { type Books, books, booksKey } from '../../../lambdas/domain/closing/books.ts';
import { carryIndex, carryList } from '../../../lambdas/domain/closing/carry.ts';
import { type Payment, totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import { manifest } from '../../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import { NAMES } from '../engine/deployment.ts';

type Tell = (violation: string) => void;

/**
 * The books of a closed month are what the table says, to the đồng; what it owes still is on its lists; no month is left
 * half closed. At each provider lies what was asked for and not paid out, less what went back: never less than nothing.
 */
export async function checkBooks(
  payments: ReadonlyMap<string, Payment>,
  periods: readonly Period[],
  tell: Tell,
): Promise<void> {
  const runs = new RunsTable(new Store(), NAMES.RUNS_TABLE);
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  const sent = [...payments.values()].filter(({ state }) => state !== 'drafted');
  const accounts = new Map<string, number>();
  const sentBack = new Map<string, number>();
  const move = (provider: string, amount: number) => accounts.set(provider, (accounts.get(provider) ?? 0) + amount);
  for (const month of periods) {
    const own = sent.filter(({ period }) => period === month);
    const record = await runs.period(month);
    if (record?.status === 'closing') tell(`${month} is being closed for good, and nothing failed to show for it`);
    if (record?.status === 'closed') {
      checkMonth(month, await outbox.json(booksKey(month), books), own, tell);
      const index = await outbox.unpackSealed(record.carryIndexKey ?? '', carryIndex);
      const lists = await Promise.all(index.units.map(({ key }) => outbox.unpackSealed(key, carryList)));
      const listed = new Set(lists.flatMap(({ entries }) => entries.map(({ reference }) => reference)));
      const isHelp = lists.some(({ entries }) => entries.some(({ benefit }) => benefit === 'EMERGENCY'));
      if (isHelp) tell(`${month}: emergency help is on a list of what is owed`);
      for (const one of lastAttempts(own)) {
        const isOwed = (one.state === 'failed' || one.state === 'returned') && one.benefit !== 'EMERGENCY';
        if (isOwed && !listed.has(one.reference)) tell(`${month}: ${one.reference} is owed, and on no list`);
      }
    }
    for (const { run, status } of await runs.ofPeriod(month)) {
      if (status !== 'released' && status !== 'settled') continue;
      const { transferRequests } = await outbox.json(releasedManifestKey(run), manifest);
      for (const { provider, requested } of transferRequests) move(provider, requested.amount);
    }
    for (const { provider, amount } of await runs.treasuryReturns(month)) {
      move(provider, -amount);
      sentBack.set(provider, (sentBack.get(provider) ?? 0) + amount);
    }
  }
  for (const one of sent) if (one.state !== 'failed' && one.state !== 'returned') move(one.provider, -totalOf(one));
  // What went back to the Treasury before the provider turned out to have paid it is a shortfall in the books.
  for (const [provider, left] of accounts)
    if (left < -(sentBack.get(provider) ?? 0)) tell(`${provider} has paid ${-left} that was never sent to it`);
}

const STATES = ['instructed', 'paid', 'failed', 'returned', 'unknown'] as const;

function checkMonth(month: Period, made: Books, own: readonly Payment[], tell: Tell): void {
  if (!made.isClosed) tell(`${month} is closed, its books say that it is not`);
  const lines = [{ provider: undefined, ...made.total }, ...made.byProvider];
  for (const { provider, became } of lines) {
    for (const state of STATES) {
      const alike = own.filter((one) => one.state === state && (provider === undefined || one.provider === provider));
      const amount = alike.reduce((sum, one) => sum + totalOf(one), 0);
      const { people, amount: told } = became[state];
      if (people !== alike.length || told !== amount) {
        tell(
          `${month} ${provider ?? ''}: the books say ${people} ${state} (${told}), the table ${alike.length} (${amount})`,
        );
      }
    }
  }
  if (own.some(({ state }) => state === 'instructed')) tell(`${month} is closed, and something of it is outstanding`);
  for (const one of made.balance) {
    const kept = one.opening + one.requested - one.paid - one.outstanding - one.returnedToTreasury;
    if (kept !== one.closing) tell(`${month} ${one.provider}: the balance is ${one.closing}, counted ${kept}`);
    if (one.closing < -one.shortfall) tell(`${month} ${one.provider}: the balance is ${one.closing}`);
    const became = one.paid + one.outstanding + one.notPaid;
    if (one.requested + one.fromBalance !== became) {
      tell(`${month} ${one.provider}: ${one.requested} asked and ${one.fromBalance} there, ${became} became of it`);
    }
  }
}

function lastAttempts(own: readonly Payment[]): Payment[] {
  const groups = Map.groupBy(own, ({ person, benefit }) => `${person} ${benefit}`);
  return [...groups.values()].map((all) => all.reduce((one, other) => (one.attempt > other.attempt ? one : other)));
}
