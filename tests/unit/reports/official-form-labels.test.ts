import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { form1, form2, type OfficialForm, officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { writeForm1 } from '../../../lambdas/formats/reports/form-1-xlsx.ts';
import { writeForm2 } from '../../../lambdas/formats/reports/form-2-xlsx.ts';
import { CU_KHE, figuresOf } from './counted.ts';

/** The annex of the plan of Thanh Oai (2023-10-23): tabs between cells, a row a line, slips of the scan mended. */
const FORM_1_OF_THE_PLAN = `TT	Nội dung	ĐVT	Tổng số	Bảo trợ xã hội		Người có công		Đối tượng khác	
				Tổng lũy kế đến kỳ báo cáo	Trong kỳ	Tổng lũy kế đến kỳ báo cáo	Trong kỳ	Tổng lũy kế đến kỳ báo cáo	Trong kỳ
1	2	3	4=5+7+9	5	6	7	8	9	10
I	Tổng số đối tượng hưởng chính sách an sinh xã hội trên địa bàn	Người
1	Đối tượng Bảo trợ xã hội	Người
2	Đối tượng Người có công	Người
3	Đối tượng khác	Người
II	Kết quả thực hiện rà soát đối tượng	
1	Số đối tượng đã thực hiện rà soát	Người
2	Số đối tượng đã có tài khoản (mong muốn chi trả qua tài khoản)	Người
III	Kết quả chi trả	
1	Số đối tượng đã được chi trả qua tài khoản	Người
2	Số tiền thực hiện chi trả qua tài khoản	1000 đồng`;

const FORM_2_OF_THE_PLAN = `STT	Đối tượng	Tổng số đối tượng trợ cấp ưu đãi người có công hàng tháng; Đối tượng hưởng TC hàng tháng theo các QĐ: 142/2008/QĐ-TTg, 62/2011/QĐ-TTg, 53/2010/QĐ-TTg trên địa bàn (người)		Kết quả thực hiện rà soát đối tượng		Kết quả chi trả	
		Tổng số lũy kế đến kỳ báo cáo	Trong kỳ	Số đối tượng đã thực hiện rà soát (người)	Số đối tượng đã có tài khoản Đăng ký chi trả qua tài khoản (người)	Tổng số lũy kế đến kỳ báo cáo	Trong kỳ
I	Đối tượng NCC và thân nhân hưởng trợ cấp ưu đãi hàng tháng
1	Người hoạt động cách mạng trước ngày 01 tháng 01 năm 1945
2	Người hoạt động cách mạng từ ngày 01 tháng 01 năm 1945 đến ngày khởi nghĩa tháng Tám năm 1945
3	Bà mẹ Việt Nam anh hùng
4	Anh hùng Lực lượng vũ trang nhân dân, Anh hùng Lao động trong thời kỳ kháng chiến
5	Thương binh, người hưởng chính sách như thương binh, thương binh B
6	Bệnh binh,
7	Người có công giúp đỡ cách mạng:
8	Người hoạt động kháng chiến bị nhiễm chất độc hóa học
9	Con đẻ còn sống của người hoạt động kháng chiến bị nhiễm chất độc hóa học
10	Người hoạt động cách mạng, kháng chiến, bảo vệ Tổ quốc, làm nghĩa vụ quốc tế bị địch bắt tù, đày
11	Thân nhân lương tuất (liệt sĩ, Thương binh, bệnh binh, CBHH, LTCM, TKN)
12	Người phục vụ Bà mẹ Việt Nam anh hùng, thương binh, người hưởng chính sách như thương binh, thương binh B, bệnh binh, người hoạt động kháng chiến bị nhiễm chất độc hóa học:
II	Đối tượng khác
16	Quân nhân tham gia kháng chiến chống Mỹ cứu nước có dưới 20 năm công tác trong quân đội đã phục viên, xuất ngũ về địa phương
17	Cán bộ, chiến sĩ CAND tham gia kháng chiến chống Mỹ có dưới 20 năm công tác trong CAND đã thôi việc, xuất ngũ về địa phương
18	Đối tượng tham gia chiến tranh bảo vệ Tổ quốc, làm nhiệm vụ quốc tế ở Campuchia, giúp bạn Lào sau ngày 30/4/1975 đã phục viên, xuất ngũ, thôi việc`;

const FORM_2_TITLE =
  'TỔNG HỢP TÌNH HÌNH THỰC HIỆN CHI TRẢ KHÔNG DÙNG TIỀN MẶT TỚI CÁC ĐỐI TƯỢNG HƯỞNG TRỢ CẤP ƯU ĐÃI NGƯỜI CÓ CÔNG HÀNG THÁNG, ĐỐI TƯỢNG HƯỞNG TRỢ CẤP HÀNG THÁNG THEO CÁC QUYẾT ĐỊNH: 142/2008/QĐ-TTg, 62/2011/QĐ-TTg, 53/2010/QĐ-TTg';

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

/** Every word cell of the table against the plan: the header rows whole, of the others the columns of words. */
function expectTable(sheet: ExcelJS.Worksheet, plan: string, headerRows: number, wordColumns: number, columns: number) {
  const lines = plan.split('\n').map((line) => line.split('\t'));
  const top = rowOf(sheet, lines[0]?.[0] ?? '');
  lines.forEach((cells, index) => {
    const width = index < headerRows ? columns : wordColumns;
    const found = Array.from({ length: width }, (_, column) => printed(sheet, top + index, column + 1));
    expect(found).toEqual(Array.from({ length: width }, (_, column) => cells[column] ?? ''));
  });
  return { firstFigures: top + headerRows, afterTable: top + lines.length };
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

const counted = figuresOf({
  BTXH: [515, 4, 511, 3, 402, 2, 398, 395, 1_234_567_500, 207_361_499],
  NCC: [126, 1, 125, 1, 100, 1, 98, 97, 1_034_567_500, 257_361_500],
  'ncc-5': [100, 1, 99, 1, 90, 1, 89, 88, 1, 1],
  'ncc-12': [26, 0, 26, 0, 10, 0, 9, 9, 1, 1],
  'decision-62': [7, 2, 6, 2, 5, 1, 4, 3, 1, 1],
});

describe('Form 1', () => {
  it('prints every word of the plan where the plan has it', async () => {
    const sheet = await sheetOf(await writeForm1(form1(counted, CU_KHE)));

    expectTable(sheet, FORM_1_OF_THE_PLAN, 3, 3, 10);
    expect(sheet.getCell('A1').text).toBe('UBND XÃ CỰ KHÊ');
    expect(sheet.getCell('E1').text).toBe('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(sheet.getCell('E2').text).toBe('Độc lập - Tự do - Hạnh phúc');
    expect([4, 5, 6].map((row) => printed(sheet, row, 1))).toEqual([
      'TỔNG HỢP BÁO CÁO CHI TRẢ KHÔNG DÙNG TIỀN MẶT',
      'Kỳ báo cáo: Tháng 6 năm 2023',
      '(Đính kèm công văn số.....)',
    ]);
  });

  it('prints the figures of its JSON, and leaves empty what does not apply', async () => {
    const form = form1(counted, CU_KHE);
    const sheet = await sheetOf(await writeForm1(form));

    const { firstFigures } = expectTable(sheet, FORM_1_OF_THE_PLAN, 3, 3, 10);
    expectFigures(sheet, form, firstFigures, { 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10 });
  });

  it('is set up to be printed and signed: A4 landscape, one page wide, header repeated, signatures', async () => {
    const sheet = await sheetOf(await writeForm1(form1(counted, CU_KHE)));

    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0 });
    expect(sheet.pageSetup.printTitlesRow).toBe('8:10');
    expect(rowOf(sheet, 'NGƯỜI LẬP BIỂU')).toBeGreaterThan(rowOf(sheet, 'III'));
    expect(printed(sheet, rowOf(sheet, 'NGƯỜI LẬP BIỂU'), 5)).toBe('THỦ TRƯỞNG ĐƠN VỊ');
  });

  it('says "do làm tròn số" under the table, and only when printed parts miss their printed total', async () => {
    const sheet = await sheetOf(await writeForm1(form1(counted, CU_KHE)));
    const { afterTable } = expectTable(sheet, FORM_1_OF_THE_PLAN, 3, 3, 10);
    expect(printed(sheet, afterTable, 1)).toContain('do làm tròn số');

    const even = await sheetOf(await writeForm1(form1(figuresOf({}), CU_KHE)));
    expect(printed(even, afterTable, 1)).toBe('');
  });
});

describe('Form 2', () => {
  it('prints every word of the plan where the plan has it', async () => {
    const sheet = await sheetOf(await writeForm2(form2(counted, CU_KHE)));

    expectTable(sheet, FORM_2_OF_THE_PLAN, 2, 2, 8);
    expect(`${printed(sheet, 4, 1)} ${printed(sheet, 5, 1)}`).toBe(FORM_2_TITLE);
    expect(printed(sheet, 6, 1)).toBe('(Đính kèm công văn số.....)');
    expect(printed(sheet, 7, 1)).toBe('Kỳ báo cáo: Tháng 6 năm 2023');
  });

  it('prints the figures of its JSON', async () => {
    const form = form2(counted, CU_KHE);
    const sheet = await sheetOf(await writeForm2(form));

    const { firstFigures } = expectTable(sheet, FORM_2_OF_THE_PLAN, 2, 2, 8);
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
      await writeForm2(form2(figuresOf({ unclassified: [2, 1, 2, 1, 0, 0, 0, 0, 0, 0] }), CU_KHE)),
    );
    const row = rowOf(sheet, '12') + 1;

    expect([1, 2, 3].map((column) => printed(sheet, row, column))).toEqual(['', 'Chưa phân loại', '2']);
    expect(printed(sheet, row + 1, 1)).toBe('II');
  });
});

