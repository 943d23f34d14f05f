import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { contestedPeople } from '../../../lambdas/domain/conflict-settling.ts';
import type { Entitlement } from '../../../lambdas/domain/entitlement.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import { closingKey, closingReport, type SubmissionRef } from '../../../lambdas/domain/submission-chunks.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { reconcile, type SentList, sendList } from './month.ts';
import { citizenOf, JUNE } from './people.ts';
import type { Province } from './province.ts';

/** The lines of the roll that a unit pays from. */
export async function rollOf(province: Province, unit: UnitCode, month = JUNE): Promise<Entitlement[]> {
  const pointer = await province.submissions.roll(unit, month, 'regular');
  return pointer ? Array.fromAsync(province.rolls.ofRoll(pointer)) : [];
}

/** The line of one person on it. */
export async function lineOf(province: Province, unit: UnitCode, person: PersonalId): Promise<Entitlement | undefined> {
  return (await rollOf(province, unit)).find(({ values }) => values.personalId === person);
}

/** Closes a list that was reconciled; its report says about whom there is something to settle. */
export async function closeReconciled(province: Province, { unit, period, id }: SubmissionRef): Promise<void> {
  const peopleOn = async () =>
    (await rollOf(province, unit, period)).map(({ values }) => values.personalId).filter((person) => person !== null);
  const before = await peopleOn();
  await closeSubmission(province, { unit, period, id });
  const after = new Set(await peopleOn());
  const contested = await contestedPeople(province.claims, {
    unit,
    period,
    staying: await rollOf(province, unit, period),
    left: before.filter((person) => !after.has(person)),
  });
  const key = closingKey({ unit, period, id });
  const report = await province.work.unpack(key, closingReport);
  await province.work.pack(key, { ...report, contested: [...new Set([...report.contested, ...contested])].sort() });
}

/** Takes a list in up to its closing; the registry knows everybody on it as listed. */
export async function closeList(province: Province, list: SentList): Promise<SubmissionRef> {
  for (const { values } of list.rows) if (values.personalId) province.registry.enter(citizenOf(values.personalId));
  const ref = await sendList(province, list);
  await reconcile(province, ref);
  await closeReconciled(province, ref);
  return ref;
}

/** Takes a list in and settles the conflicts it gave rise to; gives the lists that must be answered again. */
export async function arrive(
  province: Province,
  list: SentList,
): Promise<{ ref: SubmissionRef; answers: SubmissionRef[] }> {
  const ref = await closeList(province, list);
  return { ref, ...(await settleConflicts(province, ref)) };
}
