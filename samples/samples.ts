import { period } from '../lambdas/domain/period.ts';
import { generateMonth, type MonthOptions } from './generate.ts';
import { LAYOUTS, type LayoutName } from './list-layouts.ts';
import { referenceOf, type SampleName } from './reference.ts';
import type { SampleMonth } from './sample-month.ts';

/**
 * June 2023 in the district Thanh Oai: 2,645 người có công and 10,818 on social assistance, 13,463 people in 21 communes
 * (the district's plan of 2023). How many had accounts it does not say: half of them is a guess.
 * June 2026 in the commune Đông Thành: 1,380 of 2,301 on social assistance and social pension have accounts, 211 of 498
 * người có công, in 25 villages (the commune's plan of 2026). How the 2,301 divide is a guess.
 */
const SAMPLES: Readonly<Record<SampleName, Omit<MonthOptions, 'name' | 'reference' | 'seed'>>> = {
  'thanh-oai': {
    period: period.parse('2023-06'),
    counts: { NCC: { people: 2645, withAccount: 1640 }, BTXH: { people: 10_818, withAccount: 5410 } },
    drawBoth: 0,
    villages: [3, 9],
  },
  'dong-thanh': {
    period: period.parse('2026-06'),
    counts: {
      NCC: { people: 498, withAccount: 211 },
      BTXH: { people: 1163, withAccount: 720 },
      HTXH: { people: 1138, withAccount: 660 },
    },
    drawBoth: 27,
    villages: [25, 25],
  },
};

export const SAMPLE_NAMES: readonly SampleName[] = ['thanh-oai', 'dong-thanh'];

/** A sample's month, whole and in memory; the same bytes on every call. */
export function sampleMonth(name: SampleName): Promise<SampleMonth> {
  return generateMonth({ ...SAMPLES[name], name, reference: referenceOf(name), seed: name });
}

const LISTS_TO_OPEN: readonly LayoutName[] = ['groups', 'two-row-header', 'csv'];

/** Three communes of Thanh Oai with about forty rows each, in three layouts: the lists kept in `samples/lists`. */
export function smallMonth(): Promise<SampleMonth> {
  const { 'units.csv': units, ...others } = referenceOf('thanh-oai');
  const firstThree = units.split('\n').slice(0, 3 + LISTS_TO_OPEN.length);
  return generateMonth({
    ...SAMPLES['thanh-oai'],
    name: 'small',
    seed: 'small',
    reference: { ...others, 'units.csv': `${firstThree.join('\n')}\n` },
    counts: { NCC: { people: 36, withAccount: 22 }, BTXH: { people: 84, withAccount: 46 } },
    layoutOf: (index) => LAYOUTS[LISTS_TO_OPEN[index] ?? 'groups'],
  });
}
