import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { type Decision, payoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { conditionFailed, scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const runs = new RunsTable(store, 'runs');

const JUNE = period.parse('2023-06');
const OPENED = new Date('2023-05-25T00:00:00Z');
const HASH = 'a'.repeat(64);
const approval: Decision = {
  by: 'lan',
  at: '2023-06-05T03:00:00Z',
  verdict: 'approved',
  manifestHash: HASH,
  reason: null,
};
const run = payoutRun.parse({
  schemaVersion: 1,
  run: '2023-06-regular-1',
  period: JUNE,
  kind: 'regular',
  startedBy: 'officer',
  startedAt: '2023-06-05T01:00:00Z',
  status: 'drafting',
  manifestHash: null,
  manifestKey: null,
  taskTokens: [],
  decisions: [],
});
const KEY = toStored({ pk: '2023-06', sk: 'run#2023-06-regular-1' });

const puts = () => table.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
const update = () => table.commandCalls(UpdateItemCommand)[0]?.args[0].input;
const found = (...items: object[]) =>
  table.on(BatchGetItemCommand).resolves({ Responses: { runs: items.map(toStored) } });

describe('A month', () => {
  it('is opened once', async () => {
    table.on(PutItemCommand).resolves({});
    const record = {
      period: JUNE,
      status: 'open',
      openedAt: OPENED.toISOString(),
      steps: [],
      carryIndexKey: null,
    };
    expect(await runs.openPeriod(JUNE, OPENED)).toEqual(record);
    expect(puts()).toEqual([
      {
        TableName: 'runs',
        Item: toStored({ pk: JUNE, sk: 'period', schemaVersion: 1, record }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
  });

  it('that was closed stays closed when it is opened again', async () => {
    const record = {
      period: JUNE,
      status: 'closed',
      openedAt: '2023-05-24T00:00:00.000Z',
      steps: [],
      carryIndexKey: null,
    };
    table.on(PutItemCommand).rejects(conditionFailed());
    found({ record });
    expect(await runs.openPeriod(JUNE, OPENED)).toEqual(record);
  });

  it('moves on with a step beside the others, if nobody else moved it meanwhile', async () => {
    const step = { what: 'closing', by: 'can-bo-1', at: '2023-06-30T00:00:00Z', reason: null } as const;
    const record = {
      period: JUNE,
      status: 'open',
      openedAt: '2023-05-24T00:00:00.000Z',
      steps: [],
      carryIndexKey: null,
    };
    table.on(PutItemCommand).rejects(conditionFailed());
    found({ record });
    table.on(UpdateItemCommand).resolves({});
    expect(await runs.movePeriod(JUNE, ['open'], 'closing', step)).toBe(true);
    expect(update()).toMatchObject({
      Key: toStored({ pk: JUNE, sk: 'period' }),
      ConditionExpression: '#record.#status IN (:state0) AND size(#record.steps) = :taken',
      ExpressionAttributeValues: { ':to': toParameter('closing'), ':taken': toParameter(0) },
    });
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await runs.movePeriod(JUNE, ['open'], 'closing', step)).toBe(false);
  });

  it('moves only while as many steps are recorded as were seen, where that is asked', async () => {
    table.on(PutItemCommand).resolves({});
    table.on(UpdateItemCommand).resolves({});
    const step = { what: 'closing', by: 'can-bo-1', at: '2023-06-30T00:00:00Z', reason: null } as const;
    await runs.movePeriod(JUNE, ['open'], 'closing', step, undefined, 3);
    expect(update()).toMatchObject({ ExpressionAttributeValues: { ':taken': toParameter(3) } });
  });

  it('that nobody opened is undefined', async () => {
    found();
    expect(await runs.period(JUNE)).toBeUndefined();
  });
});

describe('A run that is started', () => {
  it('is recorded once, under its month', async () => {
    table.on(PutItemCommand).resolves({});
    expect(await runs.start(run)).toEqual(run);
    expect(puts()).toEqual([
      { TableName: 'runs', Item: { ...KEY, ...toStored({ run }) }, ConditionExpression: 'attribute_not_exists(pk)' },
    ]);
  });

  it('a second time, gives back what is stored, with the name of who started it first', async () => {
    const stored = { ...run, startedBy: 'another', status: 'awaiting-approval' };
    table.on(PutItemCommand).rejects(conditionFailed());
    found({ run: stored });
    expect(await runs.start(run)).toEqual(stored);
  });

  it('fails with any other error of the table', async () => {
    table.on(PutItemCommand).rejects(new Error('no such table'));
    await expect(runs.start(run)).rejects.toThrow('no such table');
  });
});

describe('A run that is read', () => {
  it('is undefined when it is looked for and is not there', async () => {
    found();
    expect(await runs.find(run.run)).toBeUndefined();
  });

  it('must be there when it is counted on', async () => {
    found();
    await expect(runs.get(run.run)).rejects.toThrow('No run of that name');
  });

  it('comes with the others of its month, on every page', async () => {
    const second = { ...run, run: '2023-06-supplementary-1' };
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [toStored({ run })], LastEvaluatedKey: KEY })
      .resolves({ Items: [toStored({ run: second })] });
    expect(await runs.ofPeriod(JUNE)).toEqual([run, second]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      KeyConditionExpression: 'pk = :month AND begins_with(sk, :run)',
      ExpressionAttributeValues: { ':month': toParameter(JUNE), ':run': toParameter('run#') },
    });
  });
});

describe('A run that is put before its approvers', () => {
  const asked = { manifestHash: HASH, manifestKey: 'payouts/2023-06/regular-1/manifest.json', taskToken: 'token' };

  it('gets its manifest and token while it is drafted or waits already, and keeps what was decided', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await runs.awaitApproval(run.run, asked)).toBe(true);
    expect(update()).toEqual({
      TableName: 'runs',
      Key: KEY,
      UpdateExpression:
        'SET #run.#status = :awaiting, #run.manifestHash = :hash, #run.manifestKey = :key, ' +
        '#run.taskTokens = list_append(#run.taskTokens, :tokens)',
      ConditionExpression: '#run.#status IN (:drafting, :awaiting)',
      ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
      ExpressionAttributeValues: {
        ':drafting': toParameter('drafting'),
        ':awaiting': toParameter('awaiting-approval'),
        ':hash': toParameter(HASH),
        ':key': toParameter(asked.manifestKey),
        ':tokens': toParameter(['token']),
      },
    });
  });

  it('is left alone once it is decided or has ended', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await runs.awaitApproval(run.run, asked)).toBe(false);
  });
});