describe('Both forms', () => {
  it('give the same bytes for the same figures', async () => {
    const once = [await writeForm1(form1(counted, CU_KHE)), await writeForm2(form2(counted, CU_KHE))];
    const again = [await writeForm1(form1(counted, CU_KHE)), await writeForm2(form2(counted, CU_KHE))];

    expect(again).toEqual(once);
  });

  it('print the same after a trip through JSON', async () => {
    const form = form1(counted, CU_KHE);
    const back = officialForm.parse(JSON.parse(JSON.stringify(form)));

    expect(await writeForm1(back)).toEqual(await writeForm1(form));
  });

  it.each([
    [{ name: 'Thị trấn Kim Bài', level: 'commune' }, 'UBND THỊ TRẤN KIM BÀI'],
    [{ name: 'Đông Thành', level: 'commune' }, 'UBND XÃ ĐÔNG THÀNH'],
    [{ name: 'Thanh Oai', level: 'district' }, 'UBND HUYỆN THANH OAI'],
    [{ name: 'Thành phố Hà Nội', level: 'province' }, 'UBND THÀNH PHỐ HÀ NỘI'],
  ] as const)('head the paper of %o as %s', async (unit, office) => {
    const sheet = await sheetOf(await writeForm1(form1(figuresOf({}), { ...CU_KHE, ...unit })));

    expect(sheet.getCell('A1').text).toBe(office);
  });
});
