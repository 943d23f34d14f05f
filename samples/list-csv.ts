import { monthInWords } from '../lambdas/formats/papers/office-sheet.ts';
import type { ListedRow } from './faults.ts';
import { type Cell, cellOf } from './list-cells.ts';
import type { Layout } from './list-layouts.ts';
import type { ListHeading, WrittenList } from './list-workbook.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** Writes a list as Excel saves "CSV UTF-8" on a Vietnamese computer: byte order mark, `;` between cells, CRLF. */
export function writeListCsv(heading: ListHeading, layout: Layout, rows: readonly ListedRow[]): WrittenList {
  const { columns } = layout;
  const titles: Cell[][] = [
    [`UBND ${heading.unitName}`.toLocaleUpperCase('vi')],
    ['DANH SÁCH CHI TRẢ TRỢ CẤP AN SINH XÃ HỘI HẰNG THÁNG'],
    [monthInWords(heading.period).toLocaleUpperCase('vi')],
    [],
    columns.map(({ header }) => header),
  ];
  const table = rows.map((row, index) => columns.map(({ field }) => cellOf(field, row, layout, index + 1)));
  const sum = rows.reduce((total, { benefit }) => total + benefit.amount, 0);
  const totals = columns.map(({ field }, index) => (index === 1 ? 'Tổng cộng' : field === 'amount' ? sum : null));
  const text = [...titles, ...table, totals]
    .map((cells) => columns.map((_, index) => csvCell(cells[index] ?? null)).join(';'))
    .join('\r\n');
  return {
    bytes: new TextEncoder().encode(`${BYTE_ORDER_MARK}${text}\r\n`),
    // No cell holds a line break, so a record is a line.
    places: rows.map((_, index) => ({ sheet: null, row: titles.length + index + 1 })),
  };
}

function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
