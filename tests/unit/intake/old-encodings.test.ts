import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeOld, latinOf } from '../../../lambdas/formats/tables/old-encodings.ts';
import { decodeText, detectEncoding } from '../../../lambdas/formats/tables/text-encoding.ts';
import { inTcvn3, inVni, inWindows1258 } from '../../support/old-encodings.ts';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../support/workbook-builder.ts';

const NAMES = ['Nguyễn Thị Lan', 'Trần Văn Hùng', 'Lê Đức Thịnh', 'Phạm Thị Huyền', 'Hoàng Ngọc Ánh'];
const tcvn = (text: string): string => latinOf(inTcvn3(text) ?? new Uint8Array());
const listOf = (names: readonly string[]): string =>
  [
    'Họ và tên,CCCD,Số tiền,Địa chỉ',
    ...names.map((name, index) => `${name},03814500012${index},500000,Thôn Đông xã Tiến Thắng`),
  ].join('\r\n');
/** As a program writes each letter of Latin-1 into one byte. */
const bytesOf = (latin: string): Uint8Array => Uint8Array.from(latin, (letter) => letter.charCodeAt(0));

describe('old encodings', () => {
  it('TCVN3 is decoded as iconv does, byte for byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    // One by one, since marks that stand alone would otherwise join the letter before them.
    for (const byte of bytes) {
      const one = Uint8Array.of(byte);
      expect(decodeOld(latinOf(one), 'tcvn')).toBe(iconv.decode(Buffer.from(one), 'tcvn').normalize('NFC'));
    }
  });

  it('VNI reads back every letter of the language', () => {
    const vowels = 'aăâeêioôơuưy';
    const letters = [...vowels].flatMap((vowel) =>
      ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
    );
    const text = [...letters, 'đ', ...NAMES, 'nghĩa', 'lịch', 'thuỷ', 'kỵ'].join(' ');
    expect(decodeOld(inVni(text), 'vni')).toBe(text);
    expect(decodeOld(inVni(text.toUpperCase()), 'vni')).toBe(text.toUpperCase());
  });

  it.each([
    ['tcvn', inTcvn3(listOf(NAMES))],
    ['vni', bytesOf(inVni(listOf(NAMES)))],
    ['windows-1258', inWindows1258(listOf(NAMES))],
    ['utf-8', new TextEncoder().encode(listOf(NAMES))],
    ['utf-16le', new Uint8Array(Buffer.from(listOf(NAMES), 'utf16le'))],
  ] satisfies [string, Uint8Array | null][])(
    'a CSV in %s is read, and the receipt names it',
    async (encoding, bytes) => {
      const { rows, list } = await readTestList(bytes ?? new Uint8Array());
      expect(list.file).toEqual({ format: 'csv', encoding, separator: ',' });
      expect(rows.map(({ values }) => values.fullName)).toEqual(NAMES);
      expect(rows[0]?.values.address).toBe('Thôn Đông xã Tiến Thắng');
    },
  );

  it('VNI is decoded slice by slice, no letter cut from its mark', () => {
    const text = inVni(`${'x'.repeat(1024 * 1024 - 3)}Nguyễn Văn Thắng`);
    expect([...decodeText(bytesOf(text), 'vni')].join('').slice(-16)).toBe('Nguyễn Văn Thắng');
  });

  it('text without marks is of no old encoding', () => {
    expect(detectEncoding(bytesOf('Ho ten,CCCD\nCafé,1'))).toBe('windows-1258');
  });
});

