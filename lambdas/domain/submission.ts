import { z } from 'zod';
import { type Period, period, utcStamp } from './period.ts';
import { receiptTotals } from './receipt.ts';
import { type UnitCode, unitCode } from './unit.ts';

/**
 * A list that landed. Its id sorts by when it was stored and ends in a piece of the object's fingerprint, so the
 * same event, repeated, names the same submission. The id is also the name of the revision it makes of the roll.
 */
export const submissionId = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[a-z0-9]{8}$/)
  .brand<'SubmissionId'>();
export type SubmissionId = z.infer<typeof submissionId>;

/**
 * reading: under way, or crashed and to be taken up again; current: the unit's roll is this revision; superseded: a
 * later list took its place, before or after it was read; refused: no list in it.
 */
const submissionStatus = z.enum(['reading', 'current', 'superseded', 'refused']);

export const submission = z.object({
  schemaVersion: z.literal(1),
  id: submissionId,
  unit: unitCode,
  period,
  /** `list`: a file from the unit; `rolled-forward`: last month's roll, taken over when the period was opened. */
  origin: z.enum(['list', 'rolled-forward']),
  /** The object in the inbox; empty for a roll that was rolled forward. */
  key: z.string(),
  versionId: z.string().nullable(),
  /** The object's ETag: equal bytes, equal fingerprint. */
  fingerprint: z.string(),
  receivedAt: z.iso.datetime(),
  late: z.boolean(),
  referenceVersion: z.string(),
  status: submissionStatus,
  totals: receiptTotals.nullable(),
  receiptKey: z.string().nullable(),
});
export type Submission = z.infer<typeof submission>;

/** Which revision of a unit's roll counts in a period. */
export const rollPointer = z.object({
  unit: unitCode,
  period,
  revision: submissionId,
  fingerprint: z.string(),
  totals: receiptTotals,
  rolledForward: z.boolean(),
});
export type RollPointer = z.infer<typeof rollPointer>;

export function submissionIdOf(storedAt: Date, fingerprint: string): SubmissionId {
  return submissionId.parse(`${utcStamp(storedAt)}-${fingerprint.slice(0, 8).toLowerCase()}`);
}

/** What a key in the inbox says, or undefined when it names no unit or no period: `lists/{period}/{unit}/{name}`. */
export function readListKey(key: string): { period: Period; unit: UnitCode; name: string } | undefined {
  const [root, month, code, ...rest] = key.split('/');
  const parsedPeriod = period.safeParse(month);
  const parsedUnit = unitCode.safeParse(code);
  const name = rest.join('/');
  if (root !== 'lists' || !parsedPeriod.success || !parsedUnit.success || name === '') return undefined;
  return { period: parsedPeriod.data, unit: parsedUnit.data, name };
}
