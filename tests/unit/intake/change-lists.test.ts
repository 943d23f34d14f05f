import { describe, expect, it } from 'vitest';
import { withoutChange } from '../../../lambdas/domain/checks/unknown-change.ts';
import { readChange, readChangeHeading } from '../../../lambdas/domain/readings/change-reading.ts';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell, workbookOf } from '../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
const HEADER = ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'];
const LAN = ['Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000];
const HUNG = ['Trần Văn Hùng', '02/03/1950', '038050000456', 750_000];
const MAI = ['Lê Thị Mai', '01/02/1948', '038148000789', 500_000];
const TITLE = ['DANH SÁCH ĐỐI TƯỢNG TĂNG, GIẢM, ĐIỀU CHỈNH THÁNG 6 NĂM 2026'];

async function read(rows: Rows, name = 'BTXH') {
  const { rows: found, list } = await readTestList(rawWorkbook({ sheets: [{ name, rows: rowsXml(rows) }] }));
  return { list, rows: found, changes: found.map(({ change }) => change), kind: list.kind };
}

describe('a change list', () => {
  it('says it in sections', async () => {
    const { kind, changes, rows } = await read([
      TITLE,
      HEADER,
      ['I', 'Tăng mới'],
      [1, ...LAN],
      ['II', 'Cắt giảm'],
      [1, ...HUNG],
      ['III', 'Điều chỉnh'],
      [1, ...MAI],
    ]);
    expect([kind, ...changes]).toEqual(['changes', 'increase', 'decrease', 'adjust']);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('marks somebody as paid at home, and says nothing else of how they are paid', async () => {
    const { rows } = await read([
      TITLE,
      [...HEADER, 'Chi trả tại nhà'],
      ['III', 'Điều chỉnh'],
      [1, ...MAI, 'x'],
      ['II', 'Giảm'],
      [1, ...LAN, 'hỏi lại'],
    ]);
    expect(rows.map(({ values: { atHome, channel } }) => [atHome, channel])).toEqual([
      [true, null],
      [null, null],
    ]);
    expect(codesOf(rows[1])).toEqual([]);
  });

  it('may have its first section above the header, and a header in each', async () => {
    const { changes } = await read([TITLE, ['I. Tăng mới'], HEADER, [1, ...LAN], ['II. Giảm'], HEADER, [1, ...HUNG]]);
    expect(changes).toEqual(['increase', 'decrease']);
  });

  it('keeps programmes within sections, and sections within programmes', async () => {
    const within = await read([
      TITLE,
      HEADER,
      ['I. Tăng'],
      ['1. Người có công'],
      [1, ...LAN],
      ['II. Giảm'],
      [1, ...HUNG],
    ]);
    expect(within.rows.map(({ change, values }) => [change, values.programme])).toEqual([
      ['increase', 'NCC'],
      ['decrease', 'BTXH'],
    ]);
    const around = await read([
      TITLE,
      HEADER,
      ['I. Người có công'],
      ['1. Tăng'],
      [1, ...LAN],
      ['2. Giảm'],
      [1, ...HUNG],
    ]);
    expect(around.rows.map(({ change, values }) => [change, values.programme])).toEqual([
      ['increase', 'NCC'],
      ['decrease', 'NCC'],
    ]);
  });

  it('says it in a column, which comes before the section', async () => {
    const { kind, changes } = await read([
      [...HEADER, 'Tăng/Giảm'],
      ['I', 'Tăng mới'],
      [1, ...LAN, 'Giảm'],
      [2, ...HUNG, 'Điều chỉnh mức'],
      [3, ...MAI],
    ]);
    expect([kind, ...changes]).toEqual(['changes', 'decrease', 'adjust', 'increase']);
  });

  it('says it with marks under Tăng and Giảm', async () => {
    const rows = [
      ['Họ tên', 'CCCD', 'Số tiền', 'Biến động', null],
      [null, null, null, 'Tăng', 'Giảm'],
      ['Lan', '038145000123', 500_000, 'x'],
      ['Hùng', '038050000456', null, null, 'x'],
    ];
    const { changes } = await read(rows);
    expect(changes).toEqual(['increase', 'decrease']);
  });

  it('says it in the names of its sheets', async () => {
    const rows = (person: readonly TestCell[]): string => rowsXml([HEADER, [1, ...person]]);
    const { rows: found, list } = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'Tăng BTXH', rows: rows(LAN) },
          { name: 'Giảm T6', rows: rows(HUNG) },
          { name: 'Điều chỉnh', rows: rows(MAI) },
        ],
      }),
    );
    expect([list.kind, ...found.map(({ change }) => change)]).toEqual(['changes', 'increase', 'decrease', 'adjust']);
  });

  it('says it for all rows in a title that names one change', async () => {
    const { kind, changes } = await read([['DANH SÁCH ĐỐI TƯỢNG THÔI HƯỞNG TRỢ CẤP'], HEADER, [1, ...LAN]]);
    expect([kind, ...changes]).toEqual(['changes', 'decrease']);
  });

  it('may say it in the reason or the remark, where the title says that it is one', async () => {
    const { changes, rows } = await read([
      TITLE,
      [...HEADER, 'Lý do', 'Ghi chú'],
      [1, ...LAN, 'Chết ngày 02/6/2026'],
      [2, ...HUNG, null, 'Chuyển đến từ xã Thăng Long'],
      [3, ...MAI, 'Chưa rõ'],
    ]);
    expect(changes).toEqual(['decrease', 'increase', null]);
    expect(rows.map(({ values }) => values.changeReason)).toEqual([
      'Chết ngày 02/6/2026',
      'Chuyển đến từ xã Thăng Long',
      'Chưa rõ',
    ]);
  });

  it('gives the reason of a change, from its own column before the remark', async () => {
    const { rows } = await read([
      [...HEADER, 'Biến động', 'Lý do giảm', 'Ghi chú'],
      [1, ...LAN, 'Giảm', 'Chết', 'Đã báo tử'],
      [2, ...HUNG, 'Tăng', null, 'Đủ tuổi'],
    ]);
    expect(rows.map(({ values }) => values.changeReason)).toEqual(['Chết', 'Đủ tuổi']);
  });

  it('takes the new amount where old and new stand side by side', async () => {
    const { rows } = await read([
      TITLE,
      ['Họ tên', 'CCCD', 'Mức hưởng', null, 'Biến động'],
      [null, null, 'Mức cũ', 'Mức mới'],
      ['Lan', '038145000123', 500_000, 750_000, 'Điều chỉnh'],
    ]);
    expect(rows.map(({ change, values }) => [change, values.amount])).toEqual([['adjust', 750_000]]);
  });
});

