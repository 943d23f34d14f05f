import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalsOf } from '../../../lambdas/domain/receipt-of.ts';
import { workbookBytes } from '../../../lambdas/formats/workbook.ts';
import { readTestList, refusalOf } from '../../support/read-test-list.ts';
import { workbookOf } from '../../support/workbook-builder.ts';

const person = fc
  .record({
    name: fc.constantFrom('Nguyễn Thị Ẵm', 'Lò Văn Ỵ', 'TRẦN ĐỨC HƯỜNG', 'Y Bhăm', 'Hồ Thuỳ'),
    province: fc.constantFrom('001', '008', '038', '096'),
    year: fc.integer({ min: 1920, max: 2020 }),
    female: fc.boolean(),
    serial: fc.integer({ min: 0, max: 999_999 }),
    amount: fc.integer({ min: 1, max: 50_000_000 }),
    account: fc.option(fc.stringMatching(/^[1-9]\d{8,15}$/), { nil: null }),
    village: fc.constantFrom('Thôn Đa Ngư', 'Xóm 3', 'Tổ dân phố 12'),
  })
  .map(({ province, year, female, serial, ...rest }) => ({
    ...rest,
    birthDate: `${year}-02-03`,
    sex: female ? 'female' : 'male',
    personalId: `${province}${(year >= 2000 ? 2 : 0) + (female ? 1 : 0)}${String(year % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`,
  }));
type Person = typeof person extends fc.Arbitrary<infer One> ? One : never;

interface TestColumn {
  readonly headers: readonly string[];
  readonly write: (one: Person, style: number) => ExcelJS.CellValue;
}

const grouped = (amount: number, separator: string): string => String(amount).replace(/\B(?=(\d{3})+$)/g, separator);
const COLUMNS: readonly TestColumn[] = [
  {
    headers: ['Họ và tên', 'HỌ TÊN', 'Họ tên đối tượng'],
    write: ({ name }, style) =>
      (style === 0 ? name : ` ${name.replaceAll(' ', '  ')}`).normalize(style === 2 ? 'NFD' : 'NFC'),
  },
  {
    headers: ['Số CCCD', 'Mã định danh', 'CCCD/CMND'],
    write: ({ personalId: id }, style) => (style === 0 ? id : style === 1 ? Number(id) : `'${id}`),
  },
  {
    headers: ['Ngày sinh', 'Ngày, tháng, năm sinh'],
    write: ({ birthDate: date }, style) =>
      style === 0
        ? new Date(date)
        : date
            .split('-')
            .reverse()
            .join(style === 1 ? '/' : '.'),
  },
  { headers: ['Giới tính', 'GT'], write: ({ sex }) => (sex === 'male' ? 'Nam' : 'Nữ') },
  {
    headers: ['Số tiền', 'Mức hưởng (đồng)', 'Trợ cấp tháng'],
    write: ({ amount }, style) =>
      style === 0 ? amount : style === 1 ? `${grouped(amount, '.')} đ` : { formula: 'A1', result: amount },
  },
  { headers: ['Số tài khoản', 'STK'], write: ({ account }) => account },
  { headers: ['Ngân hàng', 'Mở tại ngân hàng'], write: ({ account }) => (account === null ? null : 'Agribank') },
  { headers: ['Thôn', 'Thôn/xóm'], write: ({ village }) => village },
];

/** A roll in any order of columns, wording of headers and style of cells, below any number of title rows. */
const messyRoll = fc.record({
  people: fc.uniqueArray(person, { selector: ({ personalId }) => personalId, minLength: 1, maxLength: 12 }),
  columns: fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
  wording: fc.nat(5),
  style: fc.nat(2),
  titles: fc.nat(5),
  withTotal: fc.boolean(),
});

describe('any roll', () => {
  it('reads back equal, however it is laid out', async () => {
    await fc.assert(
      fc.asyncProperty(messyRoll, async ({ people, columns, wording, style, titles, withTotal }) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('BTXH');
        for (let row = 0; row < titles; row++) sheet.addRow(['ỦY BAN NHÂN DÂN', null, 'DANH SÁCH CHI TRẢ']);
        sheet.addRow(['STT', ...columns.map(({ headers }) => headers[wording % headers.length] ?? '')]);
        for (const [index, one] of people.entries())
          sheet.addRow([index + 1, ...columns.map(({ write }) => write(one, style))]);
        if (withTotal) sheet.addRow([null, 'Tổng cộng']);
        const { rows } = await readTestList(await workbookBytes(workbook));
        expect(rows.map(({ row }) => row)).toEqual(people.map((_, index) => titles + 2 + index));
        expect(rows.map(({ values }) => values)).toMatchObject(
          people.map(({ name, personalId, birthDate, sex, amount, account, village }) => ({
            fullName: name,
            personalId,
            birthDate,
            sex,
            amount,
            accountNumber: account,
            village,
            programme: 'BTXH',
          })),
        );
        expect(rows.every(({ outcome }) => outcome === 'accepted')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const VALID = workbookOf([
  ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'],
  [1, 'Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000],
  [2, 'Trần Văn Hùng', '1950', '038050000456', 500_000],
]);

/** A list or a refusal by name: anything else that is thrown makes the test fail. */
async function isAnswered(bytes: Uint8Array): Promise<void> {
  if ((await refusalOf(bytes)) !== null) return;
  const { rows } = await readTestList(bytes);
  const { read, accepted, held, rejected } = totalsOf(rows);
  expect(read.rows).toBe(rows.length);
  expect(accepted.rows + held.rows + rejected.rows).toBe(rows.length);
}

describe('any bytes', () => {
  it('are a list or are refused by name', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), isAnswered), { numRuns: 300 });
  });

  it('that begin as a workbook are too, wherever they are changed or cut', async () => {
    const mutation = fc.record({
      changes: fc.array(fc.tuple(fc.nat(VALID.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      length: fc.oneof(fc.constant(VALID.length), fc.nat(VALID.length)),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ changes, length }) => {
        const bytes = Uint8Array.from(VALID);
        for (const [at, value] of changes) bytes[at] = value;
        await isAnswered(bytes.subarray(0, length));
      }),
      { numRuns: 500 },
    );
  });

  it('that hold any XML in a sheet are too', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom('Tổng cộng', 'Họ tên', 'CCCD', 'I', '', '='),
    );
    const rows = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, async (extra) => {
        const clean = extra.map((cells) =>
          cells.map((one) => (typeof one === 'string' ? one.replace(/[^\x20-\x7e\u00a0-\ud7ff]/g, '') : one)),
        );
        await isAnswered(workbookOf([['Họ tên', 'CCCD', 'Số tiền', 'Ngày sinh', 'STK', 'Đối tượng'], ...clean]));
      }),
      { numRuns: 200 },
    );
  });

  it('that are text are too', async () => {
    const text = fc.array(
      fc.constantFrom('Họ tên', 'CCCD', ',', ';', '\n', '"', '\t', '038145000123', 'Lan', '\r', 'Tổng', '\0'),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(text, (parts) => isAnswered(Buffer.from(parts.join('')))),
      { numRuns: 300 },
    );
  });
});
