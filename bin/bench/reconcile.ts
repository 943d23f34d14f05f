import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { PAYOUT_UNITS } from './bench-roll.ts';
import { playedStages, type Staged, wantedOf } from './cloud-stages.ts';
import type { Figure } from './figure.ts';
import { figuresOf } from './rounds.ts';

const MEASURE = new URL('./measure-reconcile.ts', import.meta.url);
const REGISTRY = new URL('./registry-process.ts', import.meta.url);
/** The people of the sample Thanh Oai, and a province's worth. */
const SIZES = [13_463, 100_000] as const;

const RECONCILE = ['lay', 'reconcile', 'reconcile-floor'] as const;
const FIRST = ['lay-tables', 'claim', 'claim-floor'] as const;
const RENEWED = ['renew', 'renew-floor'] as const;
type Stage = (typeof RECONCILE)[number] | (typeof FIRST)[number] | (typeof RENEWED)[number];
/** All of them tell how many people they did. */
const WHOLE: ReadonlySet<Stage> = new Set([...RECONCILE, ...FIRST, ...RENEWED]);

const RECONCILED: Staged<Stage> = {
  what: 'reconcile: checked rows to lines of the roll',
  unit: 'rows/s',
  stages: ['reconcile'],
  floor: ['reconcile-floor'],
  floorIs: 'the same registry calls and the same writes',
};

const CLAIMED_FIRST: Staged<Stage> = {
  what: 'claims: first of the month',
  unit: 'claims/s',
  stages: ['claim'],
  floor: ['claim-floor'],
  floorIs: 'the same conditional inserts',
};

/** Each is one update: a hundred thousand would take minutes on the local store, and show nothing else. */
const CLAIMED_AGAIN: Staged<Stage> = {
  what: 'claims: the same list sent again',
  unit: 'claims/s',
  stages: ['renew'],
  floor: ['renew-floor'],
  floorIs: 'as many conditional updates',
};

/** From chunks of checked rows to lines that are stored, everybody asked about and claimed. */
export async function benchReconcile(runs: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const people of SIZES) {
    const registry = fork(REGISTRY, [String(people)]);
    try {
      const [url] = z
        .tuple([z.string()])
        .rest(z.unknown())
        .parse(await once(registry, 'message'));
      const play = () => playedStages<Stage>(MEASURE, RECONCILE, people, WHOLE, url);
      figures.push(...(await figuresOf(runs, play, () => [wantedOf(RECONCILED, sizeOf(people), people)])));
    } finally {
      registry.disconnect();
    }
  }
  return figures;
}

/** Everybody's claim on the month, taken for the first time and once more. */
export async function benchClaims(runs: number): Promise<Figure[]> {
  const [district, province] = SIZES;
  return [
    ...(await claimsOf(district, [...FIRST, ...RENEWED], [CLAIMED_FIRST, CLAIMED_AGAIN], runs)),
    ...(await claimsOf(province, FIRST, [CLAIMED_FIRST], runs)),
  ];
}

async function claimsOf(
  people: number,
  stages: readonly Stage[],
  claimed: readonly Staged<Stage>[],
  runs: number,
): Promise<Figure[]> {
  const play = () => playedStages(MEASURE, stages, people, WHOLE);
  const size = sizeOf(people);
  return figuresOf(runs, play, () => claimed.map((one) => wantedOf(one, size, people)));
}

function sizeOf(people: number): string {
  return `${people.toLocaleString('en')} people, ${PAYOUT_UNITS} units`;
}
