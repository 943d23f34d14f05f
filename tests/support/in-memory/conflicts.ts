import { receiptJsonKey } from '../../../lambdas/domain/answers/answer-keys.ts';
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

/** Notes that a list has its first receipt. */
export async function answered(province: Province, ref: SubmissionRef): Promise<void> {
  await province.submissions.answered(ref, { version: 1, key: receiptJsonKey(ref, 1), said: null });
}

/** Takes a list in, settles the conflicts it gave rise to, and answers it; gives the lists that must be answered again. */
export async function arrive(
  province: Province,
  list: SentList,
): Promise<{ ref: SubmissionRef; answers: SubmissionRef[] }> {
  const ref = await closeList(province, list);
  const { answers } = await settleConflicts(province, ref);
  await answered(province, ref);
  return { ref, answers };
}
