import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { form1, form2, type OfficialForm, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { writeFormXlsx } from '../../../lambdas/formats/reports/form-xlsx.ts';
import { CU_KHE, figuresOf } from './counted.ts';
import { PLAN_FORM_1, PLAN_FORM_2, type PlanForm, SLIPS, timesIn } from './plan-forms.ts';

async function sheetOf(bytes: Uint8Array): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const sheet = workbook.worksheets[0];
  if (sheet === undefined) throw new Error('The workbook has no sheet');
  return sheet;
}

/** The text of a cell as printed: nothing in the covered cells of a merge. */
function printed(sheet: ExcelJS.Worksheet, row: number, column: number): string {
  const cell = sheet.getCell(row, column);
  return cell.master === cell ? cell.text : '';
}

function rowOf(sheet: ExcelJS.Worksheet, text: string): number {
  for (let row = 1; row <= sheet.rowCount; row++) if (printed(sheet, row, 1) === text) return row;
  throw new Error(`No row begins with ${text}`);
}

/** Every cell of the plan's table, and nothing where the plan has nothing: below the header, the figures are ours. */
function expectTable(sheet: ExcelJS.Worksheet, { table }: PlanForm, headerRows: number, wordColumns: number) {
  const top = rowOf(sheet, table[0]?.[0] ?? '');
  table.forEach((cells, index) => {
    const width = index < headerRows ? cells.length : wordColumns;
    const found = Array.from({ length: width }, (_, column) => printed(sheet, top + index, column + 1));
    expect(found).toEqual(cells.slice(0, width));
  });
  return { firstFigures: top + headerRows, afterTable: top + table.length };
}

/** Every figure of the sheet against the JSON; a cell that the JSON does not have must be empty. */
function expectFigures(
  sheet: ExcelJS.Worksheet,
  form: OfficialForm,
  firstRow: number,
  columns: Record<string, number>,
) {
  const rows = form.rows.filter(({ row }) => row !== 'I.unclassified');
  rows.forEach((row, index) => {
    for (const [key, column] of Object.entries(columns)) {
      expect(sheet.getCell(firstRow + index, column).value, `${row.row}, column ${key}`).toBe(row.cells[key] ?? null);
    }
  });
}

describe('The scan of the plan', () => {
  it.each(SLIPS)('slips at "$scanned", meaning "$meant": $why', ({ scanned, times }) => {
    expect(timesIn(scanned)).toBe(times);
  });
});

const counted = figuresOf({
  BTXH: [515, 4, 511, 3, 402, 2, 398, 395, 1_234_567_500, 207_361_499],
  NCC: [126, 1, 125, 1, 100, 1, 98, 97, 1_034_567_500, 257_361_500],
  'ncc-5': [100, 1, 99, 1, 90, 1, 89, 88, 1, 1],
  'ncc-12': [26, 0, 26, 0, 10, 0, 9, 9, 1, 1],
  'decision-62': [7, 2, 6, 2, 5, 1, 4, 3, 1, 1],
});

describe('Form 1', () => {
  it('prints every word of the plan where the plan has it', async () => {
    const sheet = await sheetOf(await writeFormXlsx(form1(counted, CU_KHE)));

    expectTable(sheet, PLAN_FORM_1, 3, 3);
    expect(sheet.getCell('A1').text).toBe('UBND XÃ CỰ KHÊ');
    expect(sheet.getCell('E1').text).toBe('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(sheet.getCell('E2').text).toBe('Độc lập - Tự do - Hạnh phúc');
    const head = PLAN_FORM_1.head.map((line) => line.replace('Tháng năm 2023', 'Tháng 6 năm 2023'));
    expect(head).toHaveLength(3);
    expect([4, 5, 6].map((row) => printed(sheet, row, 1))).toEqual(head);
  });

  it('prints the figures of its JSON, and leaves empty what does not apply', async () => {
    const form = form1(counted, CU_KHE);
    const sheet = await sheetOf(await writeFormXlsx(form));

    const { firstFigures } = expectTable(sheet, PLAN_FORM_1, 3, 3);
    expectFigures(sheet, form, firstFigures, { 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10 });
  });

  it('is set up to be printed and signed: A4 landscape, one page, header and column numbers repeated, signatures', async () => {
    const sheet = await sheetOf(await writeFormXlsx(form1(counted, CU_KHE)));

    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 1 });
    expect(sheet.pageSetup.printTitlesRow).toBe('8:10');
    expect(rowOf(sheet, 'NGƯỜI LẬP BIỂU')).toBeGreaterThan(rowOf(sheet, 'III'));
    expect(printed(sheet, rowOf(sheet, 'NGƯỜI LẬP BIỂU'), 5)).toBe('THỦ TRƯỞNG ĐƠN VỊ');
  });

  it('says "do làm tròn số" under the table, and only when printed parts miss their printed total', async () => {
    const sheet = await sheetOf(await writeFormXlsx(form1(counted, CU_KHE)));
    const { afterTable } = expectTable(sheet, PLAN_FORM_1, 3, 3);
    expect(printed(sheet, afterTable, 1)).toContain('do làm tròn số');

    const even = await sheetOf(await writeFormXlsx(form1(figuresOf({}), CU_KHE)));
    expect(printed(even, afterTable, 1)).toBe('');
  });
});

