import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementErrorCodeEnum,
  type BatchStatementResponse,
  BatchWriteItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jsonText, StoreThrottled, toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets every pause between two tries pass at once. */
async function withoutWaiting<T>(work: Promise<T>): Promise<T> {
  const settled = Promise.allSettled([work]);
  await vi.runAllTimersAsync();
  await settled;
  return work;
}

const line = (pk: string) => ({ pk, amount: 500_000 });
const put = (pk: string) => ({ PutRequest: { Item: toStored(line(pk)) } });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => line(`line-${index}`));
const statement = (name: string) => ({ Statement: `UPDATE "payments" SET "state" = '${name}'` });
const failed = (code: BatchStatementErrorCodeEnum): BatchStatementResponse => ({ Error: { Code: code } });

describe('Items that are put', () => {
  const written = () =>
    table.commandCalls(BatchWriteItemCommand).map(({ args }) => args[0].input.RequestItems?.['rolls'] ?? []);

  it('go 25 at a time, and none is lost', async () => {
    table.on(BatchWriteItemCommand).resolves({});
    await store.putAll('rolls', numbered(60));
    expect(written().map((batch) => batch.length)).toEqual([25, 25, 10]);
    expect(new Set(written().flatMap((batch) => batch.map(({ PutRequest }) => PutRequest?.Item?.['pk']?.S))).size).toBe(
      60,
    );
  });

  it('are put again where the table left them unprocessed, and only those', async () => {
    table
      .on(BatchWriteItemCommand)
      .resolvesOnce({ UnprocessedItems: { rolls: [put('b'), put('c')] } })
      .resolvesOnce({ UnprocessedItems: { rolls: [put('c')] } })
      .resolves({ UnprocessedItems: {} });
    await withoutWaiting(store.putAll('rolls', [line('a'), line('b'), line('c')]));
    expect(written()).toEqual([[put('a'), put('b'), put('c')], [put('b'), put('c')], [put('c')]]);
  });

  it('fail as throttled when the table goes on refusing them', async () => {
    table.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { rolls: [put('a')] } });
    await expect(withoutWaiting(store.putAll('rolls', [line('a')]))).rejects.toThrow(StoreThrottled);
    expect(written()).toHaveLength(8);
  });

  it('fail with the error that the table gives', async () => {
    table.on(BatchWriteItemCommand).rejects(new Error('no such table'));
    await expect(store.putAll('rolls', [line('a')])).rejects.toThrow('no such table');
  });

  it('ask nothing of the table when there are none', async () => {
    await store.putAll('rolls', []);
    expect(table.calls()).toHaveLength(0);
  });
});

describe('Statements under a condition', () => {
  const asked = () =>
    table
      .commandCalls(BatchExecuteStatementCommand)
      .map(({ args }) => (args[0].input.Statements ?? []).map((one) => one.Statement));

  it('are answered in the order given: done, or refused by a condition or by an item that is there', async () => {
    table
      .on(BatchExecuteStatementCommand)
      .resolves({ Responses: [{}, failed('ConditionalCheckFailed'), {}, failed('DuplicateItem')] });
    expect(await store.executeAll(['a', 'b', 'c', 'd'].map(statement))).toEqual(['done', 'refused', 'done', 'refused']);
  });

  it('keep their order over batches of 25', async () => {
    table
      .on(BatchExecuteStatementCommand)
      .callsFake(({ Statements = [] }: { Statements?: { Statement: string }[] }) => ({
        Responses: Statements.map((one) => (one.Statement.includes("'odd") ? failed('ConditionalCheckFailed') : {})),
      }));
    const statements = Array.from({ length: 60 }, (_, index) =>
      statement(index % 2 ? `odd-${index}` : `even-${index}`),
    );
    expect(await store.executeAll(statements)).toEqual(statements.map((_, index) => (index % 2 ? 'refused' : 'done')));
    expect(asked().map((batch) => batch.length)).toEqual([25, 25, 10]);
  });

  it.each<BatchStatementErrorCodeEnum>([
    'ProvisionedThroughputExceeded',
    'RequestLimitExceeded',
    'ThrottlingError',
    'InternalServerError',
    'TransactionConflict',
  ])('are tried again after %s, without repeating those that are decided', async (code) => {
    table
      .on(BatchExecuteStatementCommand)
      .resolvesOnce({ Responses: [failed('DuplicateItem'), failed(code), {}] })
      .resolves({ Responses: [{}] });
    const outcomes = await withoutWaiting(store.executeAll(['a', 'b', 'c'].map(statement)));
    expect(outcomes).toEqual(['refused', 'done', 'done']);
    expect(asked().map((batch) => batch.length)).toEqual([3, 1]);
    expect(asked()[1]).toEqual([statement('b').Statement]);
  });

  it('may be refused when they are tried again', async () => {
    table
      .on(BatchExecuteStatementCommand)
      .resolvesOnce({ Responses: [failed('ThrottlingError'), {}] })
      .resolves({ Responses: [failed('ConditionalCheckFailed')] });
    expect(await withoutWaiting(store.executeAll(['a', 'b'].map(statement)))).toEqual(['refused', 'done']);
  });

  it('fail as throttled when the table goes on refusing them', async () => {
    table.on(BatchExecuteStatementCommand).resolves({ Responses: [failed('ThrottlingError')] });
    await expect(withoutWaiting(store.executeAll([statement('a')]))).rejects.toThrow(StoreThrottled);
    expect(asked()).toHaveLength(8);
  });

  it.each<BatchStatementErrorCodeEnum>([
    'ValidationError',
    'AccessDenied',
    'ResourceNotFound',
    'ItemCollectionSizeLimitExceeded',
  ])('fail on %s, which no retry mends', async (code) => {
    table.on(BatchExecuteStatementCommand).resolves({ Responses: [{}, failed(code)] });
    await expect(store.executeAll(['a', 'b'].map(statement))).rejects.toThrow(code);
    expect(asked()).toHaveLength(1);
  });

  it.each([[undefined], [[{}]]])('are never taken for done when an answer is missing (%j)', async (responses) => {
    table.on(BatchExecuteStatementCommand).resolves(responses ? { Responses: responses } : {});
    await expect(store.executeAll(['a', 'b'].map(statement))).rejects.toThrow('answers');
  });
});

