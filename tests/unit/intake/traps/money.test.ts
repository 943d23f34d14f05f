import { describe, expect, it } from 'vitest';
import type { CheckedRow } from '../../../../lambdas/domain/lists/list-row.ts';
import { severityOf } from '../../../../lambdas/domain/lists/note-catalogue.ts';
import { answerOf, utf8 } from '../../../support/bad-input.ts';
import { HEADER, HUNG, LAN, type Rows, rowsOf } from './small-lists.ts';

const codesOf = (row: CheckedRow | undefined): string[] => (row?.notes ?? []).map(({ code }) => code);

describe('thousands of đồng', () => {
  it.each(['Đơn vị tính: 1.000 đồng', 'ĐVT: nghìn đồng', '(Đơn vị: 1000đ)', 'Đvt: ngàn đồng'])(
    'said above the table (%s) are not taken for đồng',
    async (unit) => {
      const rows = await rowsOf([
        ['DANH SÁCH CHI TRẢ'],
        [null, null, null, null, unit],
        HEADER,
        LAN.with(4, 500),
        HUNG.with(4, 750),
      ]);
      expect(rows.map(({ outcome }) => outcome)).toEqual(['held', 'held']);
      expect(codesOf(rows[0])).toContain('amount-in-thousands');
    },
  );

  it('are not read into a line that says đồng, or names another thousand', async () => {
    for (const unit of ['Đơn vị tính: đồng', 'ĐVT: VNĐ', 'Tổng số: 1.000 người', 'Số: 1000/UBND']) {
      const rows: Rows = [['DANH SÁCH CHI TRẢ'], [unit], HEADER, LAN];
      expect((await rowsOf(rows))[0]?.outcome, unit).toBe('accepted');
    }
  });
});

describe('a CSV record with more fields than its header', () => {
  const header = 'Chế độ,Họ và tên,Ngày sinh,Số CCCD,Số tiền';
  const lan = 'BTXH,Nguyễn Thị Lan,05/11/1945,038145000123';

  it('is held: a comma of the amount is not the end of it', async () => {
    const { rows } = await answerOf(
      utf8(`${header}\n${lan},500,000\nBTXH,Trần Văn Hùng,02/03/1950,038050000456,"500,000"\n`),
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['held', 'accepted']);
    expect(rows[0]?.notes.filter((note) => severityOf(note) === 'error')).not.toEqual([]);
  });

  it('is read where the fields beyond are empty', async () => {
    const { rows } = await answerOf(utf8(`${header}\n${lan},500000,,,\n`));
    expect(rows.map(({ outcome, values }) => [outcome, values.amount])).toEqual([['accepted', 500_000]]);
  });
});

describe('what is not this month’s amount', () => {
  const amountsOf = async (header: readonly string[], ...cells: readonly number[]) => {
    const rows = await rowsOf([
      [...HEADER.slice(0, 4), ...header],
      [...LAN.slice(0, 4), ...cells],
      [...HUNG.slice(0, 4), ...cells],
    ]);
    return rows.map(({ values }) => [values.amount, values.arrears]);
  };

  it.each<[string, readonly string[], readonly number[], readonly [number, number | null]]>([
    ['the standard and its coefficient', ['Mức chuẩn', 'Hệ số', 'Số tiền'], [500_000, 1.5, 750_000], [750_000, null]],
    [
      'the total beside amount and arrears',
      ['Mức hưởng', 'Truy lĩnh', 'Tổng cộng'],
      [500_000, 100_000, 600_000],
      [500_000, 100_000],
    ],
    [
      'the number of months of arrears',
      ['Số tiền', 'Số tháng truy lĩnh', 'Tiền truy lĩnh'],
      [500_000, 2, 1_000_000],
      [500_000, 1_000_000],
    ],
    [
      'what was not collected before',
      ['Tiền trợ cấp tháng này', 'Chưa trả tháng trước', 'Tổng số tiền'],
      [500_000, 500_000, 1_000_000],
      [500_000, null],
    ],
    ['the old rate beside the new one', ['Mức cũ', 'Mức mới'], [500_000, 540_000], [540_000, null]],
  ])('%s', async (_, header, cells, expected) => {
    expect(await amountsOf(header, ...cells)).toEqual([expected, expected]);
  });
});
