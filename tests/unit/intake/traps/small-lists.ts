import { expect } from 'vitest';
import type { CheckedRow } from '../../../../lambdas/domain/lists/list-row.ts';
import { answerOf } from '../../../support/bad-input.ts';
import { type RawSheet, type TestCell, workbookOf } from '../../../support/workbook-builder.ts';

export type Rows = readonly (readonly TestCell[])[];
export const HEADER: readonly TestCell[] = ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'];
export const LAN: readonly TestCell[] = [1, 'Nguyễn Thị Lan', '05/11/1945', '038145000123', 500_000];
export const HUNG: readonly TestCell[] = [2, 'Trần Văn Hùng', '02/03/1950', '038050000456', 750_000];

/** The rows of people in a workbook of one sheet, which must not be refused. */
export async function rowsOf(rows: Rows, more: Partial<RawSheet> = {}): Promise<readonly CheckedRow[]> {
  const { refusal, rows: read } = await answerOf(workbookOf(rows, more));
  expect(refusal).toBeNull();
  return read;
}

/** Who was found where. */
export function placesOf(rows: readonly CheckedRow[]): string[] {
  return rows.map(({ sheet, row, values }) => `${sheet} ${row} ${values.fullName}`);
}
