import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowChange } from '../../../lambdas/domain/lists/list-row.ts';
import { answerOf, utf8 } from '../../support/bad-input.ts';
import { rawWorkbook, rowsXml, type TestCell } from '../../support/workbook-builder.ts';

const WORDS: Readonly<Record<RowChange, readonly string[]>> = {
  increase: ['Tăng', 'TĂNG MỚI', 'Chuyển đến', 'tang moi'],
  decrease: ['Giảm', 'Thôi hưởng', 'CẮT GIẢM', 'Chuyển đi', 'Đã chết'],
  adjust: ['Điều chỉnh', 'Điều chỉnh mức', 'ĐIỀU CHỈNH'],
};
const SECTIONS: Readonly<Record<RowChange, string>> = {
  increase: 'I. ĐỐI TƯỢNG TĂNG MỚI',
  decrease: 'II. ĐỐI TƯỢNG CẮT GIẢM',
  adjust: 'III. ĐỐI TƯỢNG ĐIỀU CHỈNH',
};
const SHEETS: Readonly<Record<RowChange, string>> = { increase: 'Tăng', decrease: 'Giảm', adjust: 'Điều chỉnh' };
const ORDER: readonly RowChange[] = ['increase', 'decrease', 'adjust'];

interface Change {
  readonly change: RowChange;
  readonly word: number;
  readonly id: string;
  readonly amount: number;
  readonly account: string;
}

const someChange: fc.Arbitrary<Change> = fc.record({
  change: fc.constantFrom(...ORDER),
  word: fc.nat(10),
  id: fc.integer({ min: 0, max: 999_999 }).map((serial) => `038145${String(serial).padStart(6, '0')}`),
  amount: fc.integer({ min: 1, max: 5_000 }).map((thousands) => thousands * 1_000),
  account: fc.integer({ min: 10 ** 11, max: 10 ** 12 - 1 }).map(String),
});
/** At least one row that is no increase: a list of new people alone may be a full one. */
const changes = fc
  .uniqueArray(someChange, { selector: ({ id }) => id, minLength: 1, maxLength: 10 })
  .filter((all) => all.some(({ change }) => change !== 'increase'));

/** A row as offices fill it: who leaves needs no money, who is adjusted only what is new. */
function cellsOf({ change, id, amount, account }: Change): TestCell[] {
  const who = ['Nguyễn Thị Lan', '05/11/1945', id];
  if (change === 'decrease') return [...who, null, null, null];
  return [...who, amount, ...(change === 'increase' ? [account, 'BIDV'] : [null, null])];
}

const HEADER = ['Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền', 'Số tài khoản', 'Ngân hàng'];
type Rows = readonly (readonly TestCell[])[];
const inOrder = (all: readonly Change[]): Change[] =>
  ORDER.flatMap((one) => all.filter(({ change }) => change === one));
const toCsv = (rows: Rows): Uint8Array =>
  utf8(rows.map((cells) => cells.map((cell) => cell ?? '').join(';')).join('\n'));
const toWorkbook = (...sheets: readonly (readonly [string, Rows])[]): Uint8Array =>
  rawWorkbook({ sheets: sheets.map(([name, rows]) => ({ name, rows: rowsXml(rows) })) });

async function readsBack(bytes: Uint8Array, expected: readonly Change[]): Promise<void> {
  const { refusal, rows, list } = await answerOf(bytes);
  expect(refusal).toBeNull();
  expect(list?.kind).toBe('changes');
  const told = rows.map(({ outcome, change, values }) => [
    outcome,
    change,
    values.personalId,
    values.amount,
    values.accountNumber,
  ]);
  expect(told).toEqual(
    expected.map(({ change, id, amount, account }) => [
      'accepted',
      change,
      id,
      change === 'decrease' ? null : amount,
      change === 'increase' ? account : null,
    ]),
  );
}

describe('any list of changes reads back, each row with its change', () => {
  const header = fc.constantFrom('Tăng/Giảm', 'Biến động', 'Loại thay đổi');
  const programme: readonly TestCell[] = ['DANH SÁCH BIẾN ĐỘNG ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'];

  it('where a column names it', async () => {
    await fc.assert(
      fc.asyncProperty(changes, header, fc.boolean(), async (all, head, asText) => {
        const rows = all.map((one) => [...cellsOf(one), WORDS[one.change][one.word % WORDS[one.change].length] ?? '']);
        const table: Rows = [programme, [...HEADER, head], ...rows];
        await readsBack(asText ? toCsv(table) : toWorkbook(['Danh sách', table]), all);
      }),
      { numRuns: 80 },
    );
  });

  it('where sections name it', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (all, asText) => {
        const sections = ORDER.flatMap((change) => {
          const own = all.filter((one) => one.change === change);
          return own.length === 0 ? [] : [[SECTIONS[change]], ...own.map(cellsOf)];
        });
        const table: Rows = [programme, HEADER, ...sections];
        await readsBack(asText ? toCsv(table) : toWorkbook(['Danh sách', table]), inOrder(all));
      }),
      { numRuns: 80 },
    );
  });

  it('where sheets name it', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const sheets = ORDER.flatMap((change): (readonly [string, Rows])[] => {
          const own = all.filter((one) => one.change === change);
          return own.length === 0 ? [] : [[SHEETS[change], [programme, HEADER, ...own.map(cellsOf)]]];
        });
        await readsBack(toWorkbook(...sheets), inOrder(all));
      }),
      { numRuns: 60 },
    );
  });
});
