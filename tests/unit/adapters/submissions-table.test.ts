import { BatchGetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { rollPointer, submission } from '../../../lambdas/domain/rolls/submission.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { conditionFailed, scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const submissions = new SubmissionsTable(store, 'submissions');

const JUNE = period.parse('2023-06');
const CU_KHE = unitCode.parse('10120');
const BICH_HOA = unitCode.parse('10126');
const ID = '20230602T030000Z-aaaaaaaa';
const NOTHING = { rows: 0, amount: 0 };
const totals = {
  read: { rows: 1, amount: 500_000 },
  accepted: { rows: 1, amount: 500_000 },
  held: NOTHING,
  rejected: NOTHING,
};

const entry = submission.parse({
  schemaVersion: 1,
  id: ID,
  unit: CU_KHE,
  period: JUNE,
  origin: 'list',
  key: 'lists/2023-06/10120/danh-sach.xlsx',
  versionId: null,
  fingerprint: 'aaaaaaaabbbbbbbb',
  receivedAt: '2023-06-02T03:00:00Z',
  late: false,
  referenceVersion: 'v1',
  status: 'reading',
  receiptKey: null,
});
const pointerOf = (unit: string, month: string) =>
  rollPointer.parse({
    unit,
    period: month,
    revision: ID,
    version: 1,
    parts: [{ id: ID, kind: 'full' }],
    fingerprint: 'aaaaaaaa',
    totals,
    rolledForward: false,
  });

const puts = () => table.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
const found = (...items: object[]) =>
  table.on(BatchGetItemCommand).resolves({ Responses: { submissions: items.map(toStored) } });

describe('What a file that landed repeats', () => {
  it('is recorded in one conditional write', async () => {
    table.on(PutItemCommand).resolves({});
    expect(await submissions.landed(entry, entry.id)).toBe(entry.id);
    expect(puts()).toMatchObject([
      {
        Item: toStored({ pk: '10120', sk: `landed#2023-06#${ID}`, repeats: ID }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
  });

  it.each([null, entry.id])('is what was recorded first: %s', async (first) => {
    table.on(PutItemCommand).rejects(conditionFailed());
    found({ repeats: first });
    expect(await submissions.landed(entry, first === null ? entry.id : null)).toBe(first);
  });
});

describe('A confirmation', () => {
  const confirmation = { as: 'whole-roll', by: 'can-bo', at: '2023-06-02T05:00:00Z', reason: null } as const;

  it('is recorded for a list that awaits it and has none, in one conditional write', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await submissions.confirm(entry, confirmation)).toBe(true);
    expect(table.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input)).toMatchObject([
      {
        Key: toStored({ pk: CU_KHE, sk: `submission#2023-06#${ID}` }),
        UpdateExpression: 'SET submission.confirmation = :confirmation',
        ConditionExpression: 'submission.#status = :awaiting AND submission.confirmation = :none',
        ExpressionAttributeValues: toStored({
          ':confirmation': confirmation,
          ':awaiting': 'awaiting-confirmation',
          ':none': null,
        }),
      },
    ]);
  });

  it('changes nothing where the list does not wait, or is confirmed already', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await submissions.confirm(entry, confirmation)).toBe(false);
  });
});

describe('A submission that is registered', () => {
  it('is written once, under its unit, month and id', async () => {
    table.on(PutItemCommand).resolves({});
    expect(await submissions.register(entry)).toEqual(entry);
    expect(puts()).toEqual([
      {
        TableName: 'submissions',
        Item: toStored({ pk: CU_KHE, sk: `submission#2023-06#${ID}`, submission: entry }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
  });

  it('a second time, gives back what is stored', async () => {
    const stored = { ...entry, status: 'current' };
    table.on(PutItemCommand).rejects(conditionFailed());
    found({ submission: stored });
    expect(await submissions.register(entry)).toEqual(stored);
  });

  it('fails with any other error of the table', async () => {
    table.on(PutItemCommand).rejects(new Error('no such table'));
    await expect(submissions.register(entry)).rejects.toThrow('no such table');
  });
});

describe('The status of a submission', () => {
  it('is what is stored', async () => {
    found({ submission: { ...entry, status: 'superseded' } });
    expect(await submissions.statusOf(CU_KHE, JUNE, ID)).toBe('superseded');
  });

  it('is undefined where there is no such submission', async () => {
    found();
    expect(await submissions.statusOf(CU_KHE, JUNE, ID)).toBeUndefined();
  });

  it('changes, and nothing else that is not named, when something is noted of the submission', async () => {
    table.on(UpdateItemCommand).resolves({});
    await submissions.note(entry, { status: 'refused', kind: 'full' });
    expect(table.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      Key: toStored({ pk: CU_KHE, sk: `submission#2023-06#${ID}` }),
      UpdateExpression: 'SET submission.#field0 = :value0, submission.#field1 = :value1',
      ExpressionAttributeNames: { '#field0': 'status', '#field1': 'kind' },
      ExpressionAttributeValues: { ':value0': toParameter('refused'), ':value1': toParameter('full') },
    });
  });
});

describe("A unit's submissions of a month", () => {
  it('are those of that month, on every page, oldest first as the keys sort', async () => {
    const second = { ...entry, id: '20230603T030000Z-bbbbbbbb' };
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [toStored({ submission: entry })], LastEvaluatedKey: toStored({ pk: CU_KHE }) })
      .resolves({ Items: [toStored({ submission: second })] });
    expect(await submissions.ofUnit(CU_KHE, JUNE)).toEqual([entry, second]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input.ExpressionAttributeValues).toEqual({
      ':unit': toParameter(CU_KHE),
      ':prefix': toParameter('submission#2023-06#'),
    });
  });
});

describe('A receipt', () => {
  const key = 'receipts/2023-06/10120/1.json';
  const none = { rows: 0, amount: 0 };
  const said = {
    totals: { read: { rows: 2, amount: 720_000 }, accepted: { rows: 1, amount: 360_000 }, held: none, rejected: none },
    repeated: { rows: 1, amount: 360_000 },
  };

  it('is recorded under a version that none had yet, with what it says about rows, in one write', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await submissions.answered(entry, { version: 2, key, said })).toBe(true);
    expect(table.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'submission.receiptVersion < :version',
      ExpressionAttributeValues: {
        ':version': toParameter(2),
        ':key': toParameter(key),
        ':said': toParameter(said),
      },
    });
  });

  it('is not, where that version is there already', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await submissions.answered(entry, { version: 2, key, said })).toBe(false);
  });
});

