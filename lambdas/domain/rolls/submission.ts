import { z } from 'zod';
import { listPurpose } from '../list-purpose.ts';
import { listKind, receiptTotals, rowsAndAmount } from '../lists/list-facts.ts';
import { type Period, period, utcStamp } from '../period.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { rollFigures } from './roll-comparison.ts';

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
 * A state of a unit's roll, under which its lines are kept: the id of the list alone where a full list is the whole
 * roll; where change lists or decisions built it from several, the id of what built it last and a number.
 */
export const rollRevision = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[a-z0-9]{8}(-[re]\d+)?$/)
  .brand<'RollRevision'>();
export type RollRevision = z.infer<typeof rollRevision>;

/**
 * reading: under way, or crashed and to be taken up again; current: the unit's roll is made of it; superseded: a later
 * list took its place, before or after it was read; awaiting-confirmation: it changes the roll so much that an officer
 * must confirm it first; refused: no list in it.
 */
const submissionStatus = z.enum(['reading', 'current', 'superseded', 'awaiting-confirmation', 'refused']);

/**
 * An officer's word that a list which changes much is meant so. whole-roll: it is the unit's whole roll;
 * own-programmes: it replaces only the lines of the programmes that it holds (a list by group, S3 II.1).
 */
export const listConfirmation = z.object({
  as: z.enum(['whole-roll', 'own-programmes']),
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string().nullable(),
});
export type ListConfirmation = z.infer<typeof listConfirmation>;

/** What a list's receipt says about its rows, in figures: reports add these up without reading receipts. */
const receiptFigures = z.object({
  totals: receiptTotals,
  /** Rejected rows that repeat another row of the list, and the đồng on them, arrears included. */
  repeated: rowsAndAmount,
});
export type ReceiptFigures = z.infer<typeof receiptFigures>;

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
  /** What the list turned out to be; full and regular until it was read. */
  kind: listKind.default('full'),
  purpose: listPurpose.default('regular'),
  /** The newest receipt's JSON, and how many there have been (ruling 16). */
  receiptKey: z.string().nullable(),
  receiptVersion: z.number().int().nonnegative().default(0),
  /** What that receipt says about rows; null of a refused list, and of one answered before this was kept. */
  said: receiptFigures.nullable().default(null),
  confirmation: listConfirmation.nullable().default(null),
});
export type Submission = z.infer<typeof submission>;

/**
 * A list that a roll is made of. full: it is the whole roll, everything before it is gone; programmes: the same for
 * the programmes it holds; changes: increases, decreases and adjustments to what the parts before it give.
 */
const rollPart = z.object({ id: submissionId, kind: z.enum(['full', 'programmes', 'changes']) });
export type RollPart = z.infer<typeof rollPart>;

/**
 * Which revision of a unit's roll counts in a period, and of which lists it is made, oldest first. `version` counts
 * the pointer's moves: it moves only from the version that was seen, so nobody's change is lost.
 */
export const rollPointer = z.object({
  unit: unitCode,
  period,
  purpose: listPurpose.default('regular'),
  revision: rollRevision,
  version: z.number().int().positive(),
  parts: z.array(rollPart).min(1),
  /** Of the newest list in it. */
  fingerprint: z.string(),
  /** Lines of the roll: nothing of them is rejected. */
  totals: receiptTotals,
  /** Last month's roll, carried over; no list of this month is in it. */
  rolledForward: z.boolean(),
  /** Lines that the registry was asked about in vain: such a list may be sent again to be asked anew. */
  unanswered: z.number().int().nonnegative().default(0),
  /** The roll beside last month's, in figures: what `status` shows. Null of a unit's first roll. */
  comparison: rollFigures.nullable().default(null),
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
