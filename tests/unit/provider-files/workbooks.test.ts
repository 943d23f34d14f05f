import type ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { writeInstructionFile } from '../../../lambdas/formats/instructions/instruction-file.ts';
import { batchOf, lineOf, providerOf } from './batches.ts';
import { openWorkbook, readBackPayingList, readBackPayroll, rowsOf } from './independent-readers.ts';

const bank = providerOf({ id: 'lpbank', instructionFormat: 'payroll-xlsx' });
const post = providerOf({ id: 'vnpost', instructionFormat: 'paying-list-xlsx' });

async function sheetsOf(lines: Parameters<typeof batchOf>[0], paidBy: typeof bank): Promise<ExcelJS.Worksheet[]> {
  return (await openWorkbook((await writeInstructionFile(batchOf(lines, paidBy))).bytes)).worksheets;
}

function cellOf(sheet: ExcelJS.Worksheet | undefined, text: string): ExcelJS.Cell | undefined {
  let found: ExcelJS.Cell | undefined;
  sheet?.eachRow((row) => {
    row.eachCell((cell) => {
      if (cell.text === text) found ??= cell;
    });
  });
  return found;
}

describe('The payroll workbook of a bank', () => {
  it('states above its lines their count and sum', async () => {
    const { bytes } = await writeInstructionFile(batchOf([lineOf(1), lineOf(2, { arrears: 1_000_000 })], bank));
    const { references, amounts, stated } = await readBackPayroll(bytes);
    expect(references).toHaveLength(2);
    expect(amounts).toEqual([360_000, 1_360_000]);
    expect(stated).toEqual({ count: 2, sum: 1_720_000 });
  });

  it('is not written where its lines together pay more than the provider takes in one file', async () => {
    const limits = { paymentMax: 1_000_000, linesPerFile: 10, nameMax: 70, fileAmountMax: 719_999 };
    const small = providerOf({ id: 'lpbank', instructionFormat: 'payroll-xlsx', limits });
    const writing = writeInstructionFile(batchOf([lineOf(1), lineOf(2)], small));
    await expect(writing).rejects.toMatchObject({ name: 'InstructionUnwritable', code: 'over-file-limit' });
  });

  it('pays what earlier months owe with this month’s benefit', async () => {
    const carried = [{ period: '2023-05', amount: 360_000, uncollected: false }];
    const { bytes } = await writeInstructionFile(batchOf([lineOf(1, { carried, arrears: 40_000 })], bank));
    expect(await readBackPayroll(bytes)).toMatchObject({ amounts: [760_000], stated: { count: 1, sum: 760_000 } });
  });

  it('has the sum below its lines in figures and in words', async () => {
    const [sheet] = await sheetsOf([lineOf(1, { amount: 1_455_000 })], bank);
    const total = rowsOf(sheet).find((row) => row[2] === 'Tổng cộng');
    expect(total?.[6]).toBe(1_455_000);
    expect(cellOf(sheet, 'Bằng chữ: Một triệu bốn trăm năm mươi lăm nghìn đồng.')).toBeDefined();
  });

  it('keeps account numbers text, with their zeros, and amounts numbers', async () => {
    const [sheet] = await sheetsOf([lineOf(1)], bank);
    const account = cellOf(sheet, '003000000013');
    expect(account?.value).toBe('003000000013');
    expect(account?.numFmt).toBe('@');
    expect(cellOf(sheet, '360000')?.value).toBe(360_000);
  });

  it('names the holder of the account beside the beneficiary', async () => {
    const [sheet] = await sheetsOf([lineOf(1, { payeeName: 'Trần Văn Ưỡn', payeeRole: 'authorised' })], bank);
    const line = rowsOf(sheet).find((row) => row[0] === 1);
    expect(line?.slice(2, 4)).toEqual(['Nguyễn Thị Hoà', 'Trần Văn Ưỡn']);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@x'])('never lets %j run', async (beneficiaryName) => {
    const [sheet] = await sheetsOf([lineOf(1, { beneficiaryName })], bank);
    const line = rowsOf(sheet).find((row) => row[0] === 1);
    expect(line?.[2]).toBe(`'${beneficiaryName}`);
  });
});