describe("A roll's pointer", () => {
  const pointer = pointerOf(CU_KHE, JUNE);

  it('is set where there was none', async () => {
    table.on(PutItemCommand).resolves({});
    expect(await submissions.movePointer(pointer)).toBe(true);
    expect(puts()).toEqual([
      {
        TableName: 'submissions',
        Item: toStored({ pk: CU_KHE, sk: 'roll#2023-06', schemaVersion: 1, pointer }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
  });

  it('moves on from the version that was seen, and no other', async () => {
    table.on(PutItemCommand).resolves({});
    await submissions.movePointer({ ...pointer, version: 7 });
    expect(puts()).toMatchObject([
      { ConditionExpression: 'pointer.version = :before', ExpressionAttributeValues: { ':before': toParameter(6) } },
    ]);
  });

  it('stands apart for emergency rolls', async () => {
    table.on(PutItemCommand).resolves({});
    await submissions.movePointer({ ...pointer, purpose: 'emergency' });
    expect(puts()).toMatchObject([{ Item: { sk: { S: 'emergency-roll#2023-06' } } }]);
  });

  it('stays where somebody else has moved it', async () => {
    table.on(PutItemCommand).rejects(conditionFailed());
    expect(await submissions.movePointer(pointer)).toBe(false);
  });

  it('fails with any other error of the table, which says nothing about another revision', async () => {
    table.on(PutItemCommand).rejects(new Error('no such table'));
    await expect(submissions.movePointer(pointer)).rejects.toThrow('no such table');
  });
});

describe('The rolls of a month', () => {
  it('are sorted by unit, whatever order the table gives', async () => {
    found({ pointer: pointerOf(BICH_HOA, JUNE) }, { pointer: pointerOf(CU_KHE, JUNE) });
    const rolls = await submissions.rolls([BICH_HOA, CU_KHE], JUNE);
    expect(rolls.map(({ unit }) => unit)).toEqual([CU_KHE, BICH_HOA]);
  });

  it('are asked for once for each unit, since the table refuses a key that is named twice', async () => {
    found({ pointer: pointerOf(CU_KHE, JUNE) });
    await submissions.rolls([CU_KHE, CU_KHE], JUNE);
    expect(table.commandCalls(BatchGetItemCommand)[0]?.args[0].input.RequestItems?.['submissions']?.Keys).toEqual([
      toStored({ pk: CU_KHE, sk: 'roll#2023-06' }),
    ]);
  });
});

describe('The roll before a month', () => {
  const newestFirst = (...months: string[]) =>
    table.on(QueryCommand).resolves({ Items: months.map((month) => toStored({ pointer: pointerOf(CU_KHE, month) })) });

  it('is the newest of an earlier month', async () => {
    newestFirst('2023-05', '2023-04');
    expect((await submissions.rollBefore(CU_KHE, JUNE))?.period).toBe('2023-05');
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input.ScanIndexForward).toBe(false);
  });

  it('is not the roll of the month itself', async () => {
    newestFirst('2023-06', '2023-04');
    expect((await submissions.rollBefore(CU_KHE, JUNE))?.period).toBe('2023-04');
  });

  it('is undefined in the first month of a unit', async () => {
    newestFirst('2023-06');
    expect(await submissions.rollBefore(CU_KHE, JUNE)).toBeUndefined();
  });
});
