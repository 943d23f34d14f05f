import ExcelJS from 'exceljs';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { firstDay } from '../../../lambdas/domain/period.ts';
import { reportKey } from '../../../lambdas/domain/reports/report-objects.ts';
import { REPORTS } from '../../../lambdas/render-reports/report-catalogue.ts';
import { payOut, takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, JUNE, row } from '../../support/in-memory/people.ts';
import { THANH_OAI } from '../../support/in-memory/province.ts';
import {
  BICH_HOA,
  CU_KHE,
  cellsOf,
  DISTRICT,
  fewUnits,
  HA_NOI,
  KIM_BAI,
  publishedFrom,
  smallProvince,
} from './bad-input-published.ts';

/*
 * Names as nobody should choose them, through every report of the catalogue.
 */

const SCRIPT = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';
const FORMULA = '=1+1';
const PROTO = '__proto__';
const LONG = 'Xã Dài '.repeat(1429).slice(0, 10_000);

describe('Names of 10,000 characters, with markup, formulas and __proto__', () => {
  it('stand in every report as texts and nothing else', { timeout: 120_000 }, async () => {
    const units = fewUnits({
      [DISTRICT]: { name: LONG },
      [KIM_BAI]: { name: SCRIPT },
      [CU_KHE]: { name: FORMULA },
      [BICH_HOA]: { name: PROTO },
    });
    const target = { programmes: ['BTXH' as const], share: 0.5, from: firstDay(JUNE), to: null };
    const province = smallProvince(units, {
      targets: [LONG, SCRIPT, FORMULA, PROTO, PROTO].map((name) => ({ ...target, name })),
      providers: THANH_OAI.providers.map((one) => ({ ...one, name: one.id === 'agribank' ? SCRIPT : FORMULA })),
    });
    const villages = [SCRIPT, FORMULA, PROTO, LONG];
    for (const [unit, id] of [[KIM_BAI, AN] as const, [CU_KHE, BINH] as const]) {
      const rows = villages.map((village, index) => row(`${id.slice(0, 11)}${index}`, { village }));
      await takeIn(province, { unit, at: '2023-06-02T03:00:00Z', rows });
    }
    await payOut(province, '2023-06-regular-1');
    const { published, manifest, texts, progress } = await publishedFrom(province, REPORTS);

    const { unitName, targets, distinctPeople } = await progress(DISTRICT);
    expect([unitName, distinctPeople]).toEqual([LONG, 8]);
    expect(targets.map(({ name, total }) => [name, total.people]).slice(1)).toEqual(
      [LONG, SCRIPT, FORMULA, PROTO, PROTO].map((name) => [name, 8]),
    );
    const ofCommune = (await progress(KIM_BAI)).targets[1]?.byVillage ?? [];
    expect(ofCommune.map(({ village }) => village)).toEqual(expect.arrayContaining([SCRIPT, FORMULA, PROTO]));
    expect(ofCommune.map(({ people }) => people)).toEqual([1, 1, 1, 1]);

    expect(manifest.files.map(({ key }) => key)).toContain(reportKey(published, HA_NOI, 'index.html'));
    for (const [key, text] of texts) {
      if (key.endsWith('.html'))
        expect(parseHTML(text).document.querySelectorAll('script, img, [onerror]'), key).toHaveLength(0);
      if (key.endsWith('.csv')) expect(text, key).not.toMatch(/(^|,)"?[=@+]/m);
      if (key.endsWith('.json')) expect(() => JSON.parse(text), key).not.toThrow();
      if (!key.endsWith('.xlsx')) continue;
      for (const cell of await cellsOf(await province.outbox.bytes(key))) {
        if (cell.type !== ExcelJS.ValueType.Formula) continue;
        expect(cell.formula, `${key} ${cell.address}`).not.toContain('1+1');
      }
    }
  });
});
