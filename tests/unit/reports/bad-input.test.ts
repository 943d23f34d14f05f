import { beforeEach, describe, expect, it } from 'vitest';
import { firstDay } from '../../../lambdas/domain/period.ts';
import type { Report } from '../../../lambdas/domain/reports/report-input.ts';
import { CONTROL } from '../../../lambdas/formats/reports/control-report.ts';
import { PAGE } from '../../../lambdas/formats/reports/page.ts';
import { PROGRESS } from '../../../lambdas/formats/reports/progress-report.ts';
import { REPORTS as WHOLE_CATALOGUE } from '../../../lambdas/render-reports/report-catalogue.ts';
import { takeIn } from '../../support/in-memory/month.ts';
import { AN, BINH, CHI, JUNE, row } from '../../support/in-memory/people.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { plan } from '../../support/in-memory/publication.ts';
import {
  BICH_HOA,
  CU_KHE,
  DISTRICT,
  fewUnits,
  HA_NOI,
  KIM_BAI,
  MY_HUNG,
  publishedFrom,
  smallProvince,
  WISH,
} from './bad-input-published.ts';

/*
 * Bad input through the whole publication: the report says so where it stands, or the run stops with a named error. It
 * never prints a wrong sum.
 */

const REPORTS: readonly Report[] = [PROGRESS, CONTROL, PAGE];

describe('A period with no data', () => {
  it('has no report, and the province is told why', async () => {
    const province = smallProvince();
    const made = await plan(province, WISH);
    expect(made).toMatchObject({ outcome: 'nothing-to-report' });
    expect(made.messages.map(({ body }) => body)).toEqual(['Kỳ 06/2023 chưa có danh sách nào nên chưa có báo cáo.']);
    expect(province.outbox.keys()).toEqual([]);
  });

  it('in which every row was rejected has noughts and no share', async () => {
    const province = smallProvince();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [{ ...row(AN), outcome: 'rejected' }] });
    const { progress, page } = await publishedFrom(province, REPORTS);
    const { targets } = await progress(HA_NOI);
    expect(targets.map(({ total }) => [total.people, total.share])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(page(HA_NOI)).toContain('Chưa có ai trong danh sách của kỳ này nên chưa tính được tỷ lệ.');
  });
});

describe('Half of the units missing', () => {
  let province: Province;
  beforeEach(async () => {
    province = smallProvince();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN), row(BINH)] });
    await takeIn(province, { unit: KIM_BAI, at: '2023-06-03T03:00:00Z', rows: [row(CHI)] });
  });

  it('are named in the manifest, among the late, and without figures beside the others', async () => {
    const { manifest, progress, control } = await publishedFrom(province, REPORTS);
    expect(manifest.withoutList).toEqual([BICH_HOA, MY_HUNG]);
    const { targets } = await progress(DISTRICT);
    expect(targets[0]?.byUnit.map(({ unit, hasRoll, people }) => [unit, hasRoll, people])).toEqual([
      [KIM_BAI, true, 1],
      [CU_KHE, true, 2],
      [BICH_HOA, false, 0],
      [MY_HUNG, false, 0],
    ]);
    expect(targets[0]?.total.people).toBe(3);
    const { lateness } = await control(HA_NOI);
    expect(lateness.filter(({ timeliness }) => timeliness === 'none').map(({ unit }) => unit)).toEqual([
      BICH_HOA,
      MY_HUNG,
    ]);
  });

  it('are said on the page of all above them, and no link leads to what is not there', {
    timeout: 60_000,
  }, async () => {
    const { manifest, page, texts } = await publishedFrom(province, WHOLE_CATALOGUE);
    for (const unit of [DISTRICT, HA_NOI]) expect(page(unit)).toContain('2 đơn vị chưa gửi.');
    const published = new Set(manifest.files.map(({ key }) => key));
    const pages = [...texts].filter(([key]) => key.endsWith('index.html'));
    expect(pages).toHaveLength(4);
    for (const [key, text] of pages) {
      for (const [, link = ''] of text.matchAll(/<a href="([^"#]+)"/g)) {
        const target = new URL(link, `https://outbox/${key}`).pathname.slice(1);
        expect(published.has(target), `${key} → ${link}`).toBe(true);
      }
    }
  });
});

describe('A target of share 0', () => {
  it('is reached, asks for nobody, and divides by nothing', async () => {
    const target = { name: 'Bảo trợ xã hội', programmes: ['BTXH' as const], share: 0, from: firstDay(JUNE), to: null };
    const province = smallProvince(fewUnits(), { targets: [target] });
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await takeIn(province, {
      unit: KIM_BAI,
      at: '2023-06-02T04:00:00Z',
      rows: [{ ...row(BINH), outcome: 'rejected' }],
    });
    const { progress, page } = await publishedFrom(province, REPORTS);
    const { targets } = await progress(DISTRICT);
    expect(targets[1]).toMatchObject({ target: 0, total: { people: 1, paidByAccount: 0, share: 0 } });
    expect(page(DISTRICT)).toContain('Mục tiêu 0%');
    expect(page(DISTRICT)).not.toContain('Mục tiêu 0%: còn thiếu');
    expect((await progress(KIM_BAI)).targets[1]?.total.share).toBeNull();
  });
});
