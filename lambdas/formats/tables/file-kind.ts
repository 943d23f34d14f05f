import { decodeText, detectEncoding } from './text-encoding.ts';
import { UnreadableFile } from './unreadable-file.ts';

const bytesOf = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Compound file (MS-CFB): legacy .xls, and the envelope of an encrypted .xlsx (MS-OFFCRYPTO 2.3). */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** The name of the stream that only an encrypted workbook has, in UTF-16. */
const ENCRYPTED = bytesOf('EncryptedPackage').flatMap((byte) => [byte, 0]);
/** The streams of a Word document and of a workbook, which may hold the other as an object. */
const WORD = bytesOf('WordDocument').flatMap((byte) => [byte, 0]);
const WORKBOOK = bytesOf('Workbook').flatMap((byte) => [byte, 0]);
/** Excel 2 to 4 wrote their records without an envelope: a BOF record of 4 to 8 bytes (MS-XLS 2.4.21, older versions). */
const BIFF = [
  [0x09, 0x00, 0x04, 0x00],
  [0x09, 0x02, 0x06, 0x00],
  [0x09, 0x04, 0x06, 0x00],
  [0x09, 0x08, 0x08, 0x00],
];
/** Kinds that officers send by mistake: PDF, PNG, JPEG, GIF, RAR, 7z, gzip. */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ['PDF', bytesOf('%PDF')],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', bytesOf('GIF8')],
  ['RAR', bytesOf('Rar!')],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['gzip', [0x1f, 0x8b]],
  ['RTF', bytesOf('{\\rtf')],
];
const SAMPLE = 64 * 1024;

/**
 * What a file is, by its content: its name says nothing. Throws {@link UnreadableFile} for what cannot be read as a
 * table, by name: `legacy-xls`, `encrypted`, `other-format` (XML, a web archive), `not-a-list`.
 */
export function fileKindOf(bytes: Uint8Array): 'xlsx' | 'csv' | 'html' {
  if (startsWith(bytes, ZIP)) return 'xlsx';
  if (startsWith(bytes, COMPOUND)) {
    if (contains(bytes, WORD) && !contains(bytes, WORKBOOK))
      throw new UnreadableFile('not-a-list', 'The file is no table', { format: 'Word (.doc)' });
    throw contains(bytes, ENCRYPTED)
      ? new UnreadableFile('encrypted', 'The workbook is encrypted')
      : new UnreadableFile('legacy-xls', 'The workbook is a compound file (.xls)');
  }
  if (BIFF.some((signature) => startsWith(bytes, signature))) {
    throw new UnreadableFile('legacy-xls', 'The workbook is of Excel 2 to 4');
  }
  const other = OTHERS.find(([, signature]) => startsWith(bytes, signature));
  if (other !== undefined) throw new UnreadableFile('not-a-list', 'The file is no table', { format: other[0] });
  // A letter that the end of the sample cuts in two would make it look like no UTF-8.
  let length = Math.min(SAMPLE, bytes.byteLength);
  while (length < bytes.byteLength && length > SAMPLE - 4 && (bytes[length - 1] ?? 0) >= 0x80) length -= 1;
  const sample = bytes.subarray(0, length);
  return textKindOf([...decodeText(sample, detectEncoding(sample))].join(''));
}

function textKindOf(start: string): 'csv' | 'html' {
  if (/^\s*(mime-version:|content-type:\s*multipart)/i.test(start)) throw otherFormat('MHTML (.mht)');
  // Excel's own web pages and XHTML may begin with an XML declaration or a comment.
  const head = start.replace(/^(\s|<\?xml[^>]*\?>|<!--[\s\S]*?-->)*/, '');
  if (/^<(!doctype html|html|head|body|meta|table|style|div|center|title|link|script|h\d|p\b)/i.test(head))
    return 'html';
  if (/^<(\?mso-application|(ss:)?workbook)\b/i.test(head)) throw otherFormat('XML Spreadsheet 2003');
  if (/^<(office:document|\?xml|!doctype|[a-z][\w:.-]*(\s[^>]*)?>)/i.test(head) || /^\s*<\?xml/i.test(start)) {
    throw otherFormat('XML');
  }
  // Control characters do not stand in text. A few are let pass: scanners and old programs leave some behind.
  const controls = start.match(/[^\P{Cc}\s]/gu)?.length ?? 0;
  if (controls > 2 + start.length / 20) throw new UnreadableFile('not-a-list', 'The file is binary');
  return 'csv';
}

function otherFormat(format: string): UnreadableFile {
  return new UnreadableFile('other-format', `The file is ${format}`, { format });
}

function contains(bytes: Uint8Array, wanted: readonly number[]): boolean {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}
