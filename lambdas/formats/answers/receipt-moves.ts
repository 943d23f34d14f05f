import type ExcelJS from 'exceljs';
import { formatDong } from '../../domain/money.ts';
import type { Period } from '../../domain/period.ts';
import { formatPeriod } from '../../domain/period.ts';
import type { RollComparison, RollMove } from '../../domain/rolls/roll-comparison.ts';
import { heightFor, pageSetup, put, TEXT, textStyle, WHOLE_NUMBER } from '../papers/office-sheet.ts';
import { plainCell, writePlainRow } from '../papers/plain-row.ts';

export const MOVES_SHEET = 'Biến động';

const MOVES: Readonly<Record<RollMove['what'], string>> = {
  joined: 'Tăng',
  left: 'Giảm',
  amount: 'Đổi mức hưởng',
  account: 'Đổi tài khoản',
  payee: 'Đổi người nhận thay',
};

/** The month beside the one before, in figures; the rows of a table of name, people and đồng. */
export function comparisonRows(month: RollComparison): [name: string, people: number, amount: number][] {
  const { before, joined, left, adjusted, after } = month;
  return [
    [`Danh sách trước (${formatPeriod(before.period)})`, before.people, before.amount],
    ['+ Tăng', joined.people, joined.amount],
    ['− Giảm', left.people, left.amount],
    ['± Đổi mức hưởng', adjusted.people, adjusted.amount],
    ['= Danh sách này', after.people, after.amount],
  ];
}

/** The identity of the month written out, as an officer checks it by hand; a person whose amount changed stays one. */
export function identityInWords({ before, joined, left, adjusted, after }: RollComparison): string {
  const sign = adjusted.amount < 0 ? '−' : '+';
  return (
    `${formatDong(before.people)} + ${formatDong(joined.people)} − ${formatDong(left.people)} = ${formatDong(after.people)} người; ` +
    `${formatDong(before.amount)} + ${formatDong(joined.amount)} − ${formatDong(left.amount)} ${sign} ${formatDong(Math.abs(adjusted.amount))} = ${formatDong(after.amount)} đồng.`
  );
}

const COLUMNS = [
  { title: 'STT', width: 6 },
  { title: 'Biến động', width: 18 },
  { title: 'Họ và tên', width: 26 },
  { title: 'Năm sinh', width: 10 },
  { title: 'Thôn, tổ', width: 18 },
  { title: 'Chế độ', width: 10 },
  { title: 'Danh sách trước (đồng)', width: 16 },
  { title: 'Danh sách này (đồng)', width: 16 },
  { title: 'Chênh lệch (đồng)', width: 16 },
  { title: 'Lý do', width: 28 },
] as const;

const TITLE = textStyle({ bold: true, size: 13, align: 'center' });
const HEADER = textStyle({ bold: true, size: 11, align: 'center', border: true, fill: 'FFD9E2F3' });
const CELL = textStyle({ size: 11, border: true, numFmt: TEXT });
const FIGURE = textStyle({ size: 11, align: 'right', border: true, numFmt: WHOLE_NUMBER });
const HEADER_ROW = 3;

/** Puts who joined, left or changed since the roll before, kind by kind. */
export async function putMoves(
  workbook: ExcelJS.Workbook,
  name: string,
  comparison: RollComparison,
  month: Period | null,
): Promise<void> {
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: 'frozen', ySplit: HEADER_ROW }],
    pageSetup: pageSetup('landscape', `${HEADER_ROW}:${HEADER_ROW}`),
  });
  COLUMNS.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  const title = `BIẾN ĐỘNG SO VỚI DANH SÁCH KỲ ${formatPeriod(comparison.before.period)}${month === null ? '' : `, KỲ ${formatPeriod(month)}`}`;
  put(sheet, { row: 1, from: 1, to: COLUMNS.length }, title, TITLE);
  COLUMNS.forEach(({ title: header }, index) => {
    put(sheet, { row: HEADER_ROW, from: index + 1 }, header, HEADER);
  });
  sheet.getRow(HEADER_ROW).height = 32;
  const order = Object.keys(MOVES);
  const moves = comparison.moves.toSorted((a, b) => order.indexOf(a.what) - order.indexOf(b.what));
  for (const [index, move] of moves.entries()) {
    const { amountBefore: before, amountAfter: after } = move;
    const values = [
      index + 1,
      MOVES[move.what],
      move.fullName,
      move.birthYear,
      move.village,
      move.programme,
      before,
      after,
      (after ?? 0) - (before ?? 0),
      move.reason,
    ];
    const at = HEADER_ROW + 1 + index;
    const cells = values.map((value) => plainCell(value, { text: CELL, figure: FIGURE }));
    const height = Math.max(
      ...values.map((value, column) => heightFor(String(value ?? ''), COLUMNS[column]?.width ?? 20, { size: 11 })),
    );
    await writePlainRow(sheet, at, cells, height);
  }
  sheet.commit();
}
