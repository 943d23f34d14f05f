import { describe, expect, it } from 'vitest';
import { refusalMessage } from '../../../lambdas/domain/lists/refusal-catalogue.ts';
import { ListRefused } from '../../../lambdas/formats/lists/list-reader.ts';
import { readTestList, refusalOf, testContext } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, workbookOf, workbookParts, zipOf } from '../../support/workbook-builder.ts';

const LIST = [
  ['Họ tên', 'CCCD', 'Số tiền'],
  ['Lan', '038145000123', 500_000],
];
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('a file is refused as a whole', () => {
  it.each<[string, string, Uint8Array]>([
    ['no bytes', 'empty', new Uint8Array(0)],
    ['nothing but blank lines', 'empty', text('\r\n \r\n')],
    ['a workbook with empty sheets', 'empty', workbookOf([])],
    ['headers and nobody below', 'empty', workbookOf(LIST.slice(0, 1))],
    ['a letter', 'not-a-list', text('Kính gửi Sở,\nChúng tôi xin gửi báo cáo.')],
    ['a PDF', 'not-a-list', text('%PDF-1.7\n%âãÏÓ')],
    ['random bytes', 'not-a-list', Uint8Array.from({ length: 999 }, (_, index) => (index * 7) % 23)],
    ['a Word document', 'not-a-list', zipOf([{ name: 'word/document.xml', content: '<document/>' }])],
    ['a web page without a list', 'not-a-list', text('<html><table><tr><td>Họ tên</td></tr></table></html>')],
    [
      'an XML spreadsheet',
      'other-format',
      text('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
    ],
    ['another XML', 'other-format', text('<?xml version="1.0"?><danhSach><nguoi/></danhSach>')],
    ['a web archive', 'other-format', text('MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>')],
    [
      'an old .xls without an envelope',
      'legacy-xls',
      Uint8Array.from([0x09, 0x08, 0x08, 0x00, 0x00, 0x05, 0x10, 0x00]),
    ],
    ['a byte order mark alone', 'empty', text('\uFEFF\r\n')],
    ['a legacy .xls', 'legacy-xls', Uint8Array.from([...COMPOUND, ...Array.from({ length: 600 }, () => 0)])],
    [
      'an encrypted workbook',
      'encrypted',
      Uint8Array.from([...COMPOUND, ...Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    ['an encrypted zip', 'encrypted', zipOf([{ name: 'xl/workbook.xml', content: '<workbook/>', encrypted: true }])],
    [
      'a binary workbook',
      'other-format',
      zipOf([
        {
          name: '_rels/.rels',
          content: '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>',
        },
        { name: 'xl/workbook.bin', content: 'x' },
      ]),
    ],
    ['a workbook cut off', 'unreadable', workbookOf(LIST).subarray(0, 600)],
    [
      'names without ids and amounts',
      'headers-missing',
      workbookOf([
        ['Họ tên', 'Ngày sinh'],
        ['Lan', '1945'],
      ]),
    ],
    [
      'ids and amounts without names',
      'headers-missing',
      workbookOf([
        ['CCCD', 'Số tiền'],
        ['038145000123', 5000],
      ]),
    ],
    ['people on a sheet without headers', 'headers-missing', workbookOf([['Lan', '038145000123', 500_000]])],
    [
      'two amounts that differ',
      'headers-ambiguous',
      workbookOf([
        ['Họ tên', 'Số tiền', 'Số tiền'],
        ['Lan', 500_000, 700_000],
      ]),
    ],
    [
      'two ids that differ',
      'headers-ambiguous',
      workbookOf([
        ['Họ tên', 'CCCD', 'Số CCCD'],
        ['Lan', '038145000123', '038145000124'],
      ]),
    ],
    ['a quote that is never closed', 'unreadable', text('Họ tên,CCCD\n"Lan,038145000123\n')],
  ])('%s: %s', async (_, code, bytes) => {
    expect(await refusalOf(bytes)).toBe(code);
  });

  it('when a damaged digit fails the checksum', async () => {
    const bytes = workbookOf(LIST);
    const stored = rawWorkbook({ sheets: [{ name: 'BTXH', rows: rowsXml(LIST).repeat(1) }] });
    expect(await refusalOf(stored)).toBeNull();
    // A changed checksum in the directory is the same to the reader as changed bytes.
    const at = Buffer.from(bytes).lastIndexOf('PK\x01\x02', undefined, 'latin1');
    bytes[at + 16] = (bytes[at + 16] ?? 0) ^ 1;
    expect(await refusalOf(bytes)).toBe('unreadable');
  });

  it('when it would inflate beyond its limits, by the directory or in truth', async () => {
    const huge = workbookParts({
      sheets: [{ name: 'A', rows: `<row><c t="str"><v>${'0'.repeat(30_000_000)}</v></c></row>` }],
    });
    expect(await refusalOf(zipOf(huge))).toBe('bomb');
    expect(
      await refusalOf(zipOf(huge.map((part) => ({ ...part, declaredSize: Math.min(1000, part.content.length) })))),
    ).toBe('bomb');
    expect(await refusalOf(workbookOf(LIST), testContext('2026-06', { inflatedBytes: 500 }))).toBe('bomb');
  });

  it('when it declares a DOCTYPE', async () => {
    const parts = workbookParts({ sheets: [{ name: 'BTXH', rows: rowsXml(LIST) }] }).map((part) =>
      part.name.includes('sheet0') ? { ...part, content: `<!DOCTYPE x [<!ENTITY a "b">]>${part.content}` } : part,
    );
    expect(await refusalOf(zipOf(parts))).toBe('unreadable');
  });

  it('when it passes a limit of size, rows, columns or cell length', async () => {
    const bytes = workbookOf(LIST);
    expect(await refusalOf(bytes, testContext('2026-06', { bytes: 100 }))).toBe('too-large');
    expect(await refusalOf(bytes, testContext('2026-06', { rows: 0 }))).toBe('too-large');
    expect(await refusalOf(bytes, testContext('2026-06', { columns: 2 }))).toBe('too-large');
    expect(await refusalOf(workbookOf([...LIST, ['x'.repeat(32_768)]]))).toBe('too-large');
    expect(await refusalOf(text(`Họ tên,CCCD\n${'x'.repeat(32_768)},1`))).toBe('too-large');
  });

  it('when it takes longer than it may, by the clock it is given', async () => {
    let now = 0;
    const clock = (): number => {
      now += 400;
      return now;
    };
    const people = Array.from({ length: 3000 }, (_, index) => ['Lan', String(38_145_000_000 + index), 500_000]);
    const bytes = workbookOf([...LIST.slice(0, 1), ...people]);
    expect(await refusalOf(bytes, { ...testContext('2026-06', { milliseconds: 1000 }), clock })).toBe('too-slow');
    expect(await refusalOf(bytes, { ...testContext('2026-06', { milliseconds: 100_000 }), clock })).toBeNull();
  });

  it('and the message says which limit, what headers were seen, what format it is', async () => {
    const messageOf = async (bytes: Uint8Array, context = testContext()): Promise<string> => {
      const error: unknown = await readTestList(bytes, context).catch((caught: unknown) => caught);
      if (!(error instanceof ListRefused)) throw new Error('The list was not refused');
      return refusalMessage(error.code, 'vi', error.details);
    };
    expect(await messageOf(workbookOf(LIST), testContext('2026-06', { rows: 0 }))).toContain('Giới hạn: số dòng ≤ 0.');
    expect(await messageOf(workbookOf(LIST), testContext('2026-06', { bytes: 1000 }))).toContain('≤ 1.000.');
    expect(await messageOf(text('MIME-Version: 1.0\r\n'))).toContain('Tệp đã nhận là: MHTML (.mht).');
    const two = workbookOf([
      ['Họ tên', 'Số tiền', 'Số tiền', `Ghi chú ${'dài '.repeat(30)}`],
      ['Lan', 1, 2],
    ]);
    expect(await messageOf(two)).toMatch(
      /Các tiêu đề đọc được: “Họ tên”, “Số tiền”, “Số tiền”, “Ghi chú [dài ]{52}”\.$/,
    );
    const none = workbookOf([
      ['Họ tên', 'Ngày sinh'],
      ['Lan', '1945'],
    ]);
    expect(await messageOf(none)).toMatch(/Danh sách cần có cột “Họ và tên”.*“Họ tên”, “Ngày sinh”\.$/);
  });

  it('and the error tells nothing of anybody in it', async () => {
    const error: unknown = await readTestList(
      workbookOf([
        ['Họ tên', 'Số tiền', 'Số tiền'],
        ['Lan', 1, 2],
      ]),
    ).catch((caught: unknown) => caught);
    expect(String(error)).toBe('ListRefused: The list is refused: headers-ambiguous');
  });
});
