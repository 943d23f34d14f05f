import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { day, period } from '../period.ts';
import { exceptionCode } from '../settlement/payment-exception.ts';
import { unit, unitCode } from '../unit.ts';
import { listSent, noteCount, rowsAndAmount } from './unit-controls.ts';

const count = z.number().int().nonnegative();

/** Whether a unit's list came in time: `late` and `on-time` by the first list that counts, `none` when it sent none. */
const timeliness = z.enum(['on-time', 'late', 'none']);

/**
 * What stands behind a unit's figures of a month: the identities with both sides, who sent when, how good the lists
 * were, what was found twice, and what waits for a person. No name, no id, no account.
 */
export const controlSheet = z.object({
  schemaVersion: z.literal(1),
  report: z.literal('control'),
  unit: unitCode,
  unitName: unit.shape.name,
  unitLevel: unit.shape.level,
  period,
  asOf: day,
  /** The last day on which a list is on time. */
  deadline: day,
  /** `from`: where both sides come from, in Vietnamese. Of a commune its own; above, those of the whole month too. */
  controlTotals: z.array(controlTotal.extend({ from: z.string() })),
  /** This unit and those below it that may send lists, by code. */
  lateness: z.array(
    z.object({ unit: unitCode, name: z.string(), timeliness, carriedOver: z.boolean(), lists: z.array(listSent) }),
  ),
  quality: z.array(
    z.object({
      unit: unitCode,
      name: z.string(),
      /** Rows of the roll, and those held. */
      rows: count,
      held: rowsAndAmount,
      notes: z.array(noteCount),
    }),
  ),
  duplicates: z.array(
    z.object({
      unit: unitCode,
      name: z.string(),
      claimedElsewhere: rowsAndAmount,
      repeated: rowsAndAmount,
    }),
  ),
  /** Whole đồng that stood on lists a second time and were not paid a second time. */
  notPaidTwice: count,
  /** Exceptions of the month's payments that wait for a person, by code; those of no known unit stand at the top unit. */
  exceptions: z.array(z.object({ code: exceptionCode, open: count })),
});
export type ControlSheet = z.infer<typeof controlSheet>;
