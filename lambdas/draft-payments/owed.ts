import { type CarryEntry, carryList, isUncollectedTooLong, owedIn } from '../domain/closing/carry.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type Dong, sumDong } from '../domain/money.ts';
import type { CutOff } from '../domain/payouts/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Exceptions, Objects, Payments } from '../domain/ports.ts';
import { foundException, type PaymentException } from '../domain/settlement/payment-exception.ts';
import type { MonthsKnown } from './months-known.ts';
import { freePayments, type Instead } from './succession.ts';

export interface OwedPorts {
  readonly outbox: Pick<Objects, 'unpackSealed'>;
  readonly payments: Pick<Payments, 'getAll'>;
  readonly exceptions: Pick<Exceptions, 'getAll' | 'openAll'>;
}

/** What a closed period still owes somebody. */
export interface OpenEntry extends CarryEntry {
  /** The month of the payment that came to nothing: in its books its money stands. */
  readonly period: Period;
  readonly instead: Instead;
}

/** What earlier months owe one person of one benefit. */
export interface Owed {
  readonly entries: readonly OpenEntry[];
  /** Uncollected for so many months that nothing is paid until a person decides. */
  readonly isSuspended: boolean;
}

export const personKey = ({ person, benefit }: Pick<CarryEntry, 'person' | 'benefit'>) => `${person}|${benefit}`;

/** All that entries come to, in đồng. */
export function amountOf(entries: readonly OpenEntry[]): Dong {
  return sumDong(entries.map(({ parts }) => owedIn(parts)));
}

/**
 * What a unit's people are owed from closed periods and nobody has paid or is about to pay, by person and benefit. The
 * payment itself says so, not the list: it may have been paid in a later month, or decided since.
 */
export async function owedFrom(
  ports: OwedPorts,
  known: MonthsKnown,
  frozen: CutOff,
  keys: readonly string[],
  suspendAfterMonths: number,
): Promise<Map<string, Owed>> {
  const lists = await inParallel(4, keys, (key) => ports.outbox.unpackSealed(key, carryList));
  const byPerson = Map.groupBy(
    await openEntries(
      ports,
      known,
      frozen,
      lists.flatMap(({ entries }) => entries),
    ),
    personKey,
  );
  const tooLong = [...byPerson.values()].filter((own) =>
    isUncollectedTooLong(
      own.flatMap(({ parts }) => parts),
      suspendAfterMonths,
    ),
  );
  const cases = tooLong.map((own) => caseOf(own, frozen));
  await ports.exceptions.openAll(cases);
  const decided = await ports.exceptions.getAll(cases.map(({ period, id }) => ({ period, id })));
  const waiting = new Set(decided.filter(({ decision }) => decision === null).map(({ reference }) => reference));
  return new Map(
    [...byPerson].map(([key, entries]) => [
      key,
      { entries, isSuspended: entries.some(({ reference }) => waiting.has(reference)) },
    ]),
  );
}

async function openEntries(
  { payments }: OwedPorts,
  known: MonthsKnown,
  frozen: CutOff,
  entries: readonly CarryEntry[],
): Promise<OpenEntry[]> {
  const stored = await payments.getAll(entries.map(({ reference }) => reference));
  const free = await freePayments(payments, known, frozen.run, [...stored.values()]);
  return entries.flatMap((entry) => {
    const instead = free.get(entry.reference);
    const period = stored.get(entry.reference)?.period;
    return instead === undefined || period === undefined ? [] : [{ ...entry, period, instead }];
  });
}

/** What a person has to decide before somebody who did not come for months is paid again: about the newest payment. */
function caseOf(own: readonly OpenEntry[], frozen: CutOff): PaymentException {
  const [newest] = own.toSorted((one, other) => (one.period < other.period ? 1 : -1));
  if (newest === undefined) throw new Error('Nobody is owed nothing');
  return foundException('uncollected', newest, amountOf(own), frozen.cutOffAt);
}
