import { formatDong } from '../lambdas/domain/money.ts';
import type { Programme } from '../lambdas/domain/programme.ts';
import type { Account } from './accounts.ts';
import type { ListedRow } from './faults.ts';
import type { Field, Layout } from './list-layouts.ts';
import { withTonesOnLastVowel } from './names.ts';

export type Cell = string | number | Date | null;

/** How a group row, a sheet's title or a column calls each programme, and the sheet itself. */
export const PROGRAMME_WORDS: Readonly<
  Record<Programme, { group: string; title: string; column: string; sheet: string }>
> = {
  NCC: {
    group: 'Người có công với cách mạng',
    title: 'TRỢ CẤP ƯU ĐÃI NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG',
    column: 'Người có công',
    sheet: 'NCC',
  },
  BTXH: {
    group: 'Đối tượng bảo trợ xã hội',
    title: 'TRỢ CẤP BẢO TRỢ XÃ HỘI',
    column: 'Bảo trợ xã hội',
    sheet: 'BTXH',
  },
  HTXH: {
    group: 'Đối tượng hưởng trợ cấp hưu trí xã hội',
    title: 'TRỢ CẤP HƯU TRÍ XÃ HỘI',
    column: 'Trợ cấp hưu trí xã hội',
    sheet: 'Hưu trí xã hội',
  },
  BHXH: {
    group: 'Lương hưu, trợ cấp bảo hiểm xã hội hằng tháng',
    title: 'LƯƠNG HƯU, TRỢ CẤP BẢO HIỂM XÃ HỘI HẰNG THÁNG',
    column: 'Bảo hiểm xã hội',
    sheet: 'BHXH',
  },
  KHAC: { group: 'Đối tượng khác', title: 'TRỢ CẤP CÁC CHẾ ĐỘ KHÁC', column: 'Khác', sheet: 'Khác' },
};

const BANK_WORDS: Readonly<Record<string, { short: string; full: string }>> = {
  '970405': { short: 'Agribank', full: 'Ngân hàng Nông nghiệp và Phát triển Nông thôn (Agribank)' },
  '970418': { short: 'BIDV', full: 'Ngân hàng Đầu tư và Phát triển Việt Nam (BIDV)' },
  '970415': { short: 'VietinBank', full: 'Ngân hàng Công thương Việt Nam (VietinBank)' },
  '970436': { short: 'Vietcombank', full: 'Ngân hàng Ngoại thương Việt Nam (Vietcombank)' },
  '970422': { short: 'MB Bank', full: 'Ngân hàng Quân đội (MB)' },
  '970407': { short: 'Techcombank', full: 'Ngân hàng Kỹ thương Việt Nam (Techcombank)' },
  '970449': { short: 'LPBank', full: 'Ngân hàng Bưu điện Liên Việt (LPBank)' },
  '971025': { short: 'Ví MoMo', full: 'Ví điện tử MoMo' },
};
const MOBILE_MONEY = 'Viettel Money';

/** What a row's cell holds under a column, in the habits of a layout. */
export function cellOf(field: Field, row: ListedRow, layout: Layout, ordinal: number): Cell {
  const { person, benefit } = row;
  switch (field) {
    case 'ordinal':
      return ordinal;
    case 'fullName':
      return asWritten(row.fullName, layout);
    case 'birthDate':
      return birthCell(row.birthDate, layout);
    case 'birthYearIfMale':
      return person.sex === 'male' ? Number(row.birthDate.slice(0, 4)) : null;
    case 'birthYearIfFemale':
      return person.sex === 'female' ? Number(row.birthDate.slice(0, 4)) : null;
    case 'sex':
      return person.sex === 'male' ? 'Nam' : 'Nữ';
    case 'personalId':
      if (row.idText === '') return null;
      return layout.ids === 'number' ? Number(row.idText) : row.idText;
    case 'village':
      return row.village;
    case 'address':
      return row.address;
    case 'programme':
      return layout.name === 'csv' ? PROGRAMME_WORDS[benefit.programme].column : benefit.programme;
    case 'kind':
      return benefit.kind;
    case 'decisionNumber':
      return benefit.decisionNumber;
    case 'bookNumber':
      return benefit.bookNumber;
    case 'amount':
      return moneyCell(benefit.amount, layout);
    case 'arrearsMonths':
      return benefit.arrearsMonths || null;
    case 'arrears':
      return benefit.arrears === 0 ? null : moneyCell(benefit.arrears, layout);
    case 'total':
      return moneyCell(benefit.amount + benefit.arrears, layout);
    case 'accountNumber':
      return person.account?.number ?? null;
    case 'bank':
      return person.account === null ? null : bankCell(person.account, layout);
    case 'payeeName':
      return person.payee === null ? null : asWritten(person.payee.fullName, layout);
    case 'payeeRole':
      if (person.payee === null) return null;
      return person.payee.role === 'guardian' ? 'Người giám hộ' : 'Người được ủy quyền';
    case 'payeeId':
      return person.payee?.personalId ?? null;
    case 'phone':
      return person.phone;
    case 'note':
      return null;
  }
}

/** A name in the habit of a layout. */
export function asWritten(name: string, { names }: Layout): string {
  switch (names) {
    case 'as-typed':
      return name;
    case 'capitals':
      return name.toLocaleUpperCase('vi');
    case 'decomposed':
      return name.normalize('NFD');
    case 'tone-on-last-vowel':
      return withTonesOnLastVowel(name);
  }
}

function birthCell(birthDate: string, { birth }: Layout): Cell {
  switch (birth) {
    case 'text':
      return birthDate.split('-').reverse().join('/');
    case 'excel-date':
      return new Date(`${birthDate}T00:00:00Z`);
    case 'year':
      return Number(birthDate.slice(0, 4));
  }
}

function moneyCell(amount: number, { amounts }: Layout): Cell {
  return amounts === 'text' ? formatDong(amount) : amount;
}

function bankCell({ bank }: Account, { banks }: Layout): string {
  const words = bank === null ? undefined : BANK_WORDS[bank];
  return words === undefined ? MOBILE_MONEY : words[banks];
}
