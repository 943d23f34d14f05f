import { describe, expect, it } from 'vitest';
import type { Cell, Sheet } from '../../../lambdas/formats/tables/sheet.ts';
import { DEFAULT_XLSX_LIMITS, readWorkbook, readXlsxRows } from '../../../lambdas/formats/tables/xlsx-reader.ts';
import {
  type RawWorkbook,
  rawWorkbook,
  rowsXml,
  type TestCell,
  workbookOf,
  workbookParts,
  zipOf,
} from '../../support/workbook-builder.ts';

async function sheetsOf(bytes: Uint8Array): Promise<{ sheet: Sheet; cells: Cell[][] }[]> {
  const sheets: { sheet: Sheet; cells: Cell[][] }[] = [];
  for await (const sheet of readWorkbook(bytes, DEFAULT_XLSX_LIMITS)) {
    const cells: Cell[][] = [];
    for await (const batch of sheet.rows) cells.push(...batch.map((row) => [...row.cells]));
    sheets.push({ sheet, cells });
  }
  return sheets;
}

async function firstCell(cell: TestCell, more: Partial<RawWorkbook> = {}): Promise<Cell | undefined> {
  const [first] = await sheetsOf(rawWorkbook({ sheets: [{ name: 'A', rows: rowsXml([[cell]]) }], ...more }));
  return first?.cells[0]?.[0];
}

const MERGED = '<mergeCells count="1"><mergeCell ref="C1:D2"/></mergeCells>';
const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="000000000000"/><numFmt numFmtId="165" formatCode="dd\\/mm\\/yyyy;@"/>' +
  '<numFmt numFmtId="166" formatCode="#,##0\\ &quot;đồng&quot;"/></numFmts>' +
  '<fonts><font><name val="Calibri"/></font><font><name val=".VnTime"/></font></fonts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="0" fontId="1"/></cellXfs>' +
  '<dxfs><dxf><font><name val="Arial"/></font></dxf></dxfs>';

describe('cells of a workbook', () => {
  it('join the runs of rich text and leave phonetic hints out', async () => {
    const sharedStrings = '<si><r><t xml:space="preserve">Trần </t></r><r><t>Thị Ẵ</t></r><rPh><t>x</t></rPh></si>';
    const cell = await firstCell({ xml: '<c t="s"><v>0</v></c>' }, { sharedStrings });
    expect(cell?.text).toBe('Trần Thị Ẵ');
  });

  it('give a formula its cached value', async () => {
    expect((await firstCell({ xml: '<c><f>1+1</f><v>540000</v></c>' }))?.text).toBe('540000');
    expect((await firstCell({ xml: '<c t="str"><f>A1&amp;B1</f><v>Lan</v></c>' }))?.text).toBe('Lan');
  });

  it('keep an error value as what it is', async () => {
    expect(await firstCell({ xml: '<c t="e"><v>#N/A</v></c>' })).toMatchObject({ kind: 'error', text: '#N/A' });
  });

  it('put back the zeros that a format of zeros shows', async () => {
    const cell = await firstCell({ xml: '<c s="1"><v>8045000123</v></c>' }, { styles: STYLES });
    expect(cell).toMatchObject({ kind: 'number', text: '008045000123', raw: '8045000123' });
  });

  it('write out large numbers that Excel stores with an exponent', async () => {
    expect((await firstCell({ xml: '<c><v>1.2345678901234E+16</v></c>' }))?.text).toBe('12345678901234000');
  });

  it('are dates under a date format, and numbers under a format with words', async () => {
    expect(await firstCell({ xml: '<c s="2"><v>16555</v></c>' }, { styles: STYLES })).toMatchObject({
      kind: 'date',
      text: '1945-04-28',
    });
    expect((await firstCell({ xml: '<c s="3"><v>16555</v></c>' }, { styles: STYLES }))?.kind).toBe('number');
  });

  it('count dates from 1904 where the workbook says so', async () => {
    const cell = await firstCell({ xml: '<c s="2"><v>15093</v></c>' }, { styles: STYLES, date1904: true });
    expect(cell?.text).toBe('1945-04-28');
  });

  it('know the name of their font', async () => {
    expect((await firstCell({ xml: '<c s="4" t="inlineStr"><is><t>a</t></is></c>' }, { styles: STYLES }))?.font).toBe(
      '.VnTime',
    );
  });

  it('follow one another where the writer gives no references', async () => {
    const [first] = await sheetsOf(
      rawWorkbook({ sheets: [{ name: 'A', rows: '<row><c><v>1</v></c><c/><c><v>3</v></c></row>' }] }),
    );
    expect(first?.cells[0]?.map(({ column }) => column)).toEqual([0, 2]);
  });

  it('are read from XML whose every element has a prefix', async () => {
    expect((await firstCell('Lan', { prefix: 'x:' }))?.text).toBe('Lan');
  });
});

