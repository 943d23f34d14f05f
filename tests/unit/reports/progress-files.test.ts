import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { day } from '../../../lambdas/domain/period.ts';
import { type ProgressReport, progressReport, type ReportOccasion } from '../../../lambdas/domain/reports/progress.ts';
import { progressOf } from '../../../lambdas/domain/reports/progress-of.ts';
import type { ReportInput } from '../../../lambdas/domain/reports/report-input.ts';
import { progressPaper } from '../../../lambdas/formats/reports/progress-paper.ts';
import { writeProgressPdf } from '../../../lambdas/formats/reports/progress-pdf.ts';
import { PROGRESS } from '../../../lambdas/formats/reports/progress-report.ts';
import { writeProgressXlsx } from '../../../lambdas/formats/reports/progress-xlsx.ts';
import { textOfPdf } from '../../support/pdf-text.ts';
import { CU_KHE, DISTRICT, districtOf, KIM_BAI, reportedUnit, reportInput, unitFigures } from './progress-sample.ts';

const cuKhe = unitFigures(CU_KHE, { people: 2301, withAccount: 2000, paid: 1380, dong: 12_446_098_600 });

/** Thanh Oai with one commune that has sent its list and one that has not. */
function district(given: Partial<ReportInput> = {}): ProgressReport {
  const below = [reportedUnit(KIM_BAI, undefined), reportedUnit(CU_KHE, cuKhe)];
  return progressOf(reportInput({ code: DISTRICT, figures: districtOf([cuKhe]) }, below, given));
}

async function sheetsOf(report: ProgressReport): Promise<ExcelJS.Worksheet[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(await writeProgressXlsx(report)).buffer);
  return workbook.worksheets;
}

/** The rows of a sheet whose second cell says so. */
function rowsSaying(sheet: ExcelJS.Worksheet | undefined, label: string): unknown[][] {
  const rows: unknown[][] = [];
  sheet?.eachRow((row) => {
    if (row.getCell(2).value === label)
      rows.push(Array.from({ length: 9 }, (_, index) => row.getCell(index + 1).value));
  });
  return rows;
}