describe('A decision', () => {
  const seen = payoutRun.parse({ ...run, status: 'awaiting-approval', manifestHash: HASH, decisions: [approval] });
  const second = { ...approval, by: 'minh' };

  it('is appended where status, manifest and the number of decisions are as they were judged', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await runs.decide(seen, second, 'approved')).toBe(true);
    expect(update()).toEqual({
      TableName: 'runs',
      Key: KEY,
      UpdateExpression: 'SET #run.#status = :status, #run.decisions = list_append(#run.decisions, :decision)',
      ConditionExpression: '#run.#status = :seen AND #run.manifestHash = :hash AND size(#run.decisions) = :decided',
      ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': toParameter('approved'),
        ':decision': toParameter([second]),
        ':seen': toParameter('awaiting-approval'),
        ':hash': toParameter(HASH),
        ':decided': toParameter(1),
      },
    });
  });

  it('does not count where the run has changed since it was read', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await runs.decide(seen, second, 'approved')).toBe(false);
  });

  it('fails with any other error of the table, which says nothing about the run', async () => {
    table.on(UpdateItemCommand).rejects(new Error('no such table'));
    await expect(runs.decide(seen, second, 'approved')).rejects.toThrow('no such table');
  });
});

describe('A run moves on', () => {
  it('from the states named, and a repeat finds it there already', async () => {
    table.on(UpdateItemCommand).resolves({});
    await runs.advance(run.run, ['drafting', 'awaiting-approval'], 'expired');
    expect(update()).toMatchObject({
      UpdateExpression: 'SET #run.#status = :to',
      ConditionExpression: '#run.#status IN (:state0, :state1, :state2)',
      ExpressionAttributeValues: {
        ':state0': toParameter('drafting'),
        ':state1': toParameter('awaiting-approval'),
        ':state2': toParameter('expired'),
        ':to': toParameter('expired'),
      },
    });
  });

  it('from no other state', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    await expect(runs.advance(run.run, ['approved'], 'released')).rejects.toThrow(ConditionalCheckFailedException);
  });
});
