import { describe, expect, it } from 'vitest';
import { withoutChange } from '../../../../lambdas/domain/checks/unknown-change.ts';
import { answerOf, utf8 } from '../../../support/bad-input.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
/** A list as a whole, and each row's answer: outcome and one code, or the outcome alone where nothing is wrong. */
type BadList = readonly [trap: string, sheets: readonly Rows[], answers: readonly string[]];

const HEADER: readonly TestCell[] = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Số CCCD',
  'Số tiền',
  'Số tài khoản',
  'Ngân hàng',
];
const LAN: readonly TestCell[] = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000, '1234567890123', 'Agribank'];
const HUNG: readonly TestCell[] = ['Trần Văn Hùng', '02/03/1950', '038050000456', 750_000, '1234567890124', 'BIDV'];
const NOBODYS_ID: readonly TestCell[] = ['Lê Thị Mai', '1960', null, 500_000, '1234567890125', 'VCB'];

async function answersTo(bytes: Uint8Array): Promise<{ kind: string | undefined; answers: string[] }> {
  const { refusal, rows, list } = await answerOf(bytes);
  expect(refusal).toBeNull();
  // Only the end of a list tells whether a row without a change should have had one.
  const told = rows.map((row) => (list?.kind === 'changes' && row.change === null ? withoutChange(row) : row));
  return {
    kind: list?.kind,
    answers: told.map(({ outcome, notes }) => [outcome, ...notes.map(({ code }) => code).toSorted()].join(' ')),
  };
}

const workbook = (sheets: readonly Rows[]) =>
  rawWorkbook({ sheets: sheets.map((rows, index) => ({ name: `BTXH ${index + 1}`, rows: rowsXml(rows) })) });

const REPETITIONS: readonly BadList[] = [
  ['the same row twice', [[HEADER, [1, ...LAN], [2, ...LAN]]], ['accepted', 'rejected repeated-row']],
  [
    'the same row three times',
    [[HEADER, [1, ...LAN], [2, ...LAN], [3, ...LAN]]],
    ['accepted', 'rejected repeated-row', 'rejected repeated-row'],
  ],
  [
    'the same person with another amount',
    [[HEADER, [1, ...LAN], [2, ...LAN.with(3, 750_000)]]],
    ['accepted', 'rejected repeated-row'],
  ],
  [
    'the same person with another account',
    [[HEADER, [1, ...LAN], [2, ...LAN.with(4, '9876543210987')]]],
    ['accepted', 'rejected repeated-row'],
  ],
  [
    'the same id under another name',
    [[HEADER, [1, ...LAN], [2, ...LAN.with(0, 'Nguyễn Thị Hoa')]]],
    ['accepted', 'held id-shared'],
  ],
  [
    'the same id, once without its zeros',
    [[HEADER, [1, ...LAN], [2, ...LAN.with(2, 38145000123)]]],
    ['accepted', 'rejected id-zeros-restored repeated-row'],
  ],
  [
    'the same person in two sheets',
    [
      [HEADER, [1, ...LAN]],
      [HEADER, [1, ...LAN]],
    ],
    ['accepted', 'rejected repeated-row'],
  ],
  [
    'the same person below two headers of one sheet',
    [[HEADER, [1, ...LAN], ['DANH SÁCH BỔ SUNG'], HEADER, [1, ...LAN]]],
    ['accepted', 'rejected repeated-row'],
  ],
  [
    'the same person, first in a row that is held',
    [[HEADER, [1, ...LAN.with(3, null)], [2, ...LAN]]],
    ['held amount-missing', 'rejected repeated-row'],
  ],
  [
    'somebody without an id twice',
    [[HEADER, [1, ...NOBODYS_ID], [2, ...NOBODYS_ID]]],
    ['held birth-year-only id-missing', 'rejected birth-year-only id-missing repeated-row'],
  ],
  [
    'two people without an id who differ in the account alone',
    [[HEADER, [1, ...NOBODYS_ID], [2, ...NOBODYS_ID.with(4, '1234567890126')]]],
    ['held birth-year-only id-missing', 'held birth-year-only id-missing'],
  ],
];

describe('a list that repeats somebody', () => {
  it.each(REPETITIONS)('%s', async (_, sheets, expected) => {
    expect((await answersTo(workbook(sheets))).answers).toEqual(expected);
  });
});

