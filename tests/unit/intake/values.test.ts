import { describe, expect, it } from 'vitest';
import type { CellKind, ListCell } from '../../../lambdas/domain/lists/list-cell.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { birthDate, personalId } from '../../../lambdas/domain/person.ts';
import { readAccount, readPhone } from '../../../lambdas/domain/readings/account.ts';
import { readAmount } from '../../../lambdas/domain/readings/amount-reading.ts';
import { readBirthDate } from '../../../lambdas/domain/readings/birth-date-reading.ts';
import { contradictions, readPersonalId } from '../../../lambdas/domain/readings/personal-id.ts';
import { readProgramme } from '../../../lambdas/domain/readings/programme-reading.ts';

const JUNE = period.parse('2026-06');
const cellOf = (text: string, kind: CellKind = 'text', raw = text): ListCell => ({ kind, text, raw });

describe('a personal id', () => {
  const read = (text: string, kind: CellKind = 'text') => {
    const { id, notes } = readPersonalId(cellOf(text, kind), JUNE);
    return [id, ...notes.map(({ code }) => code)];
  };

  it.each([
    ['a clean one', '001145000123', ['001145000123']],
    ['eleven digits get their zero back', '38045000123', ['038045000123', 'id-zeros-restored']],
    ['ten digits get two, where the province allows', '8045000123', ['008045000123', 'id-zeros-restored']],
    ['ten digits of a phone number do not', '0912345678', [null, 'id-unreadable']],
    ['nine digits are an old card', '123456789', [null, 'id-old-card']],
    ['eight digits are an old card', '12345678', [null, 'id-old-card']],
    ['spaces and dots go', '038 045 000.123', ['038045000123', 'id-cleaned']],
    ['an apostrophe goes', "'038045000123", ['038045000123', 'id-cleaned']],
    ['full-width digits are digits', '０３８０４５０００１２３', ['038045000123', 'id-cleaned']],
    ['what Excel shows of a number is damaged', '3.8045E+10', [null, 'id-damaged']],
    ['words are no id', 'chưa có', [null, 'id-missing']],
    ['twelve digits with dots that end in zeros', '038.145.000.000', ['038145000000', 'id-cleaned']],
    ['a number that was saved with a decimal', '38045000123.0', ['038045000123', 'id-zeros-restored']],
    ['letters beside digits are not guessed', 'O38045000123', [null, 'id-unreadable']],
    ['a birth in the future is impossible', '038245000123', [null, 'id-impossible']],
    ['an unknown province is a warning', '005045000123', ['005045000123', 'id-unknown-province']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['-38045000123', 'number'],
    ['38045000123.5', 'number'],
    ['2004-03-02', 'date'],
    ['TRUE', 'boolean'],
  ] satisfies [string, CellKind][])('is no cell that holds %s as a %s', (text, kind) => {
    expect(read(text, kind)[0]).toBeNull();
  });

  it('says what was read and what was made of it', () => {
    expect(readPersonalId(cellOf('38045000123', 'number'), JUNE).notes).toEqual([
      { code: 'id-zeros-restored', field: 'personalId', read: '38045000123', taken: '038045000123' },
    ]);
  });

  it('is for review where it contradicts sex or birth year', () => {
    const id = personalId.parse('038145000123');
    const codes = contradictions(id, birthDate.parse('1954'), 'male').map(({ code }) => code);
    expect(codes).toEqual(['id-contradicts-sex', 'id-contradicts-birth-year']);
    expect(contradictions(id, birthDate.parse('1945-02-01'), 'female')).toEqual([]);
  });
});

describe('a birth date', () => {
  const read = (cell: ListCell) => {
    const { birthDate: date, notes } = readBirthDate(cell, JUNE);
    return [date, ...notes.map(({ code }) => code)];
  };

  it.each([
    ['dd/mm/yyyy', cellOf('5/11/1945'), ['1945-11-05']],
    ['with dots', cellOf('05.11.1945'), ['1945-11-05']],
    ['a year', cellOf('1945'), ['1945', 'birth-year-only']],
    ['a year as a number', cellOf('1945', 'number'), ['1945', 'birth-year-only']],
    ['00/00/1945', cellOf('00/00/1945'), ['1945', 'birth-year-only']],
    ['a month and year', cellOf('00/11/1945'), ['1945-11', 'birth-month-only']],
    ['an Excel date', cellOf('1945-11-05', 'date', '16746'), ['1945-11-05']],
    ['a bare serial', cellOf('16746', 'number'), ['1945-11-05', 'birth-date-repaired']],
    [
      'a year typed into a date cell',
      cellOf('1905-04-28', 'date', '1945'),
      ['1945', 'birth-date-repaired', 'birth-year-only'],
    ],
    ['a serial that was saved as text', cellOf('16746'), ['1945-11-05', 'birth-date-repaired']],
    ['a year in words', cellOf('Năm 1945'), ['1945', 'birth-date-repaired', 'birth-year-only']],
    ['about a year', cellOf('khoảng năm 1945'), ['1945', 'birth-date-repaired', 'birth-year-only']],
    ['full-width digits', cellOf('０５/１１/１９４５'), ['1945-11-05']],
    ['with midnight behind it', cellOf('05/11/1945 00:00:00'), ['1945-11-05']],
    ['month first is not guessed', cellOf('11/25/1945'), [null, 'birth-date-unreadable']],
    ['a day that never was', cellOf('31/02/1945'), [null, 'birth-date-unreadable']],
    ['a thirteenth month', cellOf('00/13/1945'), [null, 'birth-date-unreadable']],
    ['two digits of a year are not guessed', cellOf('05/11/45'), [null, 'birth-date-unreadable']],
    ['the future', cellOf('05/11/2045'), [null, 'birth-date-impossible']],
    ['150 years ago', cellOf('05/11/1885'), [null, 'birth-date-impossible']],
  ])('%s', (_, cell, expected) => {
    expect(read(cell)).toEqual(expected);
  });
});

describe('an amount', () => {
  const read = (text: string, kind: CellKind = 'text') => {
    const reading = readAmount(cellOf(text, kind));
    return reading.kind === 'amount' ? reading.amount : reading.kind;
  };

  it.each([
    ['540.000', 540_000],
    ['1,234,567', 1_234_567],
    ['540 000 đ', 540_000],
    ['540.000 đồng', 540_000],
    ['540.000,00', 540_000],
    ['540000', 540_000],
    ['360.000đ', 360_000],
    ['360,000 VND', 360_000],
    ['1.624.000 đ/tháng', 1_624_000],
    ['540000.00', 540_000],
    ['0,36 triệu', 'unreadable'],
    ['540.00', 'unreadable'],
    ['540 nghìn', 'unreadable'],
    ['=540000', 'unreadable'],
    ['-', 'missing'],
    ['-540.000', 'negative'],
    ['(540.000)', 'negative'],
    ['540.5', 'unreadable'],
    ['54O.000', 'unreadable'],
    ['1.234,567', 'unreadable'],
    ['540.000 + 50.000', 'unreadable'],
    ['9999999999999999', 'unreadable'],
  ])('text %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['540000', 540_000],
    ['540000.00000000006', 540_000],
    ['540000.5', 'unreadable'],
    ['-1', 'negative'],
  ])('number %s', (text, expected) => {
    expect(read(text, 'number')).toBe(expected);
  });
});

