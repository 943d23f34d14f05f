import { describe, expect, it } from 'vitest';
import { payoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { addMonths, firstDay, period } from '../../../lambdas/domain/period.ts';
import { type Unit, type UnitCode, unitCode } from '../../../lambdas/domain/unit.ts';
import { FORM_1_REPORT } from '../../../lambdas/formats/reports/form-reports.ts';
import { PROGRESS } from '../../../lambdas/formats/reports/progress-report.ts';
import { takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { publish } from '../../support/in-memory/publication.ts';
import {
  BICH_HOA,
  CU_KHE,
  DISTRICT,
  fewUnits,
  HA_NOI,
  KIM_BAI,
  MY_HUNG,
  paid,
  publishedFrom,
  smallProvince,
  stopsWith,
  WISH,
} from './bad-input-published.ts';

/*
 * Units that do not make a tree, and units that merge, through the whole publication.
 */

const REPORTS = [FORM_1_REPORT, PROGRESS];

describe('A unit whose superior is nowhere', () => {
  it.each([
    ['has none in the units file', null],
    ['has one that the units file does not know', unitCode.parse('999')],
  ])('%s: it stands alone, no sum above has it, and the manifest and a message say so', async (_, parent) => {
    const province = smallProvince(fewUnits({ [CU_KHE]: { parent } }));
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
    await takeIn(province, { unit: KIM_BAI, at: '2023-06-03T03:00:00Z', rows: [row(CHI)] });
    const { manifest, progress, published } = await publishedFrom(province, REPORTS);
    const people = async (unit: UnitCode) => (await progress(unit)).distinctPeople;
    expect([await people(HA_NOI), await people(DISTRICT), await people(CU_KHE)]).toEqual([1, 1, 2]);
    expect(manifest.unplaced).toEqual([CU_KHE]);
    expect(published.messages.map(({ body }) => body).join('\n')).toContain('không cộng vào cấp trên: 10120');
  });
});

describe('A unit that is its own ancestor', () => {
  it.each([
    ['by itself', { [CU_KHE]: { parent: CU_KHE } }],
    ['through another', { [DISTRICT]: { parent: CU_KHE } }],
  ])('%s stops the run', async (_, changes) => {
    const province = smallProvince(fewUnits(changes));
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await stopsWith(publish(province, WISH), 'UnitHierarchyBroken', province);
  });

  it('and has no list does not keep the others waiting: it has no reports, and stands among those without a list', async () => {
    const province = smallProvince(fewUnits({ [BICH_HOA]: { parent: MY_HUNG }, [MY_HUNG]: { parent: BICH_HOA } }));
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    const { manifest, progress } = await publishedFrom(province, REPORTS);
    expect(manifest.withoutList).toEqual(expect.arrayContaining([BICH_HOA, MY_HUNG]));
    expect((await progress(HA_NOI)).distinctPeople).toBe(1);
  });
});

describe('A month in which units merged', () => {
  const JULY = period.parse('2025-07');
  const LAST = addMonths(JULY, -1);
  const commune = (code: string, name: string): Unit => ({
    code: unitCode.parse(code),
    name,
    level: 'commune',
    parent: HA_NOI,
    validFrom: firstDay(JULY),
    validTo: null,
  });
  const NEW = unitCode.parse('10200');
  const MERGED = [...fewUnits(), commune(NEW, 'Xã Thanh Oai')];

  /** A province in which two months were paid. */
  async function paidProvince(units: readonly Unit[]): Promise<Province> {
    const province = smallProvince(units);
    for (const month of [LAST, JULY]) {
      await province.runs.start(
        payoutRun.parse({
          schemaVersion: 1,
          run: `${month}-regular-1`,
          period: month,
          kind: 'regular',
          startedBy: 'can-bo',
          startedAt: `${month}-06T03:00:00Z`,
          status: 'approved',
          manifestHash: null,
          manifestKey: null,
          taskTokens: [],
          decisions: [],
        }),
      );
    }
    return province;
  }

  async function paidInForms(province: Province) {
    const { form1, manifest } = await publishedFrom(province, [FORM_1_REPORT], JULY);
    const ofUnit = async (unit: UnitCode) => (await form1(unit)).rows.find(({ row: id }) => id === 'III.2')?.dong;
    return { manifest, ofUnit };
  }

  it('has the new units under the province, and there alone what the old ones were paid in the year', async () => {
    const province = await paidProvince(MERGED);
    await province.payments.draftAll([paid(AN, CU_KHE, LAST), paid(BINH, NEW, JULY)]);
    await takeIn(province, { unit: NEW, at: '2025-07-02T03:00:00Z', rows: [row(AN), row(BINH)], period: JULY });
    const { manifest, ofUnit } = await paidInForms(province);
    expect(manifest.unplaced).toEqual([]);
    expect(await ofUnit(HA_NOI)).toMatchObject({ '5': 720_000, '6': 360_000 });
    expect(await ofUnit(NEW)).toMatchObject({ '5': 360_000, '6': 360_000 });
    expect(manifest.files.filter(({ key }) => key.includes(`/${CU_KHE}/`))).toEqual([]);
  });

  it('keeps the money of a code apart from that of the place that bears the code since', async () => {
    const province = await paidProvince([...MERGED, commune(CU_KHE, 'Xã Bình Minh')]);
    await province.payments.draftAll([paid(AN, CU_KHE, LAST), paid(BINH, CU_KHE, JULY)]);
    await takeIn(province, { unit: CU_KHE, at: '2025-07-02T03:00:00Z', rows: [row(BINH)], period: JULY });
    const { ofUnit } = await paidInForms(province);
    expect(await ofUnit(CU_KHE)).toMatchObject({ '5': 360_000, '6': 360_000 });
    expect(await ofUnit(HA_NOI)).toMatchObject({ '5': 720_000, '6': 360_000 });
  });
});
