import { countPayments } from '../../../lambdas/count-payments/count-payments.ts';
import { countRolls } from '../../../lambdas/count-rolls/count-rolls.ts';
import { dayOf, type Period } from '../../../lambdas/domain/period.ts';
import {
  figuresKey,
  planKey,
  publicationRef,
  type ReportPlan,
  reportPlan,
  rolledUpFigures,
} from '../../../lambdas/domain/reports/report-objects.ts';
import { SHARDS } from '../../../lambdas/domain/shard.ts';
import { unitCodesIn } from '../../../lambdas/domain/unit.ts';
import { rollUpFigures } from '../../../lambdas/roll-up-figures/roll-up-figures.ts';
import type { Province } from '../../support/in-memory/province.ts';
import { JUNE } from './counted.ts';

/*
 * The counting tasks of publish-reports in the order of the machine, on a plan of what stands.
 */

export const PUBLICATION = publicationRef.parse({ period: JUNE, publication: '20230612T030000Z-test' });

/** Pins the rolls as they stand, and no payments but the period's. */
export async function plan(province: Province, months: Period[] = [JUNE]): Promise<ReportPlan> {
  const { data, version } = await province.references.current();
  const codes = unitCodesIn(data.units, JUNE);
  const rolls = await province.submissions.rolls(codes, JUNE);
  const withRoll = new Set(rolls.map(({ unit }) => unit));
  const planned: ReportPlan = {
    occasion: 'monthly',
    publishedAt: '2023-06-12T03:00:00Z',
    asOf: dayOf(new Date('2023-06-12T03:00:00Z')),
    referenceVersion: version,
    runs: [],
    withoutList: [],
    before: { lastMonth: null, lastOfOccasion: null },
    months,
    closings: [],
    rolls: await Promise.all(
      rolls.map(async ({ unit, revision, rolledForward, totals }) => {
        const earlier = await province.submissions.rollBefore(unit, JUNE);
        const before = earlier === undefined ? null : { period: earlier.period, revision: earlier.revision };
        return { unit, revision, rolledForward, recorded: totals.read, before };
      }),
    ),
    unitsWithoutRoll: codes.filter((code) => !withRoll.has(code)),
  };
  await province.work.pack(planKey(PUBLICATION), reportPlan.parse(planned));
  return planned;
}

/** The slices of the plan: all rolls and half of the other units, then the rest; all shards. */
export function slicesOfPlan({ rolls, unitsWithoutRoll }: ReportPlan) {
  const end = rolls.length + unitsWithoutRoll.length;
  const cut = rolls.length + Math.floor(unitsWithoutRoll.length / 2);
  return {
    rolls: [
      { ...PUBLICATION, from: 0, to: cut },
      { ...PUBLICATION, from: cut, to: end },
    ],
    payments: [
      { ...PUBLICATION, from: 0, to: SHARDS / 2 },
      { ...PUBLICATION, from: SHARDS / 2, to: SHARDS },
    ],
  };
}

/** Plans, counts and adds up. */
export async function countMonth(province: Province, months?: Period[]) {
  const slices = slicesOfPlan(await plan(province, months));
  for (const slice of slices.rolls) await countRolls(province, slice);
  for (const slice of slices.payments) await countPayments(province, slice);
  await rollUpFigures(province, PUBLICATION, slices, 10);
  return rolledUp(province);
}

export const rolledUp = (province: Province) => province.work.unpack(figuresKey(PUBLICATION), rolledUpFigures);