describe('account and channel', () => {
  const read = (account: ListCell | null, bank = '', channel = '', cashIsAllowed = true) => {
    const reading = readAccount(
      {
        account: account ?? undefined,
        bank: bank === '' ? undefined : cellOf(bank),
        channel: channel === '' ? undefined : cellOf(channel),
        phone: null,
        atHome: false,
      },
      cashIsAllowed,
    );
    return [reading.channel, reading.accountNumber, reading.bank, ...reading.notes.map(({ code }) => code)];
  };

  it.each([
    ['by short name', 'Agribank', '970405'],
    ['by full name', 'Ngân hàng TMCP Công thương Việt Nam', '970415'],
    ['by BIN', '970436', '970436'],
    ['not mistaken for the post office', 'Bưu điện Liên Việt', '970449'],
  ])('a bank is known %s', (_, bank, bin) => {
    expect(read(cellOf('1234567890123'), bank)).toEqual(['account', '1234567890123', bin]);
  });

  it('without an account it is cash, while cash is allowed', () => {
    expect(read(null)).toEqual(['cash', null, null, 'no-account-cash']);
    expect(read(cellOf('chưa có'))).toEqual(['cash', null, null, 'no-account-cash']);
  });

  it('without an account payment is deferred once cash has ended', () => {
    expect(read(null, '', '', false)).toEqual(['cash', null, null, 'no-account-deferred']);
  });

  it('a phone number at MoMo is a wallet, at Viettel mobile money', () => {
    expect(read(cellOf('0912345678'), 'MoMo')).toEqual(['wallet', '0912345678', '971025']);
    expect(read(cellOf('912345678', 'number'), 'Viettel Money')).toEqual([
      'mobile-money',
      '0912345678',
      null,
      'account-zero-restored',
    ]);
  });

  it('a wallet whose number is no phone is held', () => {
    expect(read(cellOf('1234567890123'), 'MoMo')).toEqual(['wallet', null, '971025', 'account-not-a-phone']);
  });

  it('an account that Excel rounded is damaged', () => {
    expect(read(cellOf('1234567890123450', 'number'), 'BIDV')).toEqual(['account', null, '970418', 'account-damaged']);
    expect(read(cellOf('1.23E+15'), 'BIDV')).toEqual(['account', null, '970418', 'account-damaged']);
  });

  it.each([
    ['-1234567890123', 'number'],
    ['1234567890123.5', 'number'],
    ['2023-03-15', 'date'],
  ] satisfies [string, CellKind][])('a cell that holds %s as a %s is no account', (text, kind) => {
    expect(read(cellOf(text, kind), 'BIDV')).toEqual(['account', null, '970418', 'account-unreadable']);
  });

  it('an account needs its bank, and a bank that we know', () => {
    expect(read(cellOf('1234567890123'))).toEqual(['account', '1234567890123', null, 'bank-missing']);
    expect(read(cellOf('1234567890123'), 'Ngân hàng Xyz')).toEqual(['account', '1234567890123', null, 'bank-unknown']);
  });

  it('account and bank in one cell are told apart', () => {
    expect(read(cellOf('1234567890123 - Agribank'))).toEqual(['account', '1234567890123', '970405', 'account-cleaned']);
  });

  it('a wish for cash counts although there is an account', () => {
    expect(read(cellOf('1234567890123'), 'BIDV', 'Tiền mặt')).toEqual(['cash', '1234567890123', '970418']);
  });

  it('phones come with or without the country code', () => {
    expect(readPhone('+84 912 345 678')).toEqual({ phone: '0912345678', restored: false });
    expect(readPhone('0212345678')).toBeNull();
  });
});

describe('a programme', () => {
  it.each([
    ['Bảo trợ xã hội', 'BTXH', null],
    ['NCC', 'NCC', null],
    ['Trợ cấp hưu trí xã hội', 'HTXH', null],
    ['Lương hưu', 'BHXH', null],
    ['Bảo hiểm xã hội một lần', 'KHAC', null],
    ['Người từ đủ 80 tuổi không có lương hưu, trợ cấp BHXH', 'BTXH', null],
    ['Thương binh hạng 2/4', 'NCC', 'ncc-5'],
    ['Con đẻ của người HĐKC nhiễm chất độc hóa học', 'NCC', 'ncc-9'],
    ['Người có công với cách mạng và thân nhân', 'NCC', null],
    ['Quân nhân theo QĐ 142/2008', 'KHAC', 'decision-142'],
    ['Quyết định 53/2010/QĐ-TTg', 'KHAC', 'decision-53'],
  ])('%s', (text, programme, category) => {
    expect(readProgramme(text)).toEqual({ programme, category });
  });

  it('two programmes in one text decide nothing', () => {
    expect(readProgramme('Danh sách BTXH và người có công')).toBeNull();
  });
});