describe('text of an old font', () => {
  const styles =
    '<fonts><font><name val="Calibri"/></font><font><name val="VNI-Times"/></font><font><name val=".VnTimeH"/></font></fonts>' +
    '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>';
  const read = async (style: number, text: string) => {
    const name = { xml: `<c s="${style}" t="inlineStr"><is><t>${text}</t></is></c>` };
    const rows = rowsXml([
      ['Họ tên', 'Ngày sinh', 'CCCD', 'Số tiền'],
      [name, '05/11/1945', '038145000123', 500_000],
    ]);
    const found = await readTestList(rawWorkbook({ styles, sheets: [{ name: 'BTXH', rows }] }));
    return [found.rows[0]?.values.fullName, ...codesOf(found.rows[0])];
  };

  it('VNI becomes Unicode, with a warning', async () => {
    expect(await read(1, 'Nguyeãn Thò Lan')).toEqual(['Nguyễn Thị Lan', 'old-font', 'no-account-cash']);
  });

  it('a font of capitals shows small letters as capitals', async () => {
    expect(await read(2, 'NguyÔn ThÞ Lan')).toEqual(['NGUYỄN THỊ LAN', 'old-font', 'no-account-cash']);
  });

  it('text that is Unicode under such a font is left alone', async () => {
    expect(await read(1, 'Nguyễn Thị Lan')).toEqual(['Nguyễn Thị Lan', 'no-account-cash']);
  });
});

describe('old text that no font tells of', () => {
  const HEADER = ['Họ tên', 'CCCD', 'Số tiền', 'Ghi chú'];
  const namesIn = async (rows: readonly (readonly TestCell[])[]) => {
    const { rows: found } = await readTestList(workbookOf(rows));
    return found.map((row) => [row.values.fullName, codesOf(row).includes('old-font'), row.outcome]);
  };
  const rowsOf = (encode: (name: string) => string): TestCell[][] =>
    NAMES.map((name, index) => [encode(name), `03814500012${index}`, 500_000]);

  it.each([
    ['TCVN3', tcvn],
    ['VNI', inVni],
  ] satisfies [string, (text: string) => string][])(
    'in %s is converted where a whole column of names is',
    async (_, encode) => {
      const names = await namesIn([HEADER, ...rowsOf(encode)]);
      expect(names.map(([name]) => name)).toEqual(NAMES);
      expect(names.every(([, isNoted]) => isNoted)).toBe(true);
    },
  );

  it.each([
    ['TCVN3', tcvn],
    ['VNI', inVni],
  ] satisfies [string, (text: string) => string][])(
    'in %s is converted where all of the sheet is, its headers too',
    async (_, encode) => {
      const rows = [['Danh sách người có công'], HEADER].map((row) => row.map((cell) => encode(cell)));
      expect((await namesIn([...rows, ...rowsOf(encode)])).map(([name]) => name)).toEqual(NAMES);
      const csv = new TextEncoder().encode(listOf(NAMES).split('\r\n').map(encode).join('\r\n'));
      expect((await readTestList(csv)).rows.map(({ values }) => values.fullName)).toEqual(NAMES);
    },
  );

  it('is held where some names are Unicode: then nothing is certain', async () => {
    const mixed = rowsOf((name) => (name.startsWith('Trần') ? name : tcvn(name)));
    const names = await namesIn([HEADER, ...mixed]);
    expect(names.map(([name]) => name)).not.toContain('Nguyễn Thị Lan');
    expect(names[0]).toEqual([tcvn('Nguyễn Thị Lan'), false, 'held']);
  });

  it('is held where one name is Unicode without letters beyond Latin-1', async () => {
    const names = await namesIn([HEADER, ...rowsOf((name) => (name.startsWith('Trần') ? 'Bùi Bá Hòa' : tcvn(name)))]);
    expect(names[0]).toEqual([tcvn('Nguyễn Thị Lan'), false, 'held']);
    expect(names[1]?.[0]).toBe('Bùi Bá Hòa');
  });

  it('is left alone where names are Unicode without letters beyond Latin-1', async () => {
    const plain = ['Hà Thì Cúc', 'Bùi Bá Hòa', 'Tô Hoài Âu'];
    expect(
      (await namesIn([HEADER, ...plain.map((name, index) => [name, `03814500012${index}`, 500_000])])).map(
        ([name]) => name,
      ),
    ).toEqual(plain);
  });
});
