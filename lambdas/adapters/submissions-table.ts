import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Period } from '../domain/period.ts';
import type { Submissions } from '../domain/ports.ts';
import type { ReceiptTotals } from '../domain/receipt.ts';
import { type RollPointer, rollPointer, type Submission, type SubmissionId, submission } from '../domain/submission.ts';
import type { UnitCode } from '../domain/unit.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

/**
 * Submissions and each unit's current revision. Partition key `unit`; sort keys `submission#{period}#{id}` and
 * `roll#{period}`, so that a unit's newest roll before a period is one query.
 */
export class SubmissionsTable implements Submissions {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Records a submission. If it is there already, gives back what is stored: the event was repeated, or a try crashed. */
  async register(entry: Submission): Promise<Submission> {
    const key = submissionKey(entry);
    try {
      await this.#store.client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toStored({ ...key, submission: entry }),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return entry;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return this.get(entry.unit, entry.period, entry.id);
    }
  }

  async get(unit: UnitCode, month: Period, id: SubmissionId): Promise<Submission> {
    const [item] = await this.#store.getAll(this.#table, [submissionKey({ unit, period: month, id })]);
    return submission.parse(item?.['submission']);
  }

  /** Where a unit's submission stands, or undefined when there is none of that id. */
  async statusOf(unit: UnitCode, month: Period, id: string): Promise<Submission['status'] | undefined> {
    const [item] = await this.#store.getAll(this.#table, [{ pk: unit, sk: `submission#${month}#${id}` }]);
    return item === undefined ? undefined : submission.parse(item['submission']).status;
  }

  /** Ends a submission that came to something. */
  async close(
    entry: Pick<Submission, 'unit' | 'period' | 'id'>,
    end: { status: Submission['status']; totals: ReceiptTotals | null; receiptKey: string | null },
  ): Promise<void> {
    await this.#store.client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(submissionKey(entry)),
        UpdateExpression: 'SET submission.#status = :status, submission.totals = :totals, submission.receiptKey = :key',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': toParameter(end.status),
          ':totals': toParameter(end.totals),
          ':key': toParameter(end.receiptKey),
        },
      }),
    );
  }

  /** All submissions of a unit in a period, oldest first. */
  async ofUnit(unit: UnitCode, month: Period): Promise<Submission[]> {
    const found: Submission[] = [];
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :unit AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':unit': toParameter(unit), ':prefix': toParameter(`submission#${month}#`) },
    })) {
      found.push(submission.parse(item['submission']));
    }
    return found;
  }

  /**
   * Makes a revision the unit's current roll, unless a later one already is. One conditional write: a crash before it
   * leaves the old roll whole. False when a later revision stands.
   */
  async makeCurrent(pointer: RollPointer): Promise<boolean> {
    try {
      await this.#store.client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toStored({ pk: pointer.unit, sk: `roll#${pointer.period}`, revision: pointer.revision, pointer }),
          ConditionExpression: 'attribute_not_exists(pk) OR revision <= :revision',
          ExpressionAttributeValues: { ':revision': toParameter(pointer.revision) },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** The current rolls of units in a period; units without one are left out. */
  async rolls(units: readonly UnitCode[], month: Period): Promise<RollPointer[]> {
    const items = await this.#store.getAll(
      this.#table,
      // A unit that is renamed in mid-month stands twice in the directory, and BatchGetItem refuses a key named twice.
      [...new Set(units)].map((unit) => ({ pk: unit, sk: `roll#${month}` })),
    );
    return items.map((item) => rollPointer.parse(item['pointer'])).sort((a, b) => (a.unit < b.unit ? -1 : 1));
  }

  /** The unit's newest roll of a period before this one, or undefined: then this is the unit's first. */
  async rollBefore(unit: UnitCode, month: Period): Promise<RollPointer | undefined> {
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :unit AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':unit': toParameter(unit),
        ':first': toParameter('roll#'),
        ':last': toParameter(`roll#${month}`),
      },
      ScanIndexForward: false,
      Limit: 2,
    })) {
      const found = rollPointer.parse(item['pointer']);
      if (found.period < month) return found;
    }
    return undefined;
  }
}

function submissionKey({ unit, period, id }: Pick<Submission, 'unit' | 'period' | 'id'>) {
  return { pk: unit, sk: `submission#${period}#${id}` };
}
