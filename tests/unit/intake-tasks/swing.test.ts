import { describe, expect, it } from 'vitest';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { confirmList } from '../../../lambdas/confirm-list/confirm-list.ts';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import type { ListConfirmation } from '../../../lambdas/domain/rolls/submission.ts';
import { closingKey, closingReport, type SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { registerSubmission } from '../../../lambdas/register-submission/register-submission.ts';
import { closeAtOnce } from '../../support/closed-period.ts';
import { OFFICER, rollOf, takeIn } from '../../support/in-memory/month.ts';
import { CU_KHE, JUNE, MAY, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const FIRST = '2023-06-01T03:00:00Z';
const SECOND = '2023-06-02T03:00:00Z';
const THIRD = '2023-06-03T03:00:00Z';

const person = (index: number) => `0011450${String(index).padStart(5, '0')}`;
const people = (count: number, from = 1, given: Parameters<typeof row>[1] = {}): CheckedRow[] =>
  Array.from({ length: count }, (_, index) => row(person(from + index), given));

/** Cự Khê's roll of June: thirty people of social assistance, and twelve of merit. */
async function withRoll() {
  const province = new Province();
  const rows = [...people(30), ...people(12, 31, { programme: 'NCC', amount: 1_624_000 })];
  const first = await takeIn(province, { unit: CU_KHE, at: FIRST, rows });
  return { province, first, rows };
}

async function send(province: Province, rows: readonly CheckedRow[], at = SECOND) {
  return takeIn(province, { unit: CU_KHE, at, rows });
}

async function reasonsOf(province: Province, ref: SubmissionRef) {
  const { confirmationReasons } = await province.work.unpack(closingKey(ref), closingReport);
  return confirmationReasons.map(({ code }) => code);
}

/** The machine, as whoever starts it sees it. */
function machine() {
  const started: { name: string; input: object }[] = [];
  const startMachine = async (name: string, input: object) => {
    if (started.some((one) => one.name === name)) return false;
    started.push({ name, input });
    return true;
  };
  return { started, startMachine };
}

const said = (as: ListConfirmation['as']) => ({ as, by: OFFICER, reason: 'Đúng như vậy' });

describe('A list that changes the roll very much', () => {
  it('waits, and the roll before it stays', async () => {
    const { province, first, rows } = await withRoll();
    const list = await send(province, rows.slice(0, 10));
    expect(list).toMatchObject({ outcome: 'closed', status: 'awaiting-confirmation', answers: [{ id: list.id }] });
    expect(await reasonsOf(province, list)).toEqual(['swing-people', 'swing-amount', 'programme-gone']);
    expect((await province.submissions.roll(CU_KHE, JUNE, 'regular'))?.revision).toBe(first.id);
    expect(await province.submissions.statusOf(CU_KHE, JUNE, first.id)).toBe('current');
  });

  it('is one that doubles a column of amounts', async () => {
    const { province, rows } = await withRoll();
    const doubled = rows.map((one) => ({
      ...one,
      values: { ...one.values, amount: row(null, { amount: Number(one.values.amount) * 2 }).values.amount },
    }));
    expect(await reasonsOf(province, await send(province, doubled))).toEqual(['swing-amount']);
  });

  it('is one of as many people, but others: another unit’s list sent by mistake', async () => {
    const { province } = await withRoll();
    const others = [...people(30, 101), ...people(12, 131, { programme: 'NCC', amount: 1_624_000 })];
    expect(await reasonsOf(province, await send(province, others))).toEqual(['swing-left']);
  });

  it('is compared with last month’s where it is the first of the month', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-05-02T03:00:00Z', rows: people(40), period: MAY });
    expect(await send(province, people(3))).toMatchObject({ status: 'awaiting-confirmation' });
    expect(await rollOf(province, CU_KHE)).toEqual([]);
  });

  it('is not one of a few people more or less, nor a unit’s first', async () => {
    const { province, rows } = await withRoll();
    expect(await send(province, rows.slice(5))).toMatchObject({ status: 'current' });
  });

  it('keeps its people’s claims, and those of the roll before it, while it waits', async () => {
    const { province, rows } = await withRoll();
    await send(province, rows.slice(0, 10));
    for (const { values } of rows) {
      if (values.personalId) expect(province.claims.of(JUNE, values.personalId)).toHaveLength(1);
    }
  });

  it('whose bytes come again while it waits is answered before', async () => {
    const { province, rows } = await withRoll();
    const few = rows.slice(0, 10);
    const list = await send(province, few);
    province.clock.set(THIRD);
    await province.inbox.putJson(`lists/${JUNE}/${CU_KHE}/lan-3.xlsx`, few);
    const landed = { key: `lists/${JUNE}/${CU_KHE}/lan-3.xlsx`, versionId: undefined };
    expect(await registerSubmission(province, landed)).toMatchObject({ outcome: 'repeated', id: list.id });
  });

  it('is superseded by a full list that comes after it', async () => {
    const { province, rows } = await withRoll();
    const list = await send(province, rows.slice(0, 10));
    await send(province, rows, THIRD);
    expect(await province.submissions.statusOf(CU_KHE, JUNE, list.id)).toBe('superseded');
  });
});

describe('An officer’s confirmation', () => {
  it('as the whole roll makes it the roll', async () => {
    const { province, rows } = await withRoll();
    const list = await send(province, rows.slice(0, 10));
    const { started, startMachine } = machine();
    const done = await confirmList({ ...province, startMachine }, list, said('whole-roll'));
    expect(done).toMatchObject({ confirmed: { as: 'whole-roll', by: OFFICER, reason: 'Đúng như vậy' } });
    expect(started).toMatchObject([{ input: { confirmed: { unit: CU_KHE, period: JUNE, id: list.id } } }]);
    expect(await closeSubmission(province, list)).toMatchObject({ status: 'current' });
    expect(await rollOf(province, CU_KHE)).toHaveLength(10);
    const left = rows.slice(10).flatMap(({ values }) => values.personalId ?? []);
    for (const one of left) expect(province.claims.of(JUNE, one)).toEqual([]);
  });

  it('as replacing its own programmes leaves the others on the roll', async () => {
    const { province, rows } = await withRoll();
    const list = await send(province, rows.slice(0, 29));
    const { startMachine } = machine();
    await confirmList({ ...province, startMachine }, list, said('own-programmes'));
    expect(await closeSubmission(province, list)).toMatchObject({ status: 'current' });
    const roll = await rollOf(province, CU_KHE);
    expect(roll.filter(({ values }) => values.programme === 'NCC')).toHaveLength(12);
    expect(roll).toHaveLength(41);
    expect((await province.submissions.roll(CU_KHE, JUNE, 'regular'))?.parts).toMatchObject([
      { kind: 'full' },
      { kind: 'programmes' },
    ]);
  });

  it('said twice, also by two officers, starts the machine once', async () => {
    const { province, rows } = await withRoll();
    const list = await send(province, rows.slice(0, 10));
    const { started, startMachine } = machine();
    const first = await confirmList({ ...province, startMachine }, list, said('whole-roll'));
    const again = await confirmList({ ...province, startMachine }, list, { ...said('whole-roll'), by: 'can-bo-2' });
    expect(again).toEqual(first);
    expect(started).toHaveLength(1);
    expect(await confirmList({ ...province, startMachine }, list, said('own-programmes'))).toEqual({
      refused: 'confirmed-otherwise',
    });
  });

  it('as its own programmes is refused while the month has no roll that holds the others', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-05-02T03:00:00Z', rows: people(40), period: MAY });
    const list = await send(province, people(3));
    const { startMachine } = machine();
    const done = await confirmList({ ...province, startMachine }, list, said('own-programmes'));
    expect(done).toEqual({ refused: 'no-roll-yet' });
  });

  it('is refused for a list that does not wait, or is not there, or of a closed month', async () => {
    const { province, first, rows } = await withRoll();
    const { started, startMachine } = machine();
    const confirm = (ref: SubmissionRef) => confirmList({ ...province, startMachine }, ref, said('whole-roll'));
    expect(await confirm(first)).toEqual({ refused: 'not-awaiting' });
    expect(await confirm({ ...first, unit: CU_KHE, period: MAY })).toEqual({ refused: 'no-such-list' });
    const waiting = await send(province, rows.slice(0, 10));
    await send(province, rows, THIRD);
    expect(await confirm(waiting)).toEqual({ refused: 'not-awaiting' });
    await closeAtOnce(province.runs, JUNE);
    expect(await confirm(first)).toEqual({ refused: 'period-closed' });
    expect(started).toEqual([]);
  });
});
