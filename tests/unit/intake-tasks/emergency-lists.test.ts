import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../lambdas/domain/period.ts';
import { listRolls } from '../../../lambdas/list-rolls/list-rolls.ts';
import { draft, reconcile, rollOf, sendList, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province } from '../../support/in-memory/province.ts';

const HELP = { programme: 'KHAC', amount: 1_000_000 };

/** Cự Khê's roll of An and Bình, An with a benefit of her own under KHAC; and help after a flood for An. */
async function afterTheFlood() {
  const province = new Province();
  const rows = [row(AN, { programme: 'KHAC', amount: 500_000 }), row(BINH)];
  const regular = await takeIn(province, { unit: CU_KHE, at: '2023-06-01T03:00:00Z', rows });
  const list = { unit: CU_KHE, at: '2023-06-10T03:00:00Z', rows: [row(AN, HELP)], purpose: 'emergency' as const };
  return { province, regular, emergency: await takeIn(province, list) };
}

const paid = (province: Province) => province.payments.all().map(({ person, amount, run }) => [run, person, amount]);

describe('An emergency list', () => {
  it('has a roll of its own; the unit’s regular roll stays', async () => {
    const { province, regular, emergency } = await afterTheFlood();
    expect(emergency).toMatchObject({ status: 'current', totals: { accepted: { rows: 1 } } });
    expect((await province.submissions.roll(CU_KHE, JUNE, 'regular'))?.revision).toBe(regular.id);
    expect(await rollOf(province, CU_KHE, JUNE, 'emergency')).toMatchObject([{ purpose: 'emergency' }]);
    expect(await province.submissions.statusOf(CU_KHE, JUNE, regular.id)).toBe('current');
  });

  it('is no conflict with somebody’s regular benefit, but with another unit’s emergency list', async () => {
    const { province } = await afterTheFlood();
    const at = '2023-06-11T03:00:00Z';
    const other = await takeIn(province, { unit: KIM_BAI, at, rows: [row(AN, HELP)], purpose: 'emergency' });
    expect(other).toMatchObject({ outcome: 'contested', totals: { held: { rows: 1 } } });
  });

  // Found by the simulation (seed 7837): another unit could then hold the same benefit, and both were accepted.
  it('that is read after a newer one leaves the unit’s regular claims alone', async () => {
    const province = new Province();
    const help = { unit: CU_KHE, rows: [row(AN, HELP)], purpose: 'emergency' as const };
    await takeIn(province, { unit: CU_KHE, at: '2023-06-01T03:00:00Z', rows: [row(AN)] });
    const late = await sendList(province, { ...help, at: '2023-06-09T03:00:00Z' });
    await takeIn(province, { ...help, at: '2023-06-10T03:00:00Z' });
    await reconcile(province, late);
    expect(
      province.claims
        .of(JUNE, AN)
        .map(({ benefit }) => benefit)
        .sort(),
    ).toEqual(['BTXH', 'EMERGENCY']);
  });

  it('is not carried into the next month', async () => {
    const { province, regular } = await afterTheFlood();
    province.clock.set('2023-06-30T17:30:00Z');
    const { units } = await listRolls(province, addMonths(JUNE, 1));
    expect(units).toMatchObject([{ unit: CU_KHE, from: { revision: regular.id } }]);
  });

  it('is paid by a run of its own, beside the regular one and never by it', async () => {
    const { province } = await afterTheFlood();
    await draft(province, '2023-06-emergency-1', 'emergency');
    expect(paid(province)).toEqual([['2023-06-emergency-1', AN, 1_000_000]]);
    await draft(province, '2023-06-regular-1', 'regular');
    expect(paid(province).sort()).toEqual([
      ['2023-06-emergency-1', AN, 1_000_000],
      ['2023-06-regular-1', AN, 500_000],
      ['2023-06-regular-1', BINH, 360_000],
    ]);
  });

  it('counts among the other programmes, whatever programme and category it names', async () => {
    const province = new Province();
    const rows = [row(AN, { ...HELP, programme: 'NCC', category: 'ncc-5' })];
    await takeIn(province, { unit: CU_KHE, at: '2023-06-10T03:00:00Z', rows, purpose: 'emergency' });
    await draft(province, '2023-06-emergency-1', 'emergency');
    expect(province.payments.all()).toMatchObject([{ programme: 'KHAC', category: null }]);
  });

  it('is paid once, whatever run comes again', async () => {
    const { province } = await afterTheFlood();
    await draft(province, '2023-06-emergency-1', 'emergency');
    await draft(province, '2023-06-emergency-2', 'emergency');
    expect(paid(province)).toHaveLength(1);
  });
});
