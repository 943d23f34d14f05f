import { benefitOf } from '../domain/benefit.ts';
import type { Entitlement } from '../domain/entitlement.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Claims, Rolls, Submissions } from '../domain/ports.ts';
import { newestWhole } from '../domain/roll-parts.ts';
import { rollRevision, type Submission } from '../domain/submission.ts';
import type { SubmissionRef } from '../domain/submission-chunks.ts';
import type { ClosingList } from './closing-list.ts';
import type { NewRoll } from './plan-roll.ts';

interface Ports {
  readonly submissions: Pick<Submissions, 'ofUnit' | 'turn'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly claims: Pick<Claims, 'giveBack'>;
}

const LIVING: readonly Submission['status'][] = ['current', 'reading', 'awaiting-confirmation'];
/**
 * A list that is still being read is answered by its own closing. One that was ended before is answered again, which says
 * nothing new if it was: a try that was killed may have ended it and told nobody.
 */
const ANSWERED: readonly Submission['status'][] = ['current', 'awaiting-confirmation', 'superseded'];

/**
 * Ends the unit's lists that a later full list replaces, and gives back the claims of everybody who is not on the roll
 * any more. One that is still being read, or crashed while it was, can no longer become current, so its claims mean
 * nothing either. A list is ended after its claims are back, so that a second try finds what the first left over.
 * @returns who left, since another unit that lists them may have the claim now, and the lists whose receipt must say
 * that they count no more.
 */
export async function endDeparted(
  ports: Ports,
  list: ClosingList,
  plan: NewRoll,
): Promise<{ gone: PersonalId[]; ended: SubmissionRef[] }> {
  const replaced = plan.outcome === 'stands' ? await replacedLists(ports, list, plan) : [];
  const older = replaced.filter(({ status }) => LIVING.includes(status));
  const lines = [...plan.leaving];
  for (const { unit, period, id } of older) {
    const revision = rollRevision.parse(id);
    for await (const line of ports.rolls.ofRoll({ unit, period, revision })) {
      if (line.purpose === list.purpose) lines.push(line);
    }
  }
  const staying = new Set(plan.lines.map(benefitKey));
  const gone = new Map(
    lines
      .filter((line) => line.claim.standing !== 'none' && !staying.has(benefitKey(line)))
      .map((line) => [`${benefitKey(line)} ${line.source.submission}`, line]),
  );
  await inParallel(8, gone.values(), async ({ values, claim, unit, purpose, source }) => {
    const { personalId, programme } = values;
    if (personalId === null || programme === null || claim.standing !== 'here') return;
    const benefit = benefitOf(purpose, programme);
    await ports.claims.giveBack(list.period, personalId, { benefit, unit, revision: source.submission });
  });
  // From where it was seen only: one that was refused meanwhile has had its answer.
  for (const one of older) await ports.submissions.turn(one, one.status, 'superseded');
  const ended = replaced.filter(
    ({ id, origin, status }) => id !== list.id && origin === 'list' && ANSWERED.includes(status),
  );
  return {
    gone: [...gone.values()].flatMap(({ values }) => values.personalId ?? []),
    ended: ended.map(({ unit, period, id }) => ({ unit, period, id })),
  };
}

/** The lists of the roll's purpose that its newest full list leaves behind. */
async function replacedLists({ submissions }: Ports, list: ClosingList, { parts }: NewRoll): Promise<Submission[]> {
  const whole = newestWhole(parts);
  return (await submissions.ofUnit(list.unit, list.period)).filter(
    ({ id, purpose }) =>
      whole !== undefined && id < whole.id && purpose === list.purpose && !parts.some((part) => part.id === id),
  );
}

function benefitKey({ values, purpose }: Entitlement): string {
  return `${values.personalId} ${values.programme === null ? null : benefitOf(purpose, values.programme)}`;
}