describe('Form 2', () => {
  it('prints every word of the plan where the plan has it', async () => {
    const sheet = await sheetOf(await writeFormXlsx(form2(counted, CU_KHE)));

    expectTable(sheet, PLAN_FORM_2, 2, 2);
    const head = PLAN_FORM_2.head.map((line) => line.replace('Tháng.....năm.....', 'Tháng 6 năm 2023'));
    expect(head).toHaveLength(4);
    expect([4, 5, 6, 7].map((row) => printed(sheet, row, 1))).toEqual(head);
  });

  it('prints the figures of its JSON', async () => {
    const form = form2(counted, CU_KHE);
    const sheet = await sheetOf(await writeFormXlsx(form));

    const { firstFigures } = expectTable(sheet, PLAN_FORM_2, 2, 2);
    expectFigures(sheet, form, firstFigures, {
      'total.cumulative': 3,
      'total.inPeriod': 4,
      reviewed: 5,
      withAccount: 6,
      'paid.cumulative': 7,
      'paid.inPeriod': 8,
    });
  });

  it('prints "Chưa phân loại" after line 12 where there is somebody to count in it', async () => {
    const sheet = await sheetOf(
      await writeFormXlsx(form2(figuresOf({ unclassified: [2, 1, 2, 1, 0, 0, 0, 0, 0, 0] }), CU_KHE)),
    );
    const row = rowOf(sheet, '12') + 1;

    expect([1, 2, 3].map((column) => printed(sheet, row, column))).toEqual(['', 'Chưa phân loại', '2']);
    expect(printed(sheet, row + 1, 1)).toBe('II');
  });
});

/** Points on the page of a point in the sheet, as Excel and LibreOffice fit a sheet to one page. */
function scaleOf(sheet: ExcelJS.Worksheet): number {
  const { left, right, top, bottom } = sheet.pageSetup.margins ?? { left: 0, right: 0, top: 0, bottom: 0 };
  // LibreOffice takes 5.63 points for a character's width where it has no Calibri, Excel 5.25 and 4 beside.
  const width = sheet.columns.reduce((sum, column) => sum + (column.width ?? 0) * 5.63, 0);
  let height = 0;
  for (let row = 1; row <= sheet.rowCount; row++) height += sheet.getRow(row).height || 15;
  return Math.min((841.89 - (left + right) * 72) / width, (595.28 - (top + bottom) * 72) / height, 1);
}

/** A form with every line that it can have, of a unit whose name is as long as a name may be. */
const longest = { ...CU_KHE, name: `Xã ${'Cự Khê '.repeat(1500).slice(0, 9_997)}` };

describe('Both forms', () => {
  it.each([
    ['Form 1', form1(counted, CU_KHE)],
    ['Form 2', form2(figuresOf({ unclassified: [2, 1, 2, 1, 0, 0, 0, 0, 0, 0] }), CU_KHE)],
    ['Form 1 of a long name', form1(counted, longest)],
    ['Form 2 of a long name', form2(figuresOf({ unclassified: [2, 1, 2, 1, 0, 0, 0, 0, 0, 0] }), longest)],
  ])('can be read on one page, at 9 points or more: %s', async (_, form) => {
    const sheet = await sheetOf(await writeFormXlsx(form));
    let smallest = 100;
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (/\p{L}|\d/u.test(cell.text)) smallest = Math.min(smallest, cell.font.size ?? 0);
      });
    });

    expect(smallest * scaleOf(sheet)).toBeGreaterThanOrEqual(9);
  });

  it('cut a name of 10,000 letters on paper, and keep it whole in the JSON', async () => {
    const form = form2(counted, longest);
    const office = (await sheetOf(await writeFormXlsx(form))).getCell('A1').text;

    expect(office.length).toBeLessThanOrEqual(100);
    expect(office).toMatch(/^UBND XÃ CỰ KHÊ .*…$/);
    expect(form.unitName).toBe(longest.name);
  });

  it('give the same bytes for the same figures', async () => {
    const once = [await writeFormXlsx(form1(counted, CU_KHE)), await writeFormXlsx(form2(counted, CU_KHE))];
    const again = [await writeFormXlsx(form1(counted, CU_KHE)), await writeFormXlsx(form2(counted, CU_KHE))];

    expect(again).toEqual(once);
  });

  it('print the same after a trip through JSON', async () => {
    const form = form1(counted, CU_KHE);
    const back = officialForm.parse(JSON.parse(JSON.stringify(form)));

    expect(await writeFormXlsx(back)).toEqual(await writeFormXlsx(form));
  });

  it.each([
    [{ name: 'Thị trấn Kim Bài', level: 'commune' }, 'UBND THỊ TRẤN KIM BÀI'],
    [{ name: 'Đông Thành', level: 'commune' }, 'UBND XÃ ĐÔNG THÀNH'],
    [{ name: 'Thanh Oai', level: 'district' }, 'UBND HUYỆN THANH OAI'],
    [{ name: 'Thành phố Hà Nội', level: 'province' }, 'UBND THÀNH PHỐ HÀ NỘI'],
  ] as const)('head the paper of %o as %s', async (unit, office) => {
    const sheet = await sheetOf(await writeFormXlsx(form1(figuresOf({}), { ...CU_KHE, ...unit })));

    expect(sheet.getCell('A1').text).toBe(office);
  });
});
