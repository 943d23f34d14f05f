import { z } from 'zod';
import { benefit } from '../benefit.ts';
import { type Dong, sumDong } from '../money.ts';
import { type CarriedPart, carriedPart, type Payment, paymentReference } from '../payouts/payment.ts';
import { type Period, period } from '../period.ts';
import { personalId } from '../person.ts';
import { providerId } from '../reference-data.ts';
import { unitCode } from '../unit.ts';

/** A payment of a closed period that nobody has, and in whose place none was made: it is owed still (chưa trả tháng trước). */
const carryEntry = z.object({
  /** The last attempt of the period: failed or returned. */
  reference: paymentReference,
  person: personalId,
  /** For the worklist of somebody who is on no roll any more. */
  fullName: z.string().nullable(),
  benefit,
  unit: unitCode,
  provider: providerId,
  /** What is owed, each part for its own period. */
  parts: z.array(carriedPart).min(1),
});
export type CarryEntry = z.infer<typeof carryEntry>;

/** What a unit's people are owed from a closed period. Kept in the outbox, sealed: books point to it for years. */
export const carryList = z.object({ period, unit: unitCode, entries: z.array(carryEntry) });
export type CarryList = z.infer<typeof carryList>;

/** Where the lists of a closed period stand, one for each unit that is owed something. */
export const carryIndex = z.object({ period, units: z.array(z.object({ unit: unitCode, key: z.string() })) });
export type CarryIndex = z.infer<typeof carryIndex>;

/** Sealed, both: the keys go on with the hash of what stands there. */
export const carryListPrefix = (month: Period, unit: string) => `books/${month}/carry/${unit}`;
export const carryIndexPrefix = (month: Period) => `books/${month}/carry-index`;

/** What a payment that failed or came back leaves owed: its own period's part, and those that it carried. */
export function owedBy(
  payment: Pick<Payment, 'period' | 'amount' | 'arrears' | 'carried'>,
  uncollected: boolean,
): CarriedPart[] {
  const own = { period: payment.period, amount: sumDong([payment.amount, payment.arrears]), uncollected };
  return [...payment.carried, own];
}

/** All that is owed, in đồng. */
export function owedIn(parts: readonly CarriedPart[]): Dong {
  return sumDong(parts.map(({ amount }) => amount));
}

/** Whether somebody has not come for so many months that payment is suspended until a person decides (NĐ 20/2021). */
export function isUncollectedTooLong(parts: readonly CarriedPart[], suspendAfterMonths: number): boolean {
  return parts.filter(({ uncollected }) => uncollected).length >= suspendAfterMonths;
}
