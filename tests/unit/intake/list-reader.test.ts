import { describe, expect, it } from 'vitest';
import type { RowValues } from '../../../lambdas/domain/lists/list-row.ts';
import { codesOf, readTestList, testContext } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../support/workbook-builder.ts';

const HEADER = ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'];
const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000, '1234567890123', 'Agribank'];
const HUNG = ['Trần Văn Hùng', '02/03/1950', '038050000456', 750_000, '1234567890124', 'BIDV'];

async function namesOf(rows: readonly (readonly TestCell[])[], after = ''): Promise<string[]> {
  const read = await readTestList(workbookOf(rows, { after }));
  return read.rows.map(({ row, values }) => `${row} ${values.fullName}`);
}

async function firstValues(rows: readonly (readonly TestCell[])[], after = ''): Promise<Partial<RowValues>> {
  return (await readTestList(workbookOf(rows, { after }))).rows[0]?.values ?? {};
}

describe('the table in a sheet', () => {
  it('stands below headings and titles, and above totals, words and signatures', async () => {
    const names = await namesOf([
      ['ỦY BAN NHÂN DÂN XÃ', null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
      ['DANH SÁCH CHI TRẢ TRỢ CẤP THÁNG 6 NĂM 2026'],
      HEADER,
      ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)'],
      [1, ...LAN],
      ['Cộng trang 1', null, null, null, 500_000],
      HEADER,
      [2, ...HUNG],
      [null, 'Tổng cộng: 2 người', null, null, 1_250_000],
      ['Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng'],
      [null, null, null, null, null, 'Đông Thành, ngày 05 tháng 6 năm 2026'],
      [null, 'NGƯỜI LẬP', null, null, null, 'CHỦ TỊCH'],
      [null, 'Lê Thị Hoa', null, null, null, 'Phạm Văn Minh'],
    ]);
    expect(names).toEqual(['5 Nguyễn Thị Lan', '8 Trần Văn Hùng']);
  });

  it('has data rows wherever there is something of a person, and none for a row number alone', async () => {
    const names = await namesOf([
      HEADER,
      [1, ...LAN],
      [2],
      [3, 'Lò Văn Ẵ'],
      [4, null, null, '038050000456'],
      [null, 'Tống Thị Mai'],
    ]);
    expect(names).toEqual(['2 Nguyễn Thị Lan', '4 Lò Văn Ẵ', '5 null', '6 Tống Thị Mai']);
  });

  it('keeps people whose names look like headings', async () => {
    const names = await namesOf([
      HEADER,
      [1, 'Nguyễn Anh Hùng'],
      [2, 'Tô Văn Bình'],
      [3, 'Thân Nhân Trung'],
      [4, 'Nguyễn Thị Tuất'],
    ]);
    expect(names).toHaveLength(4);
  });

  it('may have two header rows, the year of birth standing under the sex', async () => {
    const rows = [
      ['STT', 'Họ và tên', 'Năm sinh', null, 'CCCD', 'Số tiền'],
      [null, null, 'Nam', 'Nữ'],
      [1, 'Nguyễn Thị Lan', null, 1945, '038145000123', 500_000],
    ];
    const merges =
      '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/><mergeCell ref="E1:E2"/><mergeCell ref="F1:F2"/></mergeCells>';
    expect(await firstValues(rows, merges)).toMatchObject({ birthDate: '1945', sex: 'female', amount: 500_000 });
    expect(await firstValues(rows)).toMatchObject({ birthDate: '1945', sex: 'female', amount: 500_000 });
  });

  it('keeps this month, arrears and what was not collected apart (post-office layout)', async () => {
    const { rows } = await readTestList(
      workbookOf(
        [
          [
            'STT',
            'Họ tên',
            'Năm sinh',
            'Số quyết định hưởng',
            'Số sổ lĩnh tiền',
            'Tiền trợ cấp tháng này',
            'Chưa trả tháng trước',
            null,
            'Tổng số tiền',
            'Người nhận',
            null,
          ],
          [null, null, null, null, null, null, 'Số tháng', 'Số tiền', null, 'Ký', 'Họ tên'],
          [1, 'Nguyễn Thị Lan', 1945, '12/QĐ', 'S-1', 500_000, 1, 500_000, 1_000_000],
        ],
        { after: '<mergeCells><mergeCell ref="G1:H1"/><mergeCell ref="J1:K1"/><mergeCell ref="A1:A2"/></mergeCells>' },
      ),
    );
    expect(rows[0]?.values).toMatchObject({
      amount: 500_000,
      arrears: null,
      decisionNumber: '12/QĐ',
      bookNumber: 'S-1',
    });
    expect(codesOf(rows[0])).toContain('carry-over-not-paid');
  });

  it('is read by what its headers mean, in any order and wording', async () => {
    const values = await firstValues([
      ['STK', 'Mức hưởng', 'Mã định danh', 'HỌ TÊN ĐỐI TƯỢNG', 'SĐT', 'Mở tại NH', 'Người giám hộ'],
      ['1234567890123', '500.000', '038145000123', 'NGUYỄN  THỊ LAN', '0912345678', 'VCB', 'Trần Văn Nam'],
    ]);
    expect(values).toMatchObject({
      fullName: 'NGUYỄN THỊ LAN',
      personalId: '038145000123',
      amount: 500_000,
      accountNumber: '1234567890123',
      bank: '970436',
      phone: '0912345678',
      payeeName: 'Trần Văn Nam',
      payeeRole: 'guardian',
    });
  });

  it('takes a column of ids for the id, whatever it is called', async () => {
    const values = await firstValues([
      ['Họ tên', 'Mã', 'Số tiền'],
      ['Lan', '038145000123', 1],
      ['Hoa', '038145000124', 1],
    ]);
    expect(values.personalId).toBe('038145000123');
  });

  it('has no person in a row of column letters', async () => {
    expect(await namesOf([HEADER, ['A', 'B', '1', '2', '3', '4', '5=3+4'], [1, ...LAN]])).toEqual(['3 Nguyễn Thị Lan']);
  });

  it('tells the payee from the beneficiary by what stands over their columns', async () => {
    const rows = [
      ['Họ và tên', 'Số CCCD', 'Người được ủy quyền', null],
      [null, null, 'Họ và tên', 'Số CCCD'],
      ['Nguyễn Thị Lan', '038145000123', 'Trần Văn Nam', '038070000456'],
    ];
    const merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="C1:D1"/></mergeCells>';
    expect(await firstValues(rows, merges)).toMatchObject({
      fullName: 'Nguyễn Thị Lan',
      personalId: '038145000123',
      payeeName: 'Trần Văn Nam',
      payeeId: '038070000456',
      payeeRole: 'authorised',
    });
  });

  it('may be followed by another table with other columns', async () => {
    const names = await namesOf([
      HEADER,
      [1, ...LAN],
      [null, 'Tổng cộng'],
      ['DANH SÁCH NGƯỜI CÓ CÔNG'],
      ['STT', 'Số CCCD', 'Họ tên', 'Mức hưởng'],
      [1, '038050000456', 'Trần Văn Hùng', 750_000],
    ]);
    expect(names).toEqual(['2 Nguyễn Thị Lan', '6 Trần Văn Hùng']);
  });

  it('takes the sum of amount and arrears for the total, whatever it is called', async () => {
    const values = await firstValues([
      ['Họ tên', 'CCCD', 'Mức trợ cấp', 'Truy lĩnh', 'Số tiền'],
      ['Lan', '038145000123', 500_000, 100_000, 600_000],
      ['Hoa', '038145000124', 500_000, null, 500_000],
    ]);
    expect(values).toMatchObject({ amount: 500_000, arrears: 100_000 });
  });

  it('joins a name that is split over two columns', async () => {
    expect(
      (
        await firstValues([
          ['Họ đệm', 'Tên', 'CCCD'],
          ['Nguyễn Thị', 'Lan', '038145000123'],
        ])
      ).fullName,
    ).toBe('Nguyễn Thị Lan');
  });

  it('joins a birth date that is split over three columns', async () => {
    const values = await firstValues([
      ['Họ tên', 'Ngày sinh', null, null, 'CCCD'],
      [null, 'Ngày', 'Tháng', 'Năm'],
      ['Lan', 5, 11, 1945, '038145000123'],
    ]);
    expect(values.birthDate).toBe('1945-11-05');
  });
});

