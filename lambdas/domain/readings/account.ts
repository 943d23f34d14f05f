import type { ListCell } from '../lists/list-cell.ts';
import type { RowField, RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import { type BankBin, bankBin, type Channel } from '../person.ts';
import { folded, halfWidth } from './folded-text.ts';
import { countDigits, isDigits } from './letters.ts';
import { isScientific, isWholeNumber } from './personal-id.ts';
import { remembering } from './remembering.ts';

interface Bank {
  readonly bin: BankBin | null;
  readonly channel: Channel;
  /** Folded; matched as whole words, wherever they stand in the cell. */
  readonly names: readonly string[];
}

/** BINs as NAPAS gives them. Mobile-money operators have none: the phone number is the account. */
const BANKS: readonly Bank[] = [
  // Names that hold another bank's name within them come before it.
  bank('970400', ['saigonbank', 'sai gon cong thuong', 'sgb']),
  bank('970440', ['seabank', 'dong nam a']),
  bank('970405', ['agribank', 'nong nghiep', 'nn ptnt', 'nnptnt', 'nhnn', 'vbard', 'nhno']),
  bank('970418', ['bidv', 'dau tu va phat trien', 'dau tu phat trien', 'dau tu va pt', 'dau tu pt', 'dt pt']),
  bank('970415', ['vietinbank', 'viettinbank', 'vietin', 'cong thuong', 'ctg', 'icb']),
  bank('970436', ['vietcombank', 'vcb', 'ngoai thuong']),
  bank('970422', ['mb', 'mbbank', 'quan doi']),
  bank('970407', ['techcombank', 'techcom', 'tcb', 'ky thuong']),
  bank('970449', ['lpbank', 'lpb', 'lienvietpostbank', 'lien viet', 'loc phat', 'lvpb']),
  bank('970403', ['sacombank', 'sai gon thuong tin', 'stb']),
  bank('970416', ['acb', 'a chau']),
  bank('970432', ['vpbank', 'vp bank', 'vpb', 'viet nam thinh vuong', 'thinh vuong']),
  bank('970423', ['tpbank', 'tp bank', 'tpb', 'tien phong']),
  bank('970443', ['shb', 'sai gon ha noi']),
  bank('970437', ['hdbank', 'hd bank', 'hdb', 'phat trien tp', 'phat trien thanh pho']),
  bank('970441', ['vib', 'quoc te']),
  bank('970426', ['msb', 'maritime bank', 'hang hai']),
  bank('970431', ['eximbank', 'exim', 'xuat nhap khau']),
  bank('970448', ['ocb', 'phuong dong']),
  bank('970425', ['abbank', 'ab bank', 'an binh']),
  bank('970428', ['nam a bank', 'namabank', 'nam a']),
  bank('970409', ['bac a bank', 'bacabank', 'bac a']),
  bank('970412', ['pvcombank', 'pvcom', 'dai chung']),
  bank('970452', ['kienlongbank', 'kien long']),
  bank('970419', ['ncb', 'quoc dan']),
  bank('970429', ['scb']),
  bank('970427', ['vietabank', 'viet a bank', 'viet a']),
  bank('970433', ['vietbank', 'viet nam thuong tin']),
  bank('970454', ['bvbank', 'viet capital', 'ban viet']),
  bank('970430', ['pgbank', 'pg bank']),
  bank('970446', ['co opbank', 'coopbank', 'hop tac', 'hop tac xa']),
  bank('970438', ['baovietbank', 'bao viet']),
  { bin: bankBin.parse('971025'), channel: 'wallet', names: ['momo'] },
  {
    bin: null,
    channel: 'mobile-money',
    names: ['viettel', 'viettelpay', 'vnpt', 'mobifone', 'mobile money', 'tien di dong'],
  },
];

function bank(bin: string, names: string[]): Bank {
  return { bin: bankBin.parse(bin), channel: 'account', names };
}

/** Finds a bank, wallet or mobile-money operator by its name, abbreviation or BIN. */
const bankNamed = remembering(findBank);

function findBank(text: string): Bank | null {
  const name = folded(text);
  const bin = /(?:^| )(97\d{4})(?: |$)/.exec(name)?.[1];
  const byBin = BANKS.find((candidate) => candidate.bin !== null && candidate.bin === bin);
  if (byBin !== undefined) return byBin;
  if (bin !== undefined) return { bin: bankBin.parse(bin), channel: 'account', names: [] };
  return BANKS.find((candidate) => candidate.names.some((alias) => ` ${name} `.includes(` ${alias} `))) ?? null;
}

/** Mobile numbers of Viet Nam: 0 and nine digits, by the operators' prefixes. */
const MOBILE = /^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$/;

/** A mobile number as `0` and nine digits, or null. `restored` says that a zero lost to Excel was put back. */
export function readPhone(text: string): { phone: string; restored: boolean } | null {
  const digits = halfWidth(text).replace(/[\s.\-()'’_\u200B-\u200D\u2060\uFEFF]/g, '');
  const local = digits.replace(/^(?:\+84|0084|84(?=\d{9}$))0?/, '0');
  if (MOBILE.test(local)) return { phone: local, restored: false };
  return /^\d{9}$/.test(local) && MOBILE.test(`0${local}`) ? { phone: `0${local}`, restored: true } : null;
}

/** What the list gives of how somebody is paid. */
export interface AccountCells {
  readonly account: ListCell | undefined;
  readonly bank: ListCell | undefined;
  readonly channel: ListCell | undefined;
  readonly phone: string | null;
  /** The list says that they are paid at home, wherever it says so. */
  readonly atHome: boolean;
}

export interface AccountReading {
  readonly accountNumber: string | null;
  readonly bank: BankBin | null;
  readonly channel: Channel;
  readonly notes: readonly RowNote[];
}

/**
 * Reads account, bank and channel together, since each says what the others mean: a wish in the channel column counts
 * first, then the bank's kind. No account means cash, and after cash has ended in the unit a payment that is deferred.
 * Paid at home means cash too, but a usable account goes before it, unless the list asks for cash in so many words.
 * An account that cannot be certain is an error: money sent to a wrong account does not come back.
 */
export function readAccount(cells: AccountCells, cashIsAllowed: boolean): AccountReading {
  const reading = readWay(cells, cashIsAllowed);
  if (!cells.atHome || reading.channel === 'cash' || reading.accountNumber === null) return reading;
  return { ...reading, notes: [...reading.notes, noteOf('at-home-has-account', 'atHome')] };
}

function readWay(cells: AccountCells, cashIsAllowed: boolean): AccountReading {
  const number = numberIn(cells.account);
  const bankText = cells.bank?.text ?? number.rest;
  const notes: RowNote[] = [...number.notes];
  const wish = wishedChannel(cells.channel, notes);
  const named = bankNamed(bankText) ?? (cells.channel === undefined ? null : bankNamed(cells.channel.text));
  const damaged = number.notes.some(({ code }) => code !== 'account-cleaned');

  if (wish === 'cash') {
    if (!cashIsAllowed) notes.push(noteOf('cash-ended', 'channel'));
    return { accountNumber: number.digits, bank: named?.bin ?? null, channel: 'cash', notes };
  }
  const kind = named?.channel ?? wish ?? 'account';
  if (kind !== 'account') {
    const phone = phoneAccount(number.digits, cells, notes);
    if (phone !== null || number.digits !== null || damaged) {
      return { accountNumber: phone, bank: named?.bin ?? null, channel: kind, notes };
    }
  }
  if (damaged) return { accountNumber: null, bank: named?.bin ?? null, channel: 'account', notes };
  if (number.digits === null && cells.atHome) {
    if (!cashIsAllowed) notes.push(noteOf('cash-ended', 'channel'));
    return { accountNumber: null, bank: named?.bin ?? null, channel: 'cash', notes };
  }
  if (number.digits === null) {
    // The way of payment that is asked for, though there is no account yet: providers are told who wishes what.
    const asked = named === null && wish === null ? undefined : kind;
    notes.push(noteOf(cashIsAllowed ? 'no-account-cash' : 'no-account-deferred', 'accountNumber', undefined, asked));
    return { accountNumber: null, bank: named?.bin ?? null, channel: 'cash', notes };
  }
  if (named === null) {
    notes.push(bankText.trim() === '' ? noteOf('bank-missing', 'bank') : noteOf('bank-unknown', 'bank', bankText));
  }
  return { accountNumber: number.digits, bank: named?.bin ?? null, channel: 'account', notes };
}

interface AccountNumber {
  readonly digits: string | null;
  /** Words beside the number: often the bank's name. */
  readonly rest: string;
  readonly notes: readonly RowNote[];
}

const NO_NOTES: readonly RowNote[] = [];

function isAccount(text: string): boolean {
  return text.length >= 6 && text.length <= 19 && isDigits(text);
}

/** Account numbers are digit strings of 6 to 19; their length by bank is not certain enough to check. */
function numberIn(cell: ListCell | undefined): AccountNumber {
  if (cell?.kind === 'text' && isAccount(cell.text)) return { digits: cell.text, rest: '', notes: NO_NOTES };
  const text = cell === undefined ? '' : halfWidth(cell.text).trim();
  if (cell === undefined || countDigits(text) === 0) return { digits: null, rest: text, notes: NO_NOTES };
  const fail = (code: 'account-damaged' | 'account-unreadable'): AccountNumber => ({
    digits: null,
    rest: '',
    notes: [noteOf(code, 'accountNumber', cell.text)],
  });
  // A double holds 15 digits: what Excel kept of a longer number ends in zeros that nobody typed.
  if (isScientific(text) || (cell.kind === 'number' && text.length > 15)) return fail('account-damaged');
  if (!isWholeNumber(cell)) return fail('account-unreadable');
  const bare = text.replace(/\.0$/, '').replace(/[\s.\-'’_\u200B-\u200D\u2060\uFEFF]/g, '');
  if (isAccount(bare)) {
    const cleaned = bare === text ? [] : [noteOf('account-cleaned', 'accountNumber', cell.text, bare)];
    return { digits: bare, rest: '', notes: cleaned };
  }
  if (readPhone(text) !== null) return { digits: readPhone(text)?.phone ?? null, rest: '', notes: [] };
  const inside = [...text.matchAll(/\d(?:[ .-]?\d){5,18}/g)];
  const [only] = inside;
  if (only === undefined || inside.length > 1 || /\d/.test(text.replace(only[0], '')))
    return fail('account-unreadable');
  const digits = only[0].replace(/[ .-]/g, '');
  const notes = [noteOf('account-cleaned', 'accountNumber', cell.text, digits)];
  return { digits, rest: text.replace(only[0], ' '), notes };
}

function phoneAccount(digits: string | null, cells: AccountCells, notes: RowNote[]): string | null {
  if (digits === null) {
    if (cells.phone !== null && cells.account === undefined) {
      notes.push(noteOf('account-from-phone', 'accountNumber', cells.phone, cells.phone));
      return cells.phone;
    }
    return null;
  }
  return phoneIn(digits, 'accountNumber', notes) ?? notAPhone(digits, notes);
}

function notAPhone(digits: string, notes: RowNote[]): null {
  notes.push(noteOf('account-not-a-phone', 'accountNumber', digits));
  return null;
}

/** Reads a phone number and notes a zero that was put back. */
export function phoneIn(text: string, field: RowField, notes: RowNote[]): string | null {
  const reading = readPhone(text);
  if (reading?.restored) notes.push(noteOf('account-zero-restored', field, text, reading.phone));
  return reading?.phone ?? null;
}

/** The words by which lists name a channel, folded. The first that fits counts. */
const CHANNELS: readonly (readonly [RegExp, Channel])[] = [
  [/mobile money|tien di dong|viettel|vnpt|mobifone/, 'mobile-money'],
  [/\bvi\b|momo|wallet/, 'wallet'],
  [/tien mat|truc tiep|buu dien|buu cuc|vnpost|cash|diem chi tra|(chua|khong) co (tai khoan|tk)/, 'cash'],
  [/tai khoan|\btk\b|\batm\b|chuyen khoan|\bck\b|ngan hang|account/, 'account'],
];

function wishedChannel(cell: ListCell | undefined, notes: RowNote[]): Channel | null {
  const text = cell === undefined ? '' : folded(cell.text);
  if (cell === undefined || text === '') return null;
  const found = CHANNELS.find(([words]) => words.test(text))?.[1] ?? bankNamed(cell.text)?.channel;
  // "Tại nhà" says where, and is read by itself.
  if (found === undefined && !/\btai nha\b/.test(text)) notes.push(noteOf('channel-unreadable', 'channel', cell.text));
  return found ?? null;
}
