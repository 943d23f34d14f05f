import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { officialForm } from '../../../lambdas/domain/reports/official-forms.ts';
import { writeFormXlsx } from '../../../lambdas/formats/reports/form-xlsx.ts';

/*
 * The forms of Thanh Oai for June 2023, as the demo published them and somebody looked at them (docs/pictures). A change
 * of the paper on purpose replaces these workbooks and the pictures together.
 */

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/forms/278-2023-06-${name}`, import.meta.url));

/** All that somebody sees of a workbook: values, styles, merges, heights and widths, and how it goes onto paper. */
async function seen(bytes: Uint8Array) {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return workbook.worksheets.map((sheet) => {
    const cells: unknown[] = [];
    sheet.eachRow({ includeEmpty: true }, (row) => {
      cells.push(row.height);
      row.eachCell({ includeEmpty: true }, ({ address, value, style }) => cells.push({ address, value, style }));
    });
    const widths = sheet.columns.map(({ width }) => width);
    return { name: sheet.name, cells, widths, merges: sheet.model.merges, page: sheet.pageSetup };
  });
}

describe('The forms of the sample district', () => {
  it.each(['form-1', 'form-2'])('look as they did when they were looked at: %s', async (name) => {
    const form = officialForm.parse(JSON.parse(fixture(`${name}.json`).toString('utf8')));

    expect(await seen(await writeFormXlsx(form))).toEqual(await seen(fixture(`${name}.xlsx`)));
  });
});
