import { describe, expect, it } from 'vitest';
import { answerUnit } from '../../../lambdas/answer-unit/answer-unit.ts';
import { countPayments } from '../../../lambdas/count-payments/count-payments.ts';
import { countRolls } from '../../../lambdas/count-rolls/count-rolls.ts';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { noteOf } from '../../../lambdas/domain/lists/note-catalogue.ts';
import { lastDay } from '../../../lambdas/domain/period.ts';
import type { PersonalId } from '../../../lambdas/domain/person.ts';
import { villageKey, villageName } from '../../../lambdas/domain/readings/village.ts';
import { unitsAskedForLists } from '../../../lambdas/domain/reports/asked-units.ts';
import {
  figureParts,
  figuresKey,
  paidFiguresKey,
  planKey,
  rollFiguresKey,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { type Unit, unitCode, unit as unitSchema } from '../../../lambdas/domain/unit.ts';
import { rollUpFigures } from '../../../lambdas/roll-up-figures/roll-up-figures.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, CU_KHE, JUNE, KIM_BAI, MAY, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';
import { answered } from '../books/closing-month.ts';
import { countMonth, PUBLICATION, plan, rolledUp, slicesOfPlan } from './counted-month.ts';

const MORNING = '2023-06-02T03:00:00Z';
const NOON = '2023-06-02T05:00:00Z';
const THANH_OAI = unitCode.parse('278');
const HA_NOI = unitCode.parse('01');

/** An and Bình (Cự Khê, two villages) and Chi (Kim Bài) are instructed; An and Chi are paid. */
async function paidJune(): Promise<Province> {
  const province = new Province();
  const rows = [row(AN, { village: 'Thôn Cự Đà' }), row(BINH, { village: 'Thôn Khê Tang' })];
  await takeIn(province, { unit: CU_KHE, at: MORNING, rows });
  await takeIn(province, { unit: KIM_BAI, at: NOON, rows: [row(CHI, { arrears: 360_000 })] });
  province.clock.set('2023-06-08T02:00:00Z');
  await payOut(province, '2023-06-regular-1');
  await answered(province, AN, 'paid');
  await answered(province, CHI, 'paid');
  return province;
}

/** What the counting tasks left. */
function countedIn({ work }: Province, { rolls, payments }: ReturnType<typeof slicesOfPlan>) {
  const keys = [...rolls.map(rollFiguresKey), ...payments.map(paidFiguresKey)];
  return Promise.all(keys.map((key) => work.unpack(key, figureParts)));
}

describe('A counted month', () => {
  it('has every unit with a roll and those above it, rolls and payments together', async () => {
    const { units } = await countMonth(await paidJune());
    const figuresOf = units.map(({ unit, groups: { BTXH } }) => [
      unit,
      BTXH.onRoll.cumulative,
      BTXH.paidPeople.inPeriod,
      BTXH.paidAmount.inPeriod,
    ]);
    expect(figuresOf).toEqual([
      [HA_NOI, 3, 2, 1_080_000],
      [KIM_BAI, 1, 1, 720_000],
      [CU_KHE, 2, 1, 360_000],
      [THANH_OAI, 3, 2, 1_080_000],
    ]);
  });

  it('knows by village who is on the roll and who was paid', async () => {
    const { units } = await countMonth(await paidJune());
    const cuKhe = units.find(({ unit }) => unit === CU_KHE);
    expect(
      cuKhe?.villages.map(({ village, targets: [all] }) => [village, all?.onRoll.cumulative, all?.paidPeople.inPeriod]),
    ).toEqual([
      ['Thôn Cự Đà', 1, 1],
      ['Thôn Khê Tang', 1, 0],
    ]);
  });

  it('has totals that all hold, with where both sides come from, for every unit', async () => {
    const { controlTotals, units } = await countMonth(await paidJune());
    expect(controlTotals.every(({ holds, from }) => holds && from !== '')).toBe(true);
    expect(new Set(controlTotals.map(({ unit }) => unit))).toEqual(new Set([null, ...units.map(({ unit }) => unit)]));
  });

  it('has the controls of every unit that is asked for a list, and of nobody else', async () => {
    const { controls } = await countMonth(await paidJune());
    const communes = controls.map(({ unit }) => unit);
    expect(communes).toHaveLength(21);
    expect(communes).toEqual(communes.toSorted());
    expect(communes).not.toContain(THANH_OAI);
    expect(controls.find(({ unit }) => unit === CU_KHE)).toMatchObject({
      lists: [{ status: 'current', late: false }],
      rows: { rows: 2, amount: 720_000 },
    });
    expect(controls.find(({ unit }) => unit === '10126')).toEqual({
      unit: '10126',
      lists: [],
      carriedOver: false,
      notes: [],
      rows: { rows: 0, amount: 0 },
      held: { rows: 0, amount: 0 },
      claimedElsewhere: { rows: 0, amount: 0 },
      repeated: { rows: 0, amount: 0 },
    });
  });

  it('counts a district that sent a list beside its communes', async () => {
    const province = await paidJune();
    await takeIn(province, { unit: THANH_OAI, at: NOON, rows: [row('001160000004')] });
    const { controls, units } = await countMonth(province);
    expect(controls.map(({ unit }) => unit)).toContain(THANH_OAI);
    expect(units.find(({ unit }) => unit === THANH_OAI)?.distinctPeople).toBe(4);
  });

  it('stops when the roll that is read is not the roll that was recorded', async () => {
    const province = await paidJune();
    const planned = await plan(province);
    const rolls = planned.rolls.map((one) => ({ ...one, recorded: { rows: 2, amount: 720_001 } }));
    await province.work.pack(planKey(PUBLICATION), { ...planned, rolls });
    const slices = slicesOfPlan(planned);
    for (const slice of slices.rolls) await countRolls(province, slice);
    for (const slice of slices.payments) await countPayments(province, slice);
    await expect(rollUpFigures(province, PUBLICATION, slices, 10)).rejects.toThrow(
      'Số tiền danh sách hiện hành (đồng), Xã Cự Khê: đã đọc = đã ghi: 720000 ≠ 720001',
    );
    expect(province.work.keys()).not.toContain(figuresKey(PUBLICATION));
  });

  it('stops at counts that cannot be', async () => {
    const province = await paidJune();
    const slices = slicesOfPlan(await plan(province));
    for (const slice of slices.rolls) await countRolls(province, slice);
    for (const slice of slices.payments) await countPayments(province, slice);
    const [first] = slices.rolls;
    if (first === undefined) throw new Error('There is no slice');
    const text = new TextDecoder().decode(await province.work.bytes(rollFiguresKey(first)));
    const broken = text.replace('"onRoll":{"cumulative":2,', '"onRoll":{"cumulative":-2,');
    expect(broken).not.toBe(text);
    await province.work.put(rollFiguresKey(first), broken, 'application/gzip');
    await expect(rollUpFigures(province, PUBLICATION, slices, 10)).rejects.toThrow('Too small');
  });

  it('is what the first try counted, whatever is paid before the second', async () => {
    const province = await paidJune();
    const slices = slicesOfPlan(await plan(province));
    for (const slice of slices.rolls) await countRolls(province, slice);
    for (const slice of slices.payments) await countPayments(province, slice);
    await rollUpFigures(province, PUBLICATION, slices, 10);
    const [before, counted] = [await rolledUp(province), await countedIn(province, slices)];
    await answered(province, BINH, 'paid');
    for (const slice of slices.rolls) await countRolls(province, slice);
    for (const slice of slices.payments) await countPayments(province, slice);
    expect(await countedIn(province, slices)).toEqual(counted);
    await rollUpFigures(province, PUBLICATION, slices, 10);
    expect(await rolledUp(province)).toEqual(before);
  });
});

describe("A unit's controls", () => {
  const REPEATED = { ...row(BINH, { arrears: 40_000 }), outcome: 'rejected' } as const;
  const repeats: CheckedRow = { ...REPEATED, notes: [noteOf('repeated-row', 'row', '9', '8')] };
  const idMissing = (id: PersonalId): CheckedRow => {
    const one = row(id);
    return { ...one, notes: [...one.notes, noteOf('hidden-row', 'row'), noteOf('hidden-row', 'row')] };
  };

  async function controlsOfCuKhe(province: Province) {
    const { controls } = await countMonth(province);
    const found = controls.find(({ unit }) => unit === CU_KHE);
    if (found === undefined) throw new Error('Cự Khê has no controls');
    return found;
  }

  it('say what the newest receipts of the lists said', async () => {
    const province = new Province();
    const first = await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN), repeats] });
    const second = await takeIn(province, {
      unit: CU_KHE,
      at: '2023-06-07T03:00:00Z',
      rows: [row(AN), row(BINH), repeats],
    });
    for (const ref of [first, second]) await answerUnit(province, ref);
    const { lists, repeated } = await controlsOfCuKhe(province);

    expect(lists.map(({ status, late, totals }) => [status, late, totals?.read.rows, totals?.rejected.rows])).toEqual([
      ['superseded', false, 2, 1],
      ['current', true, 3, 1],
    ]);
    expect(repeated).toEqual({ rows: 1, amount: 400_000 });
  });

  it('leave totals open of a list that has no receipt', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)] });
    const { lists, repeated } = await controlsOfCuKhe(province);
    expect(lists.map(({ totals }) => totals)).toEqual([null]);
    expect(repeated.rows).toBe(0);
  });

  it('leave out emergency lists: they have no deadline', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)], purpose: 'emergency' });
    expect((await controlsOfCuKhe(province)).lists).toEqual([]);
  });

  it('count notes by row, the most frequent first', async () => {
    const province = new Province();
    const rows = [idMissing(AN), idMissing(BINH), row(null)];
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows });
    const { notes, held, rows: counted } = await controlsOfCuKhe(province);
    expect(notes).toEqual([
      { code: 'hidden-row', severity: 'warning', field: 'row', rows: 2 },
      { code: 'id-missing', severity: 'error', field: 'personalId', rows: 1 },
    ]);
    expect([counted.rows, held.rows]).toEqual([3, 1]);
  });

  it('count what another unit holds, with the đồng that are not paid twice', async () => {
    const province = new Province();
    await takeIn(province, { unit: KIM_BAI, at: MORNING, rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: NOON, rows: [row(AN, { arrears: 1_000 }), row(BINH)] });
    const { claimedElsewhere, held } = await controlsOfCuKhe(province);
    expect(claimedElsewhere).toEqual({ rows: 1, amount: 361_000 });
    expect(held).toEqual({ rows: 1, amount: 360_000 });
  });

  it('say that a roll is carried over', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-05-02T03:00:00Z', rows: [row(AN)], period: MAY });
    await takeIn(province, { unit: CU_KHE, at: MORNING, rows: [row(AN)] });
    const planned = await plan(province);
    const rolls = planned.rolls.map((one) => ({ ...one, rolledForward: true }));
    await province.work.pack(planKey(PUBLICATION), { ...planned, rolls });
    const slices = slicesOfPlan(planned);
    for (const slice of slices.rolls) await countRolls(province, slice);
    for (const slice of slices.payments) await countPayments(province, slice);
    await rollUpFigures(province, PUBLICATION, slices, 10);
    const { controls, units } = await rolledUp(province);
    expect(controls.find(({ unit }) => unit === CU_KHE)?.carriedOver).toBe(true);
    expect(units.find(({ unit }) => unit === CU_KHE)?.groups.BTXH.onRoll).toEqual({ cumulative: 1, inPeriod: 0 });
  });
});

