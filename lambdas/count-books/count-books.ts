import { answersDueOn } from '../domain/calendar.ts';
import { owedBy } from '../domain/closing/carry.ts';
import {
  type BookedState,
  bookedState,
  type ClosingPlan,
  type CountedShards,
  closingPlan,
  closingPlanKey,
  countedShards,
  countedShardsKey,
  type ShardRange,
  type UnpaidPayment,
} from '../domain/closing/closing.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type Payment, toldOf, totalOf } from '../domain/payouts/payment.ts';
import { type Day, dayOf } from '../domain/period.ts';
import type { Clock, Exceptions, Objects, Payments, References } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { foundException, type PaymentException } from '../domain/settlement/payment-exception.ts';
import { tally } from '../domain/tally.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack' | 'packFirst'>;
  readonly references: Pick<References, 'version'>;
  readonly payments: Pick<Payments, 'ofShard' | 'transitionAll' | 'getAll'>;
  readonly exceptions: Pick<Exceptions, 'openAll'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A payment that stands in a provider's file. */
type Booked = Payment & { readonly state: BookedState };

/** What went before and is looked up for each payment: the plan, today, and the calendar. */
interface Counting {
  readonly plan: ClosingPlan;
  readonly data: ReferenceData;
  readonly now: Date;
}

/**
 * Counts the payments of a range of shards, by what became of them. Those without an answer by the day on which it is
 * due become *unknown*, and a case for a person to decide; an answer that comes in between goes first. What was counted
 * is written once, so that every later task sees the same books.
 */
export async function countBooks(
  ports: Ports,
  ref: ShardRange,
): Promise<{ payments: number; unpaid: number; unknown: number }> {
  const plan = await ports.work.unpack(closingPlanKey(ref), closingPlan);
  const { data } = await ports.references.version(plan.referenceVersion);
  const counting = { plan, data, now: await ports.clock.now() };
  const shards = Array.from({ length: ref.to - ref.from }, (_, index) => ref.from + index);
  const booked = await inParallel(8, shards, (shard) => bookedOf(ports, counting, shard));
  const counted = countOf(booked);
  const stands = await ports.work.packFirst(countedShardsKey(ref), countedShards, counted);
  return {
    payments: stands.cells.reduce((all, { people }) => all + people, 0),
    unpaid: stands.unpaid.filter(({ isLast }) => isLast).length,
    unknown: stands.unpaid.filter(({ state }) => state === 'unknown').length,
  };
}

/** The payments of a shard that stand in files of the plan's runs, once what is overdue has become unknown. */
async function bookedOf(ports: Ports, counting: Counting, shard: number): Promise<Booked[]> {
  const names = new Set(counting.plan.runs.map(({ run }) => run));
  const found: Payment[] = [];
  for await (const payment of ports.payments.ofShard(counting.plan.period, shard)) {
    if (names.has(payment.run)) found.push(payment);
  }
  const overdue = found.filter((payment) => isOverdue(payment, counting));
  const at = counting.now.toISOString();
  await ports.payments.transitionAll(
    overdue.map((payment) => ({
      reference: payment.reference,
      to: 'unknown',
      event: { state: 'unknown', at, cause: 'no-answer' },
      told: toldOf(payment),
      paidOn: null,
      reasonCode: null,
    })),
  );
  const now = await ports.payments.getAll(overdue.map(({ reference }) => reference));
  const booked = found.map((payment) => now.get(payment.reference) ?? payment).filter(isBooked);
  // Of all that stand unknown: whoever marked them may have been stopped before it opened their cases.
  await ports.exceptions.openAll(booked.filter(({ state }) => state === 'unknown').map(noAnswer));
  return booked;
}

function isBooked(payment: Payment): payment is Booked {
  return bookedState.safeParse(payment.state).success;
}

function isOverdue(payment: Payment, { plan, data, now }: Counting): boolean {
  if (payment.state !== 'instructed') return false;
  return dayOf(now) >= answersDueOn(data, plan.period, paidFrom(payment, plan));
}

/** From when the provider could pay: the day it was asked for, or that of the release where approval came later. */
function paidFrom({ run, provider, history }: Payment, { runs }: ClosingPlan): Day {
  const planned = runs.find((one) => one.run === run);
  const asked = planned?.byProvider.find((one) => one.provider === provider)?.payOn ?? planned?.payOn;
  const instructed = history.find(({ state }) => state === 'instructed');
  const told = instructed && dayOf(new Date(instructed.at));
  const latest = [asked, told]
    .filter((one) => one !== undefined)
    .sort()
    .at(-1);
  if (latest === undefined) throw new Error('A payment was instructed on no day');
  return latest;
}

function noAnswer(payment: Booked): PaymentException {
  return foundException('no-answer', payment, totalOf(payment), sinceWhen(payment));
}

/** Since when a payment stands as it does. */
function sinceWhen({ state, history }: Booked): string {
  const event = history.find((one) => one.state === state) ?? history.at(-1);
  if (!event) throw new Error('A payment without a history');
  return event.at;
}

function countOf(shards: readonly (readonly Booked[])[]): CountedShards {
  const all = shards.flat();
  const keyOf = ({ run, provider, programme, unit, state }: Booked) =>
    [run, provider, programme, unit, state].join('|');
  const balances = new Map(tally(all, keyOf, ({ fromBalance }) => fromBalance));
  const groups = Map.groupBy(all, keyOf);
  const cells = tally(all, keyOf, totalOf).flatMap(([key, sum]) => {
    const [first] = groups.get(key) ?? [];
    if (!first) return [];
    const { run, provider, programme, unit, state } = first;
    return [{ run, provider, programme, unit, state, ...sum, fromBalance: balances.get(key)?.amount ?? 0 }];
  });
  const parts = all.flatMap((payment) => owedBy(payment, false).map((part) => ({ ...part, state: payment.state })));
  const owedFor = [...Map.groupBy(parts, ({ period, state }) => `${period}|${state}`)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, own]) => {
      const amount = own.reduce((sum, part) => sum + part.amount, 0);
      return own.slice(0, 1).map(({ period, state }) => ({ period, state, people: own.length, amount }));
    });
  return { cells, owedFor, unpaid: shards.flatMap(unpaidOf) };
}

/** Who of a shard has not been paid. All attempts for a person are in one shard, so the last is known here. */
function unpaidOf(shard: readonly Booked[]): UnpaidPayment[] {
  const attempts = Map.groupBy(shard, ({ person, benefit }) => `${person}|${benefit}`);
  const last = new Set(
    [...attempts.values()].map((own) => own.reduce((one, other) => (other.attempt > one.attempt ? other : one))),
  );
  return shard.flatMap((payment) => {
    const { state } = payment;
    if (state === 'paid') return [];
    const { reference, person, benefit, unit, revision, position, provider, amount, arrears, carried, reasonCode } =
      payment;
    const facts = { reference, person, benefit, unit, revision, position, provider, amount, arrears, carried };
    return [{ ...facts, state, reasonCode, since: sinceWhen(payment), isLast: last.has(payment) }];
  });
}
