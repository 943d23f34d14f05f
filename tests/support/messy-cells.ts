import type { RollPerson } from './messy-list.ts';
import { asLatin1, inTcvn3, inVni } from './old-encodings.ts';

/** A cell as somebody wrote it. `text` is what a CSV says in its place. */
export interface MessyCell {
  readonly text: string;
  readonly number?: number;
  /** A day under a date format, `YYYY-MM-DD`. */
  readonly day?: string;
  /** A number under a format of twelve zeros. */
  readonly zeros?: true;
  /** A formula, whose cached value the number is. */
  readonly formula?: true;
  readonly font?: '.VnTime' | 'VNI-Times';
}

/** What is written, and the notes that a reader owes for seeing through it. */
export interface Written {
  readonly cell: MessyCell | null;
  readonly codes: readonly string[];
  /** What must be read, where the writing changes it for good (capitals). */
  readonly read?: string;
}

/** What the file can hold: a text or a web page has neither dates nor numbers, fonts nor hidden rows. */
export type Medium = 'workbook' | 'workbook-1904' | 'text' | 'page';

/** Whether cells have kinds, styles and fonts. */
export function isWorkbook(medium: Medium): boolean {
  return medium === 'workbook' || medium === 'workbook-1904';
}

const plain = (text: string): MessyCell => ({ text });
const clean = (cell: MessyCell | null): Written => ({ cell, codes: [] });

/** A name as typed: in capitals, taken apart, spaced out, or under an old font. */
export function nameCell(name: string, style: number, medium: Medium): Written {
  switch (style) {
    case 1:
      return { cell: plain(name.toUpperCase()), codes: [], read: name.toUpperCase() };
    case 2:
      return clean(plain(name.normalize('NFD')));
    case 3:
      return clean(plain(name.replaceAll(' ', '   ')));
    case 4:
      return clean(plain(name.replaceAll(' ', '\u00a0')));
    case 5: {
      const bytes = isWorkbook(medium) ? inTcvn3(name) : null;
      return bytes === null || bytes.some((byte) => byte < 0x20)
        ? clean(plain(name))
        : oldFont(asLatin1(bytes), '.VnTime');
    }
    case 6:
      return isWorkbook(medium) ? oldFont(inVni(name), 'VNI-Times') : clean(plain(name));
    case 7:
      return clean(plain(` ${name}\u200b `));
    default:
      return clean(plain(name));
  }
}

function oldFont(stored: string, font: '.VnTime' | 'VNI-Times'): Written {
  return { cell: { text: stored, font }, codes: /[^\p{ASCII}]/u.test(stored) ? ['old-font'] : [] };
}