describe('a row of a change list', () => {
  const answer = async (change: string, header: readonly string[], cells: readonly TestCell[]) => {
    const padded = header.map((_, index) => cells[index] ?? null);
    const { rows } = await read([
      [...header, 'Biến động'],
      [...padded, change],
    ]);
    return { outcome: rows[0]?.outcome, codes: codesOf(rows[0]), values: rows[0]?.values };
  };

  it('that adds somebody needs what a full list needs', async () => {
    const { outcome, codes } = await answer('Tăng', ['Họ tên', 'CCCD'], ['Lan', '038145000123']);
    expect([outcome, ...codes]).toEqual(['held', 'birth-date-missing', 'amount-missing', 'no-account-cash']);
  });

  it('that takes somebody away needs a name and an id, and nothing more', async () => {
    const { outcome, codes, values } = await answer('Giảm', ['Họ tên', 'CCCD', 'Số tiền'], ['Lan', '038145000123', 0]);
    expect([outcome, ...codes]).toEqual(['accepted']);
    expect(values).toMatchObject({ channel: null, amount: 0 });
  });

  it('that takes somebody away may give the birth date instead of the id', async () => {
    const header = ['Họ tên', 'CCCD', 'Ngày sinh'];
    expect(await answer('Chết', header, ['Lan', null, '05/11/1945'])).toMatchObject({ outcome: 'accepted', codes: [] });
    expect(await answer('Chết', header, ['Lan'])).toMatchObject({ outcome: 'held', codes: ['id-missing'] });
    expect(await answer('Chết', header, [null, '038145000123'])).toMatchObject({
      outcome: 'held',
      codes: ['name-missing'],
    });
  });

  it('that adjusts gives what changes, and says nothing of the rest', async () => {
    const { outcome, codes, values } = await answer(
      'Thay đổi tài khoản',
      ['Họ tên', 'CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'],
      ['Lan', '038145000123', null, '1234567890123', 'BIDV'],
    );
    expect([outcome, ...codes]).toEqual(['accepted']);
    expect(values).toMatchObject({ amount: null, accountNumber: '1234567890123', channel: 'account', birthDate: null });
    const amount = await answer('Điều chỉnh mức', ['Họ tên', 'CCCD', 'Số tiền'], ['Lan', '038145000123', 750_000]);
    expect(amount.values).toMatchObject({ amount: 750_000, accountNumber: null, channel: null });
    expect(amount.codes).toEqual([]);
  });

  it('that adjusts is held for what it gives wrongly', async () => {
    const { outcome, codes } = await answer(
      'Điều chỉnh',
      ['Họ tên', 'CCCD', 'Số tiền'],
      ['Lan', '038145000123', 'sáu'],
    );
    expect([outcome, ...codes]).toEqual(['held', 'amount-unreadable']);
  });

  it('that does not say what it does is held', async () => {
    const { kind, rows } = await read([
      TITLE,
      HEADER,
      ['I', 'Cắt giảm'],
      [1, ...LAN],
      ['II', 'Người có công'],
      [2, ...HUNG],
    ]);
    expect([kind, ...rows.map(({ change }) => change)]).toEqual(['changes', 'decrease', null]);
    const held = rows.map((row) => (row.change === null ? withoutChange(row) : row))[1];
    expect([held?.outcome, codesOf(held)[0]]).toEqual(['held', 'change-unknown']);
    if (held !== undefined) expect(withoutChange(held)).toBe(held);
  });

  it('whose change nobody understands makes a change list, and is held', async () => {
    const { kind, changes } = await read([
      [...HEADER, 'Biến động'],
      [1, ...LAN, 'Tăng'],
      [2, ...HUNG, 'đổi tên'],
    ]);
    expect([kind, ...changes]).toEqual(['changes', 'increase', null]);
  });

  it('that was rejected stays rejected', async () => {
    const { rows } = await read([HEADER, [1, ...LAN], [2, ...LAN]]);
    expect(rows.map(withoutChange).map(({ outcome }) => outcome)).toEqual(['held', 'rejected']);
  });
});

