import { z } from 'zod';
import { verificationAnswer } from '../identity/identity.ts';
import { listPurpose } from '../list-purpose.ts';
import { rowChange, rowField, rowNote, rowOutcome, rowValues } from '../lists/list-row.ts';
import { period } from '../period.ts';
import { programme } from '../programme.ts';
import { unitCode } from '../unit.ts';
import { submissionId } from './submission.ts';

/**
 * Whether this unit holds the claim on (period, person, programme). `elsewhere` names only unit and programme of the
 * claim that stands: units learn of each other no more than that. `none`: the row has no usable id, so nothing to claim.
 */
const claimAnswer = z.discriminatedUnion('standing', [
  z.object({ standing: z.literal('here') }),
  z.object({ standing: z.literal('elsewhere'), unit: unitCode, programme }),
  z.object({ standing: z.literal('none') }),
]);
export type ClaimAnswer = z.infer<typeof claimAnswer>;

/** A row after everything is known about it: the list's word, the registry's, and the other units'. */
export const reconciledRow = z.object({
  /** The index of the row among all data rows of its submission. */
  position: z.number().int().nonnegative(),
  sheet: z.string().nullable(),
  row: z.number().int().positive(),
  outcome: rowOutcome,
  /** What it does to the roll; null in a full list. */
  change: rowChange.nullable().default(null),
  /** Of an adjustment: the fields that the list itself gives. All others are the roll's, as it stood when it was read. */
  given: z.array(rowField).default([]),
  /** What the list alone gave rise to. */
  notes: z.array(rowNote),
  /** What the registry and the other units' lists gave rise to; looked for anew at each verification. */
  findings: z.array(rowNote),
  values: rowValues,
  cells: z.array(z.string()),
  /** Null when the registry could not be asked: no usable id. */
  registry: verificationAnswer.nullable(),
  claim: claimAnswer,
});
export type ReconciledRow = z.infer<typeof reconciledRow>;

/**
 * A line of a unit's roll: an accepted or held row, stored under a revision. The lines of a list are first stored under
 * the id of the submission that brought them, decreases and adjustments too; a roll that is built of several lists is
 * stored again under a revision of its own, without decreases. `position` counts within the revision.
 */
export const entitlement = reconciledRow.omit({ cells: true }).extend({
  schemaVersion: z.literal(1),
  unit: unitCode,
  period,
  purpose: listPurpose.default('regular'),
  revision: z.string(),
  /** The row that it comes from, whatever roll it stands on: of which list, and which among its rows. */
  source: z.object({ submission: submissionId, position: z.number().int().nonnegative() }),
});
export type Entitlement = z.infer<typeof entitlement>;