describe('Items that are read by key', () => {
  const keys = () =>
    table
      .commandCalls(BatchGetItemCommand)
      .map(({ args }) => args[0].input.RequestItems?.['rolls']?.Keys?.map(({ pk }) => pk?.S));

  it('are read as they are now', async () => {
    table.on(BatchGetItemCommand).resolves({ Responses: { rolls: [toStored(line('a'))] } });
    expect(await store.getAll('rolls', [{ pk: 'a' }])).toEqual([line('a')]);
    expect(table.commandCalls(BatchGetItemCommand)[0]?.args[0].input.RequestItems?.['rolls']?.ConsistentRead).toBe(
      true,
    );
  });

  it('are left out when they are not there', async () => {
    table.on(BatchGetItemCommand).resolves({ Responses: { rolls: [toStored(line('b'))] } });
    expect(await store.getAll('rolls', [{ pk: 'a' }, { pk: 'b' }])).toEqual([line('b')]);
  });

  it('are asked for again where the table left keys unprocessed', async () => {
    table
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { rolls: [toStored(line('a'))] },
        UnprocessedKeys: { rolls: { Keys: [toStored({ pk: 'b' })] } },
      })
      .resolves({ Responses: { rolls: [toStored(line('b'))] } });
    expect(await withoutWaiting(store.getAll('rolls', [{ pk: 'a' }, { pk: 'b' }]))).toEqual([line('a'), line('b')]);
    expect(keys()).toEqual([['a', 'b'], ['b']]);
  });

  it('are asked for 100 at a time', async () => {
    table.on(BatchGetItemCommand).resolves({});
    await store.getAll(
      'rolls',
      numbered(250).map(({ pk }) => ({ pk })),
    );
    expect(keys().map((batch) => batch?.length)).toEqual([100, 100, 50]);
  });
});

describe('A query', () => {
  const input = { TableName: 'rolls', KeyConditionExpression: 'pk = :pk' };

  it('goes on page after page, each from where the last one ended', async () => {
    const end = toStored({ pk: 'b' });
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [toStored(line('a')), toStored(line('b'))], LastEvaluatedKey: end })
      // A page may be empty and not the last: a filter or the size limit cut it.
      .resolvesOnce({ Items: [], LastEvaluatedKey: end })
      .resolves({ Items: [toStored(line('c'))] });
    expect(await Array.fromAsync(store.query(input))).toEqual([line('a'), line('b'), line('c')]);
    const starts = table.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExclusiveStartKey);
    expect(starts).toEqual([undefined, end, end]);
  });

  it('sees what was written a moment ago', async () => {
    table.on(QueryCommand).resolves({});
    await Array.fromAsync(store.query(input));
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({ ...input, ConsistentRead: true });
  });

  it('reads no page that nobody asks for', async () => {
    table.on(QueryCommand).resolves({ Items: [toStored(line('a'))], LastEvaluatedKey: toStored({ pk: 'a' }) });
    for await (const _ of store.query(input)) break;
    expect(table.commandCalls(QueryCommand)).toHaveLength(1);
  });
});

describe('What is stored', () => {
  it('leaves out what is undefined and keeps null', () => {
    expect(toStored({ reason: undefined, paidOn: null })).toEqual({ paidOn: { NULL: true } });
  });

  it('comes back from JSON text as it was', () => {
    const facts = { name: 'Nguyễn Thị Ơn', amount: 1_500_000, arrears: null, history: [{ state: 'paid' }] };
    expect(jsonText.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('keeps whole đồng exact as a parameter', () => {
    expect(toParameter(Number.MAX_SAFE_INTEGER)).toEqual({ N: '9007199254740991' });
  });
});
