import { describe, expect, it } from 'vitest';
import {
  isUnder,
  type WorklistEntry,
  type WorklistKind,
  worklistsOf,
} from '../../../lambdas/domain/answers/worklist.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import type { Channel } from '../../../lambdas/domain/person.ts';
import { type Entitlement, entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { AN, BINH, CU_KHE, JUNE } from '../../support/in-memory/people.ts';
import { reconciled } from './closed-lists.ts';

const NAMES = { BTXH: 'Bảo trợ xã hội', NCC: 'Người có công', HTXH: 'Hưu trí xã hội', BHXH: 'Lương hưu', KHAC: 'Khác' };

let positions = 0;
/** A line of a roll: clean but for what is given. */
function line(...given: Parameters<typeof reconciled>): Entitlement {
  const { cells: _, ...row } = reconciled(...given);
  const position = positions++;
  const submission = '20230602T030000Z-abcdef01';
  return entitlement.parse({
    ...row,
    schemaVersion: 1,
    unit: CU_KHE,
    period: JUNE,
    revision: submission,
    position,
    source: { submission, position },
  });
}

function listsOf(...lines: Entitlement[]): Map<WorklistKind, WorklistEntry[]> {
  return worklistsOf(lines, JUNE, (programme) => (programme === null ? 'Chưa rõ' : NAMES[programme]));
}

/** Where one line stands, and why. */
function placesOf(...given: Parameters<typeof line>): [WorklistKind, string][] {
  return [...listsOf(line(...given))].flatMap(([kind, entries]) =>
    entries.map(({ reason }): [WorklistKind, string] => [kind, reason]),
  );
}

const NO_ACCOUNT = { accountNumber: null, bank: null, channel: 'cash' };
const noAccount = (wish?: Channel) => [noteOf('no-account-cash', 'accountNumber', undefined, wish)];

describe('Who stands on which worklist', () => {
  it('a clean line stands on none', () => {
    expect(placesOf(AN)).toEqual([]);
  });

  it.each([
    ['id-missing', 'Danh sách chưa có số định danh cá nhân'],
    ['id-old-card', 'Danh sách mới có số giấy tờ cũ (CMND)'],
    ['id-damaged', 'Số định danh ghi trong danh sách không dùng được'],
  ] as const)('somebody without a usable id (%s) goes to the police', (code, reason) => {
    expect(placesOf(null, { notes: [noteOf(code, 'personalId', '123')] })).toEqual([['no-personal-id', reason]]);
  });

  it('whoever is to open an account for somebody paid at home is told that they do not come out', () => {
    expect(placesOf(AN, { values: { ...NO_ACCOUNT, atHome: true } })).toEqual([
      ['no-account', 'Chưa có tài khoản, đang nhận tiền tại nhà'],
    ]);
  });

  it('a child under 14 without an id goes to the registry office instead', () => {
    expect(placesOf(null, { values: { birthDate: '2012-05-01' } }).map(([kind]) => kind)).toEqual([
      'no-birth-certificate',
    ]);
  });

  it('somebody without an account goes to the provider of their wish', () => {
    const lists = listsOf(
      line(AN, { values: NO_ACCOUNT, notes: noAccount() }),
      line(BINH, { values: NO_ACCOUNT, notes: noAccount('wallet') }),
    );

    expect(lists.get('no-account')?.map(({ group }) => group)).toEqual(['Chưa nêu', 'Ví điện tử']);
  });

  it('somebody who asks for cash has asked', () => {
    expect(listsOf(line(AN, { values: NO_ACCOUNT, notes: [] })).get('no-account')?.[0]?.group).toBe('Tiền mặt');
  });

  it.each([
    ['a minor', { birthDate: '2006-08-01' }],
    ['somebody under guardianship', { birthDate: '1960', payeeRole: 'guardian', payeeName: 'Trần Văn Ba' }],
  ])('%s without an account has to go to a branch', (_, values) => {
    expect(placesOf(AN, { values: { ...NO_ACCOUNT, ...values }, notes: noAccount() }).map(([kind]) => kind)).toEqual([
      'branch',
    ]);
  });

  it.each([
    ['goes to the branch', 'branch', { ...NO_ACCOUNT, payeeRole: 'guardian' }, noAccount(), []],
    ['is asked', 'account-question', {}, [], [noteOf('payee-mismatch', 'payeeName')]],
  ] as const)('the payee who %s is named, as the list names them', (_, kind, values, notes, findings) => {
    const given = { values: { ...values, payeeName: 'Trần Văn Ba' }, notes: [...notes], findings: [...findings] };
    expect(placesOf(AN, given)).toEqual([[kind, expect.stringContaining('; người nhận thay: Trần Văn Ba')]]);
  });

  it('a misspelt account is mended in the list, and no provider is troubled', () => {
    const notes = [noteOf('account-damaged', 'accountNumber', '1.3E+12')];
    expect(placesOf(AN, { values: { accountNumber: null, bank: null, channel: 'account' }, notes })).toEqual([]);
  });

  it('an identity mismatch says which fields, and never what the registry knows', () => {
    const findings = [noteOf('identity-mismatch', 'fullName'), noteOf('identity-mismatch', 'birthDate')];
    expect(placesOf(AN, { findings })).toEqual([
      [
        'identity-mismatch',
        'Họ và tên không khớp với CSDL quốc gia về dân cư; Ngày sinh không khớp với CSDL quốc gia về dân cư',
      ],
    ]);
  });

  it('a registry that did not answer gives nobody work', () => {
    expect(placesOf(AN, { findings: [noteOf('identity-unavailable', 'personalId')] })).toEqual([]);
  });

  it('who died stands on the list of the deceased and on no other', () => {
    const findings = [noteOf('deceased', 'row', '2023-05-12'), noteOf('identity-mismatch', 'fullName')];
    expect(placesOf(AN, { findings, values: NO_ACCOUNT, notes: noAccount() })).toEqual([
      ['deceased', 'Mất ngày 12/05/2023, trước kỳ chi trả'],
    ]);
  });

  it('who is paid elsewhere stands on the list of conflicts and on no other', () => {
    const claim = { standing: 'elsewhere', unit: '10114', programme: 'BTXH' } as Entitlement['claim'];
    const findings = [noteOf('claimed-elsewhere', 'personalId', 'Thị trấn Kim Bài', 'BTXH')];
    expect(placesOf(AN, { claim, findings, values: NO_ACCOUNT, notes: noAccount() })).toEqual([
      ['conflict', 'Người này đã có trong danh sách của Thị trấn Kim Bài (chế độ BTXH) trong kỳ'],
    ]);
  });

  it('an account other than the registered one is a question to the unit, though it is paid to', () => {
    expect(placesOf(AN, { findings: [noteOf('account-differs', 'accountNumber')] }).map(([kind]) => kind)).toEqual([
      'account-question',
    ]);
  });
});

describe('A worklist', () => {
  it('names a person once, with all that they draw', () => {
    const findings = [noteOf('identity-not-found', 'personalId')];
    const entries = listsOf(line(AN, { findings }), line(AN, { findings, values: { programme: 'NCC' } })).get(
      'identity-mismatch',
    );

    expect(entries?.map(({ programmes }) => programmes)).toEqual([['Bảo trợ xã hội', 'Người có công']]);
  });

  it('keeps people without an id apart, whatever they are called', () => {
    expect(listsOf(line(null), line(null)).get('no-personal-id')).toHaveLength(2);
  });
});

describe('A child’s age', () => {
  it.each([
    ['2009-06-02', true],
    ['2009-06-01', false],
    ['2009-07', true],
    ['2009-06', false],
    ['2010', true],
    ['2009', false],
    [null, false],
  ])('born %s: certainly under 14 at the beginning of June 2023 is %s', (birthDate, under) => {
    expect(isUnder(14, birthDate, JUNE)).toBe(under);
  });
});