describe('the programme of a row', () => {
  const SHEET = 'Danh sách';
  const read = async (rows: readonly (readonly TestCell[])[], name = SHEET) =>
    (await readTestList(rawWorkbook({ sheets: [{ name, rows: rowsXml(rows) }] }))).rows.map(({ values }) => [
      values.programme,
      values.category,
      values.village,
    ]);

  it('is its own column before the group row', async () => {
    const rows = [
      ['Họ tên', 'CCCD', 'Chế độ'],
      ['I. Người có công'],
      ['Lan', '038145000123', 'BTXH'],
      ['Hoa', '038145000124'],
    ];
    expect(await read(rows)).toEqual([
      ['BTXH', null, null],
      ['NCC', null, null],
    ]);
  });

  it('is the nearest group row above, with category and village', async () => {
    const rows = [
      ['STT', 'Họ tên', 'CCCD'],
      ['I', 'Người có công'],
      [null, '1. Thương binh'],
      [1, 'Lan', '038145000123'],
      [null, 'Thôn Minh Đức'],
      [2, 'Hoa', '038145000124'],
      ['II', 'Đối tượng bảo trợ xã hội'],
      [3, 'Mai', '038145000125'],
    ];
    expect(await read(rows)).toEqual([
      ['NCC', 'ncc-5', null],
      ['NCC', 'ncc-5', 'Thôn Minh Đức'],
      ['BTXH', null, null],
    ]);
  });

  it('is the sheet before the title', async () => {
    const rows = [['DANH SÁCH NGƯỜI CÓ CÔNG'], ['Họ tên', 'CCCD'], ['Lan', '038145000123']];
    expect(await read(rows, 'BTXH')).toEqual([['BTXH', null, null]]);
    expect(await read(rows)).toEqual([['NCC', null, null]]);
  });

  it('is unknown and held where nothing says it', async () => {
    const { rows } = await readTestList(
      rawWorkbook({
        sheets: [
          {
            name: SHEET,
            rows: rowsXml([
              ['Họ tên', 'CCCD', 'Số tiền'],
              ['Lan', '038145000123', 5000],
            ]),
          },
        ],
      }),
    );
    expect(rows[0]?.outcome).toBe('held');
    expect(codesOf(rows[0])).toContain('programme-unknown');
  });
});

