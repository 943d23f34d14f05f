import { z } from 'zod';
import { benefit } from '../benefit.ts';
import { dong } from '../money.ts';
import { carriedPart, paymentReference, paymentState, runId } from '../payouts/payment.ts';
import { day, period } from '../period.ts';
import { personalId } from '../person.ts';
import { programme } from '../programme.ts';
import { providerId } from '../reference-data.ts';
import { unitCode } from '../unit.ts';

/*
 * What the tasks of a closing leave for each other in the work bucket. A closing is named by its execution, so that
 * nothing that one leaves behind is ever taken for another's.
 */

/** `unpaid`: who was not paid, by the day on which providers must have answered. `close`: the books, signed and shut. */
export const closingOccasion = z.enum(['unpaid', 'close']);
export type ClosingOccasion = z.infer<typeof closingOccasion>;

export const closingRef = z.object({ closing: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });
export type ClosingRef = z.infer<typeof closingRef>;

/** A range of the period's shards: what an item of the map carries. */
export const shardRange = closingRef.extend({
  from: z.number().int().nonnegative(),
  to: z.number().int().positive(),
});
export type ShardRange = z.infer<typeof shardRange>;

/** Who asked for what, and when: written once, before anything is touched, so that a repeat knows its own steps. */
export const closingBegun = z.object({
  period,
  occasion: closingOccasion,
  by: z.string().min(1),
  reason: z.string().nullable(),
  at: z.iso.datetime(),
});
export type ClosingBegun = z.infer<typeof closingBegun>;

/** What is counted: frozen once no run of the period can be released any more, or, for unpaid lists, as it stands. */
export const closingPlan = closingBegun.extend({
  referenceVersion: z.string(),
  /** The released runs, each with the day on which its providers were asked to pay. */
  runs: z.array(
    z.object({ run: runId, payOn: day, byProvider: z.array(z.object({ provider: providerId, payOn: day })) }),
  ),
});
export type ClosingPlan = z.infer<typeof closingPlan>;

/** A payment of a released run is in one of these; a draft stands in no provider's file. */
export const bookedState = paymentState.exclude(['drafted']);
export type BookedState = z.infer<typeof bookedState>;

const count = z.number().int().nonnegative();
const sum = { people: count, amount: count };

/** Payments that are alike in everything that the books ask for. All figures of the books are sums of these. */
export const bookedCell = z.object({
  run: runId,
  provider: providerId,
  programme,
  unit: unitCode,
  state: bookedState,
  ...sum,
  fromBalance: count,
});
export type BookedCell = z.infer<typeof bookedCell>;

/** Parts of payments by the month for which they are owed. */
const owedForCell = z.object({ period, state: bookedState, ...sum });
export type OwedForCell = z.infer<typeof owedForCell>;

/** A payment that nobody has, as far as is known. */
const unpaidPayment = z.object({
  reference: paymentReference,
  person: personalId,
  benefit,
  unit: unitCode,
  revision: z.string(),
  position: z.number().int().nonnegative(),
  provider: providerId,
  amount: dong,
  arrears: dong,
  carried: z.array(carriedPart),
  state: bookedState.exclude(['paid']),
  reasonCode: z.string().nullable(),
  /** Since when it stands so, an instant. */
  since: z.iso.datetime(),
  /** No later attempt of the period is made in its place: this is the one that people ask about. */
  isLast: z.boolean(),
});
export type UnpaidPayment = z.infer<typeof unpaidPayment>;

/** What a range of shards came to. */
export const countedShards = z.object({
  cells: z.array(bookedCell),
  owedFor: z.array(owedForCell),
  unpaid: z.array(unpaidPayment),
});
export type CountedShards = z.infer<typeof countedShards>;

/** Whether the period closes: decided once, so that every try carries out the same. */
export const closingVerdict = z.object({
  isClosed: z.boolean(),
  at: z.iso.datetime(),
  /** Why it does not close, for the officer; null where it does. */
  why: z.string().nullable(),
});
export type ClosingVerdict = z.infer<typeof closingVerdict>;

const folder = ({ closing }: ClosingRef) => `closings/${closing}`;
export const closingBegunKey = (ref: ClosingRef) => `${folder(ref)}/begun.json.gz`;
export const closingPlanKey = (ref: ClosingRef) => `${folder(ref)}/plan.json.gz`;
export const countedShardsKey = (ref: ShardRange) => `${folder(ref)}/counted-${ref.from}.json.gz`;
export const closingVerdictKey = (ref: ClosingRef) => `${folder(ref)}/verdict.json.gz`;
