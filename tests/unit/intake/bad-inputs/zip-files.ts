import type { BadFile } from '../../../support/bad-input.ts';
import { goodParts, SHEET, withMoreParts, withPart } from '../../../support/damaged-workbook.ts';
import { type ZipPart, zipOf } from '../../../support/workbook-builder.ts';

const GOOD = zipOf(goodParts());
const WORKBOOK = 'xl/workbook.xml';
const BEYOND = 0x7fff_0000;
const cut = (length: number) => () => GOOD.subarray(0, length);
const placeOf = (signature: string, last = false): number => {
  const bytes = Buffer.from(GOOD);
  return last ? bytes.lastIndexOf(signature, undefined, 'latin1') : bytes.indexOf(signature, 0, 'latin1');
};
const DIRECTORY = placeOf('PK\x01\x02');
const END = placeOf('PK\x05\x06', true);

/** The extra field in which zip64 keeps sizes (APPNOTE 4.5.3). */
function wideSizes(...sizes: readonly bigint[]): Uint8Array {
  const field = Buffer.alloc(4 + sizes.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(sizes.length * 8, 2);
  for (const [index, size] of sizes.entries()) field.writeBigUInt64LE(size, 4 + index * 8);
  return field;
}

/** One bit of a part's content changed, as a disk or a line does it. */
function flipped(name: string): Uint8Array {
  return withPart(name, ({ content }) => {
    const bytes = Buffer.from(content);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    return { method: 0, compressed: bytes };
  });
}

/** Entries whose directory records all point at one and the same content, so that they overlap. */
function overlapping(count: number, size: number): Uint8Array {
  const content = new Uint8Array(size);
  const [first, ...rest] = Array.from(
    { length: count },
    (_, index): ZipPart => ({ name: `xl/media/${index}`, content }),
  );
  if (first === undefined) throw new Error('At least one entry');
  const others = rest.map((part) => ({
    ...part,
    declaredOffset: 0,
    compressed: new Uint8Array(0),
    declaredCompressedSize: 1_000_000,
  }));
  return zipOf([first, ...others, ...goodParts()]);
}

/** What can be wrong with a zip as a zip. */
export const ZIP_FILES: readonly BadFile[] = [
  ['a zip cut after its first signature', 'unreadable', cut(4)],
  ['a zip cut within the first local header', 'unreadable', cut(20)],
  ['a zip cut within the first entry', 'unreadable', cut(100)],
  ['a zip cut in the middle', 'unreadable', cut(Math.floor(GOOD.length / 2))],
  ['a zip cut before its directory', 'unreadable', cut(DIRECTORY)],
  ['a zip cut within its directory', 'unreadable', cut(DIRECTORY + 60)],
  ['a zip cut before its end record', 'unreadable', cut(END)],
  ['a zip cut within its end record', 'unreadable', cut(END + 10)],
  ['a zip that lacks its last byte', 'unreadable', cut(GOOD.length - 1)],
  [
    'a zip whose first half is missing',
    'unreadable',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), GOOD.subarray(GOOD.length / 2)]),
  ],
  [
    'a zip with bytes lost in its middle',
    'unreadable',
    () => Buffer.concat([GOOD.subarray(0, 300), GOOD.subarray(400)]),
  ],
  [
    'a zip with bytes put in before its directory',
    'unreadable',
    () => Buffer.concat([GOOD.subarray(0, DIRECTORY), new Uint8Array(50), GOOD.subarray(DIRECTORY)]),
  ],
  ['one bit of a sheet changed', 'unreadable', () => flipped(SHEET)],
  ['one bit of the workbook part changed', 'unreadable', () => flipped(WORKBOOK)],
  ['one bit of the shared strings changed', 'unreadable', () => flipped('xl/sharedStrings.xml')],
  ['one bit of the styles changed', 'unreadable', () => flipped('xl/styles.xml')],
  ['one bit of the relationships changed', 'unreadable', () => flipped('xl/_rels/workbook.xml.rels')],
  ['a wrong checksum', 'unreadable', () => withPart(SHEET, () => ({ declaredCrc: 0x12345678 }))],
  ['a checksum of nothing', 'unreadable', () => withPart(SHEET, () => ({ declaredCrc: 0 }))],
  [
    'a sheet that is no deflate stream',
    'unreadable',
    () => withPart(SHEET, () => ({ compressed: Buffer.from('this was never deflated') })),
  ],
  ['a sheet deflated to nothing', 'unreadable', () => withPart(SHEET, () => ({ compressed: new Uint8Array(0) }))],
  [
    'a sheet said to be stored though it is deflated',
    'bomb',
    () =>
      withPart(SHEET, ({ content }) => ({
        compressed: Buffer.concat([Buffer.from(content), new Uint8Array(9)]),
        method: 0,
      })),
  ],
  ['a sheet larger than declared', 'bomb', () => withPart(SHEET, () => ({ declaredSize: 100 }))],
  ['a sheet declared to be empty', 'bomb', () => withPart(SHEET, () => ({ declaredSize: 0 }))],
  ['a sheet smaller than declared', 'unreadable', () => withPart(SHEET, () => ({ declaredSize: 1_000_000 }))],
  [
    'less compressed content than there is',
    'unreadable',
    () => withPart(SHEET, () => ({ declaredCompressedSize: 50 })),
  ],
  [
    'more compressed content than the file has',
    'unreadable',
    () => withPart(SHEET, () => ({ declaredCompressedSize: 10_000_000 })),
  ],
  ['an entry beyond the end of the file', 'unreadable', () => withPart(SHEET, () => ({ declaredOffset: BEYOND }))],
  ['an entry where another lies', 'unreadable', () => withPart(SHEET, () => ({ declaredOffset: 0 }))],
  ['an entry where no local header is', 'unreadable', () => withPart(SHEET, () => ({ declaredOffset: 7 }))],
  ['more entries claimed than there are', 'unreadable', () => zipOf(goodParts(), { entries: 60 })],
  ['fewer entries claimed than there are', 'unreadable', () => zipOf(goodParts(), { entries: 3 })],
  ['no entries claimed', 'not-a-list', () => zipOf(goodParts(), { entries: 0 })],
  ['a directory beyond the end of the file', 'unreadable', () => zipOf(goodParts(), { directoryOffset: BEYOND })],
  ['a directory within an entry', 'unreadable', () => zipOf(goodParts(), { directoryOffset: 33 })],
  ['zip64: a locator that points outside', 'unreadable', () => zipOf(goodParts(), { zip64: { at: BEYOND } })],
  ['zip64: a locator that points at something else', 'unreadable', () => zipOf(goodParts(), { zip64: { at: 4 } })],
  ['zip64: a directory beyond the end', 'unreadable', () => zipOf(goodParts(), { zip64: { directoryOffset: BEYOND } })],
  ['zip64: a billion entries', 'bomb', () => zipOf(goodParts(), { zip64: { entries: 1_000_000_000 } })],
  ['zip64: more entries than there are', 'unreadable', () => zipOf(goodParts(), { zip64: { entries: 100 } })],
  [
    'zip64: a sheet of a terabyte',
    'bomb',
    () => withPart(SHEET, () => ({ declaredSize: 0xffffffff, extra: wideSizes(1n << 40n) })),
  ],
  [
    'zip64: a sheet of more bytes than numbers can count',
    'bomb',
    () => withPart(SHEET, () => ({ declaredSize: 0xffffffff, extra: wideSizes(0xffff_ffff_ffff_ffffn) })),
  ],
  ['zip64: a size that is left out', 'bomb', () => withPart(SHEET, () => ({ declaredSize: 0xffffffff }))],
  [
    'zip64: a size that is cut off',
    'bomb',
    () => withPart(SHEET, () => ({ declaredSize: 0xffffffff, extra: wideSizes(5n).subarray(0, 6) })),
  ],
  [
    'zip64: a place beyond the end',
    'unreadable',
    () => withPart(SHEET, () => ({ declaredOffset: 0xffffffff, extra: wideSizes(1n << 50n) })),
  ],
  ['an encrypted sheet', 'encrypted', () => withPart(SHEET, () => ({ encrypted: true }))],
  [
    'an encrypted part that nobody reads',
    'encrypted',
    () => withMoreParts({ name: 'docProps/app.xml', content: '<a/>', encrypted: true }),
  ],
  ['a sheet encrypted with AES', 'encrypted', () => withPart(SHEET, () => ({ encrypted: true, method: 99 }))],
  ['a sheet in bzip2', 'unreadable', () => withPart(SHEET, () => ({ method: 12 }))],
  ['a sheet in LZMA', 'unreadable', () => withPart(SHEET, () => ({ method: 14 }))],
  ['a sheet in Deflate64', 'unreadable', () => withPart(SHEET, () => ({ method: 9 }))],
  ['a sheet in a method that does not exist', 'unreadable', () => withPart(SHEET, () => ({ method: 4711 }))],
  ['the same entry twice', 'unreadable', () => withMoreParts({ name: SHEET, content: '<worksheet/>' })],
  [
    'the same entry in capitals',
    'unreadable',
    () => withMoreParts({ name: SHEET.toUpperCase(), content: '<worksheet/>' }),
  ],
  ['the same entry behind a slash', 'unreadable', () => withMoreParts({ name: `/${SHEET}`, content: '<worksheet/>' })],
  [
    'the same entry with backslashes',
    'unreadable',
    () => withMoreParts({ name: SHEET.replaceAll('/', '\\'), content: '<worksheet/>' }),
  ],
  ['a bomb by its ratio', 'bomb', () => withPart(SHEET, () => ({ content: new Uint8Array(8 * 1024 * 1024) }))],
  [
    'a bomb by its ratio in a part that nobody reads',
    'bomb',
    () => withMoreParts({ name: 'xl/media/a.bin', content: new Uint8Array(8 * 1024 * 1024) }),
  ],
  [
    'a bomb by its number of entries',
    'bomb',
    () => withMoreParts(...Array.from({ length: 2_100 }, (_, index) => ({ name: `a${index}`, content: '' }))),
  ],
  [
    'a bomb by all its entries together',
    'bomb',
    () =>
      withMoreParts(
        ...Array.from({ length: 4 }, (_, index) => ({ name: `a${index}`, content: new Uint8Array(300_000) })),
      ),
    { inflatedBytes: 1_000_000 },
  ],
  ['a bomb by entries that overlap', 'bomb', () => overlapping(30, 100_000), { inflatedBytes: 1_000_000 }],
  [
    'a bomb by what is declared',
    'bomb',
    () =>
      withMoreParts({
        name: 'a',
        content: 'a',
        declaredSize: 600 * 1024 * 1024,
        declaredCompressedSize: 500 * 1024 * 1024,
      }),
  ],
  ['a zip within a zip', 'not-a-list', () => zipOf([{ name: 'danh-sach.xlsx', content: GOOD }])],
  [
    'a zip of several workbooks',
    'not-a-list',
    () =>
      zipOf([
        { name: 'thon-1.xlsx', content: GOOD },
        { name: 'thon-2.xlsx', content: GOOD },
      ]),
  ],
  [
    'a zip of photographs',
    'not-a-list',
    () =>
      zipOf([
        { name: 'cccd-1.jpg', content: '\xff\xd8' },
        { name: 'cccd-2.jpg', content: '\xff\xd8' },
      ]),
  ],
  ['a zip of entries with no names', 'not-a-list', () => zipOf([{ name: '', content: 'x' }])],
];
