import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { totalsOf } from '../../lambdas/domain/answers/receipt-of.ts';
import { type CheckedRow, checkedRow, type RowField, type RowOutcome } from '../../lambdas/domain/lists/list-row.ts';
import { listMessageOf, messageOf, severityOf } from '../../lambdas/domain/lists/note-catalogue.ts';
import { REFUSAL_CODES, type RefusalCode, refusalMessage } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { unit } from '../../lambdas/domain/unit.ts';
import {
  type ListContext,
  type ListLimits,
  type ListReading,
  ListRefused,
  readList,
} from '../../lambdas/formats/lists/list-reader.ts';
import { testContext } from './read-test-list.ts';
import { rawWorkbook, rowsXml, type TestCell } from './workbook-builder.ts';

/** How a list was answered: refused, or row by row. */
export interface Answer {
  readonly refusal: RefusalCode | null;
  readonly rows: readonly CheckedRow[];
  readonly list: ListReading | null;
}

/** A commune of the tests, in a month with cash, beside another commune that is none of its parts. */
export function communeContext(limits: Partial<ListLimits> = {}, month = '2026-06'): ListContext {
  const context = testContext(month, limits);
  const neighbour = unit.parse({
    code: '16036',
    name: 'Xã Tân Phú',
    level: 'commune',
    parent: null,
    validFrom: '2025-07-01',
    validTo: null,
  });
  const { referenceData } = context;
  return { ...context, referenceData: { ...referenceData, units: [...referenceData.units, neighbour] } };
}

/**
 * Reads a file and proves of its answer what must hold of every answer, whatever the file: it is refused by name, or
 * every row has an outcome that its notes explain, words in both languages, a place of its own, and the totals balance.
 */
export async function answerOf(bytes: Uint8Array, context: ListContext = communeContext()): Promise<Answer> {
  const rows: CheckedRow[] = [];
  let list: ListReading | null = null;
  try {
    for await (const part of readList(bytes, context)) {
      if (part.part === 'rows') rows.push(...part.rows);
      else if (part.part === 'list') list = part;
    }
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    expect(REFUSAL_CODES).toContain(error.code);
    expect(refusalMessage(error.code, 'vi')).toMatch(/Hãy /);
    expect(refusalMessage(error.code, 'en')).not.toBe('');
    return { refusal: error.code, rows: [], list: null };
  }
  if (list === null) throw new Error('A list that was read must say what it is');
  for (const row of rows) proveRow(row);
  proveTotals(rows);
  provePlaces(rows);
  for (const note of list.notes) {
    expect(listMessageOf(note, 'vi')).toMatch(/hãy /i);
    expect(listMessageOf(note, 'en')).not.toBe('');
  }
  return { refusal: null, rows, list };
}

function proveRow(row: CheckedRow): void {
  expect(checkedRow.parse(row)).toEqual(row);
  const errors = row.notes.filter((note) => severityOf(note) === 'error');
  expect(errors.length > 0, `row ${row.row} is ${row.outcome} with ${errors.length} errors`).toBe(
    row.outcome !== 'accepted',
  );
  for (const note of row.notes) {
    expect(messageOf(note, 'vi')).not.toBe('');
    expect(messageOf(note, 'en')).not.toBe('');
  }
}

function proveTotals(rows: readonly CheckedRow[]): void {
  const { read, accepted, held, rejected } = totalsOf(rows);
  expect(read.rows).toBe(rows.length);
  expect(accepted.rows + held.rows + rejected.rows).toBe(read.rows);
  expect(accepted.amount + held.amount + rejected.amount).toBe(read.amount);
  expect(Number.isSafeInteger(read.amount)).toBe(true);
}

/** Row numbers rise within a sheet, so no two rows of a list have the same place. */
function provePlaces(rows: readonly CheckedRow[]): void {
  const last = new Map<string | null, number>();
  for (const { sheet, row } of rows) {
    expect(row).toBeGreaterThan(last.get(sheet) ?? 0);
    last.set(sheet, row);
  }
}

/** A file that is refused as a whole: what it is, the code, its bytes, and limits that are not the usual ones. */
export type BadFile = readonly [
  trap: string,
  code: RefusalCode | (string & {}),
  bytes: () => Uint8Array,
  limits?: Partial<ListLimits>,
];