describe('a full list', () => {
  it.each<[string, Rows]>([
    [
      'with remarks that speak of changes',
      [
        [...HEADER, 'Ghi chú'],
        [1, ...LAN, 'Tăng mới'],
        [2, ...HUNG, 'Chết tháng trước'],
      ],
    ],
    [
      'with reasons',
      [
        [...HEADER, 'Lý do'],
        [1, ...LAN, 'Giảm trừ'],
        [2, ...HUNG],
      ],
    ],
    [
      'with money under Tăng and Giảm',
      [
        [...HEADER, 'Tăng', 'Giảm'],
        [1, ...LAN, 50_000, 0],
        [2, ...HUNG, 0, 20_000],
      ],
    ],
    [
      'after an adjustment of the rates',
      [['DANH SÁCH CHI TRẢ TRỢ CẤP (đã điều chỉnh theo Nghị định 76)'], HEADER, [1, ...LAN]],
    ],
    ['of a programme against poverty', [['DANH SÁCH HỘ NGHÈO CHƯƠNG TRÌNH GIẢM NGHÈO'], HEADER, [1, ...LAN]]],
    ['with a section of guardians', [HEADER, ['I. Người giám hộ'], [1, ...LAN]]],
    ['with a section of those who are new', [HEADER, ['I. Đang hưởng'], [1, ...LAN], ['II. Tăng mới'], [2, ...HUNG]]],
  ])('%s stays one', async (_, rows) => {
    const { kind } = await read(rows);
    expect(kind).toBe('full');
  });

  it.each(['DS mới', 'Danh sách mới T6', 'Bổ sung', 'Giám hộ'])('on a sheet named %s stays one', async (name) => {
    expect((await read([HEADER, [1, ...LAN]], name)).kind).toBe('full');
  });

  it('with amounts in a column of changes, below many rows without any, stays one', async () => {
    const people = Array.from({ length: 80 }, (_, index) => [
      index,
      `Lan`,
      '1945',
      `0381450${10_000 + index}`,
      500_000,
    ]);
    expect((await read([[...HEADER, 'Tăng/Giảm'], ...people, [81, ...HUNG, 50_000]])).kind).toBe('full');
  });

  it('loses nobody whose family name is Tăng', async () => {
    const { rows, kind } = await read([HEADER, [null, 'Tăng Thị Mới'], [null, 'Tăng Văn Giảm'], [1, 'Tăng Thanh Hà']]);
    expect([kind, ...rows.map(({ values }) => values.fullName)]).toEqual([
      'full',
      'Tăng Thị Mới',
      'Tăng Văn Giảm',
      'Tăng Thanh Hà',
    ]);
  });
});

