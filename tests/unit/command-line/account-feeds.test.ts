import { describe, expect, it } from 'vitest';
import { readAccountFeeds } from '../../../bin/month/account-feeds.ts';
import {
  joinedAccounts,
  type NewAccount,
  newAccounts,
  peopleWithSeveralAccounts,
} from '../../../lambdas/domain/answers/account-feed.ts';
import { accountFeedKey } from '../../../lambdas/domain/answers/answer-keys.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { type UnitCode, unitCode } from '../../../lambdas/domain/unit.ts';
import { accountFeedCsv } from '../../../lambdas/formats/answers/account-feed.ts';
import { ObjectsInMemory } from '../../support/in-memory/objects.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';

const KIM_BAI = unitCode.parse('10114');

/** What a unit has newly collected: the accounts of these people, each number as given. */
function collected(unit: UnitCode, people: readonly (readonly [person: string, accountNumber: string])[]) {
  const lines = people.map(([person, accountNumber], position) => {
    const { cells: _, ...checked } = row(person, { accountNumber });
    return entitlement.parse({
      ...checked,
      schemaVersion: 1,
      unit,
      period: JUNE,
      revision: '20230602T030000Z-aaaaaaaa',
      source: { submission: '20230602T030000Z-aaaaaaaa', position },
      position,
      findings: [],
      registry: { outcome: 'matched', nameWithoutMarks: false, account: 'none' },
      claim: { standing: 'here' },
    });
  });
  return { schemaVersion: 1, unit, period: JUNE, accounts: newAccounts(lines) };
}

/** An outbox as `answer-unit` leaves it: of each unit a JSON and a CSV, and other papers beside them. */
async function outboxWith(...feeds: ReturnType<typeof collected>[]) {
  const objects = new ObjectsInMemory({ now: async () => new Date(0) });
  for (const feed of feeds) {
    await objects.putJson(accountFeedKey(feed.unit, feed.period, 'json'), feed);
    await objects.put(accountFeedKey(feed.unit, feed.period, 'csv'), 'unit', 'text/csv');
  }
  await objects.putJson(accountFeedKey(KIM_BAI, addMonths(JUNE, 1), 'json'), collected(KIM_BAI, []));
  return {
    json: objects.json.bind(objects),
    keys: async (prefix: string) => objects.keys().filter((key) => key.startsWith(prefix)),
  };
}

function told(accounts: readonly NewAccount[]): string[] {
  return accounts.map(({ unit, personalId, accountNumber }) => `${unit} ${personalId} ${accountNumber}`);
}

describe('The accounts newly collected in a period', () => {
  it('are those of all units, by personal id; another month is not in them', async () => {
    const outbox = await outboxWith(
      collected(KIM_BAI, [[BINH, '1300200000002']]),
      collected(CU_KHE, [[AN, '1300200000001']]),
    );
    const feeds = await readAccountFeeds(outbox, JUNE);

    expect(feeds.map(({ unit }) => unit)).toEqual([KIM_BAI, CU_KHE]);
    expect(told(joinedAccounts(feeds))).toEqual([`${CU_KHE} ${AN} 1300200000001`, `${KIM_BAI} ${BINH} 1300200000002`]);
  });

  it('name a unit that has collected nothing', async () => {
    const feeds = await readAccountFeeds(await outboxWith(collected(KIM_BAI, [])), JUNE);

    expect(feeds.map(({ unit, accounts }) => [unit, accounts.length])).toEqual([[KIM_BAI, 0]]);
  });

  it('tell an account once, though two units pay different programmes into it', () => {
    const same = [AN, '1300200000001'] as const;

    expect(joinedAccounts([collected(KIM_BAI, [same]), collected(CU_KHE, [same])])).toHaveLength(1);
  });

  it('show who has given more than one: nobody chooses for them', () => {
    const accounts = joinedAccounts([
      collected(KIM_BAI, [
        [AN, '1300200000001'],
        [CHI, '1300200000003'],
      ]),
      collected(CU_KHE, [[AN, '1300200000009']]),
    ]);

    expect(accounts).toHaveLength(3);
    expect(peopleWithSeveralAccounts(accounts)).toBe(1);
  });

  it('are written with their unit, bank and kind', () => {
    const [header, line] = accountFeedCsv(JUNE, collected(CU_KHE, [[AN, '1300200000001']]).accounts)
      .trim()
      .split('\r\n');

    expect(header).toContain('"account_number","channel"');
    expect(line).toContain(`"${CU_KHE}","2023-06","${AN}"`);
    expect(line).toContain('"970405","1300200000001","account"');
  });
});