/** A row that cannot be taken as it is: what is wrong, the cells that differ from a good row, and the answer. */
export type BadRow = readonly [trap: string, cells: ColumnValues, outcome: RowOutcome, code: string, field: RowField];

const HEADERS = {
  ordinal: 'STT',
  name: 'Họ và tên',
  birth: 'Ngày sinh',
  sex: 'Giới tính',
  id: 'Số CCCD',
  programme: 'Chế độ',
  amount: 'Số tiền',
  arrears: 'Truy lĩnh',
  carryOver: 'Chưa trả tháng trước',
  total: 'Tổng cộng',
  account: 'Số tài khoản',
  bank: 'Ngân hàng',
  channel: 'Hình thức nhận',
  phone: 'Số điện thoại',
  payee: 'Người nhận thay',
  payeeRole: 'Quan hệ',
  payeeId: 'Số CCCD người nhận thay',
  payeeFrom: 'Ủy quyền từ ngày',
  payeeUntil: 'Thời hạn ủy quyền',
  commune: 'Xã/phường',
  change: 'Tăng/Giảm',
} as const;
type ListColumn = keyof typeof HEADERS;
type ColumnValues = { readonly [column in ListColumn]?: TestCell };

const GOOD: readonly ColumnValues[] = [
  {
    ordinal: 1,
    name: 'Trần Văn Hùng',
    birth: '02/03/1950',
    sex: 'Nam',
    id: '038050000456',
    amount: 750_000,
    account: '1234567890124',
    bank: 'BIDV',
  },
  {
    ordinal: 2,
    name: 'Nguyễn Thị Lan',
    birth: '05/11/1945',
    sex: 'Nữ',
    id: '038145000123',
    amount: 500_000,
    account: '1234567890123',
    bank: 'Agribank',
  },
  {
    ordinal: 3,
    name: 'Lê Văn Tám',
    birth: '07/08/1960',
    sex: 'Nam',
    id: '038060000789',
    amount: 1_000_000,
    account: '1234567890125',
    bank: 'VCB',
  },
];

/** Styles that cells of bad rows name by `s`. */
const STYLES =
  '<numFmts><numFmt numFmtId="164" formatCode="000000000000"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>' +
  '<fonts><font><name val="Times New Roman"/></font><font><name val=".VnTime"/></font><font><name val="VNI-Times"/></font></fonts>' +
  '<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/><xf fontId="1"/><xf fontId="2"/></cellXfs>';

/** A list of three people, the second of whom has these cells instead of good ones. */
export function listWith(
  cells: ColumnValues,
  more: { readonly after?: string; readonly titles?: string[] } = {},
): Uint8Array {
  const used = new Set(Object.keys(cells));
  const columns: ListColumn[] = [];
  let column: ListColumn;
  for (column in HEADERS) {
    if (used.has(column) || GOOD[0]?.[column] !== undefined) columns.push(column);
  }
  const people = GOOD.map((one, index) => (index === 1 ? { ...one, ...cells } : one));
  const rows = [
    ...(more.titles ?? []).map((title) => [title]),
    columns.map((one) => HEADERS[one]),
    ...people.map((one) => columns.map((name) => one[name] ?? null)),
  ];
  const { titles: _, ...rest } = more;
  return rawWorkbook({ sheets: [{ name: 'BTXH', rows: rowsXml(rows), ...rest }], styles: STYLES });
}

/** The answer to the row that is bad; its neighbours must not suffer from it. */
export async function answerToBadRow(cells: ColumnValues): Promise<readonly [RowOutcome, string[]]> {
  const { refusal, rows } = await answerOf(listWith(cells));
  expect(refusal).toBeNull();
  const [before, bad, after, ...others] = rows;
  if (before === undefined || bad === undefined || after === undefined) throw new Error(`${rows.length} rows answered`);
  expect(others).toEqual([]);
  expect([before.outcome, after.outcome]).toEqual(['accepted', 'accepted']);
  return [bad.outcome, bad.notes.map(({ code, field }) => `${code} ${field}`)];
}

/** Bytes by which two inputs can be told apart. */
export function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
