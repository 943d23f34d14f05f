import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { NOTE_CODES, severityOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { controlSheetOf } from '../../../lambdas/domain/reports/control-sheet-of.ts';
import type { ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import { exceptionCode } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { CONTROL } from '../../../lambdas/formats/reports/control-report.ts';
import { controlTables } from '../../../lambdas/formats/reports/control-tables.ts';
import { writeControlXlsx } from '../../../lambdas/formats/reports/control-xlsx.ts';
import { FIGURES } from '../../../lambdas/formats/reports/figures-report.ts';
import { CU_KHE, controlsOf, reportInput, unitFigures } from './progress-sample.ts';

/** Cự Khê with every remark, an exception of every code and a control total that does not hold. */
function input(given: Partial<ReportInput> = {}): ReportInput {
  const notes = NOTE_CODES.map((code, index) => ({
    code,
    severity: severityOf({ code }),
    field: 'personalId' as const,
    rows: index + 1,
  }));
  const controls = controlsOf(CU_KHE, {
    rows: { rows: 640, amount: 1 },
    held: { rows: 12, amount: 7 },
    notes,
    repeated: { rows: 1, amount: 360_000 },
  });
  const figures = unitFigures(CU_KHE, { people: 2301, paid: 1380, dong: 500 }, { villages: [['=1+1', { people: 3 }]] });
  return reportInput({ code: CU_KHE, figures, controls }, [], {
    controlTotals: [
      { name: 'Lệnh chi = kết quả', left: 12_446_098_600, right: 0, holds: false, from: 'Bảng payments' },
    ],
    exceptions: exceptionCode.options.map((code) => ({ code, open: 1 })),
    ...given,
  });
}

async function workbookOf(given: ReportInput): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(await writeControlXlsx(controlSheetOf(given))).buffer);
  return workbook;
}

describe('the workbook', () => {
  test('has a sheet for each matter', async () => {
    const { worksheets } = await workbookOf(input());
    expect(worksheets.map(({ name }) => name)).toEqual([
      'Đối chiếu',
      'Thời hạn',
      'Chất lượng dữ liệu',
      'Trùng lặp',
      'Ngoại lệ',
    ]);
  });

  test('every code of a remark and of an exception stands there in words', () => {
    const [, , quality, , exceptions] = controlTables(controlSheetOf(input()));
    expect(quality?.table.rows).toHaveLength(1 + NOTE_CODES.length);
    expect(exceptions?.table.rows).toHaveLength(exceptionCode.options.length);
    for (const { values } of [...(quality?.table.rows.slice(1) ?? []), ...(exceptions?.table.rows ?? [])]) {
      expect(String(values[1]).length + String(values[2]).length).toBeGreaterThan(20);
    }
  });

  test('a control total that does not hold is said at once, with both sides', () => {
    const [totals] = controlTables(controlSheetOf(input()));
    expect(totals?.summary).toContain('1 trong 1 phép đối chiếu KHÔNG KHỚP');
    expect(totals?.table.rows[0]).toMatchObject({
      look: 'alert',
      values: [1, 'Lệnh chi = kết quả', 12_446_098_600, 0, 'Không khớp', 'Bảng payments'],
    });
  });

  test('without anything to report it says so', () => {
    const tables = controlTables(
      controlSheetOf(reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 0 }) })),
    );
    expect(tables.map(({ summary }) => summary)).toEqual([
      'Cả 0 phép đối chiếu đều khớp.',
      'Hạn gửi: hết ngày 04/06/2023. Đúng hạn: 0 đơn vị; gửi trễ: 0; chưa gửi: 1.',
      expect.stringContaining('Tạm giữ 0 trong 0 dòng.'),
      'Số tiền không chi trùng: 0 đồng.',
      'Không có ngoại lệ nào chờ xử lý.',
    ]);
  });
});

describe('figures.csv', () => {
  async function csvOf(given: ReportInput): Promise<string> {
    const [file] = await FIGURES(given);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file?.body);
  }

  test('is UTF-8 with a byte order mark, one figure a line', async () => {
    const lines = (await csvOf(input())).split('\r\n');
    expect(lines[0]).toBe('\uFEFF"report","unit","period","section","row","column","value"');
    expect(lines).toContain('"form-1","10120","2023-06","cells","I","4","2301"');
    expect(lines).toContain('"form-1","10120","2023-06","dong","III.2","4","500"');
    expect(lines).toContain('"progress","10120","2023-06","target-1/total","total","paidByAccount","1380"');
    expect(lines).toContain('"progress","10120","2023-06","target-0/history","2023-06","people","2301"');
    expect(lines).toContain('"control","10120","2023-06","quality","10120","heldRows","12"');
  });

  test('a village named as a formula cannot run as one', async () => {
    const csv = await csvOf(input());
    expect(csv).toContain('"target-1/by-village","\'=1+1","people","3"');
    expect(csv).not.toMatch(/"[=+@]/);
  });

  test('a share that does not exist is an empty value', async () => {
    const csv = await csvOf(reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 0 }) }));
    expect(csv).toContain('"target-0/total","total","share",""');
    expect(csv).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('the same input gives the same bytes, in every file', async () => {
  for (const report of [CONTROL, FIGURES]) {
    const first = await report(input());
    const second = await report(input());
    for (const [index, { body }] of first.entries()) {
      expect(Buffer.compare(Buffer.from(body), Buffer.from(second[index]?.body ?? []))).toBe(0);
    }
  }
});
