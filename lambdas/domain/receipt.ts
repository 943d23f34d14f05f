import { z } from 'zod';
import { rowField, rowOutcome, rowValues } from './list-row.ts';
import { day, period } from './period.ts';
import { unitCode } from './unit.ts';

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

const receiptNote = z.object({
  code: z.string(),
  severity: z.enum(['warning', 'error']),
  field: rowField,
  message: z.string(),
});

export const receiptRow = z.object({
  sheet: z.string().nullable(),
  row: z.number().int().positive(),
  outcome: rowOutcome,
  notes: z.array(receiptNote),
  values: rowValues.optional(),
});
export type ReceiptRow = z.infer<typeof receiptRow>;

/** The answer to a list, row by row (biên nhận). The same shape from `ansinh check` and from a real upload. */
export const receipt = z.object({
  schemaVersion: z.literal(1),
  unit: unitCode.nullable(),
  unitName: z.string().nullable(),
  period: period.nullable(),
  /** Only of a real upload. */
  submission: z
    .object({
      id: z.string(),
      key: z.string(),
      receivedAt: z.iso.datetime(),
      deadline: day,
      late: z.boolean(),
      version: z.number().int().positive(),
    })
    .optional(),
  outcome: z.enum(['accepted', 'accepted-with-exceptions', 'refused']),
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
  kind: z.enum(['full', 'changes']),
  totals: receiptTotals,
  columns: z.array(columnReading),
  rows: z.array(receiptRow),
});
export type Receipt = z.infer<typeof receipt>;
