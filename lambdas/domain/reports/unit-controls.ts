import { z } from 'zod';
import { rowField } from '../lists/list-row.ts';
import { submissionId } from '../rolls/submission.ts';
import { unitCode } from '../unit.ts';

/*
 * What a month's lists of a unit were like: who sent when, what was repaired, held and found twice. Counts and codes only:
 * no name, no id, no account (the worklists of the unit have those).
 */

const count = z.number().int().nonnegative();
/** Rows of lists, and their whole đồng. */
export const rowsAndAmount = z.object({ rows: count, amount: count });

/** One list that a unit sent. */
export const listSent = z.object({
  id: submissionId,
  receivedAt: z.iso.datetime(),
  late: z.boolean(),
  kind: z.enum(['full', 'changes']),
  status: z.enum(['reading', 'awaiting-confirmation', 'current', 'superseded', 'refused']),
  /** As its newest receipt says; null where it has none with rows. */
  totals: z
    .object({ read: rowsAndAmount, accepted: rowsAndAmount, held: rowsAndAmount, rejected: rowsAndAmount })
    .nullable(),
});
export type ListSent = z.infer<typeof listSent>;

/** How often a note stands on the rows of the unit's roll. */
export const noteCount = z.object({
  code: z.string(),
  severity: z.enum(['warning', 'error']),
  field: rowField,
  rows: count,
});
export type NoteCount = z.infer<typeof noteCount>;

/** A unit's own lists and roll of the month; units above it have those of the units below them. */
export const unitControls = z.object({
  unit: unitCode,
  /** Oldest first, without those that were carried over, and without emergency lists: they have no deadline. */
  lists: z.array(listSent),
  /** Whether its roll is last month's, carried over, because it sent no list. */
  carriedOver: z.boolean(),
  /** Warnings are what was repaired or remarked, errors what holds a row. Most frequent first. */
  notes: z.array(noteCount),
  /** Rows of its roll, accepted or held; đồng as receipts count them, without arrears. Nothing where it has no roll. */
  rows: rowsAndAmount,
  /** Of these, the rows that are held. */
  held: rowsAndAmount,
  /**
   * Rows of the roll that are not paid here because another unit holds the person's claim on the same programme; with
   * arrears, which would have been paid twice as well.
   */
  claimedElsewhere: rowsAndAmount,
  /** Rows that repeat another row of the same list, by the newest receipts of the lists that count; with arrears. */
  repeated: rowsAndAmount,
});
export type UnitControls = z.infer<typeof unitControls>;
