import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { streamXlsxRows } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { workbookBytes } from '../../../lambdas/formats/papers/workbook.ts';
import type { Cell } from '../../../lambdas/formats/tables/sheet.ts';
import { DEFAULT_XLSX_LIMITS, readWorkbook } from '../../../lambdas/formats/tables/xlsx-reader.ts';
import { rowsXml, workbookParts, zipOf } from '../../support/workbook-builder.ts';

/** A cell as "sheet row column: value", so that readings of the same file compare line by line. */
type Told = string[];

const told = (sheet: string, row: number, column: number, value: string | number | boolean): string =>
  `${sheet} ${row} ${column}: ${typeof value} ${value}`;

async function byOurs(bytes: Uint8Array): Promise<Told> {
  const contentOf = ({ kind, raw, text }: Cell): string | number | boolean => {
    if (kind === 'number') return Number(raw);
    return kind === 'boolean' ? raw === '1' : text;
  };
  const lines: Told = [];
  for await (const { name, rows } of readWorkbook(bytes, DEFAULT_XLSX_LIMITS)) {
    for await (const batch of rows) {
      for (const { row, cells } of batch) {
        for (const cell of cells) lines.push(told(name ?? '', row, cell.column, contentOf(cell)));
      }
    }
  }
  return lines;
}

function simpleValue(value: ExcelJS.CellValue | undefined): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return value;
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('error' in value) return value.error;
  if ('result' in value) return simpleValue(value.result);
  throw new Error('The files of this test hold nothing else');
}

async function byExceljs(bytes: Uint8Array): Promise<Told> {
  const workbook = new ExcelJS.Workbook();
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  await workbook.xlsx.load(copy);
  const lines: Told = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row, number) => {
      row.eachCell((cell, column) => {
        // It repeats the value of a merged range in each of its cells, which the file does not.
        const value = cell.master === cell ? simpleValue(cell.value) : null;
        if (value !== null && String(value).trim() !== '') lines.push(told(sheet.name, number, column - 1, value));
      });
    });
  }
  return lines;
}

async function byHucre(bytes: Uint8Array, sheets: readonly string[]): Promise<Told> {
  const lines: Told = [];
  for (const sheet of sheets) {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
      for (const [column, value] of values.entries()) {
        const simple = value instanceof Date ? value.toISOString().slice(0, 10) : value;
        if (simple === null || String(simple).trim() === '') continue;
        lines.push(told(sheet, index + 1, column, simple));
      }
    }
  }
  return lines;
}

async function everyKind(): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Mọi loại');
  sheet.mergeCells('A1:C1');
  sheet.getCell('A1').value = 'DANH SÁCH <&> "Ẵ"';
  sheet.addRow(['Lan', 1, -2.5, 12345678901234, true, new Date('1945-04-28'), 'hai\ndòng', '  cách  ']);
  sheet.addRow([{ richText: [{ text: 'Trần ' }, { text: 'Thị' }] }, { formula: 'B2+1', result: 2 }, null, 0.1]);
  sheet.addRow([null, { formula: 'A2', result: 'Lan' }, { error: '#N/A' }, false]);
  workbook.addWorksheet('Trống');
  workbook.addWorksheet('Khác').getCell('AB12').value = 'xa';
  return await workbookBytes(workbook);
}

function writtenInline(): Uint8Array {
  const rows = rowsXml([['a & b', null, 5], [], ['Ẵ', 'ờ']]);
  // hucre asks that this part be there, though it reads nothing in it that the relationships do not say.
  const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
  return zipOf([{ name: '[Content_Types].xml', content: types }, ...workbookParts({ sheets: [{ name: 'A', rows }] })]);
}

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'samples', 'lists');
const FILES: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
  ...readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.xlsx'))
    .map((name) => [name, () => readFileSync(join(SAMPLES, name))] as const),
  ['cells of every kind', everyKind],
  ['text written inline', writtenInline],
];

/** Readers with which we share no line: where all agree, the file says what we read. */
describe.each(FILES)('%s', (_, fileOf) => {
  it('holds for exceljs what it holds for us', async () => {
    const bytes = await fileOf();
    const ours = await byOurs(bytes);
    expect(ours.length).toBeGreaterThan(3);
    expect(ours).toEqual(await byExceljs(bytes));
  });

  it('holds for hucre what it holds for us', async () => {
    const bytes = await fileOf();
    const ours = await byOurs(bytes);
    const sheets: string[] = [];
    for await (const { name } of readWorkbook(bytes, DEFAULT_XLSX_LIMITS)) sheets.push(name ?? '');
    expect(ours).toEqual(await byHucre(bytes, sheets));
  });
});
