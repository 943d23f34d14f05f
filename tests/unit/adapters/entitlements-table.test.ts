import { randomBytes } from 'node:crypto';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../bin/cost/item-size.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { countedLine } from '../../../lambdas/domain/reports/counted-rows.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { AN, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';
import { scriptedStore } from './answers.ts';

const { table, store } = scriptedStore();
const rolls = new EntitlementsTable(store, 'entitlements');
const ROLL = { unit: CU_KHE, period: JUNE, revision: '20230602T030000Z-aaaaaaaa' };

/** An's line, held, with a village and no arrears. */
function line(): Entitlement {
  return entitlement.parse({
    ...row(AN, { village: 'Thôn Đông' }),
    ...ROLL,
    row: 8,
    schemaVersion: 1,
    position: 0,
    outcome: 'held',
    notes: [noteOf('hidden-row', 'row')],
    findings: [noteOf('claimed-elsewhere', 'personalId', 'Thị trấn Kim Bài', 'BTXH')],
    registry: { outcome: 'not-found' },
    claim: { standing: 'elsewhere', unit: '10114', programme: 'BTXH' },
    source: { submission: '20230602T030000Z-aaaaaaaa', position: 0 },
  });
}

/** Lines one after another from a position on; each says that much of a village. */
function lines(count: number, from = 0, village = () => 'Thôn Đông'): Entitlement[] {
  return Array.from({ length: count }, (_, index) => {
    const position = from + index;
    return { ...line(), position, values: { ...line().values, village: village() } };
  });
}

type Item = Record<string, AttributeValue>;

/** A table that keeps what is put, by key, and gives it back in the order of its sort keys. */
function keepingTable(): { items: () => Item[]; hold: (item: Item) => void } {
  const kept = new Map<number, Item>();
  const hold = (item: Item) => kept.set(Number(item['sk']?.N), item);
  const items = () => [...kept].sort(([one], [other]) => one - other).map(([, item]) => item);
  table.on(BatchWriteItemCommand).callsFake((input: BatchWriteItemCommandInput) => {
    for (const { PutRequest } of input.RequestItems?.['entitlements'] ?? []) hold(PutRequest?.Item ?? {});
    return {};
  });
  table.on(QueryCommand).callsFake(() => ({ Items: items() }));
  return { items, hold };
}

/** Text that does not become shorter by packing. */
const noise = () => randomBytes(3000).toString('base64');

describe('A line of a roll', () => {
  it('is read back as it was written, what the list does not give too', async () => {
    keepingTable();
    await rolls.putAll([line()]);
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual([line()]);
  });

  it('is, for reports, what they count of it and nothing else', async () => {
    keepingTable();
    await rolls.putAll([line()]);
    expect(await Array.fromAsync(rolls.countedOfRoll(ROLL))).toEqual([[countedLine.parse(line())]]);
  });

  it('is read where it stands in an item of its own, as it was written before there were pages', async () => {
    const { hold } = keepingTable();
    const text = JSON.stringify({ ...line(), position: 1 });
    hold({ pk: { S: 'any' }, sk: { N: '1' }, entitlement: { S: text } });
    await rolls.putAll([line()]);
    expect((await Array.fromAsync(rolls.ofRoll(ROLL))).map(({ position }) => position)).toEqual([0, 1]);
  });
});

describe('The lines of a roll', () => {
  it('stand 250 to an item, in the order of the list', async () => {
    const { items } = keepingTable();
    await rolls.putAll(lines(501));
    expect(items().map(({ sk }) => sk?.N)).toEqual(['0', '250', '500']);
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual(lines(501));
  });

  it('are all there where chunks of a list are stored beside each other, in any order', async () => {
    keepingTable();
    await rolls.putAll(lines(30, 300));
    await rolls.putAll(lines(300));
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual(lines(330));
  });

  it('overwrite themselves when they are put again', async () => {
    keepingTable();
    await rolls.putAll(lines(300));
    const again = lines(300, 0, () => 'Thôn Đoài');
    await rolls.putAll(again);
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual(again);
  });

  it('fill more items where one could not hold them', async () => {
    const { items } = keepingTable();
    const long = lines(250, 0, noise);
    await rolls.putAll(long);
    expect(items().length).toBeGreaterThan(2);
    expect(Math.max(...items().map((item) => sizeOf(item)))).toBeLessThan(400_000);
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual(long);
  });

  it.each([
    ['shorter', noise, () => 'Thôn Đông'],
    ['longer', () => 'Thôn Đông', noise],
  ])('are those that were put last, where a second try’s texts are %s', async (_, first, second) => {
    keepingTable();
    await rolls.putAll(lines(250, 0, first));
    const last = lines(250, 0, second);
    await rolls.putAll(last);
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual(last);
  });
});
