import { z } from 'zod';
import { type Benefit, benefitOf } from '../benefit.ts';
import { type Period, period } from '../period.ts';
import { type PersonalId, personalId } from '../person.ts';
import type { Claims } from '../ports.ts';
import type { Entitlement } from '../rolls/entitlement.ts';
import { submissionId } from '../rolls/submission.ts';
import { submissionRef } from '../rolls/submission-chunks.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { conflictDecision, isSameListing, type Listing } from './claim.ts';
import { withoutConflicts } from './conflict.ts';

/**
 * What conflicts are settled for: a list that closed, or an officer's decision, which names no unit. An input of an
 * execution holds no personal id: the people stand in an object of the work bucket.
 */
export const settlingRef = z.object({ unit: unitCode.optional(), period, id: submissionId });
export type SettlingRef = z.infer<typeof settlingRef>;

/** The people whom a decision is about, and the decision, kept though a later one may take its place. */
export const decidedPeople = z.object({ people: z.array(personalId), decision: conflictDecision });
export const decidedPeopleKey = ({ period: month, id }: SettlingRef) => `conflicts/${month}/${id}/people.json.gz`;

/** The lists that must be answered again: known before anything is changed, so that a crash forgets none of them. */
export const listsToAnswer = z.object({ answers: z.array(submissionRef) });
export type ListsToAnswer = z.infer<typeof listsToAnswer>;
export const listsToAnswerKey = ({ unit, period: month, id }: SettlingRef) =>
  `conflicts/${month}/${id}/${unit ?? 'decided'}-answers.json.gz`;

/** The benefit that a line of a roll is about, and whose line it is; undefined where it names nobody or nothing. */
export function listingOf({
  unit,
  purpose,
  values,
}: Pick<Entitlement, 'unit' | 'purpose' | 'values'>): (Listing & { person: PersonalId; benefit: Benefit }) | undefined {
  if (values.personalId === null || values.programme === null) return undefined;
  return { person: values.personalId, unit, benefit: benefitOf(purpose, values.programme) };
}

/**
 * The people about whom a closing has something to settle: those on the new roll whom other units list too, or whose
 * claim is not the unit's, or whose line says so though it has come free since; and those who left it while anything stands about them still. Ask once the unit's pointer
 * has moved: whoever begins to wait later finds the new roll when its own list closes.
 *
 * @param staying the lines of the roll that stands now.
 * @param left the people of the roll before it who are not on it any more, with an id.
 */
export async function contestedPeople(
  claims: Pick<Claims, 'standing'>,
  closed: {
    readonly unit: UnitCode;
    readonly period: Period;
    readonly staying: readonly Pick<Entitlement, 'unit' | 'purpose' | 'values' | 'claim' | 'findings'>[];
    readonly left: readonly PersonalId[];
  },
): Promise<PersonalId[]> {
  const listed = closed.staying.flatMap((line) => {
    const row = listingOf(line);
    return row ? [{ ...row, saysAlone: saysAlone(line) }] : [];
  });
  const about = [...new Set([...listed.map(({ person }) => person), ...closed.left])];
  const standing = await claims.standing(closed.period, about);
  const contested = new Set<PersonalId>();
  for (const line of listed) {
    const stands = standing.get(line.person);
    const isHere = stands?.claims.some((one) => isSameListing(one, line)) ?? false;
    if (!line.saysAlone || !isHere || (stands?.contenders.length ?? 0) > 0) contested.add(line.person);
  }
  for (const person of closed.left) {
    const stands = standing.get(person);
    if (stands && stands.claims.length + stands.contenders.length > 0) contested.add(person);
  }
  return [...contested].sort();
}

/** Whether a line says that the claim is the unit's, and that nobody else lists the person. */
function saysAlone({ claim, findings }: Pick<Entitlement, 'claim' | 'findings'>): boolean {
  return claim.standing === 'here' && withoutConflicts(findings).length === findings.length;
}
