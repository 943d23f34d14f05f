import { describe, expect, it } from 'vitest';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { worklistsKey } from '../../../lambdas/domain/answers/answer-keys.ts';
import { receipt } from '../../../lambdas/domain/answers/receipt.ts';
import { waitingLists } from '../../../lambdas/domain/answers/waiting.ts';
import type { SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { settleConflicts } from '../../../lambdas/settle-conflicts/settle-conflicts.ts';
import { type SentList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

/** Takes a list in, settles what it gave rise to, and answers every list concerned, as the machine does. */
async function intake(province: Province, list: SentList): Promise<SubmissionRef> {
  const { unit, period, id, outcome, answers } = await takeIn(province, list);
  const ref = { unit, period, id };
  const others = outcome === 'contested' ? (await settleConflicts(province, ref)).answers : [];
  for (const one of [...answers, ...others]) await answerUnit(province, one);
  return ref;
}

async function newest(province: Province, ref: SubmissionRef) {
  const { receiptKey } = await province.submissions.get(ref.unit, ref.period, ref.id);
  const answer = await province.outbox.json(receiptKey ?? '', receipt);
  return {
    version: answer.submission?.version,
    rows: answer.rows.map(({ outcome, notes }) => [outcome, ...notes.map(({ code }) => code)]),
  };
}

async function conflictsOf(province: Province, unit: SubmissionRef['unit']) {
  const { lists } = await province.outbox.json(worklistsKey(unit, JUNE), waitingLists);
  return lists.find(({ kind }) => kind === 'conflict')?.people.map(({ personalId }) => personalId);
}

describe('Two units that list the same person', () => {
  it('both learn of it, and the second is told again when the first lets the person go', async () => {
    const province = new Province();
    const first = await intake(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
    const second = await intake(province, { unit: KIM_BAI, at: '2023-06-02T04:00:00Z', rows: [row(AN), row(CHI)] });

    expect(await newest(province, first)).toEqual({ version: 2, rows: [['accepted', 'also-listed'], ['accepted']] });
    expect(await newest(province, second)).toEqual({ version: 1, rows: [['held', 'claimed-elsewhere'], ['accepted']] });
    expect(await conflictsOf(province, CU_KHE)).toEqual([AN]);
    expect(await conflictsOf(province, KIM_BAI)).toEqual([AN]);

    await intake(province, { unit: CU_KHE, at: '2023-06-02T05:00:00Z', rows: [row(BINH)] });

    expect(await newest(province, second)).toEqual({ version: 2, rows: [['accepted'], ['accepted']] });
    expect(await conflictsOf(province, CU_KHE)).toEqual([]);
    expect(await conflictsOf(province, KIM_BAI)).toEqual([]);
  });
});

describe('A change list', () => {
  it('is answered beside the list that it changes', async () => {
    const province = new Province();
    const at = (hour: string) => `2023-06-02T${hour}:00:00Z`;
    await intake(province, { unit: CU_KHE, at: at('03'), rows: [row(AN), row(BINH)] });
    const changes = await intake(province, {
      unit: CU_KHE,
      at: at('04'),
      kind: 'changes',
      rows: [
        { ...row(AN), change: 'decrease' },
        { ...row(CHI), change: 'increase' },
        { ...row(BINH), change: 'increase' },
      ],
    });
    const { rows } = await newest(province, changes);

    expect(rows).toEqual([['accepted'], ['accepted'], ['rejected', 'already-on-roll']]);
    const cleaned = new TextDecoder().decode(await province.outbox.bytes(`rolls/2023-06/${CU_KHE}/cleaned-list.csv`));
    expect(cleaned).not.toContain(AN);
    expect(cleaned).toContain(BINH);
    expect(cleaned).toContain(CHI);
  });
});
