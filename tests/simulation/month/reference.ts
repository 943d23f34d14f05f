import { publishReference } from '../../../bin/deployment/reference-files.ts';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { referenceOf } from '../../../samples/reference.ts';
import { NAMES } from '../engine/deployment.ts';
import type { CashPlan } from './cash.ts';

/** The communes that send lists, in the order in which seeds need them. */
export const UNITS = ['10114', '10120', '10126', '10129', '10132', '10135'] as const;

/**
 * The reference data of the sample district, small: providers write and answer in texts, which a seed can afford, and a
 * list that changes much waits for an officer only where a seed says so.
 */
export async function publishSimulatedReference({
  waitsForOfficers,
  cash,
  suspendAfterMonths,
}: {
  waitsForOfficers: boolean;
  cash: CashPlan | undefined;
  suspendAfterMonths: number;
}): Promise<void> {
  const sources = referenceOf('thanh-oai');
  const kept = sources['units.csv'].split('\n').filter((line) => /^(code|01|278|101[123]\d),/.test(line));
  const calendar: object = JSON.parse(sources['calendar.json']);
  const cashUntil = [...(cash?.lastMonths ?? [])].map(([unit, period]) => ({ units: [unit], period }));
  const all = sources['providers.json']
    .replaceAll('payroll-xlsx', 'transfer-csv')
    .replaceAll('"xlsx"', '"csv"')
    .replace('"linesPerFile": 5000', '"linesPerFile": 9')
    .replace('"linesPerFile": 10000', '"linesPerFile": 10');
  // Where nobody is contracted for cash, who has no account is deferred.
  const providers = cash ? all : all.replace(/,\s*\{\s*"id": "vnpost".*\}\s*\]\s*$/s, '\n]');
  const swing = waitsForOfficers
    ? { peopleShare: 0.3, leastPeople: 4, leftShare: 0.5, amountShare: 0.3, leastAmount: 2_000_000 }
    : { peopleShare: 1, leastPeople: 100_000, leftShare: 1, amountShare: 1, leastAmount: 1_000_000_000_000 };
  await publishReference(new Bucket(NAMES.REFERENCE_BUCKET), {
    ...sources,
    'units.csv': `${kept.join('\n')}\n`,
    'providers.json': providers,
    'calendar.json': JSON.stringify({
      ...calendar,
      cashUntil: [...cashUntil, { units: '*', period: null }],
      suspendAfterMonths,
    }),
    'intake.json': JSON.stringify({ swing, limits: {} }),
  });
}
