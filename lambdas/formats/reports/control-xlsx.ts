import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import { formatDay, monthInWords, officeName, textStyle } from '../papers/office-sheet.ts';
import { newWorkbook, workbookBytes } from '../papers/workbook.ts';
import { controlTables } from './control-tables.ts';
import { ReportPage } from './report-page.ts';

const TITLE = { bold: true, size: 14 };
const TITLE_STYLE = textStyle({ ...TITLE, align: 'center' });
const ABOUT = textStyle({ italic: true, align: 'center' });
const SUMMARY = textStyle({});

/** The control sheet, a sheet for each of its five matters, A4 landscape. The same sheet gives the same bytes. */
export async function writeControlXlsx(sheet: ControlSheet): Promise<Uint8Array> {
  const workbook = newWorkbook();
  const office = officeName({ name: sheet.unitName, level: sheet.unitLevel });
  for (const { name, title, summary, table } of controlTables(sheet)) {
    const page = new ReportPage(workbook, name, table);
    page.heading(office);
    page.text(title, TITLE_STYLE, TITLE);
    page.text(`${monthInWords(sheet.period)}, số liệu đến ngày ${formatDay(sheet.asOf)}`, ABOUT);
    page.row += 1;
    page.text(summary, SUMMARY);
    page.row += 1;
    page.table(table);
  }
  return workbookBytes(workbook);
}
