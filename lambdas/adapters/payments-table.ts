import type { AttributeValue, BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import {
  DECIDED_FROM,
  type Payment,
  type PaymentReference,
  type PaymentState,
  payment,
  paymentEvent,
  paymentState,
  placeOf,
  REACHED_FROM,
  type RunId,
  runId,
  toldOf,
} from '../domain/payouts/payment.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { ConditionalOutcome, Payments, Succession, Told, Transition } from '../domain/ports.ts';
import { providerId } from '../domain/reference-data.ts';
import { type CountedPayment, countedPayment } from '../domain/reports/counted-rows.ts';
import { jsonText, type Store, saidOf, toParameter } from './dynamodb.ts';

/**
 * Payments: partition key `period#shard`, sort key the reference, which carries both, so that a provider's answer
 * leads straight to its payment and no index is needed (docs/adr/0004-payment-keys.md). `state` and
 * `told` stand beside the payment's facts for conditions. `history` is a map from state to event: a payment comes into
 * each state once at most, so every step sets an attribute that was not there. Facts and events are JSON texts,
 * without what is null or empty.
 */
export class PaymentsTable implements Payments {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Drafts payments. `refused`: a payment of that reference exists already; read it to see whose it is. */
  async draftAll(payments: readonly Payment[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(
      payments.map((one) => ({
        Statement: `INSERT INTO "${this.#table}" VALUE {'pk': ?, 'sk': ?, 'successor': '', 'state': ?, 'told': ?, 'payment': ?, 'history': ?}`,
        Parameters: [
          toParameter(partitionOf(one.reference)),
          toParameter(one.reference),
          toParameter(one.state),
          ...stored(one),
        ],
      })),
    );
  }

  /** Replaces drafts that a run left behind when it was rejected. Refused when one is no longer that run's draft. */
  async redraftAll(payments: readonly { payment: Payment; abandonedRun: string }[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(
      payments.map(({ payment: one, abandonedRun }) => ({
        Statement:
          `UPDATE "${this.#table}" SET "told" = ? SET "payment" = ? SET "history" = ? ` +
          `WHERE pk = ? AND sk = ? AND "state" = 'drafted' AND begins_with("told", ?)`,
        Parameters: [
          ...stored(one),
          toParameter(partitionOf(one.reference)),
          toParameter(one.reference),
          toParameter(`${abandonedRun}|`),
        ],
      })),
    );
  }

  /** Takes steps, each under its condition. `refused`: the payment is not there, not in a state for it, or differs. */
  async transitionAll(transitions: readonly Transition[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(transitions.map((transition) => this.#transition(transition)));
  }

  async succeedAll(successions: readonly Succession[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(
      successions.map(({ reference, successor, run, instead }) => ({
        Statement:
          `UPDATE "${this.#table}" SET "successor" = ? WHERE pk = ? AND sk = ? AND "state" IN ['failed', 'returned'] ` +
          `AND "successor" IN ['', ?, ?]`,
        Parameters: [
          toParameter(named({ successor, run })),
          toParameter(partitionOf(reference)),
          toParameter(reference),
          toParameter(named({ successor, run })),
          toParameter(named(instead ?? { successor, run })),
        ],
      })),
    );
  }

  async getAll(references: readonly PaymentReference[]): Promise<Map<PaymentReference, Payment>> {
    const items = await this.#store.getAll(
      this.#table,
      references.map((reference) => ({ pk: partitionOf(reference), sk: reference })),
    );
    return new Map(items.map(paymentIn).map((one) => [one.reference, one]));
  }

  /** Every payment of a shard in a period. */
  async *ofShard(month: Period, shard: number): AsyncGenerator<Payment> {
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': toParameter(`${month}#${shard}`) },
    })) {
      yield paymentIn(item);
    }
  }

  async *countedOfShard(month: Period, shard: number): AsyncGenerator<CountedPayment[]> {
    for await (const page of this.#store.pages({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ProjectionExpression: '#state, payment',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':pk': toParameter(`${month}#${shard}`) },
    })) {
      yield page.map((item) => {
        const { state, payment: facts } = storedCounted.parse(item);
        return { ...facts, state };
      });
    }
  }

  async *booksOfShard(month: Period, shard: number): AsyncGenerator<Told & { state: PaymentState }> {
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ProjectionExpression: '#state, told',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':pk': toParameter(`${month}#${shard}`) },
    })) {
      const { state, told } = storedBooks.parse(item);
      const [run, provider, total, fromBalance] = told.split('|');
      yield {
        state,
        run: runId.parse(run),
        provider: providerId.parse(provider),
        total: Number(total),
        fromBalance: Number(fromBalance),
      };
    }
  }

  #transition({
    reference,
    to,
    event,
    told,
    paidOn,
    reasonCode,
    isDecided,
    despite,
  }: Transition): BatchStatementRequest {
    const from = isDecided ? DECIDED_FROM[to] : REACHED_FROM[to];
    const unlessSucceeded = isDecided ? ` AND "successor" = ${despite ? '?' : "''"}` : '';
    const anyOf = from.map(() => '?').join(', ');
    return {
      Statement:
        `UPDATE "${this.#table}" SET "state" = ? SET "history"."${to}" = ? ` +
        `WHERE pk = ? AND sk = ? AND "told" = ? AND "state" IN [${anyOf}]${unlessSucceeded}`,
      Parameters: [
        toParameter(to),
        toParameter(JSON.stringify(saidOf({ ...event, paidOn, reasonCode }))),
        toParameter(partitionOf(reference)),
        toParameter(reference),
        toParameter(toldText(told)),
        ...from.map((state) => toParameter(state)),
        ...(isDecided && despite ? [toParameter(named(despite))] : []),
      ],
    };
  }
}

