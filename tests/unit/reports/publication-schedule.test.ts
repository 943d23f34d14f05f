import { beforeEach, describe, expect, it } from 'vitest';
import { addMonths, day, period } from '../../../lambdas/domain/period.ts';
import { lastDueReports } from '../../../lambdas/domain/reports/due-reports.ts';
import type { ReportOccasion } from '../../../lambdas/domain/reports/progress.ts';
import { comeOut } from '../../../lambdas/domain/reports/publication-manifest.ts';
import { periodManifestKey } from '../../../lambdas/domain/reports/report-objects.ts';
import { takeIn } from '../../support/in-memory/month.ts';
import { AN, CU_KHE, JUNE, KIM_BAI, row } from '../../support/in-memory/people.ts';
import { Province, THANH_OAI } from '../../support/in-memory/province.ts';
import { plan, planned } from '../../support/in-memory/publication.ts';
import { madePublication } from '../../support/published-month.ts';

const JULY = addMonths(JUNE, 1);

describe('The last report that was due', () => {
  const due = (today: string) =>
    Object.fromEntries(
      lastDueReports(day.parse(today), THANH_OAI.calendar).map(({ occasion, period: of, notBefore }) => [
        occasion,
        `${of} from ${notBefore}`,
      ]),
    );

  it.each([
    ['2023-06-22', 'a Thursday, of the Wednesday before', '2023-06 from 2023-06-15'],
    ['2023-06-21', 'a Wednesday, of the one before: today’s is not late yet', '2023-06 from 2023-06-08'],
    ['2023-07-03', 'over the turn of the month, of the month of that Wednesday', '2023-06 from 2023-06-22'],
    ['2023-06-08', 'in the first week, from the first of the month', '2023-06 from 2023-06-01'],
  ])('weekly, on %s (%s)', (today, _, expected) => {
    expect(due(today)['weekly']).toBe(expected);
  });

  it.each([
    ['2023-06-15', '2023-06 from 2023-06-01'],
    ['2023-06-14', '2023-05 from 2023-05-01'],
    ['2023-01-05', '2022-12 from 2022-12-01'],
  ])('monthly, on %s: before the 15th', (today, expected) => {
    expect(due(today)['monthly']).toBe(expected);
  });

  it.each([
    ['2023-12-15', '2023-12 from 2023-12-01'],
    ['2023-12-14', '2022-12 from 2022-12-01'],
    ['2024-06-01', '2023-12 from 2023-12-01'],
  ])('yearly, on %s: before 15 December', (today, expected) => {
    expect(due(today)['yearly']).toBe(expected);
  });
});

describe('A schedule that was missed', () => {
  let province: Province;
  beforeEach(async () => {
    province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    await takeIn(province, { unit: CU_KHE, at: '2023-07-02T03:00:00Z', rows: [row(AN)], period: JULY });
    province.clock.set('2023-07-05T00:00:00Z');
  });

  /** Publications of June that came out on these days. */
  async function cameOut(...days: readonly (readonly [occasion: ReportOccasion, on: string])[]) {
    const whole = days.reduce<ReturnType<typeof comeOut>['whole'] | undefined>((standing, [occasion, on]) => {
      const publication = `${on.replaceAll('-', '')}T000000Z-x`;
      return comeOut(standing, madePublication({ period: JUNE, publication }, [], { occasion })).whole;
    }, undefined);
    if (whole) await province.outbox.putJson(periodManifestKey(JUNE), whole);
  }

  const also = async (wish: Parameters<typeof plan>[1], execution?: string) =>
    (await plan(province, wish, execution)).also.map(({ input }) => `${input.occasion} ${input.period}`);

  it('is made up for by the next one, of whatever occasion', async () => {
    expect(await also({ occasion: 'weekly' })).toEqual(['weekly 2023-06', 'monthly 2023-06']);
  });

  it('is not looked for where its report came out', async () => {
    await cameOut(['monthly', '2023-06-14'], ['weekly', '2023-06-28']);
    expect(await also({ occasion: 'weekly' })).toEqual([]);
  });

  it('is not excused by the report of the week before, or by one that somebody asked for', async () => {
    await cameOut(['monthly', '2023-06-14'], ['weekly', '2023-06-21'], ['by-hand', '2023-06-28']);
    expect(await also({ occasion: 'weekly' })).toEqual(['weekly 2023-06']);
  });

  it('is made up for even when the month of today has nothing to report yet', async () => {
    province.clock.set('2023-08-02T00:00:00Z');
    const planned = await plan(province, { occasion: 'weekly' });
    expect(planned.outcome).toBe('nothing-to-report');
    expect(planned.also.map(({ input }) => input.period)).toEqual([JULY, JULY]);
  });

  it('leaves months alone that never had a list', async () => {
    province.clock.set('2023-06-07T00:00:00Z');
    expect(await also({ occasion: 'weekly' })).toEqual([]);
  });

  it.each([
    { period: '2023-07' },
    { period: '2023-07', occasion: 'settled' },
    { period: '2023-07', occasion: 'weekly' },
  ])('is no business of a publication that names its period: %o', async (wish) => {
    expect(await also(wish)).toEqual([]);
  });

  it('is started under one name however often this one is tried, and under another by the next', async () => {
    const names = async (execution: string) =>
      (await plan(province, { occasion: 'weekly' }, execution)).also.map(({ name }) => name);
    const first = await names('one');
    province.clock.set('2023-07-05T00:05:00Z');
    expect(await names('one')).toEqual(first);
    expect(await names('two')).not.toEqual(first);
    for (const name of first) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });
});

describe('On schedule', () => {
  it('the month of today in Viet Nam is reported', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    // Already the first of June there.
    province.clock.set('2023-05-31T18:00:00Z');
    expect((await planned(province, { occasion: 'weekly' })).period).toBe(period.parse('2023-06'));
  });

  it('the day after the deadline says who has sent no list, and publishes nothing', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    province.clock.set('2023-06-05T00:00:00Z');
    const told = await plan(province, { occasion: 'late-lists' });
    expect(told).toMatchObject({ outcome: 'late-lists', also: [] });
    expect(told.messages.map(({ level, unit }) => [level, unit])).toEqual([
      ['province', '01'],
      ['district', '278'],
    ]);
    expect(told.messages[1]?.body).toContain(KIM_BAI);
    expect(told.messages[1]?.body).not.toContain(CU_KHE);
  });

  it('before the deadline is past nobody is called late', async () => {
    const province = new Province();
    await takeIn(province, { unit: CU_KHE, at: '2023-06-02T03:00:00Z', rows: [row(AN)] });
    province.clock.set('2023-06-04T16:00:00Z');
    expect((await plan(province, { occasion: 'late-lists' })).messages).toEqual([]);
  });
});
