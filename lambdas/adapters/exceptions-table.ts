import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Period } from '../domain/period.ts';
import type { Exceptions } from '../domain/ports.ts';
import {
  type ExceptionDecision,
  type PaymentException,
  paymentException,
} from '../domain/settlement/payment-exception.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

/** What about payments needs a person: partition key `period`, sort key the exception's id. */
export class ExceptionsTable implements Exceptions {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  async openAll(exceptions: readonly PaymentException[]): Promise<void> {
    // Of one complaint told twice in a file the first stands; a batch may not name one item twice.
    const distinct = [...new Map(exceptions.toReversed().map((one) => [`${one.period}|${one.id}`, one])).values()];
    await this.#store.executeAll(
      distinct.map((one) => ({
        Statement: `INSERT INTO "${this.#table}" VALUE {'pk': ?, 'sk': ?, 'exception': ?}`,
        Parameters: [toParameter(one.period), toParameter(one.id), toParameter(one)],
      })),
    );
  }

  async find(month: Period, id: string): Promise<PaymentException | undefined> {
    return (await this.getAll([{ period: month, id }]))[0];
  }

  async getAll(keys: readonly { period: Period; id: string }[]): Promise<PaymentException[]> {
    const items = await this.#store.getAll(
      this.#table,
      keys.map(({ period, id }) => ({ pk: period, sk: id })),
    );
    return items.map((item) => paymentException.parse(item['exception']));
  }

  async ofPeriod(month: Period): Promise<PaymentException[]> {
    const found: PaymentException[] = [];
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :month',
      ExpressionAttributeValues: { ':month': toParameter(month) },
    })) {
      found.push(paymentException.parse(item['exception']));
    }
    return found;
  }

  async decide(month: Period, id: string, decision: ExceptionDecision): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored({ pk: month, sk: id }),
        UpdateExpression: 'SET #exception.#decision = :decision',
        ConditionExpression: '#exception.#decision = :undecided',
        ExpressionAttributeNames: { '#exception': 'exception', '#decision': 'decision' },
        ExpressionAttributeValues: { ':decision': toParameter(decision), ':undecided': toParameter(null) },
      }),
    );
  }
}