describe('the words of a report', () => {
  test.each<[ReportOccasion, string, string]>([
    ['weekly', 'BÁO CÁO TIẾN ĐỘ TUẦN', 'Kỳ chi trả: Tháng 6 năm 2023; số liệu đến ngày 14/06/2023'],
    ['monthly', 'BÁO CÁO TIẾN ĐỘ THÁNG 6 NĂM 2023', 'Kỳ chi trả: Tháng 6 năm 2023; số liệu đến ngày 14/06/2023'],
    [
      'settled',
      'BÁO CÁO TIẾN ĐỘ THÁNG 6 NĂM 2023',
      'Kỳ chi trả: Tháng 6 năm 2023; số liệu đến ngày 14/06/2023, sau khi có đủ kết quả chi trả',
    ],
    [
      'yearly',
      'BÁO CÁO TIẾN ĐỘ NĂM 2023',
      'Kết quả chi trả từ ngày 01/01/2023; danh sách tháng 6 năm 2023; số liệu đến ngày 14/06/2023',
    ],
    ['by-hand', 'BÁO CÁO TIẾN ĐỘ', 'Kỳ chi trả: Tháng 6 năm 2023; số liệu đến ngày 14/06/2023'],
  ])('%s', (occasion, title, about) => {
    const paper = progressPaper(district({ occasion }));
    expect(paper.title).toEqual([title, 'CHI TRẢ AN SINH XÃ HỘI KHÔNG DÙNG TIỀN MẶT']);
    expect(paper.about).toEqual([about]);
  });

  test('a sentence says how far each target is and how many people are missing', () => {
    expect(progressPaper(district()).summary[2]).toMatch(
      /đã chi trả qua tài khoản cho 1\.380 trên 2\.301 người, đạt 59,97% \(mục tiêu 100%\), còn thiếu 921 người\.$/,
    );
  });

  test('a unit without a list is named in the notes', () => {
    expect(progressPaper(district()).notes[0]).toBe(
      '1 đơn vị chưa có danh sách nên chưa có trong tổng số: Thị trấn Kim Bài.',
    );
  });

  test('nobody on the roll is said in words', () => {
    const paper = progressPaper(progressOf(reportInput({ code: CU_KHE, figures: unitFigures(CU_KHE, { people: 0 }) })));
    expect(paper.summary[1]).toBe('Tất cả các chế độ: chưa có người hưởng trong danh sách.');
    expect(JSON.stringify(paper)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the workbook', () => {
  test('numbers are numbers, and a share is a cell of percents', async () => {
    const [sheet] = await sheetsOf(district());
    const [, target] = rowsSaying(sheet, 'Xã Cự Khê');
    expect(target).toEqual([2, 'Xã Cự Khê', 2301, 2000, 1380, 12_446_098_600, 1380 / 2301, 921, 'Chưa đạt']);
    const row = sheet?.getRows(1, sheet.rowCount)?.find((one) => one.getCell(2).value === 'Xã Cự Khê');
    expect(row?.getCell(7).numFmt).toContain('0.00%');
    expect(row?.getCell(6).numFmt).toContain('#,##0');
  });

  test('a unit without a list has empty cells, not noughts', async () => {
    const [sheet] = await sheetsOf(district());
    const [line] = rowsSaying(sheet, 'Thị trấn Kim Bài');
    expect(line?.slice(2)).toEqual([null, null, null, null, null, null, 'Chưa có danh sách']);
  });

  test('the change since the last report has its sign, a share its points', async () => {
    const lastOfOccasion: ProgressReport = { ...district(), asOf: day.parse('2023-06-07') };
    const earlier = lastOfOccasion.targets.map((one) => ({
      ...one,
      total: { ...one.total, people: 2400, paidByAccount: 1200, share: 0.5 },
    }));
    const report = district({
      before: { lastMonth: undefined, lastOfOccasion: { ...lastOfOccasion, targets: earlier } },
    });
    const [sheet] = await sheetsOf(report);
    const [line] = rowsSaying(sheet, 'So với báo cáo ngày 07/06/2023 (kỳ 06/2023)');
    expect(line?.slice(2)).toEqual([-99, 0, 180, null, 9.97, null, null]);
  });

  test('its table header stands on every page of an A4 landscape sheet', async () => {
    for (const sheet of await sheetsOf(district())) {
      expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1 });
      const [first = 0] = (sheet.pageSetup.printTitlesRow ?? '').split(':').map(Number);
      expect(sheet.getRow(first).getCell(1).value).toBe('STT');
    }
  });

  test('names of ten thousand letters are cut for print, and nothing in a name runs as a formula', async () => {
    const name = `=HYPERLINK("x")${'Dài '.repeat(2500)}`;
    const input = reportInput({ code: DISTRICT, figures: districtOf([cuKhe]) }, [
      { ...reportedUnit(CU_KHE, cuKhe), unit: { ...reportedUnit(CU_KHE, cuKhe).unit, name } },
    ]);
    const report = { ...progressOf(input), unitName: name };
    const [sheet] = await sheetsOf(report);
    const cells: ExcelJS.CellValue[] = [];
    sheet?.eachRow((row) => {
      row.eachCell(({ value, type }) => {
        expect(type).not.toBe(ExcelJS.ValueType.Formula);
        cells.push(value);
      });
      expect(row.height ?? 0).toBeLessThan(120);
    });
    expect(Math.max(...cells.map((value) => (typeof value === 'string' ? value.length : 0)))).toBeLessThan(500);
    expect(textOfPdf(await writeProgressPdf(report)).length).toBeLessThan(10_000);
    expect(progressReport.parse(report).targets[0]?.byUnit[0]?.name).toBe(name);
  });
});

test('the PDF says what the workbook says', async () => {
  const text = textOfPdf(await writeProgressPdf(district())).replace(/\s+/g, ' ');
  for (const words of ['BÁO CÁO TIẾN ĐỘ THÁNG 6 NĂM 2023', '12.446.098.600', '59,97%', '921', 'Chưa có danh sách']) {
    expect(text).toContain(words);
  }
});

test('the same input gives the same bytes, in every file', async () => {
  const input = () =>
    reportInput({ code: DISTRICT, figures: districtOf([cuKhe]) }, [
      reportedUnit(KIM_BAI, undefined),
      reportedUnit(CU_KHE, cuKhe),
    ]);
  const first = await PROGRESS(input());
  await writeProgressPdf(progressOf(reportInput({ code: CU_KHE, figures: cuKhe })));
  const second = await PROGRESS(input());
  expect(first.map(({ file }) => file)).toEqual(['progress.json', 'progress.xlsx', 'progress.pdf']);
  for (const [index, { body }] of first.entries()) {
    expect(Buffer.compare(Buffer.from(body), Buffer.from(second[index]?.body ?? []))).toBe(0);
  }
});
