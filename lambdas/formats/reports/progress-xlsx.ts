import type ExcelJS from 'exceljs';
import type { ProgressReport } from '../../domain/reports/progress.ts';
import { putSignatures } from '../instructions/sheet-layout.ts';
import { officeName, textStyle } from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import { PROGRESS_SIGNERS, progressPaper, REPORT_NUMBER } from './progress-paper.ts';
import { ReportPage } from './report-page.ts';
import type { ReportTable } from './report-table.ts';

const TITLE = textStyle({ bold: true, size: 14, align: 'center' });
const ITALIC = textStyle({ italic: true, align: 'center' });
const SENTENCE = textStyle({});
const NOTE = textStyle({ italic: true, size: 11 });

/** Progress toward the targets as an office prints and signs it, A4 landscape. The same report gives the same bytes. */
export async function writeProgressXlsx(report: ProgressReport): Promise<Uint8Array> {
  const paper = progressPaper(report);
  const workbook = newWorkbook();
  const page = new ReportPage(workbook, 'Tiến độ', paper.progress);
  const last = paper.progress.columns.length;
  page.heading(officeName({ name: report.unitName, level: report.unitLevel }), REPORT_NUMBER);
  for (const text of paper.title) page.text(text, TITLE, { bold: true, size: 14 });
  for (const text of paper.about) page.text(text, ITALIC);
  page.row += 1;
  for (const text of paper.summary) page.text(text, SENTENCE);
  page.row += 1;
  page.table(paper.progress);
  page.row += 1;
  for (const [index, text] of paper.notes.entries())
    page.text(index === 0 ? `Ghi chú: ${text}` : text, NOTE, { size: 11 });
  putSignatures(page.sheet, page.row + 1, last, PROGRESS_SIGNERS);

  annex(workbook, 'Tổ chức, hình thức', paper.paidBy);
  annex(workbook, 'Theo tháng', paper.months);
  return workbookBytes(workbook);
}

/** A table on a sheet of its own, behind the report that is signed. */
function annex(
  workbook: ExcelJS.Workbook,
  name: string,
  { title, table }: { title: string; table: ReportTable },
): void {
  const page = new ReportPage(workbook, name, table);
  page.text(title, TITLE, { bold: true, size: 14 });
  page.row += 1;
  page.table(table);
}
