import { z } from 'zod';
import { type Benefit, benefit } from '../benefit.ts';
import type { Programme } from '../programme.ts';
import type { ReferenceData } from '../reference-data.ts';
import { submissionId } from '../rolls/submission.ts';
import { unitCode } from '../unit.ts';

/** A unit's row about a person's benefit; whose it is says where it stands. */
const listing = z.object({ benefit, unit: unitCode });
export type Listing = z.infer<typeof listing>;

/** The unit that holds a person's benefit in a period, and the row of which of its lists took it. */
export const claim = listing.extend({
  /** The id of the list that took it, or renewed it last. */
  revision: submissionId,
  /** Which row of that list. */
  position: z.number().int().nonnegative(),
});
export type Claim = z.infer<typeof claim>;

/** A unit whose row lost, and waits for the claim to come free. */
export const contender = listing.extend({
  submission: submissionId,
  position: z.number().int().nonnegative(),
  /** The unit's first list with which it began to wait; a later list keeps the place. Ids sort by time. */
  since: submissionId,
});
export type Contender = z.infer<typeof contender>;

/** An officer's word on which unit a person receives a benefit from: it goes before the order of arrival. */
export const conflictDecision = listing.extend({
  by: z.string().min(1),
  at: z.iso.datetime(),
  reason: z.string().min(1),
});
export type ConflictDecision = z.infer<typeof conflictDecision>;

/** All that stands about a person in a period. At most one claim and one decision a benefit. */
export interface Standing {
  readonly claims: readonly Claim[];
  readonly contenders: readonly Contender[];
  readonly decisions: readonly ConflictDecision[];
}

export const NOTHING_STANDS: Standing = { claims: [], contenders: [], decisions: [] };

export function isSameListing(one: Listing, other: Listing): boolean {
  return one.unit === other.unit && one.benefit === other.benefit;
}

/** The programme under which people know a benefit: the rows of an emergency list are of programme KHAC. */
export function programmeOf(what: Benefit): Programme {
  return what === 'EMERGENCY' ? 'KHAC' : what;
}

/** The other benefits that nobody may receive beside this one; emergency help stands beside everything. */
export function incompatibleWith({ incompatible }: Pick<ReferenceData, 'incompatible'>, what: Benefit): Benefit[] {
  return incompatible.flatMap(([one, other]) => (one === what ? [other] : other === what ? [one] : []));
}
