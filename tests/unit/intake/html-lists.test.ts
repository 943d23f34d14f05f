import { describe, expect, it } from 'vitest';
import { codesOf, readTestList, refusalOf, testContext } from '../../support/read-test-list.ts';

const utf8 = (html: string): Uint8Array => new TextEncoder().encode(html);
const row = (...cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const HEADER = row('Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền');
const LAN = row('Nguyễn Thị Lan', '05/11/1945', '038145000123', '500.000');
const HUNG = row('Trần Văn Hùng', '02/03/1950', '038050000456', '750.000');
const TITLE = '<h2>DANH SÁCH CHI TRẢ BTXH THÁNG 6 NĂM 2026</h2>';
const page = (body: string): Uint8Array => utf8(`<html><body>${TITLE}${body}</body></html>`);

async function namesOf(bytes: Uint8Array): Promise<string[]> {
  return (await readTestList(bytes)).rows.map(({ row: at, values }) => `${at} ${values.fullName}`);
}

describe('a web page that is named .xls', () => {
  it('is read as Excel shows it: text above the table takes rows', async () => {
    const { rows, list } = await readTestList(page(`<table>${HEADER}${LAN}${HUNG}</table>`));
    expect(rows.map((one) => [one.row, one.outcome, one.values.fullName, one.values.amount])).toEqual([
      [3, 'accepted', 'Nguyễn Thị Lan', 500_000],
      [4, 'accepted', 'Trần Văn Hùng', 750_000],
    ]);
    expect(rows[0]?.values.programme).toBe('BTXH');
    expect(list.file).toEqual({ format: 'html', encoding: 'utf-8', separator: null });
  });

  it('may be a bare table, have a byte order mark, an XML declaration or comments before it', async () => {
    const table = `<table>${HEADER}${LAN}</table>`;
    for (const start of ['', '\uFEFF', '<?xml version="1.0"?>\n<!DOCTYPE html>', '<!-- xuất từ hệ thống -->\n']) {
      expect(await namesOf(utf8(start + table))).toEqual(['2 Nguyễn Thị Lan']);
    }
  });

  it('has spans of rows and columns as merged cells', async () => {
    const head =
      '<tr><th rowspan=2>Họ và tên</th><th colspan=2>Năm sinh</th><th rowspan="2">CCCD</th><th rowspan=2>Số tiền</th></tr>' +
      '<tr><th>Nam</th><th>Nữ</th></tr>';
    const { rows } = await readTestList(
      page(`<table>${head}${row('Nguyễn Thị Lan', '', '1945', '038145000123', '500.000')}</table>`),
    );
    expect(rows[0]?.values).toMatchObject({ birthDate: '1945', sex: 'female', amount: 500_000 });
  });

  it('holds a spanned amount, which is nobody’s own', async () => {
    const spanned = LAN.replace('<td>500.000', '<td rowspan=2>500.000');
    const { rows } = await readTestList(
      page(`<table>${HEADER}${spanned}${row('Trần Văn Hùng', '1950', '038050000456')}</table>`),
    );
    expect(rows.map((one) => codesOf(one)[0])).toEqual(['amount-merged', 'birth-year-only']);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
  });

  it('reads entities, line breaks in cells and tags left open', async () => {
    const cells = '<td>Nguy&#7877;n&nbsp;Th&#x1ECB;<br>Lan<td>05/11/1945<td><b>038</b>145000123<td>500.000&nbsp;&#273;';
    expect((await readTestList(page(`<table>${HEADER}<tr>${cells}</table>`))).rows[0]?.values).toMatchObject({
      fullName: 'Nguyễn Thị Lan',
      personalId: '038145000123',
      amount: 500_000,
    });
  });

  it('runs nothing, and shows nothing of what nobody sees', async () => {
    const script = '<script>document.write("<tr><td>Kẻ Gian</td></tr>")</script><style>td{color:red}</style>';
    const hidden = LAN.replace('Nguyễn', '<span style="display:none">0001</span>Nguyễn');
    expect(await namesOf(page(`${script}<table>${HEADER}${hidden}</table>`))).toEqual(['3 Nguyễn Thị Lan']);
  });

  it('counts a hidden row, and says so', async () => {
    const hidden = LAN.replace('<tr>', '<tr style="display: none">');
    const { rows } = await readTestList(page(`<table>${HEADER}${hidden}${HUNG}</table>`));
    expect(rows.map(codesOf)).toEqual([['hidden-row', 'no-account-cash'], ['no-account-cash']]);
  });

  it('may have several tables, and tables within tables', async () => {
    const inner = `<table>${HEADER}${LAN}</table>`;
    expect(await namesOf(page(`<table><tr><td>Mẫu số 1 ${inner}</td></tr></table>`))).toEqual(['4 Nguyễn Thị Lan']);
    expect(await namesOf(page(`${inner}<table>${HEADER}${HUNG}</table>`))).toHaveLength(2);
  });

  it('is decoded by what its bytes are, whatever it declares', async () => {
    const windows = page(`<meta charset="utf-8"><table>${HEADER}${LAN}</table>`);
    expect(await namesOf(windows)).toEqual(['3 Nguyễn Thị Lan']);
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF<table>${HEADER}${LAN}</table>`, 'utf16le'));
    expect((await readTestList(utf16)).list.file.encoding).toBe('utf-16le');
  });

  it('is refused where it has no list', async () => {
    expect(await refusalOf(page('<p>Vui lòng đăng nhập</p>'))).toBe('not-a-list');
    expect(await refusalOf(page(`<table>${row('Họ tên', 'Ngày sinh')}${row('Lan', '1945')}</table>`))).toBe(
      'headers-missing',
    );
  });

  it('keeps the limits', async () => {
    const table = (cell: string): Uint8Array => page(`<table>${HEADER}<tr>${cell}</tr></table>`);
    expect(await refusalOf(table('<td colspan=400>Lan</td>'))).toBe('too-large');
    expect(await refusalOf(table(`<td>${'x'.repeat(40_000)}</td>`))).toBe('too-large');
    expect(await refusalOf(page(`<table>${HEADER}${LAN}${HUNG}</table>`), testContext('2026-06', { rows: 1 }))).toBe(
      'too-large',
    );
    expect(await refusalOf(table('<td colspan=999999999 rowspan=999999999>Lan</td>'))).toBe('too-large');
  });
});