describe('the words of a change', () => {
  it.each([
    ['Tăng', 'increase'],
    ['tăng mới', 'increase'],
    ['TANG MOI', 'increase'],
    ['Bổ sung', 'increase'],
    ['Chuyển đến', 'increase'],
    ['Hưởng lại', 'increase'],
    ['Giảm', 'decrease'],
    ['Thôi hưởng', 'decrease'],
    ['Cắt', 'decrease'],
    ['Mất ngày 01/5/2026', 'decrease'],
    ['Từ trần', 'decrease'],
    ['Chuyển đi', 'decrease'],
    ['Chuyển khẩu', 'decrease'],
    ['Hết tuổi hưởng', 'decrease'],
    ['Điều chỉnh tài khoản', 'adjust'],
    ['Tăng mức', 'adjust'],
    ['Giảm hệ số', 'adjust'],
    ['Bổ sung số tài khoản', 'adjust'],
    ['Thay đổi người nhận', 'adjust'],
    ['Giám hộ', null],
    ['Mất sức lao động', null],
    ['Chuyển đến xã khác', null],
    ['Tăng, giảm', null],
    ['không', null],
    ['', null],
  ])('%s: %s', (text, change) => {
    expect(readChange(text)).toBe(change);
  });

  it.each([
    ['Đối tượng tăng trong tháng', 'increase'],
    ['Danh sách giảm tháng 6/2026', 'decrease'],
    ['Các trường hợp điều chỉnh mức hưởng', 'adjust'],
    ['Người có công tăng mới', 'increase'],
    ['Tăng Thị Mai', null],
    ['Tăng Hương', null],
    ['Người có công', null],
    ['Giảm nghèo', null],
  ])('as a heading, %s: %s', (text, change) => {
    expect(readChangeHeading(text)).toBe(change);
  });
});

