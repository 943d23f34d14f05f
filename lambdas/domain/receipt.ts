import { z } from 'zod';
import { rowChange, rowField, rowOutcome, rowValues } from './list-row.ts';
import { day, period } from './period.ts';
import { rollComparison } from './roll-comparison.ts';
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

/** emergency: help after a natural disaster or an epidemic (đột xuất), with a roll and a run of its own. */
export const listPurpose = z.enum(['regular', 'emergency']);
export type ListPurpose = z.infer<typeof listPurpose>;

/** A remark on the list as a whole: its title names another month, a sheet was not read. Codes as those of notes. */
export const listNote = z.object({ code: z.string(), read: z.string().optional(), taken: z.string().optional() });
export type ListNote = z.infer<typeof listNote>;

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
  /** Only in a change list. */
  change: rowChange.optional(),
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
      /**
       * current: part of the unit's roll; superseded: a later list took its place; awaiting-confirmation: it changes
       * so much that an officer must confirm it, and until then the roll before it stays.
       */
      standing: z.enum(['current', 'superseded', 'awaiting-confirmation', 'refused']),
    })
    .optional(),
  outcome: z.enum(['accepted', 'accepted-with-exceptions', 'refused']),
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
  kind: listKind,
  purpose: listPurpose.default('regular'),
  totals: receiptTotals,
  /** Null of a file that was refused before it was read. */
  file: fileReading.nullable().default(null),
  /** Remarks on the list as a whole, in the officer's words. */
  notes: z.array(receiptNote.omit({ field: true })).default([]),
  columns: z.array(columnReading),
  /** Beside last month's roll; null of a refused list, of a check, and of a unit's first list. */
  monthOnMonth: rollComparison.nullable().default(null),
  /** Why an officer must confirm the list before it counts; empty where none must. Codes as those of notes. */
  confirmationReasons: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
  rows: z.array(receiptRow),
});
export type Receipt = z.infer<typeof receipt>;
