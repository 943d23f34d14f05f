import { describe, expect, it } from 'vitest';
import { listMessageOf, messageOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { codesOf, readTestList } from '../../support/read-test-list.ts';
import { type TestCell, workbookOf } from '../../support/workbook-builder.ts';

type Rows = readonly (readonly TestCell[])[];
const WHO = ['Nguyễn Văn An', '001038000123', 'BTXH'];

/** A list with one person, and the given money columns. */
const moneyList = (headers: readonly string[], values: readonly TestCell[]): Rows => [
  ['Họ và tên', 'Số CCCD', 'Chế độ', ...headers],
  [...WHO, ...values],
];

async function read(rows: Rows) {
  const { rows: people, list } = await readTestList(workbookOf(rows));
  return { people, first: people[0], notes: list.notes };
}

describe('money beside the amount', () => {
  it.each([
    ['Trợ cấp', 'Phụ cấp', 500_000],
    ['Trợ cấp', 'Trợ cấp người phục vụ', 700_000],
    ['Mức hưởng', 'Trợ cấp một lần', 2_000_000],
    ['Lương hưu', 'Khấu trừ', -300_000],
    ['Trợ cấp', 'Số tiền khấu trừ', 300_000],
    ['Trợ cấp', 'Truy thu', 300_000],
  ])('%s | %s: the list and the row say that it is not paid', async (amount, beside, value) => {
    const { first, notes } = await read(moneyList([amount, beside], [500_000, value]));
    expect(first?.values.amount).toBe(500_000);
    expect(first?.outcome).toBe('accepted');
    expect(codesOf(first)).toContain('money-beside-not-paid');
    expect(notes).toContainEqual({ code: 'money-column-unused', read: 'E', taken: beside });
    expect(notes.map((note) => listMessageOf(note, 'vi')).join()).toContain(`Cột E “${beside}”`);
  });

  it('is named with both figures', async () => {
    const { first } = await read(moneyList(['Trợ cấp', 'Phụ cấp'], [500_000, '250.000']));
    const note = first?.notes.find(({ code }) => code === 'money-beside-not-paid');
    const words = note === undefined ? '' : messageOf(note, 'vi');
    expect(words).toContain('Hệ thống chi 500.000 đồng');
    expect(words).toContain('Phụ cấp: 250.000 đồng');
  });

  it('needs no remark where a person has none of it', async () => {
    const { people } = await read([
      ['Họ và tên', 'Số CCCD', 'Chế độ', 'Trợ cấp', 'Phụ cấp'],
      [...WHO, 500_000, 0],
      ['Trần Văn Hùng', '038050000456', 'BTXH', 500_000, null],
    ]);
    expect(people.flatMap(codesOf)).not.toContain('money-beside-not-paid');
  });

  it('under a header that nobody knows is pointed at once for the list', async () => {
    const { first, notes } = await read(moneyList(['Số tiền', 'Hỗ trợ Tết'], [500_000, 300_000]));
    expect(first?.values.amount).toBe(500_000);
    expect(notes).toEqual([{ code: 'money-column-unused', read: 'E', taken: 'Hỗ trợ Tết' }]);
  });

  it('is not seen in years, phones, codes and coefficients', async () => {
    const headers = ['Số tiền', 'Năm tham gia', 'Liên hệ', 'Mã thẻ BHYT', 'Hệ số', 'Mức chuẩn'];
    const { notes } = await read(moneyList(headers, [500_000, 2000, '0912345600', '012345600', 1, 500_000]));
    expect(notes).toEqual([]);
  });

  it('in one column with the benefit ("Trợ cấp, phụ cấp") is what is paid', async () => {
    const { first, notes } = await read(moneyList(['Mức trợ cấp, phụ cấp'], [500_000]));
    expect([first?.values.amount, first?.outcome, notes]).toEqual([500_000, 'accepted', []]);
  });
});

describe('a total that says another sum', () => {
  it.each([
    ['Trợ cấp', 'Phụ cấp', 'Tổng cộng', 1_624_000, 500_000, 2_124_000],
    ['Lương hưu', 'Khấu trừ', 'Thực lĩnh', 4_500_000, 300_000, 4_200_000],
    ['Số tiền', 'Hỗ trợ Tết', 'Tổng cộng', 500_000, 300_000, 800_000],
  ])('%s | %s | %s: the row is held', async (one, two, three, amount, beside, total) => {
    const { first } = await read(moneyList([one, two, three], [amount, beside, total]));
    expect(first?.outcome).toBe('held');
    expect(codesOf(first)).toContain('total-means-more');
  });

  it('by a slip only warns, and says which figure is paid', async () => {
    const { first } = await read(moneyList(['Số tiền', 'Phụ cấp', 'Tổng cộng'], [500_000, 200_000, 550_000]));
    expect(first?.outcome).toBe('accepted');
    const note = first?.notes.find(({ code }) => code === 'total-differs');
    expect(note === undefined ? '' : messageOf(note, 'vi')).toContain('Hệ thống chi theo cột số tiền');
  });
});

describe('an amount', () => {
  it.each(['Mức hỗ trợ', 'Kinh phí hỗ trợ', 'Mức quà', 'Mức TC', 'TC hàng tháng', 'Tiền TC tháng 6', 'Mức chi'])(
    'is headed %s',
    async (header) => {
      expect((await read(moneyList([header], [500_000]))).first?.values.amount).toBe(500_000);
    },
  );

  it('a thousandth of the rate is asked about', async () => {
    const { first } = await read(moneyList(['Số tiền'], [540]));
    const note = first?.notes.find(({ code }) => code === 'amount-differs-from-rate');
    expect(note === undefined ? '' : messageOf(note, 'vi')).toContain('nghìn đồng (540.000 đồng)');
  });

  it('carried over at a page break is nobody’s', async () => {
    const carried = ['Mang sang', 'Trang trước chuyển sang', 'Chuyển trang sau'];
    for (const words of carried) {
      const { people } = await read([
        ['Họ và tên', 'Số CCCD', 'Chế độ', 'Số tiền'],
        [...WHO, 500_000],
        [words, null, null, 1_000_000],
      ]);
      expect(people.map(({ values }) => values.fullName)).toEqual(['Nguyễn Văn An']);
    }
  });
});
