import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { type ColumnReading, type Receipt, receipt } from '../../../lambdas/domain/receipt.ts';
import { type ReceiptLine, writeReceiptWorkbook } from '../../../lambdas/formats/receipt-xlsx.ts';

const LIST = 'Bảo trợ xã hội';

function columnsOf(sheet: string | null): ColumnReading[] {
  return [
    { sheet, column: 'A', header: 'STT', field: null },
    { sheet, column: 'B', header: 'Họ và tên', field: 'fullName' },
    { sheet, column: 'C', header: 'Số CCCD', field: 'personalId' },
    { sheet, column: 'D', header: 'Số tiền', field: 'amount' },
  ];
}

const ID_TOO_SHORT = {
  code: 'id-too-short',
  severity: 'error',
  field: 'personalId',
  message: 'Số CCCD chỉ có 9 chữ số. Hãy ghi đủ 12 chữ số.',
} as const;
const OTHER_RATE = {
  code: 'other-rate',
  severity: 'warning',
  field: 'amount',
  message: 'Số tiền khác mức đang áp dụng. Hãy kiểm tra lại.',
} as const;
const REPEATED = {
  code: 'repeated-row',
  severity: 'error',
  field: 'row',
  message: 'Lặp lại dòng 8. Hãy bỏ dòng lặp.',
} as const;

function line(row: number, given: Partial<ReceiptLine> = {}): ReceiptLine {
  const cells = [String(row - 7), 'Nguyễn Thị Tư', '001145000002', '360.000'];
  return { sheet: LIST, row, outcome: 'accepted', notes: [], cells, ...given };
}

const ROWS = [
  line(8),
  line(9, { outcome: 'held', notes: [ID_TOO_SHORT, OTHER_RATE] }),
  line(12, { outcome: 'rejected', notes: [REPEATED] }),
  line(13, { notes: [OTHER_RATE] }),
];

function receiptOf(given: Record<string, unknown> = {}): Receipt {
  return receipt.parse({
    schemaVersion: 1,
    unit: '10120',
    unitName: 'Xã Cự Khê',
    period: '2023-06',
    submission: {
      id: '20230603T070500Z-abcdef01',
      key: 'lists/2023-06/10120/danh-sach.xlsx',
      receivedAt: '2023-06-03T17:30:00Z',
      deadline: '2023-06-04',
      late: false,
      version: 1,
      standing: 'current',
    },
    outcome: 'accepted-with-exceptions',
    kind: 'full',
    totals: {
      read: { rows: 4, amount: 1_440_000 },
      accepted: { rows: 2, amount: 720_000 },
      held: { rows: 1, amount: 360_000 },
      rejected: { rows: 1, amount: 360_000 },
    },
    columns: columnsOf(LIST),
    rows: [],
    ...given,
  });
}

async function written(
  rows: readonly ReceiptLine[] = ROWS,
  given: Record<string, unknown> = {},
  columns: readonly ColumnReading[] = columnsOf(LIST),
): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const bytes = await writeReceiptWorkbook({ receipt: receiptOf(given), rows, columns });
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return workbook;
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`No sheet ${name}`);
  return sheet;
}

function textsOf(sheet: ExcelJS.Worksheet, row: number): string[] {
  return Array.from({ length: sheet.columnCount }, (_, index) => sheet.getCell(row, index + 1).text);
}

/** All that the summary says, cell after cell, those of a merge once. */
function saidBy(workbook: ExcelJS.Workbook): string {
  const texts: string[] = [];
  sheetOf(workbook, 'Tóm tắt').eachRow((row) => {
    row.eachCell((cell) => {
      if (cell.master === cell) texts.push(cell.text);
    });
  });
  return texts.join('\n');
}

function fillOf(sheet: ExcelJS.Worksheet, address: string): string | undefined {
  const { fill } = sheet.getCell(address);
  return fill?.type === 'pattern' ? fill.fgColor?.argb : undefined;
}

describe('The summary of a receipt', () => {
  it('says whose list it is, when it came and that it was on time, by the clock of Viet Nam', async () => {
    const said = saidBy(await written());

    for (const part of ['Xã Cự Khê (mã 10120)', 'Tháng 6 năm 2023', 'danh-sach.xlsx']) expect(said).toContain(part);
    expect(said).toContain('00 giờ 30 ngày 04/06/2023 — đúng hạn (hạn: hết ngày 04/06/2023)');
  });

  it('says when a list is late, and that it counts all the same', async () => {
    const submission = { ...receiptOf().submission, late: true };
    const said = saidBy(await written(ROWS, { submission }));

    expect(said).toContain('NỘP MUỘN');
    expect(said).toContain('Danh sách nộp muộn vẫn được nhận');
  });

  it('gives the totals in rows and đồng', async () => {
    const summary = sheetOf(await written(), 'Tóm tắt');
    const found: unknown[][] = [];
    summary.eachRow((row) => found.push([1, 2, 3].map((column) => row.getCell(column).value)));

    expect(found).toContainEqual(['Đọc được', 4, 1_440_000]);
    expect(found).toContainEqual(['Chấp nhận', 2, 720_000]);
    expect(found).toContainEqual(['Tạm giữ', 1, 360_000]);
    expect(found).toContainEqual(['Từ chối', 1, 360_000]);
  });

  it('tells what to do next, and until when', async () => {
    const said = saidBy(await written());

    expect(said).toContain('Có 1 dòng TẠM GIỮ');
    expect(said).toContain('Có 1 dòng TỪ CHỐI');
    expect(said).toContain('gửi lại cả danh sách trước khi hết ngày 04/06/2023');
  });

  it('shows how each column was understood', async () => {
    expect(saidBy(await written())).toContain(`${LIST}\nC\nSố CCCD\nSố định danh cá nhân / CCCD`);
  });

  it('is all there is of a refused list: why, and what to do', async () => {
    const refusal = { code: 'encrypted', message: 'Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.' };
    const workbook = await written([], { outcome: 'refused', refusal, columns: [] }, []);

    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Tóm tắt']);
    expect(saidBy(workbook)).toContain('TỆP BỊ TỪ CHỐI');
    expect(saidBy(workbook)).toContain(refusal.message);
  });

  it('of a list checked without sending it says so', async () => {
    expect(saidBy(await written(ROWS, { submission: undefined }))).toContain('danh sách chưa được gửi đi');
  });
});

