import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { newestReceipt } from '../../bin/month/published-receipts.ts';
import type { Receipt } from '../../lambdas/domain/answers/receipt.ts';
import { runId } from '../../lambdas/domain/payouts/payment.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { personalId } from '../../lambdas/domain/person.ts';
import type { Entitlement } from '../../lambdas/domain/rolls/entitlement.ts';
import { reconciledKey } from '../../lambdas/domain/rolls/submission-chunks.ts';
import { type UnitCode, unitCode } from '../../lambdas/domain/unit.ts';
import { until } from '../support/executions.ts';
import { functionProcesses } from '../support/function-processes.ts';
import {
  joinCloud,
  land,
  landAndWait,
  OFFICER,
  onDay,
  paymentsOf,
  receiptOf,
  signIn,
  stubBucket,
  untilAwaitingApproval,
} from '../support/local-month.ts';
import {
  AMOUNT,
  changeListOf,
  emergencyListOf,
  type ListedPerson,
  LONG_LIST_UNIT,
  listOf,
  longList,
  PEOPLE,
} from '../support/local-people.ts';

/*
 * Lists of one unit follow and cross each other, lists of two units name the same person: whatever the order in which
 * they come and are closed, the rolls are what the lists say in the order in which they arrived, and everybody who is
 * concerned is told. Every test plays in a month of its own.
 */

const cloud = await joinCloud();
const { at, executions } = cloud;
const CU_KHE = unitCode.parse('10120');
const BICH_HOA = unitCode.parse('10126');
const LONG = unitCode.parse(LONG_LIST_UNIT);

const person = (index: number): ListedPerson => {
  const found = PEOPLE[index];
  if (found === undefined) throw new Error('There are not so many people');
  return found;
};
const [HOA, NGHIA, NGUONG, THO, THUY] = [person(0), person(1), person(2), person(3), person(4)];

afterAll(async () => {
  await stubBucket(at).putJson('population/faults.json', {});
});

describe('A change list', () => {
  it('changes the roll that stands: who joins, who leaves, what is paid', async () => {
    const month = await beginning('2022-01');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA, NGHIA]));
    const answer = await send(
      month,
      CU_KHE,
      'bien-dong.xlsx',
      changeListOf([
        { what: 'Tăng', person: NGUONG, amount: AMOUNT },
        { what: 'Giảm', person: HOA, reason: 'Chuyển đi nơi khác' },
        { what: 'Điều chỉnh', person: NGHIA, amount: 540_000 },
      ]),
    );
    expect(answer).toMatchObject({ kind: 'changes', submission: { standing: 'current' } });
    expect(answer.rows.map(({ change, outcome }) => [change, outcome])).toEqual([
      ['increase', 'accepted'],
      ['decrease', 'accepted'],
      ['adjust', 'accepted'],
    ]);
    expect(await rollOf(month, CU_KHE)).toEqual({ [NGHIA.personalId]: 540_000, [NGUONG.personalId]: AMOUNT });
  });

  it('is answered where somebody on it is not on the roll, or is already', async () => {
    const month = await beginning('2022-02');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA]));
    const answer = await send(
      month,
      CU_KHE,
      'bien-dong.xlsx',
      changeListOf([
        { what: 'Tăng', person: HOA, amount: AMOUNT },
        { what: 'Giảm', person: THO },
      ]),
    );
    expect(
      answer.rows.map(({ outcome, notes }) => [outcome, notes.find(({ severity }) => severity === 'error')?.code]),
    ).toEqual([
      ['rejected', 'already-on-roll'],
      ['held', 'not-on-roll'],
    ]);
    expect(await rollOf(month, CU_KHE)).toEqual({ [HOA.personalId]: AMOUNT });
  });

  it('is refused where there is no roll that it could change', async () => {
    const month = await beginning('2022-03');
    const answer = await send(month, BICH_HOA, 'bien-dong.xlsx', changeListOf([{ what: 'Giảm', person: HOA }]));
    expect(answer).toMatchObject({ outcome: 'refused', refusal: { code: 'changes-without-roll' } });
  });

  it('that crosses a full list on its way changes the full list that came before it', async () => {
    const month = await beginning('2022-04');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA, NGHIA]));
    await registryIs({ slowMilliseconds: 1500 });
    await sleep(1_100); // S3 tells arrivals apart by the second.
    const full = await land(cloud, keyOf(month, CU_KHE, 'day-du-2.xlsx'), listOf([HOA, NGHIA, NGUONG]));
    await sleep(1_100); // S3 tells arrivals apart by the second.
    const changes = await land(
      cloud,
      keyOf(month, CU_KHE, 'bien-dong.xlsx'),
      changeListOf([{ what: 'Giảm', person: HOA }]),
    );
    await registryIs({});
    for (const arn of [full, changes]) expect((await executions.untilEnded(arn)).status).toBe('SUCCEEDED');
    expect(await rollOf(month, CU_KHE)).toEqual({ [NGHIA.personalId]: AMOUNT, [NGUONG.personalId]: AMOUNT });
  });

  it('and another that comes at the same time are both carried out', async () => {
    const month = await beginning('2022-05');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA]));
    await sleep(1_100); // S3 tells arrivals apart by the second.
    const arns = await Promise.all([
      land(cloud, keyOf(month, CU_KHE, 'mot.xlsx'), changeListOf([{ what: 'Tăng', person: NGHIA, amount: AMOUNT }])),
      land(cloud, keyOf(month, CU_KHE, 'hai.xlsx'), changeListOf([{ what: 'Tăng', person: NGUONG, amount: AMOUNT }])),
    ]);
    for (const arn of arns) expect((await executions.untilEnded(arn)).status).toBe('SUCCEEDED');
    expect(await rollOf(month, CU_KHE)).toEqual({
      [HOA.personalId]: AMOUNT,
      [NGHIA.personalId]: AMOUNT,
      [NGUONG.personalId]: AMOUNT,
    });
  });
});

