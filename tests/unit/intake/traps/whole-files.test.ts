import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { refusalMessage } from '../../../../lambdas/domain/lists/refusal-catalogue.ts';
import { ListRefused, readList } from '../../../../lambdas/formats/lists/list-reader.ts';
import { workbookBytes } from '../../../../lambdas/formats/papers/workbook.ts';
import { type Answer, answerOf, communeContext, utf8 } from '../../../support/bad-input.ts';
import {
  GOOD_LIST,
  goodParts,
  SHEET,
  sheetOf,
  withMoreParts,
  withPart,
  withXml,
} from '../../../support/damaged-workbook.ts';
import { rawWorkbook, rowsXml, workbookOf, workbookParts, zipOf } from '../../../support/workbook-builder.ts';

const NAMES = ['Nguyễn Thị Lan', 'Trần Văn Hùng'];
const namesIn = ({ refusal, rows }: Answer): unknown => refusal ?? rows.map(({ values }) => values.fullName);
const namesOf = async (bytes: Uint8Array): Promise<unknown> => namesIn(await answerOf(bytes));
const LIST = rowsXml(GOOD_LIST);

describe('a workbook that is odd, but right, is read', () => {
  it.each<[string, () => Uint8Array]>([
    [
      'with sizes behind the entries, as streams write them',
      () => zipOf(goodParts().map((part) => ({ ...part, sizesBehind: true }))),
    ],
    ['with a comment behind the zip', () => zipOf(goodParts(), { comment: utf8('Lập ngày 01/6 PK\u0005\u0006') })],
    ['with zip64 records', () => zipOf(goodParts(), { zip64: {} })],
    ['with parts that are stored, not deflated', () => zipOf(goodParts().map((part) => ({ ...part, method: 0 })))],
    ['with its parts in another order', () => zipOf(goodParts().toReversed())],
    ['with macros, which nobody runs', () => withMoreParts({ name: 'xl/vbaProject.bin', content: 'Sub Auto_Open()' })],
    [
      'with an entry that climbs out of its folder',
      () => withMoreParts({ name: '../../../../etc/cron.d/x', content: '* * * * *' }),
    ],
    ['with an entry of an absolute path', () => withMoreParts({ name: 'C:\\Windows\\x.dll', content: 'MZ' })],
    [
      'with pictures and comments beside its sheets',
      () =>
        withMoreParts(
          { name: 'xl/media/image1.png', content: '\x89PNG' },
          { name: 'xl/comments1.xml', content: '<comments/>' },
        ),
    ],
    [
      'with links to other workbooks',
      () => withMoreParts({ name: 'xl/externalLinks/externalLink1.xml', content: '<externalLink/>' }),
    ],
    [
      'with a workbook part that says where it is by an absolute path',
      () => withXml('_rels/.rels', (xml) => xml.replace('xl/workbook.xml', '/xl/workbook.xml')),
    ],
    [
      'with backslashes in its relationships',
      () => withXml('xl/_rels/workbook.xml.rels', (xml) => xml.replace('worksheets/', 'worksheets\\')),
    ],
    ['without relationships of the package', () => zipOf(goodParts().slice(1))],
    ['with a prefix before every element', () => rawWorkbook({ sheets: [{ name: 'BTXH', rows: LIST }], prefix: 'x:' })],
    ['with a byte order mark before its XML', () => withXml(SHEET, (xml) => `\ufeff${xml}`)],
    [
      'with an XML declaration',
      () => withXml(SHEET, (xml) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${xml}`),
    ],
    [
      'with comments within its rows',
      () => withXml(SHEET, (xml) => xml.replaceAll('</row>', '<!-- <row r="9"> --></row>')),
    ],
    [
      'with CDATA for its text',
      () => withXml('xl/sharedStrings.xml', (xml) => xml.replace('Nguyễn Thị Lan', '<![CDATA[Nguyễn Thị Lan]]>')),
    ],
    [
      'with references to characters',
      () =>
        withXml('xl/sharedStrings.xml', (xml) => xml.replace('Nguyễn', 'Nguy&#7877;n').replace('Hùng', 'H&#xF9;ng')),
    ],
    ['with single quotes around attributes', () => withXml(SHEET, (xml) => xml.replace(/ r="(\w+)"/g, " r='$1'"))],
    ['with line breaks within tags', () => withXml(SHEET, (xml) => xml.replaceAll('<c r', '<c\n\tr'))],
    [
      'with attributes and elements that we do not know',
      () =>
        withXml(SHEET, (xml) =>
          xml
            .replaceAll('<row ', '<row x14ac:dyDescent="0.25" spans="1:5" ')
            .replaceAll('</row>', '<extLst><ext uri="x"/></extLst></row>'),
        ),
    ],
    ['that claims a million rows', () => workbookOf(GOOD_LIST, { before: '<dimension ref="A1:XFD1048576"/>' })],
    [
      'with columns formatted to the last one',
      () => workbookOf(GOOD_LIST, { before: '<cols><col min="1" max="16384" style="1"/></cols>' }),
    ],
    [
      'with empty cells far to the right',
      () => withXml(SHEET, (xml) => xml.replaceAll('</row>', '<c r="XFD1" s="0"/></row>')),
    ],
    [
      'with an empty last row',
      () => workbookOf(GOOD_LIST, { rows: `${LIST}<row r="1048576"><c r="A1048576"/></row>` }),
    ],
    [
      'with everything merged behind its rows',
      () => workbookOf(GOOD_LIST, { after: '<mergeCells count="1"><mergeCell ref="H1:XFD1048576"/></mergeCells>' }),
    ],
  ])('%s', async (_, bytes) => {
    expect(await namesOf(bytes())).toEqual(NAMES);
  });

  it('as exceljs writes it, with rich text, formulas, dates and links', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('BTXH');
    sheet.addRow(['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền']);
    const birth = new Date(Date.UTC(1945, 10, 5));
    const name = { richText: [{ text: 'Nguyễn Thị ' }, { text: 'Lan', font: { bold: true } }] };
    sheet.addRow([
      1,
      name,
      birth,
      { text: '038145000123', hyperlink: 'https://example.com' },
      { formula: 'A2*500000', result: 500_000 },
    ]);
    const { rows } = await answerOf(await workbookBytes(workbook));
    expect(rows.map(({ values }) => values)).toMatchObject([
      { fullName: 'Nguyễn Thị Lan', birthDate: '1945-11-05', personalId: '038145000123', amount: 500_000 },
    ]);
  });
});

describe('a file is what it holds, not what it is called', () => {
  it('a web page with the list is read as a page', async () => {
    const page = `<html><table>${GOOD_LIST.map((cells) => `<tr>${cells.map((cell) => `<td>${String(cell)}</td>`).join('')}</tr>`).join('')}</table></html>`;
    const answer = await answerOf(utf8(page));
    expect(namesIn(answer)).toEqual(NAMES);
    expect(answer.list?.file).toMatchObject({ format: 'html' });
  });

  it('what a page would run, load or hide is not its text', async () => {
    const cells =
      '<td>1</td><td><script>document.write("x")</script>Nguyễn Thị Lan<img src=x onerror=alert(1)></td><td>05/11/1945</td><td>038145000123</td><td>500.000</td>';
    const head = '<tr><td>STT</td><td>Họ và tên</td><td>Ngày sinh</td><td>Số CCCD</td><td>Số tiền</td></tr>';
    expect(await namesOf(utf8(`<table><style>td{}</style>${head}<tr>${cells}</tr></table>`))).toEqual([
      'Nguyễn Thị Lan',
    ]);
  });

  it('a CSV says its encoding and separator', async () => {
    const answer = await answerOf(utf8(GOOD_LIST.map((cells) => cells.join(';')).join('\r\n')));
    expect(namesIn(answer)).toEqual(NAMES);
    expect(answer.list?.file).toEqual({ format: 'csv', encoding: 'utf-8', separator: ';' });
  });
});

describe('nothing in a file makes the reader work without end', () => {
  it('tags within tags, a hundred thousand deep', async () => {
    const deep = sheetOf(
      `<row r="3"><c r="B3" t="str"><v>Trần Văn Hùng</v></c>${'<x>'.repeat(100_000)}${'</x>'.repeat(100_000)}</row>`,
    );
    expect([['Nguyễn Thị Lan', 'Trần Văn Hùng'], 'unreadable', 'bomb', 'too-large']).toContainEqual(
      await namesOf(deep),
    );
  });

  it('a hundred thousand merged ranges', async () => {
    const ranges = Array.from(
      { length: 100_000 },
      (_, index) => `<mergeCell ref="A${index + 10}:B${index + 10}"/>`,
    ).join('');
    expect(await namesOf(workbookOf(GOOD_LIST, { after: `<mergeCells>${ranges}</mergeCells>` }))).toEqual(NAMES);
  });

  it('a hundred thousand rows that hold nothing', async () => {
    const empty = Array.from(
      { length: 100_000 },
      (_, index) => `<row r="${index + 4}"><c r="A${index + 4}" s="0"/></row>`,
    ).join('');
    expect(await namesOf(workbookOf(GOOD_LIST, { rows: LIST + empty }))).toEqual(NAMES);
  });

  it('a page whose cells span everything', async () => {
    const page = `<table><tr><td colspan="1000000000" rowspan="1000000000">DANH SÁCH</td></tr>${'<tr><td rowspan=99999>x</td></tr>'.repeat(50)}</table>`;
    expect(await namesOf(utf8(page))).toEqual(expect.any(String));
  });

  it('reading that takes longer than it may', async () => {
    let now = 0;
    const clock = (): number => {
      now += 1_000;
      return now;
    };
    const { refusal } = await answerOf(zipOf(goodParts()), { ...communeContext({ milliseconds: 500 }), clock });
    expect(refusal).toBe('too-slow');
  });
});

describe('a refusal', () => {
  async function refused(bytes: Uint8Array, limits = {}): Promise<ListRefused> {
    try {
      for await (const _ of readList(bytes, communeContext(limits)));
    } catch (error) {
      if (error instanceof ListRefused) return error;
      throw error;
    }
    throw new Error('The file was read');
  }

  it('names the headers that it saw, and what it needs', async () => {
    const { code, details } = await refused(
      workbookOf([
        ['STT', 'Người bệnh', 'Số CCCD'],
        [1, 'Lan', '038145000123'],
        [2, 'Hoa', '038145000124'],
      ]),
    );
    expect(code).toBe('headers-missing');
    expect(refusalMessage(code, 'vi', details)).toMatch(/Số CCCD/);
    expect(refusalMessage(code, 'vi', details)).toMatch(/Người bệnh/);
  });

  it('names the limit that was passed', async () => {
    const { code, details } = await refused(zipOf(goodParts()), { rows: 1 });
    expect(refusalMessage(code, 'vi', details)).toMatch(/số dòng.*1/);
  });

  it('tells nothing of anybody, not even in its causes', async () => {
    const error = await refused(withPart(SHEET, () => ({ declaredCrc: 1 })));
    const told = [error, error.cause, error.cause instanceof Error ? error.cause.cause : null].map(String).join(' ');
    expect(told).not.toMatch(/Lan|Hùng|038/);
  });
});

describe('the same bytes', () => {
  it('are answered in the same way every time', async () => {
    const bytes = zipOf(workbookParts({ sheets: [{ name: 'BTXH', rows: LIST }] }));
    expect(await answerOf(bytes)).toEqual(await answerOf(Uint8Array.from(bytes)));
  });

  it('are answered in the same way when they lie within other bytes', async () => {
    const bytes = zipOf(goodParts());
    const within = new Uint8Array(bytes.length + 14);
    within.set(bytes, 7);
    expect(await namesOf(within.subarray(7, 7 + bytes.length))).toEqual(NAMES);
  });
});
