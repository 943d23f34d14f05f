import { z } from 'zod';
import { citizen, type Population } from '../domain/identity/citizen.ts';

/**
 * Test numbers, as card sandboxes have test cards; `docs/identity-registry.md` lists them. They are well-formed ids of
 * people born in 1900, so that no living citizen can have one.
 */
const people = z.array(citizen).parse([
  {
    personalId: '001000000001',
    fullName: 'Nguyễn Văn Khớp',
    birthDate: '1900-01-01',
    sex: 'male',
    deceasedOn: null,
    accounts: [{ bank: '970405', number: '1300200000001' }],
  },
  {
    personalId: '001100000002',
    fullName: 'Trần Thị Thúy Hòa',
    birthDate: '1900-02-02',
    sex: 'female',
    deceasedOn: null,
    accounts: [],
  },
  {
    personalId: '001000000003',
    fullName: 'Lê Đình Thọ',
    birthDate: '1900-03-03',
    sex: 'male',
    deceasedOn: '2023-05-20',
    accounts: [{ bank: '970436', number: '0011000000003' }],
  },
  {
    personalId: '001100000004',
    fullName: 'Đặng Thị Ngưỡng',
    birthDate: '1900-04-04',
    sex: 'female',
    deceasedOn: '2026-06-10',
    accounts: [],
  },
  {
    personalId: '001000000005',
    fullName: "K'Brếu",
    birthDate: '1900',
    sex: 'male',
    deceasedOn: null,
    accounts: [{ bank: '971025', number: '0900000005' }],
  },
]);

export const TEST_NUMBERS: Population = new Map(people.map((person) => [person.personalId, person]));