describe('sheets of a workbook', () => {
  it.each(['le', 'be'])('may be written in UTF-16 (%s)', async (order) => {
    const parts = workbookParts({ sheets: [{ name: 'A', rows: rowsXml([['Ẵ & <', 'Ḿ']]), after: MERGED }] }).map(
      (part) => {
        if (!part.name.includes('worksheets')) return part;
        const wide = Buffer.from(`\ufeff${String(part.content)}`, 'utf16le');
        return { ...part, content: order === 'le' ? wide : wide.swap16() };
      },
    );
    const [first] = await sheetsOf(zipOf(parts));
    expect(first?.cells[0]?.map(({ text }) => text)).toEqual(['Ẵ & <', 'Ḿ']);
    expect(first?.sheet.merges).toEqual([{ top: 1, left: 2, bottom: 2, right: 3 }]);
  });

  it('tell what is merged in either quote, behind comments that speak of rows, and with a prefix', async () => {
    const after = `<!-- sheetData --><mergeCells count='1'><mergeCell  xr:uid='1' ref='a1:AB12'/></mergeCells>`;
    for (const prefix of ['', 'x:']) {
      const [first] = await sheetsOf(rawWorkbook({ sheets: [{ name: 'A', rows: rowsXml([['a']]), after }], prefix }));
      expect(first?.sheet.merges).toEqual([{ top: 1, left: 0, bottom: 12, right: 27 }]);
    }
  });

  it('take no time over a merge that never ends', async () => {
    const after = `<mergeCells>${'<mergeCell '.repeat(200_000)}`;
    await expect(sheetsOf(rawWorkbook({ sheets: [{ name: 'A', rows: rowsXml([['a']]), after }] }))).rejects.toThrow(
      'too long',
    );
  });

  it('tell which are hidden, and what is merged', async () => {
    const sheets = await sheetsOf(
      rawWorkbook({
        sheets: [
          { name: 'Cũ', rows: rowsXml([['a']]), state: 'hidden' },
          { name: 'Mới', rows: rowsXml([['a']]), after: MERGED },
        ],
      }),
    );
    expect(sheets.map(({ sheet }) => sheet.hidden)).toEqual([true, false]);
    expect(sheets[1]?.sheet.merges).toEqual([{ top: 1, left: 2, bottom: 2, right: 3 }]);
  });

  it('leave out rows that hold nothing, however many the file lists', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `<row r="${index + 1}"><c r="A${index + 1}" s="0"/></row>`,
    );
    const [first] = await sheetsOf(rawWorkbook({ sheets: [{ name: 'A', rows: rows.join('') }] }));
    expect(first?.cells).toEqual([]);
  });

  it('give simple rows of texts to whoever needs no more', async () => {
    const rows: unknown[] = [];
    for await (const row of readXlsxRows(
      workbookOf([
        ['reference', 'amount'],
        [null, 5],
      ]),
    ))
      rows.push(row);
    expect(rows).toEqual([
      { sheet: 'BTXH', row: 1, cells: ['reference', 'amount'] },
      { sheet: 'BTXH', row: 2, cells: ['', '5'] },
    ]);
  });
});
