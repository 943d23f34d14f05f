import { describe, expect, it } from 'vitest';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { checkedChunk, checkedKey } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import { listRolls, mustBeCarriedOver } from '../../../lambdas/list-rolls/list-rolls.ts';
import { rollForwardUnit } from '../../../lambdas/roll-forward-unit/roll-forward-unit.ts';
import { linesOf, reconcile, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, citizenOf, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const JULY = addMonths(JUNE, 1);
const OPENING = '2023-06-30T17:30:00Z';

/** Cự Khê's roll of June is An, with two months of arrears, and Bình. */
async function afterJune() {
  const province = new Province();
  const rows = [row(AN, { arrears: 720_000 }), row(BINH)];
  const june = await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows });
  return { province, june };
}

async function openJuly(province: Province) {
  province.clock.set(OPENING);
  return listRolls(province, JULY);
}

/** Opens July and takes the rolls into it as the machine does. */
async function rollForward(province: Province) {
  const { units } = await openJuly(province);
  return Promise.all(
    units.map(async (unit) => {
      const { chunks, ...ref } = await rollForwardUnit(province, unit, 1000);
      await reconcile(province, ref);
      return { chunks, ...ref, ...(await closeSubmission(province, ref)) };
    }),
  );
}

describe('Opening a month', () => {
  it("finds each unit's last roll", async () => {
    const { province, june } = await afterJune();
    expect((await openJuly(province)).units).toMatchObject([
      { unit: CU_KHE, period: JULY, from: { period: JUNE, revision: june.id } },
    ]);
  });

  it('leaves alone a unit that has sent its list, and one that never sent any', async () => {
    const { province } = await afterJune();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-29T03:00:00Z', rows: [row(AN)], period: JULY });
    expect((await openJuly(province)).units).toEqual([]);
  });

  it('fails at its end where a unit is left, and names it; otherwise it has nothing to say', async () => {
    const { province } = await afterJune();
    await openJuly(province);
    await expect(mustBeCarriedOver(province, JULY)).rejects.toMatchObject({
      name: 'UnitsLeft',
      message: `Not carried over: ${CU_KHE}`,
    });
    const [july] = await rollForward(province);
    if (july) await answerUnit(province, july);
    expect((await mustBeCarriedOver(province, JULY)).units).toEqual([]);
  });

  it('again finds what is left to do, under the same names', async () => {
    const { province } = await afterJune();
    const first = await openJuly(province);
    expect((await listRolls(province, JULY)).units).toEqual(first.units);
    const [july] = await rollForward(province);
    if (july) await answerUnit(province, july);
    expect((await listRolls(province, JULY)).units).toEqual([]);
  });

  // Found by the simulation (seeds 11705, 11792): nobody settled its conflicts, and its unit had no worklists.
  it('again finds a roll whose unit was not answered, though changes stand on it, and reads nothing of it anew', async () => {
    const { province, june } = await afterJune();
    await rollForward(province);
    const changes = {
      unit: CU_KHE,
      at: '2023-07-02T03:00:00Z',
      rows: [row(CHI)],
      period: JULY,
      kind: 'changes' as const,
    };
    await takeIn(province, changes);
    const [again] = (await listRolls(province, JULY)).units;
    expect(again).toMatchObject({ id: june.id, from: { period: JUNE } });
    if (again) expect(await rollForwardUnit(province, again, 1000)).toMatchObject({ id: june.id, chunks: [] });
  });
});

describe('A roll that is carried into the next month', () => {
  it('lists the same people for the same benefit', async () => {
    const { province } = await afterJune();
    const [july] = await rollForward(province);
    expect(july).toMatchObject({
      status: 'current',
      totals: { read: { rows: 2, amount: 720_000 }, accepted: { rows: 2 } },
    });
  });

  it('leaves the arrears behind: they were for then', async () => {
    const { province } = await afterJune();
    const [july] = await rollForward(province);
    if (!july) throw new Error('Nothing was rolled forward');
    expect((await linesOf(province, july)).map(({ values }) => values.arrears)).toEqual([null, null]);
  });

  it('holds who is paid through somebody whose authorisation has run out', async () => {
    const province = new Province();
    const payee = { payeeName: 'Lê Thị Hoa', payeeRole: 'authorised', payeeUntil: '2023-06-30' };
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN, payee), row(BINH)] });
    const [july] = await rollForward(province);
    if (!july) throw new Error('Nothing was rolled forward');
    expect(
      (await linesOf(province, july)).map(({ outcome, notes }) => [outcome, notes.map(({ code }) => code)]),
    ).toEqual([
      ['held', ['payee-expired']],
      ['accepted', []],
    ]);
  });

  it('never waits to be confirmed, and is a change list’s roll from then on', async () => {
    const { province } = await afterJune();
    await rollForward(province);
    const rows = [{ ...row(BINH), change: 'decrease' as const }];
    const list = { unit: CU_KHE, at: '2023-07-03T03:00:00Z', rows, period: JULY, kind: 'changes' as const };
    expect(await takeIn(province, list)).toMatchObject({ status: 'current' });
    expect(await province.submissions.roll(CU_KHE, JULY, 'regular')).toMatchObject({
      rolledForward: false,
      comparison: { before: { period: JUNE, people: 2 }, left: { people: 1 }, after: { people: 1 } },
    });
  });

  it('is verified anew: who died since is held', async () => {
    const { province } = await afterJune();
    province.registry.enter(citizenOf(AN, { deceasedOn: '2023-06-20' }));
    const [july] = await rollForward(province);
    expect(july?.totals).toMatchObject({ accepted: { rows: 1 }, held: { rows: 1 } });
  });

  it('forgets what the registry found last month', async () => {
    const province = new Province();
    province.registry.enter(citizenOf(AN, { fullName: 'Nguyễn Thị Tứ' }));
    const june = await sendList(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await reconcile(province, june);
    expect(await closeSubmission(province, june)).toMatchObject({ totals: { held: { rows: 1 } } });
    province.registry.enter(citizenOf(AN));
    expect(await rollForward(province)).toMatchObject([{ totals: { accepted: { rows: 1 } } }]);
  });

  it('gives way to a list for the month, even one that was still being read when the month opened', async () => {
    const { province } = await afterJune();
    const list = { unit: CU_KHE, at: '2023-06-30T17:29:50Z', rows: [row(BINH)], period: JULY };
    const early = await sendList(province, list);
    const [forwarded] = await rollForward(province);
    expect(forwarded).toMatchObject({ status: 'current' });
    await reconcile(province, early);
    expect(await closeSubmission(province, early)).toMatchObject({ status: 'current' });
    expect(await province.submissions.rolls([CU_KHE], JULY)).toMatchObject([
      { revision: early.id, rolledForward: false },
    ]);
  });

  it('keeps its claim against a commune that lists the person later', async () => {
    const { province } = await afterJune();
    await rollForward(province);
    const other = await takeIn(province, { unit: KIM_BAI, at: '2023-07-02T03:00:00Z', rows: [row(AN)], period: JULY });
    expect(await linesOf(province, other)).toMatchObject([{ claim: { standing: 'elsewhere', unit: CU_KHE } }]);
  });

  it('goes into chunks of the size asked for, each told where it starts', async () => {
    const { province } = await afterJune();
    const { units } = await openJuly(province);
    const [unit] = units;
    if (!unit) throw new Error('Nothing to roll forward');
    const { chunks } = await rollForwardUnit(province, unit, 1);
    const starts = await Promise.all(chunks.map((chunk) => province.work.unpack(checkedKey(chunk), checkedChunk)));
    expect(starts.map(({ start, rows }) => [start, rows.length])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});
