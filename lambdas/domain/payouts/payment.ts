import { z } from 'zod';
import { type Benefit, benefit } from '../benefit.ts';
import { type Dong, dong, sumDong, ZERO_DONG } from '../money.ts';
import { day, monthNumber, type Period, period } from '../period.ts';
import { channel, type PersonalId, personalId } from '../person.ts';
import { category, programme } from '../programme.ts';
import { type ProviderId, providerId } from '../reference-data.ts';
import { SHARDS, shardOf } from '../shard.ts';
import { unitCode } from '../unit.ts';

/** The 16 characters `[A-Z0-9]` under which a provider knows a payment: fits MT940, GovStack and EndToEndId alike. */
export const paymentReference = z
  .string()
  .regex(/^[A-Z0-9]{16}$/)
  .brand<'PaymentReference'>();
export type PaymentReference = z.infer<typeof paymentReference>;

export const runId = z
  .string()
  .regex(/^20\d{2}-\d{2}-[a-z0-9-]{1,40}$/)
  .brand<'RunId'>();
/** A run of payouts: the period, then its kind and number, for example `2023-06-regular-1`. */
export type RunId = z.infer<typeof runId>;

export const paymentState = z.enum(['drafted', 'instructed', 'paid', 'failed', 'returned', 'unknown']);
export type PaymentState = z.infer<typeof paymentState>;

/**
 * From which states a payment may come into each by itself. This table and {@link DECIDED_FROM} drive the database
 * conditions, the picture in the architecture and the simulation. States move only forward; `unknown` is left only by
 * a provider's late answer or a person's decision.
 */
export const REACHED_FROM: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  drafted: [],
  instructed: ['drafted'],
  paid: ['instructed', 'unknown'],
  failed: ['instructed', 'unknown'],
  returned: ['instructed', 'unknown'],
  unknown: ['instructed'],
};

/**
 * What a person may decide besides: that money reported as not paid was paid after all (while nothing was paid in its
 * place), that money reported as paid came back. Never on a provider's word alone.
 */
export const DECIDED_FROM: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  drafted: [],
  instructed: [],
  paid: ['unknown', 'failed'],
  failed: ['unknown'],
  returned: ['unknown', 'paid'],
  unknown: [],
};

/** One step of a payment's life. Steps are appended and never rewritten. */
export const paymentEvent = z.object({
  state: paymentState,
  /** Instant, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** What caused it: the run, the key of the result file, `no-answer`, or `exception/{id}` that a person decided. */
  cause: z.string(),
  /** Of a decision: who made it, and what they say they checked. */
  by: z.string().exactOptional(),
  checked: z.string().exactOptional(),
});
export type PaymentEvent = z.infer<typeof paymentEvent>;

/**
 * What is owed from an earlier month, because its payment failed, came back or was not collected, and is paid together
 * with a later one. Each part keeps the period it is owed for (chưa trả tháng trước).
 */
export const carriedPart = z.object({
  period,
  /** With the arrears that were paid with it. */
  amount: dong,
  /** Nobody came for it; three such months suspend (NĐ 20/2021). */
  uncollected: z.boolean(),
});
export type CarriedPart = z.infer<typeof carriedPart>;

/**
 * One payment: (period, person, programme, attempt), once. It carries no name and no account: those stand on the
 * revision of the roll that it names, and in the provider's file.
 */
export const payment = z.object({
  schemaVersion: z.literal(1),
  reference: paymentReference,
  period,
  person: personalId,
  /** What it is for; `programme` is where people know it. */
  benefit,
  programme,
  category: category.nullable().default(null),
  attempt: z.number().int().positive(),
  unit: unitCode,
  /** The village, as `villageName` keeps it: reports of a commune count what was paid by village. */
  village: z.string().nullable().default(null),
  revision: z.string(),
  /** Where on the roll: the index of its row in the revision. */
  position: z.number().int().nonnegative(),
  run: runId,
  /** This period's; the provider is told {@link totalOf}. */
  amount: dong,
  /** What the list gives as arrears (truy lĩnh). */
  arrears: dong,
  /** What earlier months still owe and this payment pays. */
  carried: z.array(carriedPart).default([]),
  /** The payments that failed or came back, in whose place this one is made. */
  predecessors: z.array(paymentReference).default([]),
  /** How much of it is paid from money that stayed at the provider when predecessors failed: no transfer is asked for it. */
  fromBalance: dong.default(ZERO_DONG),
  channel,
  provider: providerId,
  state: paymentState,
  history: z.array(paymentEvent).min(1),
  paidOn: day.nullable(),
  reasonCode: z.string().nullable(),
  /** The one payment that is made in its place, named under a condition before that one is drafted. */
  successor: paymentReference.nullable().default(null),
  /** The run that named it: nobody names another one while that run may still instruct, or once it has instructed it. */
  successorRun: runId.nullable().default(null),
});
export type Payment = z.infer<typeof payment>;

/** What the provider is told to pay: this period's amount, the list's arrears, and what earlier months still owe. */
export function totalOf({ amount, arrears, carried }: Pick<Payment, 'amount' | 'arrears' | 'carried'>): Dong {
  return sumDong([amount, arrears, ...carried.map((part) => part.amount)]);
}

/** What the payment's condition is made of: who is told to pay what in which run, and from which money. */
export function toldOf(payment: Pick<Payment, 'run' | 'provider' | 'amount' | 'arrears' | 'carried' | 'fromBalance'>): {
  run: RunId;
  provider: ProviderId;
  total: Dong;
  fromBalance: Dong;
} {
  const { run, provider, fromBalance } = payment;
  return { run, provider, total: totalOf(payment), fromBalance };
}

/**
 * The reference of a payment, derived from what makes it one (emergency help beside a programme's is another payment): the same facts always give the same reference, so a
 * repeated draft meets itself. Two characters of month, two of shard (so that the reference alone leads to the
 * partition), twelve of hash. Within one period and shard the chance of two payments meeting is below one in a
 * million million at ten million people; if they do, the second is refused by its condition and deferred.
 */
export function referenceOf(month: Period, person: PersonalId, what: Benefit, attempt: number): PaymentReference {
  return paymentReference.parse(
    base36(monthNumber(month), 2) + base36(shardOf(person), 2) + hash62(`${month}|${person}|${what}|${attempt}`),
  );
}

/** The month number and shard that a reference carries. They may name nothing: a stranger can send any 16 characters. */
export function placeOf(reference: PaymentReference): { monthNumber: number; shard: number } {
  return {
    monthNumber: Number.parseInt(reference.slice(0, 2), 36),
    shard: Number.parseInt(reference.slice(2, 4), 36),
  };
}

/** Whether a reference carries a month of this century and a shard: one that does not is nobody's here. */
export function namesAPlace(reference: PaymentReference): boolean {
  const { monthNumber: number, shard } = placeOf(reference);
  return number < 1200 && shard < SHARDS;
}

function base36(value: number, length: number): string {
  return value.toString(36).toUpperCase().padStart(length, '0');
}

/**
 * 62 bits of a text as twelve base-36 characters: two independent 31-bit lanes of multiply-xor mixing with the
 * finaliser of MurmurHash3 (public domain). It spreads; it does not hide.
 */
function hash62(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  return base36(finish(low, high) >>> 1, 6) + base36(finish(high, low) >>> 1, 6);
}

function finish(lane: number, other: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
