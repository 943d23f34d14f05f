import {
  BatchExecuteStatementCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Tables } from './cloud/tables.ts';

const luck = { leavesUndone: () => false, pageSize: () => 1000 };
const Key = { pk: { S: 'p' }, sk: { S: 's' } };

function tableWith(...items: readonly Record<string, { S: string } | { N: string }>[]): Tables {
  const tables = new Tables();
  for (const item of items) tables.answer(new PutItemCommand({ TableName: 't', Item: { ...Key, ...item } }), luck);
  return tables;
}

describe('the tables in memory', () => {
  it('put an item under a condition only once', () => {
    const tables = tableWith({ a: { N: '1' } });
    const put = new PutItemCommand({ TableName: 't', Item: Key, ConditionExpression: 'attribute_not_exists(pk)' });
    expect(() => tables.answer(put, luck)).toThrow('The conditional request failed');
    expect(tables.partition('t', 'p')).toEqual([{ ...Key, a: { N: '1' } }]);
  });

  it('update by paths, placeholders and list_append, judged on the item as it was', () => {
    const tables = new Tables();
    const run = { M: { status: { S: 'open' }, decisions: { L: [] } } };
    tables.answer(new PutItemCommand({ TableName: 't', Item: { ...Key, run } }), luck);
    const decide = (seen: string) =>
      new UpdateItemCommand({
        TableName: 't',
        Key,
        UpdateExpression: 'SET #run.#status = :next, #run.decisions = list_append(#run.decisions, :made)',
        ConditionExpression: '#run.#status IN (:open, :next) AND size(#run.decisions) = :seen',
        ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
        ExpressionAttributeValues: {
          ':next': { S: 'done' },
          ':open': { S: 'open' },
          ':made': { L: [{ S: 'yes' }] },
          ':seen': { N: seen },
        },
      });
    tables.answer(decide('0'), luck);
    expect(() => tables.answer(decide('0'), luck)).toThrow('The conditional request failed');
    expect(tables.partition('t', 'p')[0]?.['run']).toEqual({
      M: { status: { S: 'done' }, decisions: { L: [{ S: 'yes' }] } },
    });
  });

  it('carry out statements each under its own condition', () => {
    const tables = tableWith({ state: { S: 'drafted' } });
    const to = (next: string) => ({
      Statement: 'UPDATE "t" SET "state" = ? WHERE pk = ? AND sk = ? AND "state" IN [?] AND begins_with("state", ?)',
      Parameters: [{ S: next }, Key.pk, Key.sk, { S: 'drafted' }, { S: 'dra' }],
    });
    const insert = { Statement: "INSERT INTO \"t\" VALUE {'pk': ?, 'sk': ?}", Parameters: [Key.pk, Key.sk] };
    const answer = tables.answer(
      new BatchExecuteStatementCommand({ Statements: [to('paid'), to('failed'), insert] }),
      luck,
    );
    expect(answer).toMatchObject({
      Responses: [{}, { Error: { Code: 'ConditionalCheckFailed' } }, { Error: { Code: 'DuplicateItem' } }],
    });
    expect(tables.partition('t', 'p')[0]?.['state']).toEqual({ S: 'paid' });
  });

  it('give a query page by page', () => {
    const tables = tableWith({ sk: { S: 'a' } }, { sk: { S: 'b' } }, { sk: { S: 'c' } });
    const page = (start?: string) =>
      tables.answer(
        new QueryCommand({
          TableName: 't',
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
          ExpressionAttributeValues: { ':p': { S: 'p' }, ':a': { S: 'a' }, ':b': { S: 'b' } },
          ...(start === undefined ? {} : { ExclusiveStartKey: { pk: { S: 'p' }, sk: { S: start } } }),
        }),
        { ...luck, pageSize: () => 1 },
      );
    expect(page()).toMatchObject({ Items: [{ sk: { S: 'a' } }], LastEvaluatedKey: { sk: { S: 'a' } } });
    expect(page('a')).toEqual({ Items: [{ pk: { S: 'p' }, sk: { S: 'b' } }] });
  });

  it('refuse what they do not know', () => {
    const put = new PutItemCommand({ TableName: 't', Item: Key, ReturnConsumedCapacity: 'TOTAL' });
    expect(() => new Tables().answer(put, luck)).toThrow('does not know ReturnConsumedCapacity');
    const odd = new PutItemCommand({ TableName: 't', Item: Key, ConditionExpression: 'contains(pk, sk)' });
    expect(() => new Tables().answer(odd, luck)).toThrow();
  });
});