/**
 * A successor and the run that named it, in one attribute: one comparison judges both. It is there from the beginning,
 * empty: a statement whose conditions are joined by OR names no one item any more, and the store refuses it.
 */
function named({ successor, run }: { successor: PaymentReference; run: RunId }): string {
  return `${successor}|${run}`;
}

/** What is told, the facts of the payment and its history, as they stand in an item. */
function stored({
  history,
  state: _,
  successor: __,
  successorRun: ___,
  paidOn,
  reasonCode,
  ...facts
}: Payment): AttributeValue[] {
  const events = history.map((event) => [event.state, JSON.stringify(saidOf({ ...event, paidOn, reasonCode }))]);
  return [
    toParameter(toldText(toldOf(facts))),
    toParameter(JSON.stringify(saidOf(facts))),
    toParameter(Object.fromEntries(events)),
  ];
}

/** One attribute, so that one comparison judges all of it: statements are parsed for every payment. */
function toldText({ run, provider, total, fromBalance }: Told): string {
  return `${run}|${provider}|${total}|${fromBalance}`;
}

/** The payment of an item as it is stored. */
export function paymentIn(item: Record<string, unknown>): Payment {
  const { state, payment: facts, history, successor } = storedPayment.parse(item);
  const events = Object.values(history).sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const { paidOn = null, reasonCode = null } = history[state] ?? {};
  const [reference = null, successorRun = null] = successor === '' ? [] : successor.split('|');
  return payment.parse({ ...facts, state, paidOn, reasonCode, successor: reference, successorRun, history: events });
}

/** Every state that may follow another stands after it, so this is the order in which a payment came into them. */
const ORDER: readonly PaymentState[] = ['drafted', 'instructed', 'unknown', 'failed', 'paid', 'returned'];

const whenSaid = z.string().nullable().default(null);

const storedPayment = z.object({
  state: paymentState,
  successor: z.string(),
  payment: jsonText.pipe(z.record(z.string(), z.unknown())),
  history: z.record(z.string(), jsonText.pipe(paymentEvent.extend({ paidOn: whenSaid, reasonCode: whenSaid }))),
});

const storedCounted = z.object({
  state: paymentState,
  payment: jsonText.pipe(countedPayment.omit({ state: true })),
});

const storedBooks = z.object({ state: paymentState, told: z.string() });

function partitionOf(reference: PaymentReference): string {
  const { monthNumber, shard } = placeOf(reference);
  return `${periodOfMonthNumber(monthNumber)}#${shard}`;
}
