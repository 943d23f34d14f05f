import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementResponse,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClaimsTable } from '../../../lambdas/adapters/claims-table.ts';
import { toParameter, toStored } from '../../../lambdas/adapters/dynamodb.ts';
import {
  type Claim,
  type ConflictDecision,
  type Contender,
  claim,
  conflictDecision,
  contender,
  NOTHING_STANDS,
  type Standing,
} from '../../../lambdas/domain/claims/claim.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import type { ClaimWish } from '../../../lambdas/domain/ports.ts';
import { submissionId } from '../../../lambdas/domain/rolls/submission.ts';
import { shardOf } from '../../../lambdas/domain/shard.ts';
import { conditionFailed, scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const claims = new ClaimsTable(store, 'claims');

const JUNE = period.parse('2023-06');
const AN = personalId.parse('001145000001');
const BA = personalId.parse('001145000002');
const EARLIER = submissionId.parse('20230602T030000Z-aaaaaaaa');
const LATER = submissionId.parse('20230603T030000Z-bbbbbbbb');

const claimOf = (unit: string, benefit: string, revision = EARLIER): Claim =>
  claim.parse({ benefit, unit, revision, position: 0 });
const waiting = (unit: string, benefit: string, submission = EARLIER): Contender =>
  contender.parse({ benefit, unit, submission, position: 0, since: EARLIER });
const decided = (unit: string, benefit: string): ConflictDecision =>
  conflictDecision.parse({
    benefit,
    unit,
    by: 'can-bo-tinh',
    at: '2023-06-04T02:00:00.000Z',
    reason: 'Đã chuyển hộ khẩu',
  });
const standingOf = (given: Partial<Standing>): Standing => ({ ...NOTHING_STANDS, ...given });
const wishOf = (person: typeof AN, wanted: Claim, incompatible: ClaimWish['incompatible'] = []): ClaimWish => ({
  person,
  claim: wanted,
  incompatible,
});

const inserted = () =>
  table.commandCalls(BatchExecuteStatementCommand).flatMap(({ args }) => args[0].input.Statements ?? []);
/** The updates that were sent, with their names and values written out where the placeholders stood. */
const updates = () =>
  table.commandCalls(UpdateItemCommand).map(({ args }) => {
    const { UpdateExpression, ConditionExpression, ...rest } = args[0].input;
    const writtenOut = (text = '') =>
      text
        .replace(/#n\d+/g, (name) => rest.ExpressionAttributeNames?.[name] ?? name)
        .replace(/:v\d+/g, (name) => rest.ExpressionAttributeValues?.[name]?.S ?? '{…}');
    return { ...rest, update: writtenOut(UpdateExpression), condition: writtenOut(ConditionExpression) };
  });
const insertsEnd = (...responses: BatchStatementResponse[]) =>
  table.on(BatchExecuteStatementCommand).resolves({ Responses: responses });
/** What stands when a list begins to take its claims. */
const stands = (...items: object[]) =>
  table.on(BatchGetItemCommand).resolves({ Responses: { claims: items.map(toStored) } });
const THERE_ALREADY: BatchStatementResponse = { Error: { Code: 'DuplicateItem' } };

describe("A person's first claim of the month", () => {
  beforeEach(() => stands());

  it('is an insert under the shard of the person, and needs nothing else', async () => {
    insertsEnd({});
    const wanted = claimOf('10120', 'BTXH');
    expect(await claims.takeAll(JUNE, [wishOf(AN, wanted)])).toEqual([
      { taken: true, standing: standingOf({ claims: [wanted] }) },
    ]);
    expect(inserted()).toEqual([
      {
        Statement: `INSERT INTO "claims" VALUE {'pk': ?, 'sk': ?, 'schemaVersion': ?, 'BTXH': ?}`,
        Parameters: [toParameter(`2023-06#${shardOf(AN)}`), toParameter(AN), toParameter(1), toParameter(wanted)],
      },
    ]);
    expect(updates()).toEqual([]);
  });

  it('is the only one of that person to be inserted, so that two of one list do not race each other', async () => {
    insertsEnd({}, {});
    table.on(UpdateItemCommand).resolves({});
    const wishes = [
      wishOf(AN, claimOf('10120', 'BTXH')),
      wishOf(BA, claimOf('10120', 'NCC')),
      wishOf(AN, claimOf('10120', 'NCC')),
    ];
    expect((await claims.takeAll(JUNE, wishes)).map(({ taken }) => taken)).toEqual([true, true, true]);
    expect(inserted().map(({ Parameters }) => Parameters?.[1]?.S)).toEqual([AN, BA]);
    expect(updates()).toMatchObject([{ update: 'SET NCC = {…}, schemaVersion = {…} REMOVE waits:10120:NCC' }]);
  });
});

describe('A claim on a person about whom something stands already', () => {
  beforeEach(() => {
    stands();
    insertsEnd(THERE_ALREADY);
  });

  it('is not inserted first, which would cost a write for nothing', async () => {
    stands({ pk: 'a', sk: AN, BTXH: claimOf('10120', 'BTXH') });
    table.on(UpdateItemCommand).resolves({});
    await claims.takeAll(JUNE, [wishOf(AN, claimOf('10120', 'BTXH', LATER))]);
    expect(inserted()).toEqual([]);
    expect(updates()).toHaveLength(1);
  });

  it('is taken after an insert that was refused, where most were said to be free and nobody was looked at', async () => {
    stands({ pk: 'a', sk: AN, BTXH: claimOf('10120', 'BTXH') });
    table.on(UpdateItemCommand).resolves({});
    const wishes = [wishOf(AN, claimOf('10120', 'BTXH', LATER))];
    expect((await claims.takeAll(JUNE, wishes, true)).map(({ taken }) => taken)).toEqual([true]);
    expect([inserted().length, updates().length, table.commandCalls(BatchGetItemCommand).length]).toEqual([1, 1, 0]);
  });

  it('is taken where it is free or an older one of the unit, nothing excludes it and nothing else is decided', async () => {
    table.on(UpdateItemCommand).resolves({});
    const wanted = claimOf('10120', 'HTXH', LATER);
    await claims.takeAll(JUNE, [wishOf(AN, wanted, ['BHXH', 'BTXH'])]);
    expect(updates()).toMatchObject([
      {
        TableName: 'claims',
        Key: { pk: toParameter(`2023-06#${shardOf(AN)}`), sk: toParameter(AN) },
        update: 'SET HTXH = {…}, schemaVersion = {…} REMOVE waits:10120:HTXH',
        condition:
          `(attribute_not_exists(HTXH) OR (HTXH.unit = 10120 AND HTXH.revision <= ${LATER}))` +
          ' AND (attribute_not_exists(decided:HTXH) OR (decided:HTXH.unit = 10120))' +
          ' AND attribute_not_exists(BHXH) AND attribute_not_exists(decided:BHXH)' +
          ' AND attribute_not_exists(BTXH) AND attribute_not_exists(decided:BTXH)',
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
    expect(updates()[0]?.ExpressionAttributeValues?.[':v0']).toEqual(toParameter(wanted));
  });

  it('is answered, when taken, with who waits for it', async () => {
    const wanted = claimOf('10120', 'BTXH', LATER);
    const other = waiting('10126', 'BTXH');
    table
      .on(UpdateItemCommand)
      .resolves({ Attributes: toStored({ pk: 'a', sk: AN, BTXH: wanted, 'waits:10126:BTXH': other }) });
    expect(await claims.takeAll(JUNE, [wishOf(AN, wanted)])).toEqual([
      { taken: true, standing: standingOf({ claims: [wanted], contenders: [other] }) },
    ]);
  });

  it('is answered, when lost, with everything that stands about the person', async () => {
    const pension = claimOf('10126', 'BHXH');
    const merit = claimOf('10126', 'NCC');
    const word = decided('10126', 'BHXH');
    table
      .on(UpdateItemCommand)
      .rejects(conditionFailed({ pk: 'a', sk: AN, BHXH: pension, NCC: merit, 'decided:BHXH': word }));
    const wish = wishOf(AN, claimOf('10120', 'HTXH', LATER), ['BHXH', 'BTXH']);
    expect(await claims.takeAll(JUNE, [wish])).toEqual([
      { taken: false, standing: standingOf({ claims: [pension, merit], decisions: [word] }) },
    ]);
  });

  it('fails with any other error of the table', async () => {
    table.on(UpdateItemCommand).rejects(new Error('no such table'));
    await expect(claims.takeAll(JUNE, [wishOf(AN, claimOf('10120', 'BTXH'))])).rejects.toThrow('no such table');
  });
});

describe('The outcomes of wishes', () => {
  it('come in the order of the wishes', async () => {
    stands();
    insertsEnd(THERE_ALREADY, {});
    table.on(UpdateItemCommand).rejects(conditionFailed({ BTXH: claimOf('10126', 'BTXH') }));
    const wishes = [wishOf(AN, claimOf('10120', 'BTXH')), wishOf(BA, claimOf('10120', 'BTXH'))];
    expect((await claims.takeAll(JUNE, wishes)).map(({ taken }) => taken)).toEqual([false, true]);
  });
});

describe('What stands about people', () => {
  it('is read by the batch; somebody about whom nothing does is left out', async () => {
    const held = claimOf('10126', 'EMERGENCY');
    const item = toStored({ pk: `2023-06#${shardOf(AN)}`, sk: AN, EMERGENCY: held });
    table.on(BatchGetItemCommand).resolves({ Responses: { claims: [item] } });
    expect(await claims.standing(JUNE, [AN, BA, AN])).toEqual(new Map([[AN, standingOf({ claims: [held] })]]));
    const [call] = table.commandCalls(BatchGetItemCommand);
    expect(call?.args[0].input.RequestItems?.['claims']).toMatchObject({
      Keys: [{ sk: { S: AN } }, { sk: { S: BA } }],
      ConsistentRead: true,
    });
  });
});

describe('What stands about a person is replaced', () => {
  const mine = claimOf('10120', 'BTXH');
  const other = waiting('10126', 'BTXH');

  it('in one write, by attributes that change, if everything seen is as it was and nothing joined it', async () => {
    table.on(UpdateItemCommand).resolves({});
    const seen = standingOf({ claims: [mine], contenders: [other] });
    const next = standingOf({
      claims: [claimOf('10126', 'BTXH')],
      contenders: [waiting('10120', 'BTXH')],
      decisions: [decided('10126', 'BTXH')],
    });
    expect(await claims.replace(JUNE, AN, seen, next)).toBe(true);
    const [sent] = updates();
    expect(sent?.update).toBe('SET BTXH = {…}, decided:BTXH = {…}, waits:10120:BTXH = {…} REMOVE waits:10126:BTXH');
    expect(sent?.condition.split(' AND ').sort()).toEqual(
      [
        'BTXH.unit = 10120',
        `BTXH.revision = ${EARLIER}`,
        `waits:10126:BTXH.submission = ${EARLIER}`,
        'attribute_not_exists(waits:10120:BTXH)',
        ...['NCC', 'HTXH', 'BHXH', 'KHAC', 'EMERGENCY'].map((one) => `attribute_not_exists(${one})`),
        ...['BTXH', 'NCC', 'HTXH', 'BHXH', 'KHAC', 'EMERGENCY'].map((one) => `attribute_not_exists(decided:${one})`),
      ].sort(),
    );
  });

  it('not at all when something changed in between', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await claims.replace(JUNE, AN, standingOf({ claims: [mine] }), NOTHING_STANDS)).toBe(false);
  });
});

describe('A claim that is given back', () => {
  const held = claimOf('10126', 'BTXH');

  it('is removed if it is the unit’s, and no newer list of the unit has renewed it', async () => {
    table.on(UpdateItemCommand).resolves({});
    await claims.giveBack(JUNE, AN, held);
    expect(updates()).toMatchObject([
      { update: 'REMOVE BTXH', condition: `BTXH.revision <= ${EARLIER} AND BTXH.unit = 10126` },
    ]);
  });

  it('stays when it changed in between, and that is no error', async () => {
    table.on(UpdateItemCommand).rejects(conditionFailed());
    await expect(claims.giveBack(JUNE, AN, held)).resolves.toBeUndefined();
  });

  it('fails with any other error of the table', async () => {
    table.on(UpdateItemCommand).rejects(new Error('no such table'));
    await expect(claims.giveBack(JUNE, AN, held)).rejects.toThrow('no such table');
  });
});
