import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type PeriodRecord,
  type PeriodStatus,
  type PeriodStep,
  periodRecord,
} from '../domain/closing/period-record.ts';
import type { RunId } from '../domain/payouts/payment.ts';
import { type Decision, type PayoutRun, payoutRun, type RunStatus } from '../domain/payouts/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Runs } from '../domain/ports.ts';
import { type TreasuryReturn, treasuryReturn } from '../domain/settlement/treasury-return.ts';
import { type Store, toParameter, toStored } from './dynamodb.ts';

/**
 * The months, the runs of payouts in them, and what of their money went back to the Treasury: partition key `period`;
 * sort keys `period`, `run#{id}` and `treasury#{provider}#{document}`.
 */
export class RunsTable implements Runs {
  readonly #store: Store;
  readonly #table: string;

  constructor(store: Store, table: string) {
    this.#store = store;
    this.#table = table;
  }

  /** Opens a month. Opening it again changes nothing; a closed month stays closed. */
  async openPeriod(month: Period, openedAt: Date): Promise<PeriodRecord> {
    const record = periodRecord.parse({ period: month, status: 'open', openedAt: openedAt.toISOString() });
    const isNew = await this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({ pk: month, sk: 'period', schemaVersion: 1, record }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return isNew ? record : ((await this.period(month)) ?? record);
  }

  async movePeriod(
    month: Period,
    from: readonly PeriodStatus[],
    to: PeriodStatus,
    step: PeriodStep,
    carryIndexKey?: string,
    after?: number,
  ): Promise<boolean> {
    // A month of which there are payments but which nobody opened is open.
    const { steps } = from.includes('open')
      ? await this.openPeriod(month, new Date(step.at))
      : await this.#known(month);
    const states = Object.fromEntries(from.map((state, index) => [`:state${index}`, toParameter(state)]));
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored({ pk: month, sk: 'period' }),
        UpdateExpression:
          'SET #record.#status = :to, #record.steps = list_append(#record.steps, :step)' +
          (carryIndexKey === undefined ? '' : ', #record.carryIndexKey = :carry'),
        ConditionExpression: `#record.#status IN (${Object.keys(states).join(', ')}) AND size(#record.steps) = :taken`,
        ExpressionAttributeNames: { '#record': 'record', '#status': 'status' },
        ExpressionAttributeValues: {
          ...states,
          ':to': toParameter(to),
          ':step': toParameter([step]),
          ':taken': toParameter(after ?? steps.length),
          ...(carryIndexKey !== undefined && { ':carry': toParameter(carryIndexKey) }),
        },
      }),
    );
  }

  async #known(month: Period): Promise<Pick<PeriodRecord, 'steps'>> {
    return (await this.period(month)) ?? { steps: [] };
  }

  async periods(months: readonly Period[]): Promise<PeriodRecord[]> {
    const items = await this.#store.getAll(
      this.#table,
      months.map((month) => ({ pk: month, sk: 'period' })),
    );
    return items
      .map((item) => periodRecord.parse(item['record']))
      .sort((one, other) => (one.period < other.period ? -1 : 1));
  }

  /** Records a return to the Treasury: false when its voucher is recorded already. */
  async recordTreasuryReturn(entry: TreasuryReturn): Promise<boolean> {
    return this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({
          pk: entry.period,
          sk: `treasury#${entry.provider}#${entry.document}`,
          schemaVersion: 1,
          entry,
        }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  }

  async treasuryReturns(month: Period): Promise<TreasuryReturn[]> {
    const found: TreasuryReturn[] = [];
    for await (const item of this.#store.query({
      TableName: this.#table,
      KeyConditionExpression: 'pk = :month AND begins_with(sk, :treasury)',
      ExpressionAttributeValues: { ':month': toParameter(month), ':treasury': toParameter('treasury#') },
    })) {
      found.push(treasuryReturn.parse(item['entry']));
    }
    return found;
  }

  async period(month: Period): Promise<PeriodRecord | undefined> {
    const [item] = await this.#store.getAll(this.#table, [{ pk: month, sk: 'period' }]);
    return item === undefined ? undefined : periodRecord.parse(item['record']);
  }

  /** Records a run. If it is there already, gives back what is stored: the start was repeated. */
  async start(run: PayoutRun): Promise<PayoutRun> {
    const isNew = await this.#store.conditionally(
      new PutItemCommand({
        TableName: this.#table,
        Item: toStored({ ...keyOf(run.run), run }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return isNew ? run : this.get(run.run);
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

  /** Puts a run before its approvers. Asking again (a retry) adds its token and keeps what was decided. */
  async awaitApproval(
    run: RunId,
    asked: { manifestHash: string; manifestKey: string; taskToken: string },
  ): Promise<boolean> {
    return this.#store.conditionally(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: toStored(keyOf(run)),
        UpdateExpression:
          'SET #run.#status = :awaiting, #run.manifestHash = :hash, #run.manifestKey = :key, ' +
          '#run.taskTokens = list_append(#run.taskTokens, :tokens)',
        ConditionExpression: '#run.#status IN (:drafting, :awaiting)',
        ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
        ExpressionAttributeValues: {
          ':drafting': toParameter('drafting'),
          ':awaiting': toParameter('awaiting-approval'),
          ':hash': toParameter(asked.manifestHash),
          ':key': toParameter(asked.manifestKey),
          ':tokens': toParameter([asked.taskToken]),
        },
      }),
    );
  }

  /**
   * Records a decision that was judged on a run as it was read. False when the run has changed since: read and judge
   * again. Decisions are appended and never rewritten.
   */
  async decide(seen: PayoutRun, made: Decision, status: RunStatus): Promise<boolean> {
    return this.#store.conditionally(
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
