import { z } from 'zod';
import { listPurpose } from '../list-purpose.ts';
import { columnReading, fileReading, listKind, receiptTotals } from '../lists/list-facts.ts';
import { rowChange, rowField, rowOutcome, rowValues } from '../lists/list-row.ts';
import { day, period } from '../period.ts';
import { rollComparison } from '../rolls/roll-comparison.ts';
import { unitCode } from '../unit.ts';

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