/** An id as typed, or as Excel keeps it. */
export function idCell(id: string, style: number, medium: Medium): Written {
  const groups = id.match(/.{3}/g) ?? [];
  switch (style) {
    case 1:
      return { cell: { text: String(Number(id)), number: Number(id) }, codes: ['id-zeros-restored'] };
    case 2:
      // Offices write ="038…" into CSV so that Excel keeps the zeros.
      if (isWorkbook(medium)) return clean({ text: id, number: Number(id), zeros: true });
      return clean(plain(medium === 'text' ? `="${id}"` : id));
    case 3:
      return { cell: plain(`'${id}`), codes: ['id-cleaned'] };
    case 4:
      return { cell: plain(groups.join(' ')), codes: ['id-cleaned'] };
    case 5:
      return { cell: plain(groups.join('.')), codes: ['id-cleaned'] };
    case 6:
      return {
        cell: plain([...id].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')),
        codes: ['id-cleaned'],
      };
    default:
      return clean(plain(id));
  }
}

/** A birth date in one cell: as far as it is known, in one of the ways in which offices write it. */
export function birthCell({ birthDate, mess }: RollPerson, medium: Medium): Written {
  const [year = '', month, day] = birthDate.split('-');
  if (month === undefined) return yearCell(year, mess.birth, medium);
  if (day === undefined) {
    const texts = [`${month}/${year}`, `00/${month}/${year}`, `${Number(month)}/${year}`, `${month}.${year}`];
    return { cell: plain(texts[mess.birth] ?? `00-${month}-${year}`), codes: ['birth-month-only'] };
  }
  const written = `${day}/${month}/${year}`;
  switch (mess.birth) {
    case 0:
      return clean(isWorkbook(medium) ? { text: written, day: birthDate } : plain(written));
    case 1:
      return clean(plain(`${Number(day)}/${Number(month)}/${year}`));
    case 2:
      return clean(plain(`${day}.${month}.${year}`));
    case 3:
      return clean(plain(birthDate));
    case 4:
      // Without its format a serial does not say from which day it counts: only of 1900 may it be read.
      if (medium !== 'workbook') return clean(plain(`${day}-${month}-${year}`));
      return { cell: { text: written, number: serialOf(birthDate) }, codes: ['birth-date-repaired'] };
    default:
      return clean(plain(written));
  }
}

function yearCell(year: string, style: number, medium: Medium): Written {
  const codes = ['birth-year-only'];
  if (style === 0) return { cell: { text: year, number: Number(year) }, codes };
  if (style === 1) return { cell: plain(`00/00/${year}`), codes };
  if (style === 2) return { cell: plain(`Năm ${year}`), codes: ['birth-date-repaired', ...codes] };
  if (style === 3 && medium === 'workbook') {
    const day = new Date(Date.UTC(1899, 11, 30) + Number(year) * 86_400_000).toISOString().slice(0, 10);
    return { cell: { text: year, day }, codes: ['birth-date-repaired', ...codes] };
  }
  return { cell: plain(year), codes };
}

/** The serial number by which Excel counts days from 1900. */
export function serialOf(day: string): number {
  return Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000);
}

/** An amount as a number, or as text with separators and its unit. */
export function amountCell(amount: number | null, style: number): Written {
  if (amount === null) return clean(null);
  const grouped = (separator: string): string => String(amount).replace(/\B(?=(\d{3})+$)/g, separator);
  const texts = [
    '',
    grouped('.'),
    grouped(','),
    `${grouped('.')} đ`,
    grouped('\u00a0'),
    '',
    ` ${grouped('.')} đồng `,
    `${grouped('.')},00`,
  ];
  if (style === 0) return clean({ text: String(amount), number: amount });
  if (style === 5) return clean({ text: String(amount), number: amount, formula: true });
  return clean(plain(texts[style] ?? String(amount)));
}

/** An account as text, as a number where Excel holds it exactly, spaced, or behind an apostrophe. */
export function accountCell(account: RollPerson['account'], style: number): Written {
  if (account === null) return { cell: style % 2 === 0 ? null : plain('chưa có'), codes: ['no-account-cash'] };
  const { number } = account;
  if (style === 1 && number.length <= 15 && !number.startsWith('0'))
    return clean({ text: number, number: Number(number) });
  if (style === 2) return { cell: plain(number.replace(/(.{4})(?=.)/g, '$1 ')), codes: ['account-cleaned'] };
  if (style === 3) return { cell: plain(`'${number}`), codes: ['account-cleaned'] };
  return clean(plain(number));
}

const BANK_NAMES: Readonly<Record<string, readonly string[]>> = {
  '970405': ['Agribank', 'Ngân hàng Nông nghiệp và PTNT', '970405'],
  '970418': ['BIDV', 'NH Đầu tư và Phát triển Việt Nam', 'bidv CN Hà Đông'],
  '970415': ['VietinBank', 'Ngân hàng TMCP Công thương VN', 'VIETINBANK'],
  '970436': ['VCB', 'Vietcombank', 'NH TMCP Ngoại thương'],
  '970422': ['MB', 'Ngân hàng Quân đội', 'MB Bank'],
};

/** A bank by one of the names that offices give it. */
export function bankCell(account: RollPerson['account'], style: number): MessyCell | null {
  if (account === null) return null;
  const names = BANK_NAMES[account.bank] ?? [account.bank];
  return plain(names[style % names.length] ?? account.bank);
}
