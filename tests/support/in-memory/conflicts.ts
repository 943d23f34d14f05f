import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import type { Entitlement } from '../../../lambdas/domain/entitlement.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { SubmissionRef } from '../../../lambdas/domain/submission-chunks.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { reconcile, rollOf, type SentList, sendList } from './month.ts';
import { citizenOf } from './people.ts';
import type { Province } from './province.ts';

/** The line of one person on the roll that a unit pays from. */
export async function lineOf(province: Province, unit: UnitCode, person: PersonalId): Promise<Entitlement | undefined> {
  return (await rollOf(province, unit)).find(({ values }) => values.personalId === person);
}

/** Takes a list in up to its closing; the registry knows everybody on it as listed. */
export async function closeList(province: Province, list: SentList): Promise<SubmissionRef> {
  for (const { values } of list.rows) if (values.personalId) province.registry.enter(citizenOf(values.personalId));
  const ref = await sendList(province, list);
  await reconcile(province, ref);
  await closeSubmission(province, ref);
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
