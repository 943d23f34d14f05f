import type { BadFile } from '../../../support/bad-input.ts';
import { utf8 } from '../../../support/bad-input.ts';
import { zipOf } from '../../../support/workbook-builder.ts';

const bytes =
  (...values: readonly (number | string)[]) =>
  () =>
    Buffer.concat(
      values.map((value) => (typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value, 'latin1'))),
    );
const text = (content: string) => () => utf8(content);
const noise = '\x00\x01\x02\x03\x04\x05\x06\x07\x0e\x0f'.repeat(60);
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const streamNamed = (name: string) =>
  bytes(COMPOUND, '\0'.repeat(1016), Buffer.from(name, 'utf16le').toString('latin1'), '\0'.repeat(500));
const relationshipTo = (target: string) => ({
  name: '_rels/.rels',
  content: `<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="${target}"/></Relationships>`,
});

/** What officers send by mistake, or named as something else: only what is inside counts. */
export const OTHER_FILES: readonly BadFile[] = [
  ['a legacy workbook', 'legacy-xls', streamNamed('Workbook')],
  ['a legacy workbook of Excel 5', 'legacy-xls', streamNamed('Book')],
  ['a compound file that is cut off', 'legacy-xls', bytes(COMPOUND)],
  ['a workbook with a password', 'encrypted', streamNamed('EncryptedPackage')],
  [
    'a binary workbook (.xlsb)',
    'other-format',
    () => zipOf([relationshipTo('xl/workbook.bin'), { name: 'xl/workbook.bin', content: noise }]),
  ],
  [
    'an OpenDocument spreadsheet (.ods)',
    'other-format',
    () =>
      zipOf([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', method: 0 },
        { name: 'content.xml', content: '<office:document-content/>' },
      ]),
  ],
  [
    'an XML spreadsheet of 2003',
    'other-format',
    text(
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
  ],
  ['an XML spreadsheet behind a byte order mark', 'other-format', text('\ufeff<?xml version="1.0"?><Workbook/>')],
  [
    'XML of another system',
    'other-format',
    text('<?xml version="1.0" encoding="UTF-8"?><danhSach><nguoi><hoTen>Lan</hoTen></nguoi></danhSach>'),
  ],
  ['XML in UTF-16', 'other-format', () => Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf16le')],
  [
    'a web archive (MHTML)',
    'other-format',
    text(
      'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_X"\r\n\r\n------=_X\r\nContent-Type: text/html\r\n\r\n<html><table><tr><td>Lan</td></tr></table></html>\r\n',
    ),
  ],
  [
    'a Word document',
    'not-a-list',
    () =>
      zipOf([relationshipTo('word/document.xml'), { name: 'word/document.xml', content: '<w:document xmlns:w="w"/>' }]),
  ],
  [
    'a presentation',
    'not-a-list',
    () =>
      zipOf([
        relationshipTo('ppt/presentation.xml'),
        { name: 'ppt/presentation.xml', content: '<p:presentation xmlns:p="p"/>' },
      ]),
  ],
  [
    'an archive of a program (.jar)',
    'not-a-list',
    () => zipOf([{ name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0' }]),
  ],
  ['a book (.epub)', 'other-format', () => zipOf([{ name: 'mimetype', content: 'application/epub+zip', method: 0 }])],
  ['a PDF', 'not-a-list', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n')],
  ['a PNG picture', 'not-a-list', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', noise)],
  ['a JPEG photograph', 'not-a-list', bytes('\xff\xd8\xff\xe0\0\x10JFIF', noise)],
  ['a GIF', 'not-a-list', bytes('GIF89a', noise)],
  ['a bitmap', 'not-a-list', bytes('BM\x36\x10\x0e\0\0\0\0\0', noise)],
  ['a TIFF scan', 'not-a-list', bytes('II*\0\x08\0\0\0', noise)],
  ['a WebP picture', 'not-a-list', bytes('RIFF\x24\0\0\0WEBPVP8 ', noise)],
  ['a photograph of an iPhone (HEIC)', 'not-a-list', bytes('\0\0\0\x18ftypheic\0\0\0\0', noise)],
  ['a film', 'not-a-list', bytes('\0\0\0\x20ftypisom\0\0\x02\0', noise)],
  ['a sound', 'not-a-list', bytes('ID3\x04\0\0\0\0', noise)],
  ['a RAR archive', 'not-a-list', bytes('Rar!\x1a\x07\x01\0', noise)],
  ['a 7z archive', 'not-a-list', bytes('7z\xbc\xaf\x27\x1c\0\x04', noise)],
  ['a gzip archive', 'not-a-list', bytes('\x1f\x8b\x08\0\0\0\0\0\0\x03', noise)],
  ['a tar archive', 'not-a-list', bytes('danh-sach.xlsx', '\0'.repeat(243), 'ustar\0', noise)],
  ['a program', 'not-a-list', bytes('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff', noise)],
  ['a program of Linux', 'not-a-list', bytes('\x7fELF\x02\x01\x01\0', noise)],
  ['a database (SQLite)', 'not-a-list', bytes('SQLite format 3\0', noise)],
  ['a database (Access)', 'not-a-list', bytes('\0\x01\0\0Standard ACE DB\0', noise)],
  ['a database (dBase)', 'not-a-list', bytes('\x03\x7b\x06\x05', noise)],
  ['a font', 'not-a-list', bytes('\0\x01\0\0\0\x0f\0\x80', noise)],
  [
    'what Excel leaves beside an open file (~$)',
    'not-a-list',
    bytes('\x05Admin', ' '.repeat(49), '\x05\0A\0d\0m\0i\0n\0', ' \0'.repeat(49)),
  ],
  ['nothing but NUL bytes', 'not-a-list', bytes('\0'.repeat(4096))],
  ['nothing but 0xFF', 'not-a-list', bytes('\xff'.repeat(4096))],
  ['a single byte', 'not-a-list', bytes('P')],
  ['the beginning of a zip’s signature', 'not-a-list', bytes('PK')],
  ['an empty zip', 'not-a-list', bytes('PK\x05\x06', '\0'.repeat(18))],
  [
    'rich text (.rtf)',
    'not-a-list',
    text(
      '{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times New Roman;}}\\f0 Danh sach chi tra\\par Nguyen Thi Lan, 038145000123\\par }',
    ),
  ],
  ['JSON', 'not-a-list', text('[{"hoTen":"Nguyễn Thị Lan","cccd":"038145000123","soTien":500000}]')],
  [
    'an e-mail',
    'not-a-list',
    text('From: a@example.com\r\nTo: b@example.com\r\nSubject: Danh sach\r\n\r\nGửi anh danh sách tháng 6.\r\n'),
  ],
  [
    'a letter',
    'not-a-list',
    text('Kính gửi: Phòng Lao động, Thương binh và Xã hội\nĐơn vị xin gửi danh sách chi trả tháng 6 năm 2026.\n'),
  ],
  ['SQL', 'not-a-list', text("INSERT INTO danh_sach (ho_ten, cccd) VALUES ('Lan', '038145000123');\n")],
  ['a program’s source', 'not-a-list', text('import os\nfor i in range(10):\n    print(i, os.getcwd())\n')],
  ['a contact card', 'not-a-list', text('BEGIN:VCARD\nVERSION:3.0\nFN:Nguyễn Thị Lan\nTEL:0912345678\nEND:VCARD\n')],
  [
    'a link to a web page',
    'not-a-list',
    text('[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1\r\n'),
  ],
  [
    'an error page of a web system',
    'not-a-list',
    text('{"timestamp":"2026-06-01T00:00:00Z","status":500,"error":"Internal Server Error"}'),
  ],
];
