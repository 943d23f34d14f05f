import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { codesOf, readTestList } from '../../support/read-test-list.ts';

const ROWS = [
  ['DANH SÁCH BTXH'],
  ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
  ['1', 'Nguyễn Thị Ngọc Ẵm', '05/11/1945', '038145000123', '500.000', '1234567890123', 'Ngân hàng Nông nghiệp'],
  ['2', 'Đỗ Văn Hường', '1950', '038050000456', '500000', '1234567890124', 'BIDV'],
];
const linesOf = (separator: string, lineEnd: string): string => ROWS.map((row) => row.join(separator)).join(lineEnd);

async function namesOf(bytes: Uint8Array): Promise<(string | null)[]> {
  return (await readTestList(bytes)).rows.map(({ values }) => values.fullName);
}
const NAMES = ['Nguyễn Thị Ngọc Ẵm', 'Đỗ Văn Hường'];

describe('a list as CSV', () => {
  it.each(['utf8', 'utf16le', 'utf16be', 'tcvn'])('is read in %s', async (encoding) => {
    expect(await namesOf(iconv.encode(linesOf(';', '\r\n'), encoding))).toEqual(
      encoding === 'tcvn' ? NAMES.map((name) => iconv.decode(iconv.encode(name, 'tcvn'), 'tcvn')) : NAMES,
    );
  });

  it.each(['utf8', 'utf16le'])('is read in %s with a byte order mark', async (encoding) => {
    expect(await namesOf(iconv.encode(linesOf(',', '\n'), encoding, { addBOM: true }))).toEqual(NAMES);
  });

  it('is read in windows-1258, whose marks stand apart', async () => {
    const split = linesOf(';', '\r\n')
      .normalize('NFD')
      .replace(/([aeouAEOU])(\u0302|\u0306|\u031b)/g, (pair) => pair.normalize('NFC'));
    expect(
      await namesOf(
        iconv.encode(
          split.replace(
            /([aeouâêôăơưAEOUÂÊÔĂƠƯ])(\u0323)([\u0302\u0306\u031b])/g,
            (_, base, dot, hat) => (base + hat).normalize('NFC') + dot,
          ),
          'windows-1258',
        ),
      ),
    ).toEqual(NAMES);
  });

  it('is UTF-8 still when it was cut off within its last letter', async () => {
    const whole = new TextEncoder().encode(`${linesOf(';', '\n')};Ghi chú ở`);
    expect(await namesOf(whole.subarray(0, -1))).toEqual(NAMES);
  });

  it.each([';', ',', '\t'])('is read with %j between its fields', async (separator) => {
    expect(await namesOf(Buffer.from(linesOf(separator, '\n')))).toEqual(NAMES);
  });

  it.each(['\n', '\r\n', '\r'])('is read with %j at the end of its lines', async (lineEnd) => {
    expect(await namesOf(Buffer.from(linesOf(';', lineEnd)))).toEqual(NAMES);
  });

  it('numbers a row by the line on which its record starts', async () => {
    const csv = 'Họ tên;CCCD;Địa chỉ\r\n\r\nLan;038145000123;"Thôn 1\r\nXã A"\r\nHoa;038145000124;x\r\n';
    const { rows } = await readTestList(Buffer.from(csv));
    expect(rows.map(({ row, sheet }) => [row, sheet])).toEqual([
      [3, null],
      [5, null],
    ]);
    expect(rows[0]?.values.address).toBe('Thôn 1 Xã A');
  });

  it('keeps zeros that an office protected as a formula', async () => {
    const { rows } = await readTestList(Buffer.from('Họ tên,CCCD\nLan,="038145000123"\n'));
    expect(rows[0]?.values.personalId).toBe('038145000123');
    expect(codesOf(rows[0])).not.toContain('id-cleaned');
  });

  it('holds an id that Excel saved in its short form', async () => {
    const { rows } = await readTestList(Buffer.from('Họ tên,CCCD\nLan,"3,81E+10"\n'));
    expect(codesOf(rows[0])).toContain('id-damaged');
  });

  it('never runs what begins like a formula: it is text', async () => {
    const { rows } = await readTestList(Buffer.from('Họ tên,CCCD\n=1+1 Lan,038145000123\n'));
    expect(rows[0]?.values.fullName).toBe('=1+1 Lan');
  });
});