describe('A village', () => {
  it('is kept composed, with single spaces, without invisible signs, at most sixty letters', () => {
    expect(villageName(' Thôn\u200B  Đông '.normalize('NFD'))).toBe('Thôn Đông');
    expect(Array.from(villageName('Ấp'.repeat(5_000)) ?? '')).toHaveLength(60);
  });

  it('is none where nothing but spaces is written', () => {
    expect([villageName(null), villageName(''), villageName(' \u00A0')]).toEqual([null, null, null]);
  });

  it('is the same in capitals', () => {
    expect(villageKey('THÔN ĐÔNG')).toBe(villageKey('Thôn Đông'));
  });

  it('is on the payment that is drafted from the row', async () => {
    const province = await paidJune();
    expect(province.payments.all().map(({ person, village, period }) => [person, village, period])).toEqual(
      expect.arrayContaining([
        [AN, 'Thôn Cự Đà', JUNE],
        [CHI, null, JUNE],
      ]),
    );
  });
});

describe('Asked for a list', () => {
  const place = (code: string, level: Unit['level'], parent: string | null): Unit =>
    unitSchema.parse({ code, name: `Đơn vị ${code}`, level, parent, validFrom: '2000-01-01', validTo: null });

  it('are communes, and units with nobody below them', () => {
    const units = [
      place('01', 'province', null),
      place('278', 'district', '01'),
      place('10114', 'commune', '278'),
      place('279', 'district', '01'),
    ];
    expect([...unitsAskedForLists(units, JUNE)]).toEqual(['10114', '279']);
  });

  it('are only units that are valid in the month', () => {
    const past = { ...place('10114', 'commune', '278'), validTo: lastDay(MAY) };
    expect([...unitsAskedForLists([past, place('278', 'district', null)], JUNE)]).toEqual(['278']);
  });
});