const CHANGES: readonly TestCell[] = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Số CCCD',
  'Số tiền',
  'Số tài khoản',
  'Ngân hàng',
  'Tăng/Giảm',
];
const BAD_CHANGES: readonly BadList[] = [
  [
    'a change that nobody knows',
    [[CHANGES, [1, ...LAN, 'Tăng'], [2, ...HUNG, 'đổi tên']]],
    ['accepted', 'held change-unknown'],
  ],
  [
    'a change that is left out',
    [[CHANGES, [1, ...LAN, 'Giảm'], [2, ...HUNG, null]]],
    ['accepted', 'held change-unknown'],
  ],
  [
    'two changes in one cell',
    [[CHANGES, [1, ...LAN, 'Giảm'], [2, ...HUNG, 'Tăng/Giảm']]],
    ['accepted', 'held change-unknown'],
  ],
  [
    'a change that is a formula error',
    [[CHANGES, [1, ...LAN, 'Giảm'], [2, ...HUNG, { xml: '<c t="e"><v>#N/A</v></c>' }]]],
    ['accepted', 'held cell-error change-unknown'],
  ],
  [
    'a title of changes without any',
    [[['DANH SÁCH TĂNG, GIẢM, ĐIỀU CHỈNH THÁNG 6 NĂM 2026'], HEADER, [1, ...LAN]]],
    ['held change-unknown'],
  ],
  ['an increase without an id', [[CHANGES, [1, ...LAN.with(2, null), 'Tăng']]], ['held id-missing']],
  ['an increase without an amount', [[CHANGES, [1, ...LAN.with(3, null), 'Tăng']]], ['held amount-missing']],
  [
    'a decrease without an id or a birth date',
    [[CHANGES, [1, ...LAN.with(2, null).with(1, null), 'Giảm']]],
    ['held id-missing'],
  ],
  ['a decrease with a damaged id', [[CHANGES, [1, ...LAN.with(2, '3,8E+10'), 'Giảm']]], ['held id-damaged']],
  [
    'an adjustment with an unreadable amount',
    [[CHANGES, [1, ...LAN.with(3, 'tăng 10%'), 'Điều chỉnh']]],
    ['held amount-unreadable'],
  ],
  [
    'an adjustment with a damaged account',
    [[CHANGES, [1, ...LAN.with(4, '1,2E+12'), 'Điều chỉnh']]],
    ['held account-damaged'],
  ],
  [
    'the same person twice with the same change',
    [[CHANGES, [1, ...LAN, 'Giảm'], [2, ...LAN, 'Giảm']]],
    ['accepted', 'rejected repeated-row'],
  ],
];

describe('a change list with something wrong', () => {
  it.each(BAD_CHANGES)('%s', async (_, sheets, expected) => {
    const { kind, answers } = await answersTo(workbook(sheets));
    expect(kind).toBe('changes');
    expect(answers.map((answer) => answer.replace(/ (birth-date-missing|birth-year-only)\b/g, ''))).toEqual(expected);
  });
});

const SHARED_AMOUNT: Rows = [HEADER, [1, ...LAN], [2, ...HUNG.with(3, null)]];
describe('one cell for several people', () => {
  it('an amount merged over two rows is not paid to each', async () => {
    const merged = workbookOf(SHARED_AMOUNT, { after: '<mergeCells><mergeCell ref="E2:E3"/></mergeCells>' });
    expect((await answersTo(merged)).answers).toEqual(['held amount-merged', 'held amount-merged']);
  });

  it('an amount merged over everybody is not paid to anybody', async () => {
    const rows = [
      HEADER,
      [1, ...LAN],
      ...[2, 3, 4].map((number) => [number, ...HUNG.with(2, `03805000045${number}`).with(3, null)]),
    ];
    const merged = workbookOf(rows, { after: '<mergeCells><mergeCell ref="E2:E5"/></mergeCells>' });
    const { answers } = await answersTo(merged);
    expect(answers.every((answer) => answer.startsWith('held amount-m'))).toBe(true);
    expect(answers).toHaveLength(4);
  });

  it('an amount headed in thousands is not taken for đồng', async () => {
    const rows = [HEADER.with(4, 'Số tiền (nghìn đồng)'), [1, ...LAN.with(3, 500)]];
    expect((await answersTo(workbookOf(rows))).answers).toEqual(['held amount-in-thousands']);
  });

  it('two names in one cell and one id are one person', async () => {
    const rows = [HEADER, [1, ...LAN.with(0, 'Nguyễn Thị Lan\nTrần Văn Hùng')]];
    expect((await answersTo(workbookOf(rows))).answers).toEqual(['accepted']);
  });
});

describe('a web page that is no list', () => {
  it.each<[string, string, string]>([
    ['no table', 'not-a-list', '<html><body><p>Danh sách chi trả</p></body></html>'],
    ['an empty table', 'empty', '<html><body><table></table></body></html>'],
    ['a table of a menu', 'not-a-list', '<html><table><tr><td>Trang chủ</td><td>Liên hệ</td></tr></table></html>'],
    ['a login page', 'not-a-list', '<!DOCTYPE html><html><form>Tên đăng nhập <input> Mật khẩu <input></form></html>'],
    [
      'people and no header',
      'headers-missing',
      '<table><tr><td>Lan</td><td>038145000123</td></tr><tr><td>Hoa</td><td>038145000124</td></tr></table>',
    ],
    ['a table without end', 'too-large', `<table>${'<tr><td colspan="400">x</td><td>y</td></tr>'.repeat(3)}</table>`],
  ])('%s: %s', async (_, code, page) => {
    expect((await answerOf(utf8(page))).refusal).toBe(code);
  });
});