describe('The sheets of a receipt', () => {
  it('show the officer’s own rows in their order under their headers, with outcome and what to do', async () => {
    const sheet = sheetOf(await written(), LIST);
    const own = ['Nguyễn Thị Tư', '001145000002', '360.000'];

    expect(textsOf(sheet, 1)).toEqual([
      'STT',
      'Họ và tên',
      'Số CCCD',
      'Số tiền',
      'Dòng trong tệp đã gửi',
      'Kết quả',
      'Cần làm gì',
    ]);
    expect([2, 3, 4, 5].map((row) => textsOf(sheet, row))).toEqual([
      ['1', ...own, '8', 'Chấp nhận', ''],
      ['2', ...own, '9', 'Tạm giữ', `${ID_TOO_SHORT.message}\n${OTHER_RATE.message}`],
      ['5', ...own, '12', 'Từ chối', REPEATED.message],
      ['6', ...own, '13', 'Chấp nhận', OTHER_RATE.message],
    ]);
  });

  it('colour the row by its outcome and mark the very cell that a note is about, with the message on it', async () => {
    const sheet = sheetOf(await written(), LIST);
    const [accepted, held, rejected] = ['B2', 'B3', 'B4'].map((address) => fillOf(sheet, address));

    expect(new Set([accepted, held, rejected]).size).toBe(3);
    expect([held, rejected]).not.toContain(fillOf(sheet, 'C3'));
    expect(fillOf(sheet, 'C3')).not.toBe(fillOf(sheet, 'D3'));
    expect(fillOf(sheet, 'D5')).toBe(fillOf(sheet, 'D3'));
    expect(sheet.getCell('C3').note).toBe(ID_TOO_SHORT.message);
    expect(sheet.getCell('B3').note).toBeUndefined();
  });

  it('hold text only: nothing that an officer typed can run', async () => {
    const cells = ['=HYPERLINK("http://example.com")', '+1', '-1', '@SUM(A1)'];
    const sheet = sheetOf(await written([line(8, { cells })]), LIST);

    for (const column of [1, 2, 3, 4]) {
      expect(sheet.getCell(2, column).type).toBe(ExcelJS.ValueType.String);
      expect(sheet.getCell(2, column).numFmt).toBe('@');
    }
    expect(textsOf(sheet, 2).slice(0, 4)).toEqual(cells);
  });

  it('stand for the sheets of the list, one each, under their names', async () => {
    const rows = [line(8, { sheet: 'NCC' }), line(8, { sheet: 'BTXH' }), line(9, { sheet: 'NCC' })];
    const workbook = await written(rows, {}, [...columnsOf('NCC'), ...columnsOf('BTXH')]);

    expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount]).slice(1)).toEqual([
      ['NCC', 3],
      ['BTXH', 2],
    ]);
  });

  it('bear names that Excel takes, each another', async () => {
    const wished = [
      'Tháng 6/2023 [xã]',
      'tóm tắt',
      'History',
      `${'Danh sách rất dài '.repeat(3)}A`,
      `${'Danh sách rất dài '.repeat(3)}B`,
    ];
    const rows = wished.map((sheet) => line(8, { sheet }));
    const names = (await written(rows, {}, [])).worksheets.map(({ name }) => name);

    expect(names).toEqual([
      'Tóm tắt',
      'Tháng 6 2023  xã',
      'tóm tắt (2)',
      'Danh sách',
      'Danh sách rất dài Danh sách rất',
      'Danh sách rất dài Danh sách (2)',
    ]);
  });

  it('name the rows of a CSV "Danh sách"', async () => {
    const workbook = await written([line(2, { sheet: null })], {}, columnsOf(null));

    expect(textsOf(sheetOf(workbook, 'Danh sách'), 1)[2]).toBe('Số CCCD');
  });

  it('keep cells beyond the last header', async () => {
    const sheet = sheetOf(await written([line(8, { cells: ['1', 'a', 'b', 'c', 'ghi chú'] })]), LIST);

    expect(textsOf(sheet, 2).slice(4)).toEqual(['ghi chú', '8', 'Chấp nhận', '']);
  });

  it('survive letters that no workbook can hold, and cells that are too long', async () => {
    const cells = ['a\u0000b\uFFFFc\uD800d', 'x'.repeat(40_000), 'Đặng'.repeat(2_500), ''];
    const sheet = sheetOf(await written([line(8, { cells })]), LIST);

    expect(sheet.getCell('A2').text).toBe('abcd');
    expect(sheet.getCell('B2').text).toHaveLength(32_767);
    expect(sheet.getCell('C2').text).toHaveLength(10_000);
  });
});

it('The same receipt gives the same bytes', async () => {
  const input = { receipt: receiptOf(), rows: ROWS, columns: columnsOf(LIST) };

  expect(await writeReceiptWorkbook(input)).toEqual(await writeReceiptWorkbook(input));
});
