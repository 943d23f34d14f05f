import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MeasuredSample, measuredSample } from './measured-month.ts';

const FOLDER = join(import.meta.dirname, 'measured');

export const measuredFile = (sample: string) => join(FOLDER, `${sample}.json`);

/** What was measured of a sample: `thanh-oai` is what the bill is computed from, `dong-thanh` what it is checked with. */
export function measuredOf(sample: 'thanh-oai' | 'dong-thanh'): MeasuredSample {
  return measuredSample.parse(JSON.parse(readFileSync(measuredFile(sample), 'utf8')));
}

/** 10 million people live in the 3,321 communes of the country (since 1 July 2025): the mean of a commune. */
const PEOPLE_OF_A_COMMUNE = 10_000_000 / 3321;
/** Deployments that are known: the sample's district of 2023, and a province of today. */
const KNOWN_COMMUNES: ReadonlyMap<number, number> = new Map([
  [13_463, 21],
  [500_000, 124],
]);

/** How many communes have so many people. */
export function communesOf(people: number): number {
  return KNOWN_COMMUNES.get(people) ?? Math.max(1, Math.round(people / PEOPLE_OF_A_COMMUNE));
}
