import { isSameListing, type Listing, NOTHING_STANDS } from '../domain/claims/claim.ts';
import { rivalsOf, withDecision } from '../domain/claims/conflict.ts';
import { decidedPeopleKey, listingOf, type SettlingRef } from '../domain/claims/conflict-settling.ts';
import { takesChanges } from '../domain/closing/period-record.ts';
import { listPurpose } from '../domain/list-purpose.ts';
import type { Period } from '../domain/period.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Claims, Clock, Objects, References, Rolls, Runs, Submissions } from '../domain/ports.ts';
import { submissionIdOf } from '../domain/rolls/submission.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack'>;
  readonly references: Pick<References, 'current'>;
  readonly submissions: Pick<Submissions, 'roll'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly claims: Pick<Claims, 'standing' | 'replace'>;
  readonly runs: Pick<Runs, 'period'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Eight letters or digits drawn at random: the name of a decision must not tell whom it is about. */
  readonly ticket: () => string;
  /** Starts the machine that carries the decision out, under a name; false when the name is taken. */
  readonly startMachine: (name: string, input: object) => Promise<boolean>;
}

/** From which unit a person receives a benefit in a month, who says so, and why. */
export interface WantedDecision extends Listing {
  readonly period: Period;
  readonly person: PersonalId;
  readonly by: string;
  readonly reason: string;
}

export type ConflictDecided = { decision: string } | { refused: 'period-closed' | 'not-listed' | 'no-conflict' };

/**
 * Records an officer's decision on a conflict, and has it carried out: the claim, the rolls and the receipts of all
 * units concerned follow. Deciding again replaces the earlier decision; the same one again is carried out again.
 */
export async function decideConflict(ports: Ports, wanted: WantedDecision): Promise<ConflictDecided> {
  const { period, person, unit, benefit, by, reason } = wanted;
  if (!takesChanges(await ports.runs.period(period))) return { refused: 'period-closed' };
  if (!(await isListed(ports, wanted))) return { refused: 'not-listed' };
  const { data } = await ports.references.current();
  const at = await ports.clock.now();
  const made = { unit, benefit, by, at: at.toISOString(), reason };
  for (;;) {
    const seen = (await ports.claims.standing(period, [person])).get(person) ?? NOTHING_STANDS;
    if (rivalsOf(wanted, seen, data).length === 0) return { refused: 'no-conflict' };
    if (await ports.claims.replace(period, person, seen, withDecision(seen, made, data))) break;
  }
  const contested: SettlingRef = { period, id: submissionIdOf(at, ports.ticket()) };
  await ports.work.pack(decidedPeopleKey(contested), { people: [person], decision: made });
  await ports.startMachine(`conflict-${contested.id}`, { contested });
  return { decision: contested.id };
}

/** Whether the unit's roll of the month has the person's row: nobody can be paid by a unit that does not list them. */
async function isListed({ submissions, rolls }: Ports, wanted: WantedDecision): Promise<boolean> {
  for (const purpose of listPurpose.options) {
    const pointer = await submissions.roll(wanted.unit, wanted.period, purpose);
    if (!pointer) continue;
    for await (const line of rolls.ofRoll(pointer, new Set([wanted.person]))) {
      const row = listingOf(line);
      if (row?.person === wanted.person && isSameListing(row, wanted)) return true;
    }
  }
  return false;
}