describe('the outcome of a row', () => {
  const outcomeOf = async (cells: readonly TestCell[]) => {
    const { rows } = await readTestList(workbookOf([HEADER, [1, ...cells]]));
    return [rows[0]?.outcome, ...codesOf(rows[0])];
  };

  it('is accepted, without a word, where all is well', async () => {
    expect(await outcomeOf(LAN)).toEqual(['accepted']);
  });

  it.each<[string, TestCell[], string]>([
    ['no id', ['Lan', '1945', null, 500_000], 'id-missing'],
    ['no name', [null, '1945', '038145000123', 500_000], 'name-missing'],
    ['no amount', ['Lan', '1945', '038145000123'], 'amount-missing'],
    ['an amount of nothing', ['Lan', '1945', '038145000123', 0], 'amount-not-positive'],
    ['a formula error', ['Lan', '1945', '038145000123', { xml: '<c t="e"><v>#REF!</v></c>' }], 'cell-error'],
    ['an id of another year', ['Lan', '1954', '038145000123', 500_000], 'id-contradicts-birth-year'],
  ])('is held for %s', async (_, cells, code) => {
    const [outcome, ...codes] = await outcomeOf(cells);
    expect(outcome).toBe('held');
    expect(codes).toContain(code);
  });

  it('is accepted with a warning for an amount that differs from the rate', async () => {
    expect(await outcomeOf([...LAN.slice(0, 3), 512_345, ...LAN.slice(4)])).toEqual([
      'accepted',
      'amount-differs-from-rate',
    ]);
  });

  it('is accepted where there is no account, cash before its end and deferred after it', async () => {
    const bytes = workbookOf([HEADER, [1, ...LAN.slice(0, 4)]]);
    const june = await readTestList(bytes);
    const july = await readTestList(bytes, testContext('2026-07'));
    expect([june.rows[0]?.outcome, ...codesOf(june.rows[0])]).toEqual(['accepted', 'no-account-cash']);
    expect([july.rows[0]?.outcome, ...codesOf(july.rows[0])]).toEqual(['accepted', 'no-account-deferred']);
  });

  it('is rejected for the later of two rows of one person and programme, in two sheets too', async () => {
    const rows = rowsXml([HEADER, [1, ...LAN]]);
    const read = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'BTXH 1', rows },
          { name: 'BTXH 2', rows },
        ],
      }),
    );
    expect(read.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected']);
    expect(read.rows[1]?.notes[0]).toMatchObject({ code: 'repeated-row', taken: '2 (trang tính “BTXH 1”)' });
  });

  it('is not rejected for one person with two programmes', async () => {
    const rows = rowsXml([HEADER, [1, ...LAN]]);
    const read = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'BTXH', rows },
          { name: 'NCC', rows },
        ],
      }),
    );
    expect(read.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  });

  it('is rejected for a wholly identical row without an id, whatever its row number', async () => {
    const read = await readTestList(workbookOf([HEADER, [1, 'Lan', '1945'], [2, 'Lan', '1945'], [3, 'Lan', '1946']]));
    expect(read.rows.map(({ outcome }) => outcome)).toEqual(['held', 'rejected', 'held']);
  });

  it('is held where one merged amount stands for several people', async () => {
    const read = await readTestList(
      workbookOf([HEADER, [1, ...LAN], [2, 'Trần Văn Hùng', '02/03/1950', '038050000456']], {
        after: '<mergeCells><mergeCell ref="E2:E3"/></mergeCells>',
      }),
    );
    expect(read.rows.map(codesOf)).toEqual([['amount-merged'], ['amount-merged', 'no-account-cash']]);
  });
});

