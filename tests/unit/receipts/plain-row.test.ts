import type ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { put, TEXT, textStyle, WHOLE_NUMBER } from '../../../lambdas/formats/papers/office-sheet.ts';
import { type PlainCell, writePlainRow } from '../../../lambdas/formats/papers/plain-row.ts';
import { commitRow, newWorkbook, streamedWorkbook } from '../../../lambdas/formats/papers/workbook.ts';

const HEADER = textStyle({ bold: true, border: true, fill: 'FFD9E2F3' });
const CELL = textStyle({ border: true, numFmt: TEXT });
const FIGURE = textStyle({ align: 'right', border: true, numFmt: WHOLE_NUMBER });
const UNNUMBERED = textStyle({ italic: true });
const COLUMNS = 30;

type WriteRow = (sheet: ExcelJS.Worksheet, at: number, cells: readonly PlainCell[], height: number) => Promise<void>;

/** As exceljs writes a row by itself, cell by cell. */
const cellByCell: WriteRow = async (sheet, at, cells, height) => {
  for (const [index, { value, style, note }] of cells.entries()) {
    put(sheet, { row: at, from: index + 1 }, value, style);
    if (note !== undefined) sheet.getCell(at, index + 1).note = { texts: [{ text: note }] };
  }
  sheet.getRow(at).height = height;
  await commitRow(sheet, at);
};

/** Two sheets with all that our long sheets have: groups between people, remarks, texts that come again. */
function bytesBy(writeRow: WriteRow): Promise<Uint8Array> {
  return streamedWorkbook(async (workbook) => {
    for (const name of ['Một', 'Hai']) {
      const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
      sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 900, column: COLUMNS } };
      for (let column = 1; column <= COLUMNS; column++) {
        sheet.getColumn(column).width = column + 5;
        put(sheet, { row: 1, from: column }, `Cột ${column}`, HEADER);
      }
      for (let at = 2; at <= 900; at++) {
        if (at % 100 === 2) put(sheet, { row: at, from: 1, to: COLUMNS }, `Thôn ${at}: <7> & "8" người`, HEADER);
        else await writeRow(sheet, at, rowOf(at), 20 + (at % 3) / 2);
      }
      put(sheet, { row: 902, from: 2 }, 'Tổng cộng', HEADER);
      sheet.commit();
    }
  });
}

function rowOf(at: number): PlainCell[] {
  const texts = [null, '', `Nguyễn Văn ${at}`, '=1+1', 'a < b & "c"', '001045000001', ' hai  dấu cách '];
  return Array.from({ length: COLUMNS }, (_, index): PlainCell => {
    if (index % 5 === 0) return { value: at * 1000.5 - index, style: FIGURE };
    if (index % 7 === 3) return { value: index, style: UNNUMBERED };
    const note = at % 10 === 0 && index === 4 ? `Dòng ${at}: cần sửa` : undefined;
    return { value: texts[(at + index) % texts.length] ?? null, style: CELL, note };
  });
}

it('A row written as text has the bytes that exceljs would write cell by cell', async () => {
  const plain = await bytesBy(writePlainRow);
  expect(Buffer.from(plain).equals(Buffer.from(await bytesBy(cellByCell)))).toBe(true);
});

it('A workbook that is made as a whole takes no rows as text', async () => {
  const sheet = newWorkbook().addWorksheet('Một');
  await expect(writePlainRow(sheet, 1, rowOf(1), 20)).rejects.toThrow('streamed');
});
