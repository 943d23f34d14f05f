import { describe, expect, it } from 'vitest';
import { answerOf, utf8 } from '../../../support/bad-input.ts';
import { type RawSheet, rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../../support/workbook-builder.ts';
import { HEADER, HUNG, LAN, placesOf, type Rows, rowsOf } from './small-lists.ts';

const mergeCells = (...ranges: readonly string[]): string =>
  `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;
const sheets = (...all: readonly RawSheet[]) => answerOf(rawWorkbook({ sheets: all }));

describe('a header', () => {
  it('of three rows', async () => {
    const rows = await rowsOf(
      [
        ['STT', 'Đối tượng', null, null, null, 'Chi trả', null],
        [null, 'Họ và tên', 'Năm sinh', null, 'Số CCCD', 'Số tiền', 'Truy lĩnh'],
        [null, null, 'Nam', 'Nữ', null, null, null],
        [1, 'Nguyễn Thị Lan', null, 1945, '038145000123', 500_000, 100_000],
      ],
      { after: mergeCells('A1:A3', 'B1:E1', 'F1:G1', 'B2:B3', 'C2:D2', 'E2:E3', 'F2:F3', 'G2:G3') },
    );
    expect(rows[0]?.values).toMatchObject({
      fullName: 'Nguyễn Thị Lan',
      birthDate: '1945',
      sex: 'female',
      amount: 500_000,
      arrears: 100_000,
    });
  });

  it.each<[string, readonly string[]]>([
    ['in abbreviations', ['TT', 'HT đối tượng', 'NS', 'ĐDCN', 'ST']],
    ['in capitals without marks', ['STT', 'HO VA TEN', 'NGAY SINH', 'SO CCCD', 'SO TIEN']],
    ['with line breaks', ['STT', 'Họ\nvà tên', 'Ngày tháng\nnăm sinh', 'Số\r\nCCCD', 'Số tiền\n(đồng)']],
    ['with units, colons and numbers', ['STT:', 'Họ và tên (1)', 'Ngày sinh (2)', 'Số CCCD (3)', 'Số tiền (đồng) (4)']],
    ['taken apart (NFD)', ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'].map((text) => text.normalize('NFD'))],
    ['with non-breaking and double spaces', ['STT', 'Họ\u00a0và  tên', 'Ngày\u00a0sinh', 'Số  CCCD', ' Số tiền ']],
    ['with tones placed in the old way', ['STT', 'Họ và tên', 'Ngày sinh', 'CCCD/CMND', 'Mức hưởng']],
  ])('%s', async (trap, header) => {
    const { refusal, rows } = await answerOf(workbookOf([header, LAN]));
    // "HT" and "ST" are nobody's abbreviations: then the list is refused, never guessed at.
    if (trap === 'in abbreviations') return expect(refusal).toBe('headers-missing');
    expect(rows.map(({ values }) => values)).toMatchObject([
      { fullName: 'Nguyễn Thị Lan', birthDate: '1945-11-05', personalId: '038145000123', amount: 500_000 },
    ]);
  });

  it('whose columns have moved on the next page is read anew', async () => {
    const rows = await rowsOf([
      HEADER,
      LAN,
      ['Trang 2'],
      ['STT', 'Số CCCD', 'Họ và tên', 'Số tiền', 'Ngày sinh'],
      [2, '038050000456', 'Trần Văn Hùng', 750_000, '02/03/1950'],
    ]);
    expect(rows[1]?.values).toMatchObject({
      fullName: 'Trần Văn Hùng',
      personalId: '038050000456',
      amount: 750_000,
      birthDate: '1950-03-02',
    });
  });

  it('of a second table is seen whatever now stands where the names were', async () => {
    const rows = await rowsOf([
      ['STT', 'Họ và tên', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
      [1, 'Nguyễn Thị Lan', '038145000123', 500_000, '1234567890123', 'BIDV'],
      ['DANH SÁCH NGƯỜI CÓ CÔNG'],
      [
        'STT',
        'Số CCCD người nhận thay',
        'Người nhận thay',
        'Số tài khoản',
        'Số tiền',
        'Ngân hàng',
        'Số CCCD',
        'Họ và tên',
      ],
      [1, '038070000456', 'Trần Văn Nam', '9876543210987', 750_000, 'VCB', '038050000456', 'Trần Văn Hùng'],
    ]);
    expect(rows.map(({ values }) => values)).toMatchObject([
      { fullName: 'Nguyễn Thị Lan', amount: 500_000, accountNumber: '1234567890123' },
      {
        fullName: 'Trần Văn Hùng',
        personalId: '038050000456',
        amount: 750_000,
        accountNumber: '9876543210987',
        payeeId: '038070000456',
      },
    ]);
  });

  it('of a second table may have its own national heading above it', async () => {
    const heading: Rows = [
      ['UBND XÃ ĐÔNG THÀNH', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
      ['Số: 12/DS-UBND', 'Độc lập - Tự do - Hạnh phúc'],
      [null, 'DANH SÁCH NGƯỜI CÓ CÔNG'],
    ];
    const rows = await rowsOf([HEADER, LAN, [], ...heading, HEADER, HUNG]);
    expect(rows.map(({ values }) => [values.fullName, values.programme])).toEqual([
      ['Nguyễn Thị Lan', 'BTXH'],
      ['Trần Văn Hùng', 'NCC'],
    ]);
  });

  it('of two rows in a CSV is seen although its upper cells break lines', async () => {
    const csv = 'STT;"Họ\nvà tên";"Năm\nsinh";;"Số\nCCCD"\n;;Nam;Nữ;\n1;Nguyễn Thị Lan;;1945;038145000123\n';
    const { rows } = await answerOf(utf8(csv));
    expect(rows.map(({ row, values }) => [row, values.fullName, values.birthDate, values.sex])).toEqual([
      [6, 'Nguyễn Thị Lan', '1945', 'female'],
    ]);
  });

  it('that repeats directly above a subtotal keeps its columns', async () => {
    const rows = await rowsOf([HEADER, LAN, HEADER, [null, 'Cộng', null, null, 500_000], HUNG]);
    expect(rows.map(({ values }) => values.birthDate)).toEqual(['1945-11-05', '1950-03-02']);
  });

  it('that repeats below its merged head ends no group and no village', async () => {
    const head: readonly TestCell[] = ['Thông tin chung', null, null, null, null];
    const rows = await rowsOf(
      [head, HEADER, [null, 'Người có công'], [null, 'Thôn Minh Đức'], LAN, head, HEADER, HUNG],
      {
        name: 'Danh sách',
        after: mergeCells('A1:E1', 'A6:E6'),
      },
    );
    expect(rows.map(({ values }) => [values.programme, values.village])).toEqual([
      ['NCC', 'Thôn Minh Đức'],
      ['NCC', 'Thôn Minh Đức'],
    ]);
  });

  it('may stand far down, below a long preamble', async () => {
    const preamble = Array.from({ length: 80 }, (_, index) => [`Căn cứ Nghị định số ${index + 1}/2021/NĐ-CP;`]);
    expect(placesOf(await rowsOf([...preamble, HEADER, LAN]))).toEqual(['BTXH 82 Nguyễn Thị Lan']);
  });
});

describe('a list that lacks columns', () => {
  it('has a note on every row for each field that is missing', async () => {
    const rows = await rowsOf(
      [
        ['Họ và tên', 'Số tiền'],
        ['Lan', 500_000],
        ['Hùng', 750_000],
      ],
      { name: 'Trang 1' },
    );
    for (const { outcome, notes } of rows) {
      expect(outcome).toBe('held');
      expect(notes.map(({ code }) => code).toSorted()).toEqual([
        'birth-date-missing',
        'id-missing',
        'no-account-cash',
        'programme-unknown',
      ]);
    }
    const withoutAmount = await rowsOf([
      ['Họ và tên', 'Số CCCD'],
      ['Lan', '038145000123'],
    ]);
    expect(withoutAmount[0]?.notes.map(({ code }) => code)).toContain('amount-missing');
  });
});

describe('merged cells', () => {
  const household: Rows = [
    ['STT', 'Họ và tên', 'Số CCCD', 'Số tiền', 'Thôn', 'Địa chỉ'],
    [1, 'Nguyễn Thị Lan', '038145000123', 500_000, 'Thôn 1', 'Số 2, ngõ 3'],
    [2, 'Trần Văn Hùng', '038050000456', 750_000, null, null],
    [3, 'Lê Văn Tám', '038060000789', 750_000, 'Thôn 2', null],
  ];

  it('give a household’s village and address to each of its people, and to nobody below', async () => {
    const rows = await rowsOf(household, { after: mergeCells('E2:E3', 'F2:F3') });
    expect(rows.map(({ values }) => [values.village, values.address])).toEqual([
      ['Thôn 1', 'Số 2, ngõ 3'],
      ['Thôn 1', 'Số 2, ngõ 3'],
      ['Thôn 2', null],
    ]);
  });

  it('never give one person’s amount, account or id to another', async () => {
    const header = ['Họ và tên', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'];
    const rows = await rowsOf(
      [header, ['Nguyễn Thị Lan', '038145000123', 500_000, '1234567890123', 'BIDV'], ['Trần Văn Hùng']],
      {
        after: mergeCells('B2:B3', 'C2:C3', 'D2:D3', 'E2:E3'),
      },
    );
    expect(rows[1]?.values).toMatchObject({ personalId: null, amount: null, accountNumber: null });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
  });

  it('that repeat their value in every cell, as some programs write them, are no second amount', async () => {
    const repeated = household.map((cells, row) => (row === 2 ? cells.with(3, 500_000) : cells));
    const rows = await rowsOf(repeated, { after: mergeCells('D2:D3') });
    expect(rows.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['held', 'held']);
  });
});

describe('sheets', () => {
  const rows = (...all: Rows) => rowsXml(all);

  it('may begin with a cover and an empty one, and the list may stand on the third', async () => {
    const { rows: read } = await sheets(
      { name: 'Bìa', rows: rows(['ỦY BAN NHÂN DÂN XÃ ĐÔNG THÀNH'], ['DANH SÁCH CHI TRẢ']) },
      { name: 'Sheet2', rows: '' },
      { name: 'BTXH', rows: rows(HEADER, LAN) },
    );
    expect(placesOf(read)).toEqual(['BTXH 2 Nguyễn Thị Lan']);
  });

  it('each name their programme, and keep their own row numbers', async () => {
    const { rows: read } = await sheets(
      { name: 'BTXH', rows: rows(HEADER, LAN) },
      { name: 'NCC', rows: rows(['DANH SÁCH'], HEADER, HUNG) },
    );
    expect(placesOf(read)).toEqual(['BTXH 2 Nguyễn Thị Lan', 'NCC 3 Trần Văn Hùng']);
    expect(read.map(({ values }) => values.programme)).toEqual(['BTXH', 'NCC']);
  });

  it('that are hidden are not read, and are named', async () => {
    const { rows: read, list } = await sheets(
      { name: 'Tháng 5', rows: rows(HEADER, HUNG), state: 'veryHidden' },
      { name: 'BTXH', rows: rows(HEADER, LAN) },
    );
    expect(placesOf(read)).toEqual(['BTXH 2 Nguyễn Thị Lan']);
    expect(list?.notes).toContainEqual({ code: 'sheet-hidden', read: 'Tháng 5' });
  });

  it('that hold a summary are not read, and are named', async () => {
    const { rows: read, list } = await sheets(
      { name: 'BTXH', rows: rows(HEADER, LAN) },
      { name: 'Tổng hợp', rows: rows(['STT', 'Chế độ', 'Số người', 'Số tiền'], [1, 'BTXH', 1, 500_000]) },
    );
    expect(placesOf(read)).toEqual(['BTXH 2 Nguyễn Thị Lan']);
    expect(list?.notes).toContainEqual({ code: 'sheet-skipped', read: 'Tổng hợp' });
  });

  it('may each have their columns in another order', async () => {
    const { rows: read } = await sheets(
      { name: 'BTXH', rows: rows(HEADER, LAN) },
      { name: 'NCC', rows: rows(['Số tiền', 'Số CCCD', 'Họ và tên'], [750_000, '038050000456', 'Trần Văn Hùng']) },
    );
    expect(read[1]?.values).toMatchObject({ fullName: 'Trần Văn Hùng', amount: 750_000 });
  });

  it('with marks and signs in their names are named as they are', async () => {
    const { rows: read } = await sheets({ name: 'BTXH & "NCC" <1>', rows: rows(HEADER, LAN) });
    expect(read[0]?.sheet).toBe('BTXH & "NCC" <1>');
  });
});
