import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import {
  accountFeedKey,
  cleanedListKey,
  receiptJsonKey,
  receiptWorkbookKey,
  worklistKey,
  worklistsKey,
} from '../../../lambdas/domain/answers/answer-keys.ts';
import { receipt } from '../../../lambdas/domain/answers/receipt.ts';
import { waitingLists } from '../../../lambdas/domain/answers/waiting.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import type { SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { Crash, crashingOnce, interruptedOnce } from '../../support/in-memory/crash.ts';
import { reconcile, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { type ClosedList, changeRoll, closeList, reconciled, storeRoll } from './closed-lists.ts';

const MORNING = '2023-06-02T03:00:00Z';
const NOON = '2023-06-02T05:00:00Z';
const NEXT_DAY = '2023-06-03T03:00:00Z';

const CLAIMED = {
  claim: { standing: 'elsewhere', unit: '10114', programme: 'BTXH' },
  findings: [noteOf('claimed-elsewhere', 'personalId', 'Thị trấn Kim Bài', 'BTXH')],
} as Parameters<typeof reconciled>[1];

/** Cự Khê's list of An, of somebody without an id, and of Bình, who is listed elsewhere too. */
async function unit(given: Partial<ClosedList> = {}) {
  const province = new Province();
  const rows = [reconciled(AN), reconciled(null), reconciled(BINH, CLAIMED)];
  const ref = await closeList(province, { at: MORNING, rows, ...given });
  return { province, ref };
}

async function settled(province: Province, ref: SubmissionRef): Promise<void> {
  await changeRoll(province, ref, (line) =>
    line.values.personalId === BINH
      ? { ...line, outcome: 'accepted', findings: [], claim: { standing: 'here' } }
      : line,
  );
}

async function waitingIn(province: Province, month = JUNE) {
  const { lists } = await province.outbox.json(worklistsKey(CU_KHE, month), waitingLists);
  return lists.map(({ kind, people }) => [kind, people.map(({ since }) => since)]);
}

describe('The receipt of a list', () => {
  it('is published as JSON and workbook, and recorded as its first version', async () => {
    const { province, ref } = await unit();
    const { receiptKey, version } = await answerUnit(province, ref);
    const answer = await province.outbox.json(receiptJsonKey(ref, 1), receipt);

    expect({ receiptKey, version }).toEqual({ receiptKey: receiptJsonKey(ref, 1), version: 1 });
    expect(receiptJsonKey(ref, 1)).toBe(`receipts/2023-06/10120/${ref.id}/receipt.json`);
    expect(province.outbox.keys()).toContain(`receipts/2023-06/10120/${ref.id}/receipt.xlsx`);
    expect(answer.submission).toMatchObject({ version: 1, standing: 'current' });
    expect(answer.rows.map(({ outcome }) => outcome)).toEqual(['accepted', 'held', 'held']);
    expect(await province.submissions.get(ref.unit, ref.period, ref.id)).toMatchObject({
      receiptKey,
      receiptVersion: 1,
    });
  });

  // Found by the simulation (seeds 564, 663): the machine failed for want of a list's closing report, redriven or not.
  it('waits for the list’s own closing when a later full list ended it while its registry was down', async () => {
    const province = new Province();
    for (const id of [AN, BINH, CHI]) province.registry.enter(citizenOf(id));
    const down = await sendList(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(BINH)] });
    const newest = await takeIn(province, { unit: CU_KHE, at: NEXT_DAY, rows: [row(CHI)] });
    expect(newest.answers).toContainEqual(down);
    expect(await answerUnit(province, down)).toEqual({ receiptKey: null, version: 0, waiting: 0 });

    await reconcile(province, down);
    expect(await closeSubmission(province, down)).toMatchObject({ status: 'superseded', answers: [down] });
    expect(await answerUnit(province, down)).toMatchObject({ version: 1 });
    expect(await province.outbox.json(receiptJsonKey(down, 1), receipt)).toMatchObject({
      submission: { standing: 'superseded' },
      totals: { read: { rows: 1 } },
    });
  });

  it('gets no new version while there is nothing new to say', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);

    expect(await answerUnit(province, ref)).toMatchObject({ version: 1, receiptKey: receiptJsonKey(ref, 1) });
    expect(province.outbox.keys().filter((key) => key.startsWith('receipts/'))).toHaveLength(2);
  });

  it('gets a new version, under a key of its own, when the roll says something else since', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);
    await settled(province, ref);
    const { receiptKey, version } = await answerUnit(province, ref);
    const [first, second] = await Promise.all(
      [1, 2].map((number) => province.outbox.json(receiptJsonKey(ref, number), receipt)),
    );

    expect({ receiptKey, version }).toEqual({ receiptKey: receiptJsonKey(ref, 2), version: 2 });
    expect(receiptKey).toMatch(/receipt-2\.json$/);
    expect(first?.totals.held.rows).toBe(2);
    expect(second?.totals.held.rows).toBe(1);
    expect(second?.rows[2]).toMatchObject({ outcome: 'accepted', notes: [] });
  });

  it('gives way to somebody else who knows more and answers at the same time', async () => {
    const { province, ref } = await unit();
    // The other one is told of the settled conflict, and is quicker.
    const outbox = interruptedOnce(province.outbox, 'replaceJson', 'before', async () => {
      await settled(province, ref);
      await answerUnit(province, ref);
    });
    const { version } = await answerUnit({ ...province, outbox }, ref);
    const newest = await province.outbox.json(receiptJsonKey(ref, version), receipt);

    expect(version).toBe(1);
    expect(newest.totals.held.rows).toBe(1);
    expect(await province.submissions.get(ref.unit, ref.period, ref.id)).toMatchObject({ receiptVersion: 1 });
  });

  // Whoever settles looks for a receipt once the roll has moved, and leaves a list without one to its own closing.
  it('has a second version at once when the roll moved after it was read and before the first was recorded', async () => {
    const { province, ref } = await unit();
    const submissions = interruptedOnce(province.submissions, 'answered', 'before', () => settled(province, ref));
    const { version } = await answerUnit({ ...province, submissions }, ref);
    const newest = await province.outbox.json(receiptJsonKey(ref, version), receipt);

    expect(version).toBe(2);
    expect(newest.totals.held.rows).toBe(1);
  });

  /** The ports of somebody who read the list as it stood then, and dies as soon as their receipt is put. */
  function givenUp(province: Province, seen: Awaited<ReturnType<Province['submissions']['get']>>) {
    const slow = new Proxy(province.submissions, {
      get: (target, name) =>
        name === 'get' ? () => Promise.resolve(seen) : Reflect.get(target, name, target).bind(target),
    });
    return { ...province, submissions: crashingOnce(slow, 'answered') };
  }

  // Found by the simulation (seed 37): what reports count was not what the receipt said.
  it('stays as it was recorded when a try that was given up puts its own last of all, and dies', async () => {
    const { province, ref } = await unit();
    const place = [ref.unit, ref.period, ref.id] as const;
    const before = await province.submissions.get(...place);
    await answerUnit(province, ref);
    const recorded = await province.outbox.bytes(receiptJsonKey(ref, 1));
    await settled(province, ref);
    await expect(answerUnit(givenUp(province, before), ref)).rejects.toThrow(Crash);

    expect(await province.outbox.bytes(receiptJsonKey(ref, 1))).toEqual(recorded);
    const workbook = new ExcelJS.Workbook();
    const bytes = await province.outbox.bytes(receiptWorkbookKey(receiptJsonKey(ref, 1)));
    await workbook.xlsx.load(new Uint8Array(bytes).buffer);
    const { rows } = await province.outbox.json(receiptJsonKey(ref, 1), receipt);
    const conflict = rows[2]?.notes[0]?.message;
    expect(conflict).toBeDefined();
    expect(JSON.stringify(workbook.model.sheets)).toContain(conflict);
  });

  it('that nobody recorded is recorded as it stands, and what is known more by now is its next version', async () => {
    const { province, ref } = await unit();
    const place = [ref.unit, ref.period, ref.id] as const;
    await expect(answerUnit(givenUp(province, await province.submissions.get(...place)), ref)).rejects.toThrow(Crash);
    await settled(province, ref);
    await answerUnit(province, ref);

    const { receiptKey, receiptVersion, said } = await province.submissions.get(...place);
    expect(receiptVersion).toBe(2);
    const [first, second] = await Promise.all(
      [1, 2].map((number) => province.outbox.json(receiptJsonKey(ref, number), receipt)),
    );
    expect([first?.totals.held.rows, second?.totals.held.rows]).toEqual([2, 1]);
    expect((await province.outbox.json(receiptKey ?? '', receipt)).totals).toEqual(said?.totals);
  });

  it('says why a list waits to be confirmed, and leaves the unit’s other papers alone', async () => {
    const reasons = [{ code: 'sheet-hidden', read: 'Tháng 5' }];
    const { province, ref } = await unit({
      status: 'awaiting-confirmation',
      closing: { confirmationReasons: reasons },
    });
    const { receiptKey } = await answerUnit(province, ref);
    const answer = await province.outbox.json(receiptKey ?? '', receipt);

    expect(answer.submission?.standing).toBe('awaiting-confirmation');
    expect(answer.confirmationReasons).toMatchObject([{ code: 'sheet-hidden' }]);
    expect(province.outbox.keys().filter((key) => !key.startsWith('receipts/'))).toEqual([]);
  });

  it.each(['reading', 'refused'] as const)('is left to whoever closes a list that is %s', async (status) => {
    const { province, ref } = await unit({ status });

    expect(await answerUnit(province, ref)).toEqual({ receiptKey: null, version: 0, waiting: 0 });
    expect(province.outbox.keys()).toEqual([]);
  });

  it.each([
    ['changes', ['increase', undefined]],
    ['full', [undefined, undefined]],
  ] as const)('says of the rows of a list of kind %s what they change, if they do', async (kind, changes) => {
    const rows = [reconciled(AN, { change: 'increase' }), reconciled(BINH)];
    const { province, ref } = await unit({ kind, rows });
    await answerUnit(province, ref);
    const answer = await province.outbox.json(receiptJsonKey(ref, 1), receipt);

    expect(answer.kind).toBe(kind);
    expect(answer.rows.map(({ change }) => change)).toEqual(changes);
  });

  it('of a roll that was carried over shows what is known of each person, since there is no file', async () => {
    const { province, ref } = await unit({ origin: 'rolled-forward' });
    await answerUnit(province, ref);
    const workbook = new ExcelJS.Workbook();
    const bytes = await province.outbox.bytes(receiptWorkbookKey(receiptJsonKey(ref, 1)));
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    const row = workbook.getWorksheet('BTXH')?.getRow(2);

    expect([1, 3, 6].map((column) => row?.getCell(column).text)).toEqual(['Nguyễn Thị Tư', AN, '360.000']);
  });

  it('of a list that was superseded says so, in a version of its own', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);
    await closeList(province, { at: NOON, rows: [reconciled(CHI)] });
    await province.submissions.note(ref, { status: 'superseded' });
    await storeRoll(province, { ...ref, id: ref.id }, 'regular', []);
    const { receiptKey, version } = await answerUnit(province, ref);

    expect(version).toBe(2);
    expect((await province.outbox.json(receiptKey ?? '', receipt)).submission?.standing).toBe('superseded');
  });
});

