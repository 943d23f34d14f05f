import { type Citizen, citizen } from '../../../lambdas/domain/identity/citizen.ts';
import { type CheckedRow, checkedRow, type RowValues, rowValues } from '../../../lambdas/domain/lists/list-row.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';

export const MAY = period.parse('2023-05');
export const JUNE = period.parse('2023-06');
export const KIM_BAI = unitCode.parse('10114');
export const CU_KHE = unitCode.parse('10120');

export const AN = personalId.parse('001045000001');
export const BINH = personalId.parse('001145000002');
export const CHI = personalId.parse('001150000003');

/** A citizen whom the registry knows under the name and account that {@link row} lists. */
export function citizenOf(id: string, given: Partial<Record<keyof Citizen, unknown>> = {}): Citizen {
  return citizen.parse({
    personalId: id,
    fullName: 'Nguyễn Thị Tư',
    birthDate: '1945-03-02',
    sex: 'female',
    deceasedOn: null,
    accounts: [{ bank: '970405', number: `13002000${id.slice(-5)}` }],
    ...given,
  });
}

let rows = 0;

/** A clean row of a list: 360,000 đồng of social assistance into an account at Agribank, but for what is given. */
export function row(id: string | null, given: Partial<Record<keyof RowValues, unknown>> = {}): CheckedRow {
  rows += 1;
  const nothing = Object.fromEntries(rowValues.keyof().options.map((field) => [field, null]));
  return checkedRow.parse({
    sheet: 'BTXH',
    row: rows + 7,
    change: null,
    outcome: id === null ? 'held' : 'accepted',
    notes: id === null ? [{ code: 'id-missing', field: 'personalId' }] : [],
    values: {
      ...nothing,
      personalId: id,
      fullName: 'Nguyễn Thị Tư',
      birthDate: '1945',
      programme: 'BTXH',
      amount: 360_000,
      accountNumber: `13002000${(id ?? '00000').slice(-5)}`,
      bank: '970405',
      channel: 'account',
      ...given,
    },
    cells: [],
  });
}
