import type { PersonalId } from '../../../lambdas/domain/person.ts';
import type { Entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import type { SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { rollOf, type SentList, takeIn } from './month.ts';
import type { Province } from './province.ts';

/** The line of one person on the roll that a unit pays from. */
export async function lineOf(province: Province, unit: UnitCode, person: PersonalId): Promise<Entitlement | undefined> {
  return (await rollOf(province, unit)).find(({ values }) => values.personalId === person);
}

/** Takes a list in up to its closing, before any conflict is settled. */
export async function closeList(province: Province, list: SentList): Promise<SubmissionRef> {
  const { unit, period, id } = await takeIn(province, list);
  return { unit, period, id };
}

/** Takes a list in and settles the conflicts it gave rise to; gives the lists that must be answered again. */
export async function arrive(
  province: Province,
  list: SentList,
): Promise<{ ref: SubmissionRef; answers: SubmissionRef[] }> {
  const ref = await closeList(province, list);
  return { ref, ...(await settleConflicts(province, ref)) };
}
