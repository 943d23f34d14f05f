import { BatchWriteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { countedLine } from '../../../lambdas/domain/counted-rows.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/entitlement.ts';
import { noteOf } from '../../../lambdas/domain/note-catalogue.ts';
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

/** What is read back of a line after it was written. */
async function stored(): Promise<void> {
  table.on(BatchWriteItemCommand).resolves({});
  await rolls.putAll([line()]);
  const requests = table.commandCalls(BatchWriteItemCommand)[0]?.args[0].input.RequestItems?.['entitlements'];
  const item = requests?.[0]?.PutRequest?.Item;
  if (item === undefined) throw new Error('Nothing was written');
  table.on(QueryCommand).resolves({ Items: [item] });
}

describe('A line of a roll', () => {
  it('is read back as it was written, what the list does not give too', async () => {
    await stored();
    expect(await Array.fromAsync(rolls.ofRoll(ROLL))).toEqual([line()]);
  });

  it('is, for reports, what they count of it and nothing else', async () => {
    await stored();
    expect(await Array.fromAsync(rolls.countedOfRoll(ROLL))).toEqual([[countedLine.parse(line())]]);
  });
});