describe('What a unit’s roll as a whole gives', () => {
  it('is published with the answer: worklists, the cleaned list and the feed of new accounts', async () => {
    const { province, ref } = await unit();
    const { waiting } = await answerUnit(province, ref);

    expect(waiting).toBe(2);
    expect(province.outbox.keys().filter((key) => !key.startsWith('receipts/'))).toEqual(
      [
        accountFeedKey(CU_KHE, JUNE, 'csv'),
        accountFeedKey(CU_KHE, JUNE, 'json'),
        cleanedListKey(CU_KHE, JUNE, 'regular', 'csv'),
        cleanedListKey(CU_KHE, JUNE, 'regular', 'xlsx'),
        worklistKey(CU_KHE, JUNE, 'conflict'),
        worklistKey(CU_KHE, JUNE, 'no-personal-id'),
        worklistsKey(CU_KHE, JUNE),
      ].sort(),
    );
  });

  it('shrinks as things are mended: an emptied worklist stays, and says that nothing is left', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);
    const before = await province.outbox.bytes(worklistKey(CU_KHE, JUNE, 'conflict'));
    await settled(province, ref);
    await answerUnit(province, ref);

    expect(await waitingIn(province)).toEqual([
      ['no-personal-id', ['2023-06-02']],
      ['conflict', []],
    ]);
    expect(await province.outbox.bytes(worklistKey(CU_KHE, JUNE, 'conflict'))).not.toEqual(before);
  });

  it('remembers since when each person waits, within the month and from the month before', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);
    province.clock.set(NEXT_DAY);
    await changeRoll(province, ref, (line) =>
      line.values.personalId === AN ? { ...line, findings: [noteOf('deceased', 'row', '2023-05-01')] } : line,
    );
    await answerUnit(province, ref);
    const july = addMonths(JUNE, 1);
    const next = await closeList(province, { at: '2023-07-02T03:00:00Z', period: july, rows: [reconciled(null)] });
    await answerUnit(province, next);

    expect(await waitingIn(province)).toEqual([
      ['no-personal-id', ['2023-06-02']],
      ['deceased', ['2023-06-03']],
      ['conflict', ['2023-06-02']],
    ]);
    expect(await waitingIn(province, july)).toEqual([['no-personal-id', ['2023-06-02']]]);
  });

  it('knows somebody again who had no id when the waiting began', async () => {
    const noAccount = {
      values: { accountNumber: null, bank: null, channel: 'cash' },
      notes: [noteOf('id-missing', 'personalId'), noteOf('no-account-cash', 'accountNumber')],
    };
    const { province, ref } = await unit({ rows: [reconciled(null, noAccount)] });
    await answerUnit(province, ref);
    province.clock.set(NEXT_DAY);
    await changeRoll(province, ref, (line) => ({
      ...line,
      values: { ...line.values, personalId: AN },
      notes: [noteOf('no-account-cash', 'accountNumber')],
    }));
    await answerUnit(province, ref);

    expect(await waitingIn(province)).toEqual([
      ['no-personal-id', []],
      ['no-account', ['2023-06-02']],
    ]);
  });

  it('holds those of an emergency list too, whose cleaned list stands beside the regular one', async () => {
    const { province, ref } = await unit();
    await answerUnit(province, ref);
    const emergency = await closeList(province, { at: NOON, purpose: 'emergency', rows: [reconciled(null)] });
    await answerUnit(province, emergency);

    expect((await waitingIn(province))[0]).toEqual(['no-personal-id', ['2023-06-02', '2023-06-02']]);
    expect(province.outbox.keys()).toContain(cleanedListKey(CU_KHE, JUNE, 'emergency', 'csv'));
  });

  it('comes with the receipt from one reading of the roll', async () => {
    const { province, ref } = await unit();
    const read: string[] = [];
    const rolls = {
      ofRoll: (roll: Parameters<typeof province.rolls.ofRoll>[0]) => {
        read.push(roll.revision);
        return province.rolls.ofRoll(roll);
      },
    };
    await answerUnit({ ...province, rolls }, ref);

    expect(read).toEqual([ref.id]);
  });

  it('is made again when the roll moves on meanwhile', async () => {
    const { province, ref } = await unit();
    // The worklists are the first JSON among them.
    const outbox = interruptedOnce(province.outbox, 'putJson', 'after', () => settled(province, ref));
    await answerUnit({ ...province, outbox }, ref);

    expect(await waitingIn(province)).toEqual([
      ['no-personal-id', ['2023-06-02']],
      ['conflict', []],
    ]);
  });
});

describe('Answering that is tried again after a crash', () => {
  it.each([
    ['before the receipt', 'replaceJson', 'before', 1],
    ['between JSON and workbook', 'replaceJson', 'after', 1],
    ['before the receipt is recorded', 'put', 'after', 1],
    ['between the worklists and their sheets', 'putJson', 'after', 1],
    ['between two worklists', 'put', 'before', 3],
    ['before the account feed', 'putJson', 'before', 2],
  ] as const)('%s ends the same', async (_, method, when, at) => {
    const { province: calm, ref } = await unit();
    await answerUnit(calm, ref);
    const { province } = await unit();
    const ports = { ...province, outbox: crashingOnce(province.outbox, method, when, at) };
    await expect(answerUnit(ports, ref)).rejects.toThrow(Crash);
    const answered = await answerUnit(ports, ref);

    expect(answered).toMatchObject({ version: 1, waiting: 2 });
    expect(province.outbox.keys()).toEqual(calm.outbox.keys());
    for (const key of calm.outbox.keys()) {
      expect(await province.outbox.bytes(key), key).toEqual(await calm.outbox.bytes(key));
    }
  });
});
