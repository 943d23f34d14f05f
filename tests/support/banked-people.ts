import { AMOUNT, type ListedPerson } from './local-people.ts';
import { workbookOf } from './workbook-builder.ts';

/** Somebody on a list who is paid into an account at a bank of their own, or in cash. */
export interface BankedPerson extends Omit<ListedPerson, 'accountNumber'> {
  /** Null: paid in cash. */
  readonly account: { readonly bank: keyof typeof BANKS; readonly number: string } | null;
}

/** Banks as lists call them, and their numbers (BIN). */
const BANKS = { Agribank: '970405', LPBank: '970449' } as const;

/** Somebody born in 1951 and registered in Hà Nội; `index` tells people apart, from 1 to 9. */
export function bankedPerson(index: number, fullName: string, bank: keyof typeof BANKS | null): BankedPerson {
  return {
    personalId: `00115100030${index}`,
    fullName,
    birthDate: `1951-0${index}-15`,
    sex: 'female',
    account: bank && { bank, number: `220620500030${index}` },
  };
}

/** A list as a careful office writes it, everybody on BTXH with {@link AMOUNT}. */
export function bankedListOf(people: readonly BankedPerson[]): Uint8Array {
  return workbookOf([
    ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Chế độ', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
    ...people.map(({ personalId, fullName, birthDate, account }, index) => [
      index + 1,
      fullName,
      birthDate.split('-').reverse().join('/'),
      'Nữ',
      personalId,
      'BTXH',
      AMOUNT,
      account?.number ?? '',
      account?.bank ?? '',
    ]),
  ]);
}

/** The people as the registry knows them (contract *Own month*). */
export function populationOf(people: readonly BankedPerson[]): string {
  const lines = people.map(({ personalId, fullName, birthDate, sex, account }) =>
    [personalId, fullName, birthDate, sex, '', account ? BANKS[account.bank] : '', account?.number ?? ''].join(','),
  );
  return `${lines.join('\n')}\n`;
}
