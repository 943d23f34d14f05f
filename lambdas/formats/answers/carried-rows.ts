import type { ColumnReading } from '../../domain/lists/list-facts.ts';
import type { RowValues } from '../../domain/lists/list-row.ts';
import { formatDong } from '../../domain/money.ts';
import { formatDay } from '../papers/office-sheet.ts';

/** A roll that was carried over has no cells of an officer's to show: its receipt shows what is known of each person. */
const COLUMNS: readonly { header: string; field: keyof RowValues; text: (values: RowValues) => string | null }[] = [
  { header: 'Họ và tên', field: 'fullName', text: ({ fullName }) => fullName },
  { header: 'Ngày sinh', field: 'birthDate', text: ({ birthDate }) => birthDate && formatDay(birthDate) },
  { header: 'Số CCCD', field: 'personalId', text: ({ personalId }) => personalId },
  { header: 'Thôn, tổ', field: 'village', text: ({ village }) => village },
  { header: 'Chế độ', field: 'programme', text: ({ programme }) => programme },
  { header: 'Số tiền', field: 'amount', text: ({ amount }) => (amount === null ? null : formatDong(amount)) },
  { header: 'Số tài khoản', field: 'accountNumber', text: ({ accountNumber }) => accountNumber },
  { header: 'Người nhận thay', field: 'payeeName', text: ({ payeeName }) => payeeName },
];

/** The columns of such a receipt, for each sheet of the list that the roll came from. */
export function carriedColumns(sheets: Iterable<string | null>): ColumnReading[] {
  return [...new Set(sheets)].flatMap((sheet) =>
    COLUMNS.map(({ header, field }, index) => ({ sheet, column: String.fromCharCode(65 + index), header, field })),
  );
}

export function carriedCells(values: RowValues): string[] {
  return COLUMNS.map(({ text }) => text(values) ?? '');
}
