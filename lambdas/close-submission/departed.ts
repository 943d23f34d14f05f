import { benefitOf } from '../domain/benefit.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { PersonalId } from '../domain/person.ts';
import type { Claims, Rolls, Submissions } from '../domain/ports.ts';
import type { Entitlement } from '../domain/rolls/entitlement.ts';
import { newestWhole } from '../domain/rolls/roll-parts.ts';
import { rollRevision, type Submission } from '../domain/rolls/submission.ts';
import type { SubmissionRef } from '../domain/rolls/submission-chunks.ts';
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
 * nothing new if it was: a try that was killed may have ended it and told nobody. Answering passes over it if it was
 * still being read when it was ended.
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
  const staying = new Set(plan.lines.map(benefitKey));
  const departed = async ({ unit, period, id }: Submission): Promise<Entitlement[]> => {
    const lines = await Array.fromAsync(ports.rolls.ofRoll({ unit, period, revision: rollRevision.parse(id) }));
    return lines.filter((line) => line.purpose === list.purpose && hasLeft(line, staying));
  };
  const lines = [...plan.leaving.filter((line) => hasLeft(line, staying))];
  for (const one of older) lines.push(...(await departed(one)));
  const gone = new Map(lines.map((line) => [`${benefitKey(line)} ${line.source.submission}`, line]));
  await inParallel(8, gone.values(), async ({ values, claim, unit, purpose, source }) => {
    const { personalId, programme } = values;
    if (personalId === null || programme === null || claim.standing !== 'here') return;
    const benefit = benefitOf(purpose, programme);
    await ports.claims.giveBack(list.period, personalId, { benefit, unit, revision: source.submission });
  });
  // Lists that are ended already may have been ended by a try that was killed before it told who left with them.
  for (const one of replaced) if (one.status === 'superseded') lines.push(...(await departed(one)));
  // From where it was seen only: one that was refused meanwhile has had its answer.
  for (const one of older) await ports.submissions.turn(one, one.status, 'superseded');
  const ended = replaced.filter(
    ({ id, origin, status }) => id !== list.id && origin === 'list' && ANSWERED.includes(status),
  );
  return {
    gone: [...new Set(lines.flatMap(({ values }) => values.personalId ?? []))],
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

/** Whether a line had something to do with a claim, and its person is not on the new roll for that benefit. */
function hasLeft(line: Entitlement, staying: ReadonlySet<string>): boolean {
  return line.claim.standing !== 'none' && !staying.has(benefitKey(line));
}

function benefitKey({ values, purpose }: Entitlement): string {
  return `${values.personalId} ${values.programme === null ? null : benefitOf(purpose, values.programme)}`;
}
