import { describe, expect, it } from 'vitest';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
const HEADER = ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'];
const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000, '1234567890123', 'Agribank'];
const HUNG = ['Trần Văn Hùng', '02/03/1950', '038050000456', 750_000, '1234567890124', 'BIDV'];
const MAI = ['Lê Thị Mai', '01/02/1948', '038148000789', 500_000, '1234567890125', 'BIDV'];

async function read(rows: Rows, ...merges: readonly string[]) {
  const after =
    merges.length === 0 ? '' : `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  return (await readTestList(workbookOf(rows, { after }))).rows;
}
const answers = async (rows: Rows, ...merges: readonly string[]) =>
  (await read(rows, ...merges)).map(({ values, outcome }) => [
    values.fullName,
    values.programme,
    values.amount,
    outcome,
  ]);

describe('a header', () => {
  it('may have three rows', async () => {
    const [row] = await read(
      [
        ['STT', 'Thông tin người hưởng', null, null, null, 'Chi trả', null],
        [null, 'Họ và tên', 'Năm sinh', null, 'CCCD', 'Mức hưởng', 'Tài khoản'],
        [null, null, 'Nam', 'Nữ', null, null, null],
        [1, 'Nguyễn Thị Lan', null, 1945, '038145000123', 500_000, '1234567890123 BIDV'],
      ],
      'A1:A3',
      'B1:E1',
      'F1:G1',
      'B2:B3',
      'C2:D2',
      'E2:E3',
      'F2:F3',
      'G2:G3',
    );
    expect(row?.values).toMatchObject({
      fullName: 'Nguyễn Thị Lan',
      birthDate: '1945',
      sex: 'female',
      amount: 500_000,
      accountNumber: '1234567890123',
    });
  });

  it('that a page break repeats is none of a person, nor is the page’s subtotal below it', async () => {
    expect(
      await answers([
        HEADER,
        [1, ...LAN],
        [null, 'Cộng trang', null, null, 500_000],
        HEADER,
        [null, 'Cộng mang sang', null, null, 500_000],
        [2, ...HUNG],
      ]),
    ).toEqual([
      ['Nguyễn Thị Lan', 'BTXH', 500_000, 'accepted'],
      ['Trần Văn Hùng', 'BTXH', 750_000, 'accepted'],
    ]);
  });

  it('that a page break repeats with the band over it leaves groups as they are', async () => {
    const band = ['Thông tin chung'];
    const rows: Rows = [band, HEADER, [null, 'Người có công'], [1, ...LAN], band, HEADER, [2, ...HUNG]];
    expect((await answers(rows, 'A1:G1', 'A5:G5')).map(([, programme]) => programme)).toEqual(['NCC', 'NCC']);
  });

  it.each([
    ['số định danh cá nhân/CCCD', 'personalId'],
    ['SO DDCN', 'personalId'],
    ['CMND/CCCD'.normalize('NFD'), 'personalId'],
    ['S.T.K', null],
    ['Số  tài   khoản (ngân hàng)', 'accountNumber'],
    ['SĐT liên hệ', 'phone'],
    ['Ngày cấp CCCD', null],
    ['Mức trợ cấp/tháng (đồng)', 'amount'],
    ['Ghi chú', 'remark'],
    ['Lý do giảm', 'changeReason'],
    ['Xã/phường', 'unit'],
    ['Đơn vị tính', null],
  ])('%s means %s', async (header, field) => {
    const other = field === 'personalId' ? 'Số tiền' : 'CCCD';
    const { columns } = await readTestList(
      workbookOf([
        ['Họ tên', other, header],
        ['Lan', '038145000123'],
      ]),
    );
    expect(columns[2]?.field).toBe(field);
  });
});

describe('tables one below the other on a sheet', () => {
  const HEADING = [null, 'UBND XÃ ĐÔNG THÀNH', null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'];

  it('have titles of their own, and columns in an order of their own', async () => {
    const other = ['Số CCCD', 'STT', 'Mức hưởng', 'Họ tên đối tượng'];
    const rows: Rows = [
      ['DANH SÁCH CHI TRẢ BẢO TRỢ XÃ HỘI'],
      HEADER,
      [1, ...LAN],
      [null, 'Tổng cộng: 1 người'],
      HEADING,
      ['DANH SÁCH CHI TRẢ NGƯỜI CÓ CÔNG'],
      ['Tháng 6 năm 2026'],
      other,
      ['038050000456', 1, 2_789_000, 'Trần Văn Hùng'],
    ];
    expect((await answers(rows)).map((one) => one.slice(0, 3))).toEqual([
      ['Nguyễn Thị Lan', 'BTXH', 500_000],
      ['Trần Văn Hùng', 'NCC', 2_789_000],
    ]);
  });

  it('may have the same columns', async () => {
    const rows: Rows = [HEADER, [1, ...LAN], HEADING, ['DANH SÁCH NGƯỜI CÓ CÔNG'], HEADER, [1, ...HUNG]];
    expect((await answers(rows)).map(([, programme]) => programme)).toEqual(['BTXH', 'NCC']);
  });
});

describe('merged cells below the header', () => {
  const HOUSEHOLD = ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền', 'Địa chỉ', 'Thôn'];

  it('a household’s address and village hold for everybody in it', async () => {
    const rows = await read(
      [HOUSEHOLD, [...LAN.slice(0, 4), 'Số 5', 'Thôn Đông'], HUNG.slice(0, 4), MAI.slice(0, 4)],
      'E2:E3',
      'F2:F3',
    );
    expect(rows.map(({ values }) => [values.address, values.village])).toEqual([
      ['Số 5', 'Thôn Đông'],
      ['Số 5', 'Thôn Đông'],
      [null, null],
    ]);
  });

  it('one bank may stand for a page of accounts', async () => {
    const rows = await read([HEADER, [1, ...LAN], [2, ...HUNG.slice(0, 5)]], 'G2:G3');
    expect(rows.map(({ values, outcome }) => [values.bank, outcome])).toEqual([
      ['970405', 'accepted'],
      ['970405', 'accepted'],
    ]);
  });

  it('a name and id over two amounts are one person with two benefits', async () => {
    const header = [...HEADER, 'Chế độ'];
    const second = [null, null, null, null, 2_055_000, null, null, 'NCC'];
    const merges = ['A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'F2:F3', 'G2:G3'];
    expect(await answers([header, [1, ...LAN, 'BTXH'], second], ...merges)).toEqual([
      ['Nguyễn Thị Lan', 'BTXH', 500_000, 'accepted'],
      ['Nguyễn Thị Lan', 'NCC', 2_055_000, 'accepted'],
    ]);
    const same = second.with(-1, 'BTXH');
    expect((await answers([header, [1, ...LAN, 'BTXH'], same], ...merges)).map(([, , , outcome]) => outcome)).toEqual([
      'accepted',
      'rejected',
    ]);
  });

  it('an amount over one person’s two lines is theirs', async () => {
    const rows: Rows = [
      [...HEADER, 'Địa chỉ'],
      [1, ...LAN, 'Thôn Đông'],
      [null, null, null, null, null, null, null, 'xã Đông Thành'],
    ];
    expect(await answers(rows, 'B2:B3', 'D2:D3', 'E2:E3')).toEqual([['Nguyễn Thị Lan', 'BTXH', 500_000, 'accepted']]);
  });

  it('an amount over two people is nobody’s', async () => {
    const rows = await read([HEADER, [1, ...LAN], [2, ...HUNG.slice(0, 3), null, ...HUNG.slice(4)]], 'E2:E3');
    expect(rows.map((row) => [row.outcome, row.values.amount])).toEqual([
      ['held', null],
      ['held', null],
    ]);
  });
});

describe('the end of a table', () => {
  it('has signers, whatever column they stand in, who are not people of the list', async () => {
    const rows: Rows = [
      HEADER,
      [1, ...LAN],
      ['Bằng chữ: Năm trăm nghìn đồng'],
      [null, 'NGƯỜI LẬP', null, null, 'CHỦ TỊCH'],
      [null, 'Lê Thị Hoa', null, null, 'Phạm Văn Minh', 'Nguyễn Văn A'],
    ];
    expect((await answers(rows)).map(([name]) => name)).toEqual(['Nguyễn Thị Lan']);
  });
});

describe('columns that are missing', () => {
  it('hold the rows for what they lack, each with a note on every field', async () => {
    const [row] = await read([
      ['Họ tên', 'Số CCCD'],
      ['Lan', '038145000123'],
    ]);
    expect([row?.outcome, ...codesOf(row)]).toEqual([
      'held',
      'birth-date-missing',
      'amount-missing',
      'no-account-cash',
    ]);
    const [other] = await read([
      ['Họ tên', 'Số tiền'],
      ['Lan', 500_000],
    ]);
    expect(other?.notes.map(({ field }) => field)).toEqual(['birthDate', 'personalId', 'accountNumber']);
  });
});

describe('a row of a text with more cells than its header', () => {
  const outcomeOf = async (amount: string) => {
    const text = `Họ tên,CCCD,Số tiền,Ngân hàng\nLan,038145000123,${amount},BIDV\n`;
    const { rows } = await readTestList(new TextEncoder().encode(text));
    return [rows[0]?.outcome, codesOf(rows[0]).includes('cells-shifted')];
  };

  it('is held: a comma that nobody quoted may have moved its columns', async () => {
    expect(await outcomeOf('500,000')).toEqual(['held', true]);
    expect((await outcomeOf('"500,000"'))[1]).toBe(false);
  });
});

describe('harmless text', () => {
  it.each(['=HYPERLINK("http://x")', '+cmd|calc', '-2+3', '@SUM(A1)'])('%s in a cell is text', async (text) => {
    const [row] = await read([
      [...HEADER, 'Địa chỉ'],
      [1, ...LAN, text],
    ]);
    expect([row?.outcome, row?.values.address, row?.cells.at(-1)]).toEqual(['accepted', text, text]);
  });

  it('a formula is what was stored with it, never worked out', async () => {
    const sum = { xml: '<c><f>1000000+1</f><v>500000</v></c>' };
    expect(await answers([HEADER, [1, ...LAN.slice(0, 3), sum, ...LAN.slice(4)]])).toEqual([
      ['Nguyễn Thị Lan', 'BTXH', 500_000, 'accepted'],
    ]);
  });
});

describe('a sheet', () => {
  it('whose dimension claims a million rows has those that it has', async () => {
    const rows = rowsXml([HEADER, [1, ...LAN]]);
    const far = '<row r="1048576"><c r="A1048576" s="0"/></row>';
    const read = await readTestList(rawWorkbook({ sheets: [{ name: 'BTXH', rows: rows + far }] }));
    expect(read.rows).toHaveLength(1);
  });
});