describe('A function that dies between storing the lines and closing the list', () => {
  it('leaves the roll before as it was, and the list is closed when it is started anew', async () => {
    const month = await beginning('2022-06');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA, NGHIA]));
    await sleep(1_100); // S3 tells arrivals apart by the second.
    const arn = await land(cloud, keyOf(month, CU_KHE, 'day-du-2.xlsx'), listOf([NGUONG]));
    const idle = await functionProcesses(cloud, 'close-submission');
    for (const pid of idle) process.kill(pid, 'SIGSTOP');
    const underWay = await until('the second list', async () =>
      (await at.submissions.ofUnit(CU_KHE, month)).find(({ status }) => status === 'reading'),
    );
    await until('the stored lines', async () =>
      (await at.work.keys(reconciledKey({ ...underWay, chunk: 0 }))).length > 0 ? true : undefined,
    );
    const before = await rollOf(month, CU_KHE);
    for (const pid of await functionProcesses(cloud, 'close-submission')) process.kill(pid, 'SIGKILL');
    const ended = await executions.untilEnded(arn);
    expect(before).toEqual({ [HOA.personalId]: AMOUNT, [NGHIA.personalId]: AMOUNT });
    expect(ended.status).toBe('SUCCEEDED');
    expect(await rollOf(month, CU_KHE)).toEqual({ [NGUONG.personalId]: AMOUNT });
  });
});

describe('Somebody whom two communes list', () => {
  // Another person in each month: who was paid at a commune last month stays with it (docs/adr/0013-conflicts.md).
  it.each([
    ['2022-07', HOA, CU_KHE, BICH_HOA],
    ['2022-08', THO, BICH_HOA, CU_KHE],
  ])('in %s is paid where they were listed first, and both communes are told', async (text, who, first, second) => {
    const month = await beginning(text);
    await send(month, first, 'day-du.xlsx', listOf([who, NGHIA]));
    await send(month, second, 'day-du.xlsx', listOf([who, NGUONG]));
    expect(await outcomesIn(month, first)).toMatchObject({ [who.personalId]: ['accepted', ['also-listed']] });
    expect(await outcomesIn(month, second)).toMatchObject({ [who.personalId]: ['held', ['claimed-elsewhere']] });
    expect((await newestOf(month, first)).submission?.version).toBe(2);
  });

  it('is paid by the second when the first takes them off its roll', async () => {
    const month = await beginning('2022-09');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA, NGHIA]));
    await send(month, BICH_HOA, 'day-du.xlsx', listOf([HOA, NGUONG]));
    await send(month, CU_KHE, 'bien-dong.xlsx', changeListOf([{ what: 'Giảm', person: HOA }]));
    expect(await rollOf(month, CU_KHE)).toEqual({ [NGHIA.personalId]: AMOUNT });
    expect(await outcomesIn(month, BICH_HOA)).toMatchObject({ [HOA.personalId]: ['accepted', []] });
    const [line] = (await linesOf(month, BICH_HOA)).filter(({ values }) => values.personalId === HOA.personalId);
    expect(line).toMatchObject({ outcome: 'accepted', claim: { standing: 'here' } });
  });

  it('is paid where an officer decides', async () => {
    const month = await beginning('2022-10');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([THUY, NGHIA]));
    await send(month, BICH_HOA, 'day-du.xlsx', listOf([THUY, NGUONG]));
    const api = await signIn(cloud, OFFICER);
    await api.decideConflict({
      period: month,
      person: personalId.parse(THUY.personalId),
      programme: 'BTXH',
      unit: BICH_HOA,
      reason: 'Đã chuyển hộ khẩu',
    });
    await until('the second commune to be told', async () =>
      (await outcomesIn(month, BICH_HOA))[THUY.personalId]?.[0] === 'accepted' ? true : undefined,
    );
    await until('the first commune to be told', async () =>
      (await outcomesIn(month, CU_KHE))[THUY.personalId]?.[0] === 'held' ? true : undefined,
    );
    expect((await linesOf(month, CU_KHE)).find(({ values }) => values.personalId === THUY.personalId)).toMatchObject({
      outcome: 'held',
      claim: { standing: 'elsewhere', unit: BICH_HOA },
    });
  });
});

