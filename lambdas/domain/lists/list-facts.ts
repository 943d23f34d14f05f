import { z } from 'zod';

const count = z.number().int().nonnegative();
/** Rows, and the đồng that stand on them (amounts of this period; unreadable amounts count as nothing). */
export const rowsAndAmount = z.object({ rows: count, amount: count });

export const receiptTotals = z.object({
  read: rowsAndAmount,
  accepted: rowsAndAmount,
  held: rowsAndAmount,
  rejected: rowsAndAmount,
});
export type ReceiptTotals = z.infer<typeof receiptTotals>;

/** What a column was understood as; `field` null where the column is kept but not used. */
export const columnReading = z.object({
  sheet: z.string().nullable(),
  /** Letters as Excel shows them. */
  column: z.string(),
  header: z.string(),
  field: z.string().nullable(),
});
export type ColumnReading = z.infer<typeof columnReading>;

/** How the bytes of a list were understood, as the receipt names it. */
export const fileReading = z.object({
  /** `html`: a web page's table, whatever its name ends in. */
  format: z.enum(['xlsx', 'csv', 'html']),
  /** Of text: utf-8, utf-16le, windows-1258, tcvn (TCVN3), vni …; null for a workbook. */
  encoding: z.string().nullable(),
  /** Of CSV: the separator of its fields. */
  separator: z.string().nullable(),
});
export type FileReading = z.infer<typeof fileReading>;

/** full: the unit's whole roll; changes: tăng, giảm, điều chỉnh to the roll that stands. */
export const listKind = z.enum(['full', 'changes']);
export type ListKind = z.infer<typeof listKind>;

/** A remark on the list as a whole: its title names another month, a sheet was not read. Codes as those of notes. */
export const listNote = z.object({ code: z.string(), read: z.string().optional(), taken: z.string().optional() });
export type ListNote = z.infer<typeof listNote>;
