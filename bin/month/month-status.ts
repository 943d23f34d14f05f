import { answersDueOn, isLate, listDeadline } from '../../lambdas/domain/calendar.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { ReceiptTotals } from '../../lambdas/domain/lists/list-facts.ts';
import type { PaymentState } from '../../lambdas/domain/payouts/payment.ts';
import { isReleased, type Manifest, manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { type Day, dayOf, type Period } from '../../lambdas/domain/period.ts';
import type { ProviderId, ReferenceData } from '../../lambdas/domain/reference-data.ts';
import { unitsWithoutList } from '../../lambdas/domain/reports/late-units.ts';
import { type PublicationVersion, periodManifest } from '../../lambdas/domain/reports/publication-manifest.ts';
import { periodManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import type { RollFigures } from '../../lambdas/domain/rolls/roll-comparison.ts';
import type { Submission } from '../../lambdas/domain/rolls/submission.ts';
import { SHARDS } from '../../lambdas/domain/shard.ts';
import { tally } from '../../lambdas/domain/tally.ts';
import { unitsIn } from '../../lambdas/domain/unit.ts';
import { type Deadline, deadlinesOf } from '../../lambdas/domain/watching/waiting-work.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { now } from '../deployment/officer-cloud.ts';
import { readWaiting, type WaitingFor } from './month-waiting.ts';

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
  /** The month's days, how many are left, and whether what was due is done. */
  readonly deadlines: readonly Deadline[];
  /** What waits for whom, since when. */
  readonly waiting: readonly WaitingFor[];
  /** The newest publication of reports; null where there is none yet. */
  readonly reports: Pick<PublicationVersion, 'version' | 'occasion' | 'asOf' | 'publishedAt'> | null;
}

/** Rows and đồng over all units. */
export function sumOf(units: readonly UnitStatus[], what: 'read' | 'accepted' | 'held' | 'rejected') {
  return units.reduce(
    (sum, { totals }) => ({
      rows: sum.rows + (totals?.[what].rows ?? 0),
      amount: sum.amount + (totals?.[what].amount ?? 0),
    }),
    { rows: 0, amount: 0 },
  );
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
  const instant = await now(at);
  const rollOf = new Map(rolls.map((roll) => [roll.unit, roll]));
  const submissionsOf = new Map(
    await inParallel(16, units, async ({ code }) => [code, await at.submissions.ofUnit(code, period)] as const),
  );
  const statuses = units.flatMap(({ code, name, level }): UnitStatus[] => {
    const submissions = submissionsOf.get(code) ?? [];
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
  const manifests = await inParallel(4, runs.filter(isReleased), ({ run }) =>
    at.outbox.json(releasedManifestKey(run), manifest),
  );
  const booked = manifests.length === 0 ? [] : await paymentsOf(at, period, new Set(manifests.map(({ run }) => run)));
  const sent = new Set(rolls.filter(({ rolledForward }) => !rolledForward).map(({ unit }) => unit));
  const missing = unitsWithoutList(data.units, period, sent);
  const outstanding = outstandingOf(booked, manifests, data);
  return {
    period,
    status: record?.status ?? 'not-opened',
    deadline: listDeadline(data, period),
    deadlinePassed: isLate(data, period, instant),
    units: statuses,
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
    payments: tally(
      booked,
      ({ state }) => state,
      ({ total }) => total,
    ).map(([state, sum]) => ({ state, ...sum })),
    deadlines: deadlinesOf(period, data, instant, {
      missingLists: missing.length,
      runs,
      manifests,
      isOutstanding: outstanding.length > 0,
    }),
    waiting: await readWaiting(
      at,
      period,
      data,
      {
        missing,
        openedOn: record ? dayOf(new Date(record.openedAt)) : null,
        listsBy: listDeadline(data, period),
        submissions: [...submissionsOf.values()].flat(),
        runs,
        outstanding,
      },
      instant,
    ),
    reports: await newestReports(at, period),
  };
}

function isOpen(status: Submission['status']): status is 'refused' | 'reading' | 'awaiting-confirmation' {
  return status === 'refused' || status === 'reading' || status === 'awaiting-confirmation';
}

interface BookedPayment {
  readonly run: string;
  readonly provider: ProviderId;
  readonly state: PaymentState;
  readonly total: number;
}

async function paymentsOf(at: Deployment, period: Period, runs: ReadonlySet<string>): Promise<BookedPayment[]> {
  const found: BookedPayment[] = [];
  await inParallel(8, Array(SHARDS).keys(), async (shard) => {
    for await (const { run, provider, state, total } of at.payments.booksOfShard(period, shard)) {
      if (runs.has(run)) found.push({ run, provider, state, total });
    }
  });
  return found;
}

/** What each provider has not answered about yet, and by when it must: the latest day of the runs that it pays in. */
function outstandingOf(booked: readonly BookedPayment[], manifests: readonly Manifest[], data: ReferenceData) {
  return tally(
    booked.filter(({ state }) => state === 'instructed'),
    ({ provider }) => provider,
    ({ total }) => total,
  ).map(([provider, sum]) => {
    const runs = new Set(
      booked.filter((one) => one.provider === provider && one.state === 'instructed').map(({ run }) => run),
    );
    const due = manifests
      .filter(({ run }) => runs.has(run))
      .map(({ period, payOn, byProvider }) => {
        const own = byProvider.find((one) => one.provider === provider)?.payOn;
        return answersDueOn(data, period, own ?? payOn);
      });
    return { provider, ...sum, by: due.toSorted().at(-1) ?? null };
  });
}

async function newestReports({ outbox }: Deployment, period: Period): Promise<MonthStatus['reports']> {
  const standing = await outbox.jsonIfThere(periodManifestKey(period), periodManifest);
  if (standing === undefined) return null;
  const { version, occasion, asOf, publishedAt } = standing;
  return { version, occasion, asOf, publishedAt };
}