describe('A list that would change the roll very much', () => {
  it('waits until an officer confirms it; until then the roll before it stays', async () => {
    const month = await beginning('2025-01');
    const { lists } = await longList();
    await landAndWait(cloud, keyOf(month, LONG, 'day-du.xlsx'), lists[0]?.bytes ?? new Uint8Array());
    const before = await linesOf(month, LONG);
    const answer = await send(month, LONG, 'cat-cut.xlsx', listOf(PEOPLE.slice(0, 3)));
    expect(answer.submission?.standing).toBe('awaiting-confirmation');
    expect(answer.confirmationReasons.length).toBeGreaterThan(0);
    expect(await linesOf(month, LONG)).toHaveLength(before.length);

    const waiting = (await at.submissions.ofUnit(LONG, month)).find(({ status }) => status === 'awaiting-confirmation');
    if (waiting === undefined) throw new Error('No list waits');
    const api = await signIn(cloud, OFFICER);
    await api.confirmList(waiting, { as: 'whole-roll', reason: 'Chỉ còn ba người' });
    await until('the list to count', async () => ((await linesOf(month, LONG)).length === 3 ? true : undefined));
    await until('the receipt that says so', async () =>
      (await newestOf(month, LONG)).submission?.standing === 'current' ? true : undefined,
    );
  });
});

describe('An emergency list', () => {
  it('leaves the roll alone and is paid by a run of its own', async () => {
    const month = await beginning('2025-03');
    await send(month, CU_KHE, 'day-du.xlsx', listOf([HOA, NGHIA]));
    const answer = await send(month, CU_KHE, 'bao-so-5.xlsx', emergencyListOf([HOA]));
    expect(answer).toMatchObject({ purpose: 'emergency', totals: { accepted: { rows: 1 } } });
    expect(await rollOf(month, CU_KHE)).toEqual({ [HOA.personalId]: AMOUNT, [NGHIA.personalId]: AMOUNT });

    const api = await signIn(cloud, OFFICER);
    await untilAwaitingApproval(cloud, runId.parse(await api.startRun(month, 'emergency')));
    const drafted = (await paymentsOf(cloud, month)).filter(({ unit }) => unit === CU_KHE);
    expect(drafted).toMatchObject([{ person: HOA.personalId, amount: 1_000_000 }]);
    await untilAwaitingApproval(cloud, runId.parse(await api.startRun(month, 'regular')));
    const all = (await paymentsOf(cloud, month)).filter(({ unit }) => unit === CU_KHE);
    expect(all.map(({ person: who, amount }) => [who, amount]).sort()).toEqual(
      [
        [HOA.personalId, 1_000_000],
        [HOA.personalId, AMOUNT],
        [NGHIA.personalId, AMOUNT],
      ].sort(),
    );
  });
});

/** The clock stands at the third of the month: on time. */
async function beginning(text: string): Promise<Period> {
  const month = period.parse(text);
  await onDay(cloud, month, 3);
  return month;
}

function keyOf(month: Period, unit: UnitCode, name: string): string {
  return `lists/${month}/${unit}/${name}`;
}

/** Sends a list and waits for its receipt. */
async function send(month: Period, unit: UnitCode, name: string, bytes: Uint8Array): Promise<Receipt> {
  await sleep(1_100); // S3 tells arrivals apart by the second.
  return receiptOf(cloud, await landAndWait(cloud, keyOf(month, unit, name), bytes));
}

async function linesOf(month: Period, unit: UnitCode): Promise<Entitlement[]> {
  const roll = await at.submissions.roll(unit, month, 'regular');
  if (roll === undefined) throw new Error('The unit has no roll');
  return Array.fromAsync(at.rolls.ofRoll({ unit, period: month, revision: roll.revision }));
}

/** Who is on a unit's roll, and with how much. */
async function rollOf(month: Period, unit: UnitCode): Promise<Record<string, number | null>> {
  return Object.fromEntries((await linesOf(month, unit)).map(({ values }) => [values.personalId, values.amount]));
}

async function newestOf(month: Period, unit: UnitCode): Promise<Receipt> {
  const found = await newestReceipt(at, unit, month);
  if (found === undefined) throw new Error('The unit has no receipt');
  return found.receipt;
}

/** What the newest receipt of a unit says of each person: the outcome, and the codes of its notes. */
async function outcomesIn(month: Period, unit: UnitCode): Promise<Record<string, [string, string[]]>> {
  const { rows } = await newestOf(month, unit);
  return Object.fromEntries(
    rows.map(({ outcome, notes, values }) => [values?.personalId, [outcome, notes.map(({ code }) => code)]]),
  );
}

async function registryIs(faults: Readonly<Record<string, number>>): Promise<void> {
  await stubBucket(at).putJson('population/faults.json', faults);
}
