import { period } from '../../lambdas/domain/period.ts';
import { generateMonth } from '../../samples/generate.ts';
import { referenceOf } from '../../samples/reference.ts';
import type { SampleMonth } from '../../samples/sample-month.ts';
import { workbookOf } from './workbook-builder.ts';

/** Somebody on a list of a test, whom the registry knows as listed. */
export interface ListedPerson {
  readonly personalId: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  /** An account at Agribank (BIN 970405). */
  readonly accountNumber: string;
}

/** People of the tests, in the order in which tests need them: born in 1950, registered in Hà Nội (001). */
export const PEOPLE: readonly ListedPerson[] = [
  'Nguyễn Thị Hòa',
  'Trần Văn Nghĩa',
  'Đặng Thị Ngưỡng',
  'Lê Đình Thọ',
  'Phạm Thị Thúy',
  'Hoàng Văn Khởi',
].map((fullName, index) => {
  const sex = index % 2 === 0 ? 'female' : 'male';
  return {
    personalId: `001${sex === 'female' ? 1 : 0}5000010${index}`,
    fullName,
    birthDate: `1950-0${index + 1}-15`,
    sex,
    accountNumber: `220620500010${index}`,
  };
});

/** A list as a careful office writes it, everybody on BTXH with 360,000 đồng. */
export function listOf(people: readonly ListedPerson[]): Uint8Array {
  return workbookOf([
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Chế độ', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
    ...people.map(({ personalId, fullName, birthDate, sex, accountNumber }, index) => [
      index + 1,
      fullName,
      birthDate.split('-').reverse().join('/'),
      sex === 'female' ? 'Nữ' : 'Nam',
      personalId,
      'BTXH',
      AMOUNT,
      accountNumber,
      'Agribank',
    ]),
  ]);
}

/** What {@link listOf} gives everybody: the standard rate from July 2021. */
export const AMOUNT = 360_000;

/** The unit that sends the long list. */
export const LONG_LIST_UNIT = '10180';

let longMonth: Promise<SampleMonth> | undefined;

/** A list of six hundred people with the usual faults: long enough that a function can be stopped in the middle of it. */
export function longList(): Promise<SampleMonth> {
  const { 'units.csv': units, ...others } = referenceOf('thanh-oai');
  const kept = units.split('\n').filter((line) => /^(code|01|278|10180),/.test(line));
  longMonth ??= generateMonth({
    name: 'long',
    seed: 'long',
    period: period.parse('2023-07'),
    reference: { ...others, 'units.csv': `${kept.join('\n')}\n` },
    counts: { NCC: { people: 120, withAccount: 70 }, BTXH: { people: 480, withAccount: 260 } },
    drawBoth: 0,
    villages: [4, 4],
  });
  return longMonth;
}

/** Everybody whom any end-to-end test lists, as the registry knows them (contract *Own month*). */
export async function populationCsv(): Promise<string> {
  const lines = PEOPLE.map(({ personalId, fullName, birthDate, sex, accountNumber }) =>
    [personalId, fullName, birthDate, sex, '', '970405', accountNumber].join(','),
  );
  return `${(await longList()).populationCsv}${lines.join('\n')}\n`;
}

/** A row of a change list: who, and what is to become of them. Only what is given stands in the list. */
export interface ListedChange {
  readonly what: 'Tăng' | 'Giảm' | 'Điều chỉnh';
  readonly person: ListedPerson;
  readonly amount?: number;
  readonly reason?: string;
}

/** A list of increases, decreases and adjustments as an office writes it between two full lists. */
export function changeListOf(changes: readonly ListedChange[]): Uint8Array {
  return workbookOf([
    ['DANH SÁCH TĂNG, GIẢM, ĐIỀU CHỈNH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP'],
    [
      'STT',
      'Biến động',
      'Họ và tên',
      'Ngày sinh',
      'Giới tính',
      'Số CCCD',
      'Chế độ',
      'Số tiền',
      'Số tài khoản',
      'Ngân hàng',
      'Lý do',
    ],
    ...changes.map(({ what, person, amount, reason }, index) => [
      index + 1,
      what,
      person.fullName,
      person.birthDate.split('-').reverse().join('/'),
      person.sex === 'female' ? 'Nữ' : 'Nam',
      person.personalId,
      'BTXH',
      amount ?? '',
      what === 'Tăng' ? person.accountNumber : '',
      what === 'Tăng' ? 'Agribank' : '',
      reason ?? '',
    ]),
  ]);
}

/** A list of help after a storm, a million đồng each. */
export function emergencyListOf(people: readonly ListedPerson[]): Uint8Array {
  return workbookOf([
    ['DANH SÁCH HỖ TRỢ ĐỘT XUẤT HỘ BỊ THIỆT HẠI DO THIÊN TAI'],
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
    ...people.map(({ personalId, fullName, birthDate, sex, accountNumber }, index) => [
      index + 1,
      fullName,
      birthDate.split('-').reverse().join('/'),
      sex === 'female' ? 'Nữ' : 'Nam',
      personalId,
      1_000_000,
      accountNumber,
      'Agribank',
    ]),
  ]);
}
