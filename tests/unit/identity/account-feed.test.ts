import { describe, expect, it } from 'vitest';
import { newAccounts } from '../../../lambdas/domain/answers/account-feed.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { AN, BINH, CU_KHE, JUNE, row } from '../../support/in-memory/people.ts';

const NONE_REGISTERED = { outcome: 'matched', nameWithoutMarks: false, account: 'none' };

/** An's line, of whom the registry knows no account, but for what is given. */
function line(
  given: Partial<Record<keyof Entitlement, unknown>> = {},
  values: Parameters<typeof row>[1] = {},
  person: string | null = AN,
): Entitlement {
  const { cells: _, ...checked } = row(person, values);
  return entitlement.parse({
    ...checked,
    schemaVersion: 1,
    unit: CU_KHE,
    period: JUNE,
    revision: '20230602T030000Z-aaaaaaaa',
    source: { submission: '20230602T030000Z-aaaaaaaa', position: 0 },
    position: 0,
    findings: [],
    registry: NONE_REGISTERED,
    claim: { standing: 'here' },
    ...given,
  });
}

describe('The feed of accounts newly collected', () => {
  it('tells the account of a citizen who has registered none', () => {
    expect(newAccounts([line()])).toEqual([
      {
        unit: CU_KHE,
        personalId: AN,
        fullName: 'Nguyễn Thị Tư',
        birthDate: '1945',
        channel: 'account',
        bank: '970405',
        accountNumber: '1300200000001',
      },
    ]);
  });

  it('tells it of a held row too: the account is not what must be mended', () => {
    expect(newAccounts([line({ outcome: 'held' }, { amount: null })])).toHaveLength(1);
  });

  it('tells one account once, whatever is paid into it, and is sorted by person', () => {
    const lines = [line({}, {}, BINH), line(), line({}, { programme: 'NCC' })];
    expect(newAccounts(lines).map(({ personalId }) => personalId)).toEqual([AN, BINH]);
  });

  it.each([
    ['an account that is registered', { registry: { ...NONE_REGISTERED, account: 'registered' } }, {}],
    ['an account that differs from the registered one', { registry: { ...NONE_REGISTERED, account: 'differs' } }, {}],
    ['an identity in dispute', { registry: { outcome: 'mismatched', fields: ['fullName'], account: 'none' } }, {}],
    ['a person whom another unit pays', { claim: { standing: 'elsewhere', unit: '10114', programme: 'BTXH' } }, {}],
    ['a person about whom the registry was not asked', { registry: null }, {}],
    ['a row without an account', {}, { accountNumber: null, bank: null, channel: 'cash' }],
  ] as const)('leaves out %s', (_, given, values) => {
    expect(newAccounts([line(given, values)])).toEqual([]);
  });

  it('leaves out the account of a payee: the registry was asked about the beneficiary without one', () => {
    const registry = { ...NONE_REGISTERED, account: null };
    expect(newAccounts([line({ registry }, { payeeName: 'Nguyễn Văn Con', payeeRole: 'guardian' })])).toEqual([]);
  });
});