describe('an emergency list', () => {
  const purposeOf = async (titles: readonly string[], rows: Rows = [HEADER, [1, ...LAN]], name = 'Danh sách') => {
    const { list, rows: found } = await read([...titles.map((title) => [title]), ...rows], name);
    return [list.purpose, ...found.map(({ values }) => values.programme)];
  };

  it.each([
    'DANH SÁCH HỖ TRỢ KHẨN CẤP NGƯỜI DÂN BỊ THIỆT HẠI DO BÃO SỐ 3',
    'DANH SÁCH TRỢ GIÚP ĐỘT XUẤT THÁNG 6 NĂM 2026',
    'Danh sách hộ được cứu trợ lũ lụt',
    'DANH SÁCH HỖ TRỢ HỘ BỊ HOẢ HOẠN',
    'Danh sách hỗ trợ người dân gặp khó khăn do dịch bệnh',
  ])('%s: its rows are of a programme of their own', async (title) => {
    expect(await purposeOf([title])).toEqual(['emergency', 'KHAC']);
  });

  it('is one by the line below its title too', async () => {
    expect(await purposeOf(['DANH SÁCH HỖ TRỢ', '(do thiên tai gây ra)'])).toEqual(['emergency', 'KHAC']);
  });

  it('pays what a row says itself, but not what kind of people it goes to', async () => {
    const title = 'DANH SÁCH TRỢ GIÚP ĐỘT XUẤT';
    const rows: Rows = [
      [...HEADER, 'Chế độ', 'Đối tượng'],
      [1, ...LAN, 'BTXH'],
      [2, ...HUNG, null, 'Người có công'],
    ];
    expect(await purposeOf([title], rows)).toEqual(['emergency', 'BTXH', 'KHAC']);
  });

  // Found by the simulation: both rows were answered as accepted, and one help was deferred as paid already.
  it('lists a person once, whatever programmes two rows name', async () => {
    const rows: Rows = [
      [...HEADER, 'Chế độ'],
      [1, ...LAN, 'BTXH'],
      [2, ...LAN, 'NCC'],
    ];
    const outcomes = async (title: string) =>
      (await read([[title], ...rows])).rows.map(({ outcome, notes }) =>
        outcome === 'rejected' ? notes[0]?.code : outcome,
      );
    expect(await outcomes('DANH SÁCH TRỢ GIÚP ĐỘT XUẤT')).toEqual(['accepted', 'repeated-row']);
    expect(await outcomes('DANH SÁCH CHI TRẢ')).toEqual(['accepted', 'accepted']);
  });

  it.each([
    ['a group in a regular list', ['DANH SÁCH CHI TRẢ BTXH'], [HEADER, ['I. Trợ cấp đột xuất'], [1, ...LAN]]],
    ['social assistance (bảo trợ)', ['DANH SÁCH BẢO TRỢ XÃ HỘI'], [HEADER, [1, ...LAN]]],
    ['regular beside emergency', ['DANH SÁCH TRỢ CẤP THƯỜNG XUYÊN VÀ ĐỘT XUẤT'], [HEADER, [1, ...LAN]]],
    [
      'the office that fights disasters',
      ['BAN CHỈ HUY PHÒNG CHỐNG THIÊN TAI', 'DANH SÁCH BTXH'],
      [HEADER, [1, ...LAN]],
    ],
  ] satisfies [string, string[], Rows][])('is not one: %s', async (_, titles, rows) => {
    expect((await purposeOf(titles, rows))[0]).toBe('regular');
  });

  it('stays regular where another sheet is', async () => {
    const sheet = (title: string, person: readonly TestCell[]): string => rowsXml([[title], HEADER, [1, ...person]]);
    const { list } = await readTestList(
      rawWorkbook({
        sheets: [
          { name: 'A', rows: sheet('DANH SÁCH TRỢ CẤP BTXH THÁNG 6', LAN) },
          { name: 'B', rows: sheet('DANH SÁCH TRỢ GIÚP ĐỘT XUẤT', HUNG) },
        ],
      }),
    );
    expect(list.purpose).toBe('regular');
  });
});

describe('a list', () => {
  it('is full, regular and of its format where nothing says otherwise', async () => {
    const { list } = await readTestList(workbookOf([HEADER, [1, ...LAN]]));
    expect(list).toMatchObject({
      kind: 'full',
      purpose: 'regular',
      file: { format: 'xlsx', encoding: null, separator: null },
      notes: [],
    });
  });
});
