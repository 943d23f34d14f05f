import { BatchExecuteStatementCommand, type BatchStatementResponse, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClaimsTable } from '../../../lambdas/adapters/claims-table.ts';
import { toParameter } from '../../../lambdas/adapters/dynamodb.ts';
import { type Claim, claim } from '../../../lambdas/domain/claim.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import type { ClaimWish } from '../../../lambdas/domain/ports.ts';
import { shardOf } from '../../../lambdas/domain/shard.ts';
import { conditionFailed, scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const claims = new ClaimsTable(store, 'claims');

const JUNE = period.parse('2023-06');
const AN = personalId.parse('001145000001');
const BA = personalId.parse('001145000002');
const EARLIER = '20230602T030000Z-aaaaaaaa';
const LATER = '20230603T030000Z-bbbbbbbb';

const claimOf = (unit: string, programme: string, revision = EARLIER): Claim =>
  claim.parse({ programme, unit, revision, position: 0 });
const wishOf = (person: typeof AN, wanted: Claim, incompatible: ClaimWish['incompatible'] = []): ClaimWish => ({
  person,
  claim: wanted,
  incompatible,
});

const inserted = () =>
  table.commandCalls(BatchExecuteStatementCommand).flatMap(({ args }) => args[0].input.Statements ?? []);
const updates = () => table.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
const insertsEnd = (...responses: BatchStatementResponse[]) =>
  table.on(BatchExecuteStatementCommand).resolves({ Responses: responses });
const THERE_ALREADY: BatchStatementResponse = { Error: { Code: 'DuplicateItem' } };

describe("A person's first claim of the month", () => {
  it('is an insert under the shard of the person, and needs nothing else', async () => {
    insertsEnd({});
    const wanted = claimOf('10120', 'BTXH');
    expect(await claims.takeAll(JUNE, [wishOf(AN, wanted)])).toEqual([{ taken: true }]);
    expect(inserted()).toEqual([
      {
        Statement: `INSERT INTO "claims" VALUE {'pk': ?, 'sk': ?, 'BTXH': ?}`,
        Parameters: [toParameter(`2023-06#${shardOf(AN)}`), toParameter(AN), toParameter(wanted)],
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
    expect(await claims.takeAll(JUNE, wishes)).toEqual([{ taken: true }, { taken: true }, { taken: true }]);
    expect(inserted().map(({ Parameters }) => Parameters?.[1]?.S)).toEqual([AN, BA]);
    expect(updates().map(({ ExpressionAttributeNames }) => ExpressionAttributeNames?.['#programme'])).toEqual(['NCC']);
  });
});

describe('A claim on a person who is listed already', () => {
  beforeEach(() => insertsEnd(THERE_ALREADY));

  it('is taken where the programme is free or an older one of the same unit, and every incompatible one is free', async () => {
    table.on(UpdateItemCommand).resolves({});
    const wanted = claimOf('10120', 'HTXH', LATER);
    expect(await claims.takeAll(JUNE, [wishOf(AN, wanted, ['BHXH', 'BTXH'])])).toEqual([{ taken: true }]);
    expect(updates()).toEqual([
      {
        TableName: 'claims',
        Key: { pk: toParameter(`2023-06#${shardOf(AN)}`), sk: toParameter(AN) },
        UpdateExpression: 'SET #programme = :claim',
        ConditionExpression:
          '(attribute_not_exists(#programme) OR (#programme.#unit = :unit AND #programme.#revision <= :revision))' +
          ' AND attribute_not_exists(#other0) AND attribute_not_exists(#other1)',
        ExpressionAttributeNames: {
          '#programme': 'HTXH',
          '#unit': 'unit',
          '#revision': 'revision',
          '#other0': 'BHXH',
          '#other1': 'BTXH',
        },
        ExpressionAttributeValues: {
          ':claim': toParameter(wanted),
          ':unit': toParameter('10120'),
          ':revision': toParameter(LATER),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
  });

  it('is answered with the claim of another commune on the same programme', async () => {
    const standing = claimOf('10126', 'BTXH');
    table.on(UpdateItemCommand).rejects(conditionFailed({ pk: 'a', sk: AN, BTXH: standing }));
    expect(await claims.takeAll(JUNE, [wishOf(AN, claimOf('10120', 'BTXH'))])).toEqual([
      { taken: false, inTheWay: [standing] },
    ]);
  });

  it('is answered with every incompatible claim, the own unit’s too, and with no other', async () => {
    const pension = claimOf('10126', 'BHXH');
    const assistance = claimOf('10120', 'BTXH');
    const merit = claimOf('10126', 'NCC');
    table.on(UpdateItemCommand).rejects(conditionFailed({ BHXH: pension, BTXH: assistance, NCC: merit }));
    const wish = wishOf(AN, claimOf('10120', 'HTXH', LATER), ['BHXH', 'BTXH']);
    expect(await claims.takeAll(JUNE, [wish])).toEqual([{ taken: false, inTheWay: [pension, assistance] }]);
  });

  it('does not stand in its own way when something else does', async () => {
    const pension = claimOf('10126', 'BHXH');
    table.on(UpdateItemCommand).rejects(conditionFailed({ HTXH: claimOf('10120', 'HTXH', EARLIER), BHXH: pension }));
    const wish = wishOf(AN, claimOf('10120', 'HTXH', LATER), ['BHXH']);
    expect(await claims.takeAll(JUNE, [wish])).toEqual([{ taken: false, inTheWay: [pension] }]);
  });

  it('stands back before a newer revision of its own unit', async () => {
    const newer = claimOf('10120', 'BTXH', LATER);
    table.on(UpdateItemCommand).rejects(conditionFailed({ BTXH: newer }));
    expect(await claims.takeAll(JUNE, [wishOf(AN, claimOf('10120', 'BTXH', EARLIER))])).toEqual([
      { taken: false, inTheWay: [newer] },
    ]);
  });

  it('fails with any other error of the table', async () => {
    table.on(UpdateItemCommand).rejects(new Error('no such table'));
    await expect(claims.takeAll(JUNE, [wishOf(AN, claimOf('10120', 'BTXH'))])).rejects.toThrow('no such table');
  });
});

describe('The outcomes of wishes', () => {
  it('come in the order of the wishes', async () => {
    insertsEnd(THERE_ALREADY, {});
    const standing = claimOf('10126', 'BTXH');
    table.on(UpdateItemCommand).rejects(conditionFailed({ BTXH: standing }));
    const wishes = [wishOf(AN, claimOf('10120', 'BTXH')), wishOf(BA, claimOf('10120', 'BTXH'))];
    expect(await claims.takeAll(JUNE, wishes)).toEqual([{ taken: false, inTheWay: [standing] }, { taken: true }]);
  });
});

describe('A claim that is given back', () => {
  const held = claimOf('10126', 'BTXH');

  it('is removed if it is still this unit’s of this revision', async () => {
    table.on(UpdateItemCommand).resolves({});
    await claims.giveBack(JUNE, AN, held);
    expect(updates()).toMatchObject([
      {
        UpdateExpression: 'REMOVE #programme',
        ConditionExpression: '#programme.#unit = :unit AND #programme.#revision = :revision',
        ExpressionAttributeNames: { '#programme': 'BTXH', '#unit': 'unit', '#revision': 'revision' },
        ExpressionAttributeValues: { ':unit': toParameter('10126'), ':revision': toParameter(EARLIER) },
      },
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

describe('Taking over', () => {
  const stale = claimOf('10126', 'BTXH');
  const wish = wishOf(AN, claimOf('10120', 'BTXH'));

  it('gives the stale claim back, then takes the wish', async () => {
    table.on(UpdateItemCommand).resolves({});
    expect(await claims.takeOver(JUNE, wish, [stale])).toEqual({ taken: true });
    expect(updates().map((one) => one.UpdateExpression)).toEqual(['REMOVE #programme', 'SET #programme = :claim']);
  });

  it('loses to a claim that changed in between', async () => {
    const renewed = claimOf('10126', 'BTXH', LATER);
    table
      .on(UpdateItemCommand)
      .rejectsOnce(conditionFailed())
      .rejects(conditionFailed({ BTXH: renewed }));
    expect(await claims.takeOver(JUNE, wish, [stale])).toEqual({ taken: false, inTheWay: [renewed] });
  });
});
