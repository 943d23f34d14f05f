import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ListPurpose } from '../domain/list-purpose.ts';
import type { Period } from '../domain/period.ts';
import type { SubmissionKey, Submissions } from '../domain/ports.ts';
import {
  type ListConfirmation,
  type ReceiptFigures,
  type RollPointer,
  rollPointer,
  type Submission,
  type SubmissionId,
  submission,
  submissionId,
} from '../domain/rolls/submission.ts';
import type { UnitCode } from '../domain/unit.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

/**
 * Submissions and each unit's current revision. Partition key `unit`; sort keys `submission#{period}#{id}`,
 * `landed#{period}#{id}` and `roll#{period}`, so that a unit's newest roll before a period is one query.
 */
export class SubmissionsTable implements Submissions {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Records, once, which list a file that landed repeats, or null. @returns what was recorded first. */
  async landed({ unit, period, id }: SubmissionKey, repeats: SubmissionId | null): Promise<SubmissionId | null> {
    const key = { pk: unit, sk: `landed#${period}#${id}` };
    const isFirst = await this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({ ...key, schemaVersion: 1, repeats }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    if (isFirst) return repeats;
    const [item] = await this.#store.getAll(this.#table, [key]);
    return submissionId.nullable().parse(item?.['repeats']);
  }

  /** Records a submission. If it is there already, gives back what is stored: the event was repeated, or a try crashed. */
  async register(entry: Submission): Promise<Submission> {
    const key = submissionKey(entry);
    const isNew = await this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({ ...key, submission: entry }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return isNew ? entry : this.get(entry.unit, entry.period, entry.id);
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

  async note(entry: SubmissionKey, known: Parameters<Submissions['note']>[1]): Promise<void> {
    const changes = Object.entries(known).filter(([, value]) => value !== undefined);
    await this.#store.client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(submissionKey(entry)),
        UpdateExpression: `SET ${changes.map((_, index) => `submission.#field${index} = :value${index}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: Object.fromEntries(changes.map(([name], index) => [`#field${index}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          changes.map(([, value], index) => [`:value${index}`, toParameter(value)]),
        ),
      }),
    );
  }

  async turn(entry: SubmissionKey, seen: Submission['status'], to: Submission['status']): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(submissionKey(entry)),
        UpdateExpression: 'SET submission.#status = :to',
        ConditionExpression: 'submission.#status = :seen',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':to': toParameter(to), ':seen': toParameter(seen) },
      }),
    );
  }

  async confirm(entry: SubmissionKey, confirmation: ListConfirmation): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(submissionKey(entry)),
        UpdateExpression: 'SET submission.confirmation = :confirmation',
        ConditionExpression: 'submission.#status = :awaiting AND submission.confirmation = :none',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':confirmation': toParameter(confirmation),
          ':awaiting': toParameter('awaiting-confirmation'),
          ':none': toParameter(null),
        },
      }),
    );
  }

  /** Records a new receipt. False when one of that version or a later one is recorded already. */
  async answered(
    entry: SubmissionKey,
    { version, key, said }: { version: number; key: string; said: ReceiptFigures | null },
  ): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(submissionKey(entry)),
        UpdateExpression:
          'SET submission.receiptKey = :key, submission.receiptVersion = :version, submission.said = :said',
        ConditionExpression: 'submission.receiptVersion < :version',
        ExpressionAttributeValues: {
          ':key': toParameter(key),
          ':version': toParameter(version),
          ':said': toParameter(said),
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
   * Moves a unit's pointer on by one version. One conditional write: a crash before it leaves the old roll whole, and
   * of two that saw the same version only one moves it. False when the pointer is not any more where this one saw it.
   */
  async movePointer(pointer: RollPointer): Promise<boolean> {
    return this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({ ...pointerKey(pointer.unit, pointer.period, pointer.purpose), schemaVersion: 1, pointer }),
        ConditionExpression: pointer.version === 1 ? 'attribute_not_exists(pk)' : 'pointer.version = :before',
        ...(pointer.version > 1 && { ExpressionAttributeValues: { ':before': toParameter(pointer.version - 1) } }),
      }),
    );
  }

  async roll(unit: UnitCode, month: Period, purpose: ListPurpose): Promise<RollPointer | undefined> {
    const [item] = await this.#store.getAll(this.#table, [pointerKey(unit, month, purpose)]);
    return item === undefined ? undefined : rollPointer.parse(item['pointer']);
  }

  /** The current rolls of units in a period; units without one are left out. */
  async rolls(units: readonly UnitCode[], month: Period, purpose: ListPurpose = 'regular'): Promise<RollPointer[]> {
    const items = await this.#store.getAll(
      this.#table,
      // A unit that is renamed in mid-month stands twice in the directory, and BatchGetItem refuses a key named twice.
      [...new Set(units)].map((unit) => pointerKey(unit, month, purpose)),
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

/** Emergency rolls sort apart, so that a unit's newest regular roll before a period stays one query. */
function pointerKey(unit: UnitCode, month: Period, purpose: ListPurpose) {
  return { pk: unit, sk: `${purpose === 'regular' ? 'roll' : 'emergency-roll'}#${month}` };
}

function submissionKey({ unit, period, id }: SubmissionKey) {
  return { pk: unit, sk: `submission#${period}#${id}` };
}
