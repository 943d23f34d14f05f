import { readFileSync } from 'node:fs';
import { firstDay, type Period } from '../lambdas/domain/period.ts';
import type { Programme } from '../lambdas/domain/programme.ts';
import { holdsOn, referenceFiles } from '../lambdas/domain/reference-data.ts';
import type { Unit } from '../lambdas/domain/unit.ts';
import { readUnits } from '../lambdas/formats/units-csv.ts';
import type { AmountOf } from './people.ts';
import { UNPUBLISHED_STANDARD } from './profiles.ts';
import type { ReferenceSources } from './sample-month.ts';

export type SampleName = 'thanh-oai' | 'dong-thanh';

/** The reference data of a sample: programmes and providers are shared, the rest is its own. */
export function referenceOf(name: SampleName): ReferenceSources {
  const read = (path: string) => readFileSync(new URL(`./reference/${path}`, import.meta.url), 'utf8');
  return {
    'units.csv': read(`${name}/units.csv`),
    'programmes.json': read('programmes.json'),
    'providers.json': read('providers.json'),
    'calendar.json': read(`${name}/calendar.json`),
    'targets.json': read(`${name}/targets.json`),
    'intake.json': read('intake.json'),
  };
}

/** The units of a sample's `units.csv`. */
export function unitsOf(reference: ReferenceSources): Unit[] {
  return readUnits(reference['units.csv']);
}

/** The first day on which a list is late, in the period's own month. */
export function firstLateDay(reference: ReferenceSources, month: Period): string {
  const { listsBeforeDay } = referenceFiles.calendar.parse(JSON.parse(reference['calendar.json']));
  return `${month}-${String(listsBeforeDay).padStart(2, '0')}`;
}

/** What a coefficient of a programme's standard comes to in a period, in whole đồng, by the rates in force. */
export function amountsIn(reference: ReferenceSources, month: Period): AmountOf {
  const { rates } = referenceFiles.programmes.parse(JSON.parse(reference['programmes.json']));
  const inForce = rates.filter((rate) => holdsOn(rate, firstDay(month)));
  const standards = new Map<Programme, number>(inForce.map(({ programme, standard }) => [programme, standard]));
  return (programme, coefficient) =>
    Math.round((standards.get(programme) ?? UNPUBLISHED_STANDARD[programme]) * coefficient);
}
