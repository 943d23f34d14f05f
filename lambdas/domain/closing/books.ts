import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { dong } from '../money.ts';
import { paymentReference, runId } from '../payouts/payment.ts';
import { peopleAndAmount } from '../payouts/payout-run.ts';
import { type Period, period } from '../period.ts';
import { programme } from '../programme.ts';
import { type ProviderId, providerId } from '../reference-data.ts';
import { unitCode } from '../unit.ts';
import { type BookedState, bookedState } from './closing.ts';

/** What became of payments: `instructed` is what is outstanding. */
const became = z.record(bookedState, peopleAndAmount);
export type Became = z.infer<typeof became>;

/** Left, what the approved manifests say; right, what became of it by the payments table. */
const bookLine = z.object({ instructed: peopleAndAmount, became });
export type BookLine = z.infer<typeof bookLine>;

/**
 * A provider's account of the office over a month, in đồng: opening + requested − paid − outstanding − returned to the
 * Treasury = closing, which stays there for what is carried over. Outstanding is with and without an answer's day past.
 */
const balanceLine = z.object({
  provider: providerId,
  opening: z.number().int(),
  requested: z.number().int(),
  /** Paid out of what stood there: no transfer was asked for it. */
  fromBalance: z.number().int(),
  paid: z.number().int(),
  outstanding: z.number().int(),
  notPaid: z.number().int(),
  returnedToTreasury: z.number().int(),
  closing: z.number().int(),
  /**
   * What the provider paid of money that had gone back to the Treasury: a payment that had failed was found to be paid after
   * all. By so much `closing` is below nothing, and the Treasury is asked for it again.
   */
  shortfall: z.number().int().nonnegative().default(0),
});
export type BalanceLine = z.infer<typeof balanceLine>;

/** The books of a period (sổ chi trả): as they stood on a day, or closed. */
export const books = z.object({
  schemaVersion: z.literal(1),
  period,
  isClosed: z.boolean(),
  madeAt: z.iso.datetime(),
  by: z.string(),
  referenceVersion: z.string(),
  runs: z.array(runId),
  total: bookLine,
  byProvider: z.array(bookLine.extend({ provider: providerId })),
  byProgramme: z.array(bookLine.extend({ programme })),
  byUnit: z.array(bookLine.extend({ unit: unitCode })),
  /** By the month for which the parts of the payments are owed: arrears of the list are the month's own. */
  byMonth: z.array(z.object({ period, became })),
  balance: z.array(balanceLine),
  /** Sealed, for each provider: the payments whose money came to lie there. */
  kept: z.array(z.object({ provider: providerId, key: z.string() })),
  controlTotals: z.array(controlTotal),
});
export type Books = z.infer<typeof books>;

/** Payments of a period that failed or came back, so that their money lies at the provider. */
export const keptPayments = z.object({ payments: z.array(z.object({ reference: paymentReference, total: dong })) });

export const booksKey = (month: Period) => `books/${month}/books.json`;
export const booksWorkbookKey = (month: Period) => `books/${month}/so-chi-tra.xlsx`;
export const keptPrefix = (month: Period, provider: ProviderId) => `books/${month}/kept/${provider}`;

/** How many months back the opening balance is added up; what is owed longer is not carried over either. */
export const BOOK_MONTHS = 24;

export interface Sum {
  readonly people: number;
  readonly amount: number;
}

/** Sums by what became of payments. */
export function becameOf(cells: readonly (Sum & { state: BookedState })[]): Became {
  const of = (state: BookedState) => sumOf(cells.filter((cell) => cell.state === state));
  return {
    paid: of('paid'),
    failed: of('failed'),
    returned: of('returned'),
    unknown: of('unknown'),
    instructed: of('instructed'),
  };
}

/** All that became of payments together. */
export function totalOfStates(now: Became): Sum {
  return sumOf(Object.values(now));
}

/** People and đồng together. */
export function sumOf(parts: readonly Sum[]): { people: number; amount: number } {
  const add = (all: Sum, { people, amount }: Sum) => ({ people: all.people + people, amount: all.amount + amount });
  return parts.reduce(add, { people: 0, amount: 0 });
}
