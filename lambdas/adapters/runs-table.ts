import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import type { RunId } from '../domain/payment.ts';
import { type Decision, type PayoutRun, payoutRun, type RunStatus } from '../domain/payout-run.ts';
import { type Period, period } from '../domain/period.ts';
import type { PeriodRecord, Runs } from '../domain/ports.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

const periodRecord = z.object({ period, status: z.enum(['open', 'closed']), openedAt: z.iso.datetime() });

/** The months, and the runs of payouts in them: partition key `period`; sort keys `period` and `run#{id}`. */
export class RunsTable implements Runs {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Opens a month. Opening it again changes nothing; a closed month stays closed. */
  async openPeriod(month: Period, openedAt: Date): Promise<PeriodRecord> {
    const record: PeriodRecord = { period: month, status: 'open', openedAt: openedAt.toISOString() };
    try {
      await this.#store.client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toStored({ pk: month, sk: 'period', record }),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return record;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return (await this.period(month)) ?? record;
    }
  }

  /** Closes a month: from then on it takes no list and no run. */
  async closePeriod(month: Period): Promise<void> {
    await this.#store.client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored({ pk: month, sk: 'period' }),
        UpdateExpression: 'SET #record.#status = :closed',
        ExpressionAttributeNames: { '#record': 'record', '#status': 'status' },
        ExpressionAttributeValues: { ':closed': toParameter('closed') },
      }),
    );
  }

  async period(month: Period): Promise<PeriodRecord | undefined> {
    const [item] = await this.#store.getAll(this.#table, [{ pk: month, sk: 'period' }]);
    return item === undefined ? undefined : periodRecord.parse(item['record']);
  }

  /** Records a run. If it is there already, gives back what is stored: the start was repeated. */
  async start(run: PayoutRun): Promise<PayoutRun> {
    try {
      await this.#store.client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: toStored({ ...keyOf(run.run), run }),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return run;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return this.get(run.run);
    }
  }

  async get(run: RunId): Promise<PayoutRun> {
    const found = await this.find(run);
    if (!found) throw new Error('No run of that name is recorded');
    return found;
  }

  async find(run: RunId): Promise<PayoutRun | undefined> {
    const [item] = await this.#store.getAll(this.#table, [keyOf(run)]);
    return item === undefined ? undefined : payoutRun.parse(item['run']);
  }

  /** The runs of a month, by name. */
  async ofPeriod(month: Period): Promise<PayoutRun[]> {
    const found: PayoutRun[] = [];
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :month AND begins_with(sk, :run)',
      ExpressionAttributeValues: { ':month': toParameter(month), ':run': toParameter('run#') },
    })) {
      found.push(payoutRun.parse(item['run']));
    }
    return found;
  }

  /** Puts a run before its approvers. Asking again (a retry) renews the token and keeps what was decided. */
  async awaitApproval(
    run: RunId,
    asked: { manifestHash: string; manifestKey: string; taskToken: string },
  ): Promise<void> {
    await this.#store.client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(keyOf(run)),
        UpdateExpression:
          'SET #run.#status = :awaiting, #run.manifestHash = :hash, #run.manifestKey = :key, #run.taskToken = :token',
        ConditionExpression: '#run.#status IN (:drafting, :awaiting)',
        ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
        ExpressionAttributeValues: {
          ':drafting': toParameter('drafting'),
          ':awaiting': toParameter('awaiting-approval'),
          ':hash': toParameter(asked.manifestHash),
          ':key': toParameter(asked.manifestKey),
          ':token': toParameter(asked.taskToken),
        },
      }),
    );
  }

  /**
   * Records a decision that was judged on a run as it was read. False when the run has changed since: read and judge
   * again. Decisions are appended and never rewritten.
   */
  async decide(seen: PayoutRun, made: Decision, status: RunStatus): Promise<boolean> {
    try {
      await this.#store.client.send(
        new UpdateItemCommand({
          TableName: this.#table,
          Key: toStored(keyOf(seen.run)),
          UpdateExpression: 'SET #run.#status = :status, #run.decisions = list_append(#run.decisions, :decision)',
          ConditionExpression: '#run.#status = :seen AND #run.manifestHash = :hash AND size(#run.decisions) = :decided',
          ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': toParameter(status),
            ':decision': toParameter([made]),
            ':seen': toParameter(seen.status),
            ':hash': toParameter(made.manifestHash),
            ':decided': toParameter(seen.decisions.length),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Moves a run on, if it is in one of the states named; a repeat that finds it there already changes nothing. */
  async advance(run: RunId, from: readonly RunStatus[], to: RunStatus): Promise<void> {
    const states = Object.fromEntries([...from, to].map((state, index) => [`:state${index}`, toParameter(state)]));
    await this.#store.client.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(keyOf(run)),
        UpdateExpression: 'SET #run.#status = :to',
        ConditionExpression: `#run.#status IN (${Object.keys(states).join(', ')})`,
        ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
        ExpressionAttributeValues: { ...states, ':to': toParameter(to) },
      }),
    );
  }
}

function keyOf(run: RunId) {
  return { pk: run.slice(0, 7), sk: `run#${run}` };
}
