import ExcelJS from 'exceljs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Receipt, receipt } from '../../../lambdas/domain/answers/receipt.ts';
import type { ColumnReading } from '../../../lambdas/domain/lists/list-facts.ts';
import type { ReceiptLine } from '../../../lambdas/formats/answers/receipt-mending.ts';
import { writeReceiptWorkbook } from '../../../lambdas/formats/answers/receipt-xlsx.ts';

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

const MONTH_ON_MONTH = {
  before: { period: '2023-05', people: 3, amount: 1_080_000 },
  joined: { people: 2, amount: 720_000 },
  left: { people: 1, amount: 360_000 },
  adjusted: { people: 1, amount: -180_000 },
  after: { people: 4, amount: 1_260_000 },
  accountChanged: 0,
  payeeChanged: 0,
  moves: [
    moveOf('left', 'Trần Văn Ba', 360_000, null, 'Chuyển đi nơi khác'),
    moveOf('joined', '=1+1', null, 360_000, null),
    moveOf('amount', 'Lê Thị Sáu', 540_000, 360_000, null),
  ],
};

function moveOf(what: string, fullName: string, before: number | null, after: number | null, reason: string | null) {
  const about = { fullName, birthYear: '1945', village: 'Thôn 2', programme: 'BTXH' };
  return { what, ...about, amountBefore: before, amountAfter: after, reason };
}

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
    summary.eachRow((row) => found.push([1, 3, 5].map((column) => row.getCell(column).value)));

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
    expect(saidBy(await written())).toContain('C\nSố CCCD\nSố định danh cá nhân / CCCD');
  });

  it('tells sheets that are laid out alike together', async () => {
    const said = saidBy(await written(ROWS, {}, [...columnsOf(LIST), ...columnsOf('NCC')]));

    expect(said).toContain(`Trang tính: “${LIST}”, “NCC”`);
    expect(said.split('Tiêu đề trong tệp')).toHaveLength(3);
  });

  it('counts what must be mended by what is wrong, the most frequent first', async () => {
    const rows = [
      line(8, { outcome: 'rejected', notes: [REPEATED] }),
      line(9, { outcome: 'held', notes: [ID_TOO_SHORT] }),
      line(10, { outcome: 'held', notes: [{ ...ID_TOO_SHORT, message: 'Số CCCD chỉ có 8 chữ số.' }, OTHER_RATE] }),
    ];
    const said = saidBy(await written(rows));

    expect(said).toContain(`2\nVí dụ: ${ID_TOO_SHORT.message}\n9; 10\n1\n${REPEATED.message}\n8`);
    expect(said).not.toContain(OTHER_RATE.message);
  });

  it('counts what was repaired or is worth a look on accepted rows, apart from what must be mended', async () => {
    const rows = [
      line(8, { notes: [OTHER_RATE] }),
      line(9, { notes: [OTHER_RATE] }),
      line(10, { outcome: 'held', notes: [OTHER_RATE, ID_TOO_SHORT] }),
    ];
    const [toMend, toLookAt] = saidBy(await written(rows)).split('Lưu ý trên các dòng đã chấp nhận (vẫn được chi trả)');

    expect(toMend).not.toContain(OTHER_RATE.message);
    expect(toLookAt).toContain(`2\n${OTHER_RATE.message}\n8; 9`);
  });

  it('of a change list says that accepted rows are applied to the roll', async () => {
    const said = saidBy(await written(ROWS, { kind: 'changes' }));

    expect(said).toContain('vẫn được áp dụng vào danh sách của đơn vị');
    expect(said).not.toContain('vẫn được chi trả');
  });

  it('calls an old encoding as officers do', async () => {
    const file = { format: 'csv', encoding: 'tcvn', separator: ';' };

    expect(saidBy(await written(ROWS, { file }))).toContain('bảng mã TCVN3 (ABC)');
  });

  it('writes out the month beside the one before', async () => {
    const said = saidBy(await written(ROWS, { monthOnMonth: MONTH_ON_MONTH }));

    expect(said).toContain('Biến động so với danh sách kỳ 05/2023');
    expect(said).toContain('3 + 2 − 1 = 4 người; 1.080.000 + 720.000 − 360.000 − 180.000 = 1.260.000 đồng.');
  });

  it('says of a list that waits to be confirmed why, and which command confirms it', async () => {
    const reason = 'Số người giảm 45% so với danh sách trước.';
    const submission = { ...receiptOf().submission, standing: 'awaiting-confirmation' };
    const said = saidBy(await written(ROWS, { submission, confirmationReasons: [{ code: 'x', message: reason }] }));

    expect(said).toContain('DANH SÁCH CHỜ XÁC NHẬN');
    expect(said).toContain(reason);
    expect(said).toContain(
      'ansinh confirm --unit 10120 --period 2023-06 --list 20230603T070500Z-abcdef01 --as whole-roll',
    );
    expect(said).not.toContain('vẫn được chi trả theo kỳ');
  });

  it('asks nothing more of an officer who has sent another list since', async () => {
    const submission = { ...receiptOf().submission, standing: 'superseded' };
    const said = saidBy(await written(ROWS, { submission }));

    expect(said).toContain('ĐÃ ĐƯỢC THAY BẰNG DANH SÁCH GỬI SAU');
    expect(said).not.toContain('gửi lại');
  });

  it('names the encoding and the separator of a text file, and what is odd about the list', async () => {
    const message = 'Trang tính “Tháng 5” đang bị ẩn nên không đọc.';
    const said = saidBy(
      await written(ROWS, {
        file: { format: 'csv', encoding: 'windows-1258', separator: ';' },
        notes: [{ code: 'sheet-hidden', severity: 'warning', message }],
      }),
    );

    expect(said).toContain('tệp văn bản CSV, bảng mã WINDOWS-1258, ngăn cách bằng dấu chấm phẩy');
    expect(said).toContain(message);
  });

  it('stands on one page of paper where it can', async () => {
    const few = sheetOf(await written(), 'Tóm tắt');
    const many = Array.from({ length: 60 }, (_, index) => ({
      sheet: LIST,
      column: `A${index}`,
      header: `Cột số ${index} có tiêu đề rất dài, đến mấy dòng chữ trong một ô như thế này`,
      field: null,
    }));

    expect(few.pageSetup).toMatchObject({ fitToPage: true, fitToWidth: 1, fitToHeight: 1 });
    expect(sheetOf(await written(ROWS, {}, many), 'Tóm tắt').pageSetup.fitToHeight).toBe(0);
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

describe('The sheet of what is to be mended', () => {
  it('has a line for each thing, with the place, the name and what the cell says now', async () => {
    const sheet = sheetOf(await written(), 'Cần xử lý');

    expect(textsOf(sheet, 1)).toEqual([
      'Trang tính',
      'Dòng',
      'Họ và tên',
      'Kết quả',
      'Cột cần sửa',
      'Đang ghi',
      'Cần làm gì',
      'Đã sửa',
    ]);
    expect([2, 3].map((row) => textsOf(sheet, row))).toEqual([
      [LIST, '9', 'Nguyễn Thị Tư', 'Tạm giữ', 'Số CCCD', '001145000002', ID_TOO_SHORT.message, ''],
      [LIST, '12', 'Nguyễn Thị Tư', 'Từ chối', '', '', REPEATED.message, ''],
    ]);
    expect(sheet.rowCount).toBe(3);
  });

  it('is left out when nothing is to be mended', async () => {
    const names = (await written([line(8), line(9, { notes: [OTHER_RATE] })])).worksheets.map(({ name }) => name);

    expect(names).toEqual(['Tóm tắt', LIST]);
  });
});

describe('The sheet of who joined, left or changed', () => {
  it('goes kind by kind, with the reason where the list gives one, and nothing in it runs', async () => {
    const sheet = sheetOf(await written(ROWS, { monthOnMonth: MONTH_ON_MONTH }), 'Biến động');
    const rows = [4, 5, 6].map((row) => [2, 3, 7, 8, 9, 10].map((column) => sheet.getCell(row, column).value));

    expect(rows).toEqual([
      ['Tăng', '=1+1', null, 360_000, 360_000, null],
      ['Giảm', 'Trần Văn Ba', 360_000, null, -360_000, 'Chuyển đi nơi khác'],
      ['Đổi mức hưởng', 'Lê Thị Sáu', 540_000, 360_000, -180_000, null],
    ]);
    expect(sheet.getCell('C4').type).toBe(ExcelJS.ValueType.String);
  });
});

it('A change list says of every row what it was understood to change', async () => {
  const rows = [line(8, { change: 'decrease' }), line(9, { change: undefined })];
  const sheet = sheetOf(await written(rows, { kind: 'changes' }), LIST);

  expect([1, 2, 3].map((row) => textsOf(sheet, row)[4])).toEqual(['Hiểu là', 'Giảm', 'chưa rõ']);
});

describe('The same receipt', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives the same bytes, whenever it is written', async () => {
    const input = { receipt: receiptOf({ monthOnMonth: MONTH_ON_MONTH }), rows: ROWS, columns: columnsOf(LIST) };
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2023-06-04T00:00:00Z') });
    const first = await writeReceiptWorkbook(input);
    vi.setSystemTime(new Date('2031-01-01T00:00:00Z'));

    expect(await writeReceiptWorkbook(input)).toEqual(first);
  });
});
