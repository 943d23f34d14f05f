import { describe, expect, it } from 'vitest';
import { citizen } from '../../../lambdas/domain/identity/citizen.ts';
import { TEST_NUMBERS } from '../../../lambdas/identity-stub/test-numbers.ts';
import { verifyPerson } from '../../../lambdas/identity-stub/verify-person.ts';
import { subject } from './subjects.ts';

const known = (changes: object = {}) => citizen.parse({ ...TEST_NUMBERS.get('001000000001'), ...changes });
const matched = { outcome: 'matched', nameWithoutMarks: false, account: null };

describe('the registry about one person', () => {
  it('finds a person whose data agree matched', () => {
    expect(verifyPerson(subject(), known())).toEqual(matched);
  });

  it('does not know somebody whose id is not there', () => {
    expect(verifyPerson(subject(), undefined)).toEqual({ outcome: 'not-found' });
  });

  it('names every field that disagrees, and none of its own values', () => {
    const sent = subject({ fullName: 'Nguyễn Văn Khác', birthDate: '1901-01-01', sex: 'female' });
    expect(verifyPerson(sent, known())).toEqual({
      outcome: 'mismatched',
      fields: ['fullName', 'birthDate', 'sex'],
      account: null,
    });
  });

  it('compares only what was sent', () => {
    expect(verifyPerson(subject({ fullName: null, birthDate: null, sex: null }), known())).toEqual(matched);
  });

  it('compares only what it knows', () => {
    expect(verifyPerson(subject(), known({ birthDate: null, sex: null }))).toEqual(matched);
  });

  it('says when a name was sent without marks', () => {
    expect(verifyPerson(subject({ fullName: 'NGUYEN VAN KHOP' }), known())).toEqual({
      ...matched,
      nameWithoutMarks: true,
    });
  });

  it.each(['1900', '1900-01', '1900-01-01'])(
    'agrees with the parts of a birth date that are given: %s',
    (birthDate) => {
      expect(verifyPerson(subject({ birthDate }), known())).toEqual(matched);
    },
  );

  it.each(['1901', '1900-02', '1900-01-02'])('disagrees when a part that is given differs: %s', (birthDate) => {
    expect(verifyPerson(subject({ birthDate }), known())).toMatchObject({
      outcome: 'mismatched',
      fields: ['birthDate'],
    });
  });

  it('cannot disagree about a day where it knows only the year', () => {
    expect(verifyPerson(subject({ birthDate: '1900-05-17' }), known({ birthDate: '1900' }))).toEqual(matched);
  });

  it('tells the day of death', () => {
    expect(verifyPerson(subject(), known({ deceasedOn: '2023-05-20' }))).toEqual({
      outcome: 'deceased',
      deceasedOn: '2023-05-20',
    });
  });

  it('tells of the dead too when the list may mean somebody else', () => {
    expect(verifyPerson(subject({ fullName: 'Lê Thị Khác' }), known({ deceasedOn: '2023-05-20' }))).toEqual({
      outcome: 'deceased',
      deceasedOn: '2023-05-20',
      fields: ['fullName'],
    });
  });

  it.each([
    ['registered', '970405', '1300200000001', undefined],
    ['differs', '970405', '1300200000002', undefined],
    ['differs', '970436', '1300200000001', undefined],
    ['registered', '970436', '1300200000001', [{ bank: null, number: '1300200000001' }]],
    [
      'registered',
      '970436',
      '22',
      [
        { bank: '970405', number: '11' },
        { bank: '970436', number: '22' },
      ],
    ],
    ['none', '970405', '1300200000001', []],
  ])('finds an account %s (%s %s)', (account, bank, number, accounts) => {
    const person = accounts ? known({ accounts }) : known();
    expect(verifyPerson(subject({ account: { bank, number } }), person)).toEqual({ ...matched, account });
  });

  it('answers about the account also when the person disagrees', () => {
    const sent = subject({ sex: 'female', account: { bank: '970405', number: '1300200000001' } });
    expect(verifyPerson(sent, known())).toEqual({ outcome: 'mismatched', fields: ['sex'], account: 'registered' });
  });
});
