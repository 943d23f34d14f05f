import type { Benefit } from '../benefit.ts';
import type { RowNote } from '../lists/list-row.ts';
import { noteOf } from '../lists/note-catalogue.ts';
import type { Period } from '../period.ts';
import type { ReferenceData } from '../reference-data.ts';
import type { ClaimAnswer } from '../rolls/entitlement.ts';
import { unitIn } from '../unit.ts';
import {
  type Claim,
  type ConflictDecision,
  type Contender,
  incompatibleWith,
  isSameListing,
  type Listing,
  programmeOf,
  type Standing,
} from './claim.ts';

/** What conflicts are judged by: which programmes exclude each other, and what the units are called. */
export type ConflictRules = Pick<ReferenceData, 'incompatible' | 'units'>;

/**
 * Who holds which claim on a person, of all units that list them. An officer's decision goes first; then who held the
 * claim last month and lists the person still, since a row that never left its roll keeps its claim (ruling 1) however
 * the month's opening raced; then who holds it now; then who waits longest. Whoever gets none waits.
 *
 * @param living what stands, without rows that mean nothing any more.
 * @param heldBefore who held the person's claims last month.
 */
export function settle(
  living: Standing,
  rules: Pick<ReferenceData, 'incompatible'>,
  heldBefore: readonly Listing[] = [],
): Standing {
  const rankOf = (row: Contender): number => {
    const rights: readonly (readonly Listing[])[] = [living.decisions, heldBefore, living.claims];
    const rank = rights.findIndex((listings) => listings.some((one) => isSameListing(one, row)));
    return rank === -1 ? rights.length : rank;
  };
  const waiting = living.contenders.filter((row) => !living.claims.some((held) => isSameListing(held, row)));
  const ranked = [...living.claims.map(asContender), ...waiting]
    .map((row) => ({ row, rank: rankOf(row) }))
    .sort((a, b) => a.rank - b.rank || orderOf(a.row, b.row));
  const claims: Claim[] = [];
  const contenders: Contender[] = [];
  for (const { row } of ranked) {
    if (obstacleTo(row.benefit, claims, rules)) contenders.push(row);
    else claims.push(asClaim(row));
  }
  return { claims, contenders: contenders.sort(orderOf), decisions: living.decisions };
}

/** What stands, with a unit's row among those that wait; a unit that waited before keeps its place. */
export function withContender({ claims, contenders, decisions }: Standing, row: Claim): Standing {
  const before = contenders.find((one) => isSameListing(one, row));
  const now = { ...asContender(row), ...(before && { since: before.since }) };
  return { claims, contenders: [...contenders.filter((one) => one !== before), now], decisions };
}

/** What stands, with an officer's decision. It replaces those that it contradicts. */
export function withDecision(
  standing: Standing,
  made: ConflictDecision,
  rules: Pick<ReferenceData, 'incompatible'>,
): Standing {
  const about = [made.benefit, ...incompatibleWith(rules, made.benefit)];
  return { ...standing, decisions: [...standing.decisions.filter((one) => !about.includes(one.benefit)), made] };
}

/** The rows of others that cannot be paid together with this one: on the same benefit, or on one that excludes it. */
export function rivalsOf(row: Listing, { claims, contenders }: Standing, rules: ConflictRules): Listing[] {
  const about = [row.benefit, ...incompatibleWith(rules, row.benefit)];
  return [...claims, ...contenders].filter((one) => about.includes(one.benefit) && !isSameListing(one, row));
}

/** What a unit's row says of its claim. */
export function claimAnswerOf(row: Listing, { claims }: Standing, rules: ConflictRules): ClaimAnswer {
  if (claims.some((one) => isSameListing(one, row))) return { standing: 'here' };
  const obstacle = obstacleTo(row.benefit, claims, rules);
  return obstacle
    ? { standing: 'elsewhere', unit: obstacle.unit, programme: programmeOf(obstacle.benefit) }
    : { standing: 'none' };
}

/** The codes of {@link conflictFindings}: those of a row are looked for anew whenever a conflict is settled. */
const CONFLICT_CODES: readonly string[] = [
  'claimed-elsewhere',
  'incompatible-programme',
  'decided-elsewhere',
  'also-listed',
];

/** The findings of a row but those of its conflicts. */
export function withoutConflicts(findings: readonly RowNote[]): RowNote[] {
  return findings.filter(({ code }) => !CONFLICT_CODES.includes(code));
}

/**
 * What a unit is told of a conflict: the other unit and programme, nothing more. Whoever holds the claim is warned of
 * the other units that list the person, until an officer has decided: then nothing is left for it to do.
 */
export function conflictFindings(row: Listing, standing: Standing, rules: ConflictRules, month: Period): RowNote[] {
  const noteAbout = (code: Parameters<typeof noteOf>[0], { unit, benefit }: Listing): RowNote =>
    noteOf(code, 'personalId', unitIn(rules.units, unit, month)?.name ?? unit, programmeOf(benefit));
  if (standing.claims.some((one) => isSameListing(one, row))) {
    if (standing.decisions.some((one) => isSameListing(one, row))) return [];
    return rivalsOf(row, { ...standing, claims: [] }, rules)
      .filter(({ unit }) => unit !== row.unit)
      .map((one) => noteAbout('also-listed', one));
  }
  const obstacle = obstacleTo(row.benefit, standing.claims, rules);
  if (!obstacle) return [];
  if (standing.decisions.some((one) => isSameListing(one, obstacle))) return [noteAbout('decided-elsewhere', obstacle)];
  return [noteAbout(obstacle.benefit === row.benefit ? 'claimed-elsewhere' : 'incompatible-programme', obstacle)];
}

/** The claim that a benefit cannot stand beside: on itself, else on one that excludes it. */
function obstacleTo(what: Benefit, claims: readonly Claim[], rules: Pick<ReferenceData, 'incompatible'>) {
  const others = incompatibleWith(rules, what);
  return claims.find((one) => one.benefit === what) ?? claims.find((one) => others.includes(one.benefit));
}

/** A claim as it waits when another goes before it: since the list that took or renewed it last. */
function asContender({ revision, ...row }: Claim): Contender {
  return { ...row, submission: revision, since: revision };
}

function asClaim({ submission, since: _, ...row }: Contender): Claim {
  return { ...row, revision: submission };
}

/** Longest waiting first. Two lists of one second are told apart by their fingerprints, then by unit and benefit. */
function orderOf(one: Contender, other: Contender): number {
  const keyOf = ({ since, unit, benefit }: Contender) => `${since} ${unit} ${benefit}`;
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

/** Whether the same stands, in whatever order. */
export function isSameStanding(one: Standing, other: Standing): boolean {
  const textOf = ({ claims, contenders, decisions }: Standing) =>
    JSON.stringify([claims, contenders, decisions].map((rows) => rows.map(textOfFields).sort()));
  return textOf(one) === textOf(other);
}

/** Whether rows, notes or answers say the same, in whatever order their fields were written. */
export function saySame(some: readonly object[], others: readonly object[]): boolean {
  return some.map(textOfFields).join() === others.map(textOfFields).join();
}

function textOfFields(one: object): string {
  return JSON.stringify(Object.entries(one).sort(([name], [other]) => (name < other ? -1 : 1)));
}