describe('The paying list of the post office', () => {
  const twoCommunes = [
    lineOf(1),
    lineOf(2, { unit: '10123', unitName: 'Xã Bích Hòa', amount: 540_000 }),
    lineOf(3, { arrears: 720_000, payeeName: 'Trần Văn Ưỡn', payeeRole: 'guardian' }),
  ];

  it('has the columns of the paper list under a header of two rows', async () => {
    const [, sheet] = await sheetsOf(twoCommunes, post);
    const rows = rowsOf(sheet);
    const top = rows.findIndex((row) => row[0] === 'STT');
    expect(rows[top]).toEqual([
      'STT',
      'Họ tên',
      'Năm sinh',
      'Số quyết định hưởng',
      'Số sổ lĩnh tiền',
      'Tiền trợ cấp tháng này',
      'Chưa trả tháng trước',
      'Chưa trả tháng trước',
      'Tổng số tiền',
      'Người nhận',
      'Người nhận',
      'Mã tham chiếu',
      'Ghi chú',
    ]);
    expect(rows[top + 1]?.slice(6, 11)).toEqual(['Số tháng', 'Số tiền', 'Tổng số tiền', 'Ký', 'Họ tên']);
  });

  it('has a sheet for each commune, and a summary of all before them', async () => {
    const sheets = await sheetsOf(twoCommunes, post);
    expect(sheets.map(({ name }) => name)).toEqual(['Tổng hợp', 'Xã Cự Khê 10120', 'Xã Bích Hòa 10123']);
    const summary = rowsOf(sheets[0]).filter((row) => typeof row[0] === 'number');
    expect(summary).toEqual([
      [1, 'Xã Cự Khê', '10120', 2, 1_440_000],
      [2, 'Xã Bích Hòa', '10123', 1, 540_000],
    ]);
  });

  it('keeps communes of one name apart', async () => {
    const lines = [
      lineOf(1),
      lineOf(2, { unit: '10123' }),
      lineOf(3, { unitName: `Xã ${'Cự Khê '.repeat(9)}`, unit: '10126' }),
    ];
    const names = (await sheetsOf(lines, post)).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(names.every((name) => name.length <= 31)).toBe(true);
  });

  it('shows arrears beside this month’s benefit, names them, and says who receives instead', async () => {
    const [, sheet] = await sheetsOf(twoCommunes, post);
    const line = rowsOf(sheet).find((row) => row[0] === 2);
    expect(line?.slice(5, 11)).toEqual([360_000, null, 720_000, 1_080_000, null, 'Trần Văn Ưỡn']);
    expect(line?.at(-1)).toBe('Truy lĩnh 720.000 đồng');
  });

  describe('where earlier months are owed still', () => {
    const carried = [
      { period: '2023-04', amount: 360_000, uncollected: true },
      { period: '2023-05', amount: 380_000, uncollected: true },
    ];

    it('counts them, and pays their sum in the columns that paper has for it', async () => {
      const [, sheet] = await sheetsOf([lineOf(1, { carried })], post);
      const line = rowsOf(sheet).find((row) => row[0] === 1);
      expect(line?.slice(5, 9)).toEqual([360_000, 2, 740_000, 1_100_000]);
      expect(line?.at(-1)).toBeNull();
    });

    it('says how much of the sum is arrears, of which nobody knows the months', async () => {
      const [, sheet] = await sheetsOf([lineOf(1, { carried, arrears: 100_000 })], post);
      const line = rowsOf(sheet).find((row) => row[0] === 1);
      expect(line?.slice(5, 9)).toEqual([360_000, 2, 840_000, 1_200_000]);
      expect(line?.at(-1)).toBe('Trong đó truy lĩnh 100.000 đồng');
    });

    it('closes with totals that hold them', async () => {
      const lines = [lineOf(1, { carried, arrears: 100_000 }), lineOf(2, { arrears: 50_000 }), lineOf(3)];
      const sheets = await sheetsOf(lines, post);
      const total = rowsOf(sheets[1]).find((row) => row[1] === 'Tổng cộng: 3 lượt chi');
      expect(total?.slice(5, 9)).toEqual([1_080_000, null, 890_000, 1_970_000]);
      expect(
        rowsOf(sheets[0])
          .find((row) => row[1] === 'Tổng cộng')
          ?.slice(3),
      ).toEqual([3, 1_970_000]);
      expect(cellOf(sheets[1], 'Bằng chữ: Một triệu chín trăm bảy mươi nghìn đồng.')).toBeDefined();
    });
  });

  it('marks who is paid at home', async () => {
    const lines = [
      lineOf(1, { channel: 'cash', atHome: true }),
      lineOf(2, { atHome: true, arrears: 50_000 }),
      lineOf(3),
    ];
    const [, sheet] = await sheetsOf(lines, post);
    const remarks = rowsOf(sheet).filter((row) => typeof row[0] === 'number');
    expect(remarks.map((row) => row.at(-1))).toEqual(['Chi tại nhà', 'Chi tại nhà. Truy lĩnh 50.000 đồng', null]);
  });

  it('adds up to the total of its summary', async () => {
    const { bytes } = await writeInstructionFile(batchOf(twoCommunes, post));
    const { references, amounts, stated } = await readBackPayingList(bytes);
    expect([...references].sort()).toEqual(twoCommunes.map(({ reference }) => reference));
    expect(amounts.reduce((sum, amount) => sum + amount)).toBe(1_980_000);
    expect(stated).toEqual({ count: 3, sum: 1_980_000 });
  });

  it('closes each commune with its total in figures and in words, and with signatures', async () => {
    const [, sheet] = await sheetsOf(twoCommunes, post);
    const total = rowsOf(sheet).find((row) => row[1] === 'Tổng cộng: 2 lượt chi');
    expect([total?.[5], total?.[7], total?.[8]]).toEqual([720_000, 720_000, 1_440_000]);
    expect(cellOf(sheet, 'Bằng chữ: Một triệu bốn trăm bốn mươi nghìn đồng.')).toBeDefined();
    expect(cellOf(sheet, 'THỦ TRƯỞNG ĐƠN VỊ')).toBeDefined();
  });

  it('prints on A4 landscape, as wide as the page, with the header on every page', async () => {
    const [, sheet] = await sheetsOf(twoCommunes, post);
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 });
    expect(sheet?.pageSetup.printTitlesRow).toBe('8:9');
  });

  it('needs no account and no bank', async () => {
    const line = lineOf(1, { channel: 'cash', accountNumber: null, bank: null });
    await expect(sheetsOf([line], post)).resolves.toHaveLength(2);
  });

  it('says nothing of a programme', async () => {
    const sheets = await sheetsOf(twoCommunes, post);
    const texts = sheets.flatMap((sheet) => rowsOf(sheet).flat()).map(String);
    expect(texts.filter((text) => /SSBE|PENS|GOVT|khuyết tật|HIV|bảo trợ/i.test(text))).toEqual([]);
  });
});
