import { describe, expect, it } from 'vitest';
import { answerOf, utf8 } from '../../../support/bad-input.ts';
import type { TestCell } from '../../../support/workbook-builder.ts';
import { HEADER, HUNG, LAN, placesOf, rowsOf } from './small-lists.ts';

describe('what is no person', () => {
  it.each<[string, readonly TestCell[]]>([
    ['a subtotal', [null, 'Cộng thôn Minh Đức: 2 người', null, null, 1_250_000]],
    ['a total in capitals', [null, 'TỔNG CỘNG', null, null, 1_250_000]],
    ['a total without marks', ['TONG CONG', null, null, null, 1_250_000]],
    ['a total of a page', ['Cộng trang 1', null, null, null, '1.250.000']],
    ['what is carried over to the next page', [null, 'Cộng mang sang', null, null, 1_250_000]],
    ['a cumulative total', [null, 'Lũy kế từ đầu năm', null, null, 7_500_000]],
    ['what a total consists of', [null, 'Trong đó:']],
    ['the sum in words', ['Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng./.']],
    ['the sum in words, by other words', [null, 'Số tiền bằng chữ: Một triệu đồng']],
    ['a place and date', [null, null, null, 'Đông Thành, ngày 05 tháng 6 năm 2026']],
    ['the titles of those who sign', [null, 'NGƯỜI LẬP BIỂU', null, 'KẾ TOÁN', 'TM. ỦY BAN NHÂN DÂN']],
    ['where to sign', [null, '(Ký, ghi rõ họ tên)', null, null, '(Ký tên, đóng dấu)']],
    ['a remark', ['Ghi chú: danh sách này gồm 02 người.']],
    ['who receives copies', ['Nơi nhận: - Như trên; - Lưu VT.']],
    ['a row of column numbers', ['(1)', '(2)', '(3)', '(4)', '(5)']],
    ['a row of column letters', ['A', 'B', 'C', 'D', 'E']],
    ['a row number alone', [3]],
    ['the header again', HEADER],
    ['the header again without marks', ['STT', 'HO VA TEN', 'NGAY SINH', 'SO CCCD', 'SO TIEN']],
    ['a group', ['I', 'Người có công với cách mạng']],
    ['a group without a number', [null, 'Đối tượng bảo trợ xã hội']],
    ['a village', [null, 'Thôn Minh Đức']],
    ['a cell of spaces', [null, '   ']],
  ])('%s', async (_, extra) => {
    expect(placesOf(await rowsOf([HEADER, LAN, extra, HUNG]))).toEqual([
      'BTXH 2 Nguyễn Thị Lan',
      'BTXH 4 Trần Văn Hùng',
    ]);
  });

  it('who signs, in whatever columns their names stand', async () => {
    for (const column of [2, 3, 4]) {
      const signers: TestCell[] = [null, 'Lê Thị Hoa', null, null, null].with(column, 'Phạm Văn Minh');
      const rows = [HEADER, LAN, [null, 'NGƯỜI LẬP', null, null, 'CHỦ TỊCH'], [], signers];
      expect(placesOf(await rowsOf(rows))).toEqual(['BTXH 2 Nguyễn Thị Lan']);
    }
  });
});

describe('who looks like something else', () => {
  it.each([
    'Tống Văn Cộng',
    'Tô Thị Tổng',
    'Thân Nhân Trung',
    'Bùi Thị Xóm',
    'Lê Chủ Tịch',
    'Ngày',
    'Bản Văn Thôn',
    'Đỗ Cộng',
    'Họ Thị Tên',
    'Nam',
    'Khu Thị Phố',
  ])('%s is a person', async (name) => {
    const rows = await rowsOf([HEADER, LAN, HUNG.with(1, name)]);
    expect(rows.map(({ values }) => values.fullName)).toEqual(['Nguyễn Thị Lan', name]);
  });

  it('somebody whose name is split so that a part of it is a word of totals or headers', async () => {
    const rows = await rowsOf([
      ['Họ và tên đệm', 'Tên', 'Số CCCD', 'Quan hệ', 'Số tiền'],
      ['Tống', 'Lan', '038 145 000 123', 'Người giám hộ', '500.000'],
      ['Nguyễn', 'Cộng', '038145000124', null, 1],
    ]);
    expect(rows.map(({ values }) => values.fullName)).toEqual(['Tống Lan', 'Nguyễn Cộng']);
  });
});

describe('text that begins like a formula', () => {
  it.each(['=HYPERLINK("http://x","y")', '+84 Lan', '-Lan', '@SUM(A1)', "=cmd|' /C calc'!A0"])(
    '%s stays text, in workbook and CSV',
    async (name) => {
      const read = await rowsOf([HEADER, LAN.with(1, name)]);
      expect(read[0]?.values.fullName).toBe(name);
      const csv = [HEADER, LAN.with(1, `"${name.replaceAll('"', '""')}"`)].map((cells) => cells.join(';')).join('\n');
      expect((await answerOf(utf8(csv))).rows[0]?.values.fullName).toBe(name);
    },
  );

  it('a formula is the value that was stored with it, never calculated', async () => {
    const read = await rowsOf([HEADER, LAN.with(4, { xml: '<c><f>WEBSERVICE("http://x")</f><v>500000</v></c>' })]);
    expect(read[0]?.values.amount).toBe(500_000);
  });
});