describe('what nobody sees', () => {
  it('a hidden row counts, and says so', async () => {
    const hidden = rowsXml([HEADER, [1, ...LAN]]).replace('<row r="2"', '<row r="2" hidden="1"');
    const read = await readTestList(rawWorkbook({ sheets: [{ name: 'BTXH', rows: hidden }] }));
    expect([read.rows[0]?.outcome, ...codesOf(read.rows[0])]).toEqual(['accepted', 'hidden-row']);
  });

  it('a hidden sheet is not read, and the receipt says so', async () => {
    const rows = rowsXml([HEADER, [1, ...LAN]]);
    const read = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'Cũ', rows, state: 'hidden' },
          { name: 'BTXH', rows },
        ],
      }),
    );
    expect(read.rows).toHaveLength(1);
    expect(read.columns.map(({ sheet }) => sheet)).not.toContain('Cũ');
    expect(read.list.notes).toEqual([{ code: 'sheet-hidden', read: 'Cũ' }]);
  });

  it('a summary sheet beside the lists is no list', async () => {
    const summary = rowsXml([
      ['STT', 'Chế độ', 'Số tiền'],
      [1, 'BTXH', 500_000],
    ]);
    const rows = rowsXml([HEADER, [1, ...LAN]]);
    const read = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'Tổng hợp', rows: summary },
          { name: 'BTXH', rows },
        ],
      }),
    );
    expect(read.rows).toHaveLength(1);
  });
});

describe('text of an old font', () => {
  it('becomes Unicode, with a warning', async () => {
    const styles =
      '<fonts><font><name val="Calibri"/></font><font><name val=".VnTime"/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>';
    const name = { xml: '<c s="1" t="inlineStr"><is><t>NguyÔn V¨n §øc</t></is></c>' };
    const read = await readTestList(
      rawWorkbook({
        styles,
        sheets: [{ name: 'BTXH', rows: rowsXml([HEADER, [1, name, ...LAN.slice(1).with(1, '038045000123')]]) }],
      }),
    );
    expect(read.rows[0]?.values.fullName).toBe('Nguyễn Văn Đức');
    expect(codesOf(read.rows[0])).toEqual(['old-font']);
  });
});
