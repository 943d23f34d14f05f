import type { BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import {
  type Payment,
  type PaymentReference,
  payment,
  placeOf,
  REACHED_FROM,
} from '../domain/payment.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { ConditionalOutcome, Payments, Transition } from '../domain/ports.ts';
import { type Store, toParameter } from './dynamodb.ts';

/**
 * Payments: partition key `period#shard`, sort key the reference, which carries both, so that a provider's answer
 * leads straight to its payment and no index is needed (docs/adr/0004-payment-keys.md). `state`, `provider` and
 * `total` stand beside the payment for conditions.
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
        Statement: `INSERT INTO "${this.#table}" VALUE {'pk': ?, 'sk': ?, 'state': ?, 'provider': ?, 'total': ?, 'payment': ?}`,
        Parameters: [
          toParameter(partitionOf(one.reference)),
          toParameter(one.reference),
          toParameter(one.state),
          toParameter(one.provider),
          toParameter(one.amount + one.arrears),
          toParameter(one),
        ],
      })),
    );
  }

  /** Replaces drafts that a run left behind when it was rejected. Refused when one is no longer that run's draft. */
  async redraftAll(payments: readonly { payment: Payment; abandonedRun: string }[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(
      payments.map(({ payment: one, abandonedRun }) => ({
        Statement: `UPDATE "${this.#table}" SET "provider" = ? SET "total" = ? SET "payment" = ? WHERE pk = ? AND sk = ? AND "state" = 'drafted' AND "payment"."run" = ?`,
        Parameters: [
          toParameter(one.provider),
          toParameter(one.amount + one.arrears),
          toParameter(one),
          toParameter(partitionOf(one.reference)),
          toParameter(one.reference),
          toParameter(abandonedRun),
        ],
      })),
    );
  }

  /** Takes steps, each under its condition. `refused`: the payment is not there, not in a state for it, or differs. */
  async transitionAll(transitions: readonly Transition[]): Promise<ConditionalOutcome[]> {
    return this.#store.executeAll(transitions.map((transition) => this.#transition(transition)));
  }

  async getAll(references: readonly PaymentReference[]): Promise<Map<PaymentReference, Payment>> {
    const items = await this.#store.getAll(
      this.#table,
      references.map((reference) => ({ pk: partitionOf(reference), sk: reference })),
    );
    return new Map(items.map((item) => payment.parse(item['payment'])).map((one) => [one.reference, one]));
  }

  /** Every payment of a shard in a period. */
  async *ofShard(month: Period, shard: number): AsyncGenerator<Payment> {
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': toParameter(`${month}#${shard}`) },
    })) {
      yield payment.parse(item['payment']);
    }
  }

  #transition({ reference, to, event, told, paidOn, reasonCode }: Transition): BatchStatementRequest {
    const from = REACHED_FROM[to];
    const anyOf = from.map(() => '?').join(', ');
    return {
      Statement:
        `UPDATE "${this.#table}" SET "state" = ? SET "payment"."state" = ? SET "payment"."paidOn" = ? ` +
        `SET "payment"."reasonCode" = ? SET "payment"."history" = list_append("payment"."history", ?) ` +
        `WHERE pk = ? AND sk = ? AND "state" IN [${anyOf}] AND "provider" = ? AND "total" = ?`,
      Parameters: [
        toParameter(to),
        toParameter(to),
        toParameter(paidOn),
        toParameter(reasonCode),
        toParameter([event]),
        toParameter(partitionOf(reference)),
        toParameter(reference),
        ...from.map((state) => toParameter(state)),
        toParameter(told.provider),
        toParameter(told.total),
      ],
    };
  }
}

function partitionOf(reference: PaymentReference): string {
  const { monthNumber, shard } = placeOf(reference);
  return `${periodOfMonthNumber(monthNumber)}#${shard}`;
}
