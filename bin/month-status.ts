import { isLate, listDeadline } from '../lambdas/domain/calendar.ts';
import { inParallel } from '../lambdas/domain/in-parallel.ts';
import type { PaymentState } from '../lambdas/domain/payment.ts';
import { isReleased, type PayoutRun } from '../lambdas/domain/payout-run.ts';
import type { Day, Period } from '../lambdas/domain/period.ts';
import type { ReceiptTotals } from '../lambdas/domain/receipt.ts';
import type { ReferenceData } from '../lambdas/domain/reference-data.ts';
import type { RollFigures } from '../lambdas/domain/roll-comparison.ts';
import { SHARDS } from '../lambdas/domain/shard.ts';
import type { Submission } from '../lambdas/domain/submission.ts';
import { tally } from '../lambdas/domain/tally.ts';
import { unitsIn } from '../lambdas/domain/unit.ts';
import type { Deployment } from './deployment.ts';
import { now } from './officer-cloud.ts';

/**
 * What a unit has sent. on-time and late: its own list counts; carried: last month's roll, nothing sent yet; refused:
 * a file was refused and nothing stands; reading: under way; awaiting-confirmation: it changes so much that an officer
 * must confirm it; missing: nothing at all.
 */
export type ListState = 'on-time' | 'late' | 'carried' | 'refused' | 'reading' | 'awaiting-confirmation' | 'missing';

export interface UnitStatus {
  readonly unit: string;
  readonly name: string;
  readonly list: ListState;
  /** The newest file was refused, is being read or waits to be confirmed, while an earlier roll stands. */
  readonly newest: 'refused' | 'reading' | 'awaiting-confirmation' | null;
  readonly totals: ReceiptTotals | null;
  /** Beside last month's roll; null where there was none. */
  readonly comparison: RollFigures | null;
}

/** A month at a glance. */
export interface MonthStatus {
  readonly period: Period;
  readonly status: 'not-opened' | 'open' | 'closing' | 'closed';
  readonly deadline: Day;
  readonly deadlinePassed: boolean;
  readonly units: readonly UnitStatus[];
  readonly runs: readonly Pick<
    PayoutRun,
    'run' | 'kind' | 'status' | 'startedBy' | 'startedAt' | 'decisions' | 'manifestHash'
  >[];
  /** Payments of released runs, by what became of them. `instructed` is what is outstanding. */
  readonly payments: readonly { readonly state: PaymentState; readonly people: number; readonly amount: number }[];
}

/** Gathers a month's status. Communes are expected to send; other units stand in it when they have sent something. */
export async function readMonthStatus(at: Deployment, period: Period, data: ReferenceData): Promise<MonthStatus> {
  const units = unitsIn(data.units, period);
  const [record, runs, rolls] = await Promise.all([
    at.runs.period(period),
    at.runs.ofPeriod(period),
    at.submissions.rolls(
      units.map(({ code }) => code),
      period,
    ),
  ]);
  const rollOf = new Map(rolls.map((roll) => [roll.unit, roll]));
  const statuses = await inParallel(16, units, async ({ code, name, level }): Promise<UnitStatus[]> => {
    const submissions = await at.submissions.ofUnit(code, period);
    const roll = rollOf.get(code);
    const standing = submissions.find(({ id }) => id === roll?.parts.at(-1)?.id);
    const last = submissions.findLast(({ origin, purpose }) => origin === 'list' && purpose === 'regular');
    const newest = last && isOpen(last.status) ? last.status : null;
    if (!roll && !last && level !== 'commune') return [];
    const list = roll ? (roll.rolledForward ? 'carried' : standing?.late ? 'late' : 'on-time') : (newest ?? 'missing');
    return [
      {
        unit: code,
        name,
        list,
        newest: roll ? newest : null,
        totals: roll?.totals ?? null,
        comparison: roll?.comparison ?? null,
      },
    ];
  });
  const released = new Set(runs.filter(isReleased).map(({ run }) => run));
  return {
    period,
    status: record?.status ?? 'not-opened',
    deadline: listDeadline(data, period),
    deadlinePassed: isLate(data, period, await now(at)),
    units: statuses.flat(),
    // A task token would let its holder resume the run: it stays where it is.
    runs: runs.map(({ run, kind, status, startedBy, startedAt, decisions, manifestHash }) => ({
      run,
      kind,
      status,
      startedBy,
      startedAt,
      decisions,
      manifestHash,
    })),
    payments: released.size === 0 ? [] : await paymentsOf(at, period, released),
  };
}

function isOpen(status: Submission['status']): status is 'refused' | 'reading' | 'awaiting-confirmation' {
  return status === 'refused' || status === 'reading' || status === 'awaiting-confirmation';
}

async function paymentsOf(at: Deployment, period: Period, runs: ReadonlySet<string>): Promise<MonthStatus['payments']> {
  const found: { state: PaymentState; total: number }[] = [];
  await inParallel(8, Array(SHARDS).keys(), async (shard) => {
    for await (const one of at.payments.booksOfShard(period, shard)) if (runs.has(one.run)) found.push(one);
  });
  return tally(
    found,
    ({ state }) => state,
    ({ total }) => total,
  ).map(([state, sum]) => ({ state, ...sum }));
}
