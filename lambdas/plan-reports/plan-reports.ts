import { z } from 'zod';
import { isLate, listDeadline } from '../domain/calendar.ts';
import { closingOf } from '../domain/closing/period-record.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { isReleased } from '../domain/payouts/payout-run.ts';
import { dayOf, formatPeriod, type Period, period, periodOf, utcStamp, yearToDate } from '../domain/period.ts';
import type { Clock, Exceptions, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { unitsWithoutList } from '../domain/reports/late-units.ts';
import { type LevelMessage, levelMessages } from '../domain/reports/level-messages.ts';
import { reportOccasion } from '../domain/reports/progress.ts';
import {
  begunKey,
  begunPublication,
  monthChecks,
  monthChecksKey,
  type PublicationRef,
  planKey,
  publicationSlices,
  type ReportPlan,
  reportPlan,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import type { RollPointer } from '../domain/rolls/submission.ts';
import { SHARDS } from '../domain/shard.ts';
import { type UnitCode, unitCodesIn } from '../domain/unit.ts';
import { EarlierPublications, type MissedReport } from './earlier-publications.ts';
import { checksOf } from './month-checks.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst'>;
  readonly outbox: Pick<Objects, 'json' | 'jsonIfThere' | 'keys'>;
  readonly submissions: Pick<Submissions, 'rolls' | 'rollBefore'>;
  readonly references: Pick<References, 'current'>;
  readonly runs: Pick<Runs, 'ofPeriod' | 'periods'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What is asked for. A schedule names no period: then it is the month of today in Viet Nam, and what earlier schedules
 * missed is looked for. `late-lists` publishes nothing: it tells who has not sent a list by its day.
 */
export const reportRequest = z.object({
  period: period.optional(),
  occasion: z.enum([...reportOccasion.options, 'late-lists']).default('by-hand'),
});
type ReportRequest = z.infer<typeof reportRequest>;

/** `messages` of what is not published; `also` what an earlier schedule should have published and did not. */
export type Planned = { readonly messages: LevelMessage[]; readonly also: MissedReport[] } & (
  | ({ readonly outcome: 'planned'; readonly batches: SliceRef[]; readonly shardRanges: SliceRef[] } & PublicationRef)
  | { readonly outcome: 'nothing-to-report' | 'late-lists' }
);

/**
 * Plans a publication: what is counted and what it stands on, pinned once for the execution, whatever becomes known
 * while it is under way. Tried again, it gives the same.
 */
export async function planReports(
  ports: Ports,
  request: ReportRequest,
  execution: string,
  sizes: { unitsPerBatch: number; shardRanges: number },
): Promise<Planned> {
  const { work, references, submissions, clock } = ports;
  const now = await clock.now();
  const occasion = request.occasion === 'late-lists' ? 'by-hand' : request.occasion;
  const begun = await work.packFirst(begunKey(execution), begunPublication, {
    period: request.period ?? periodOf(dayOf(now)),
    publication: publicationName(now, execution),
    occasion,
    publishedAt: now.toISOString(),
  });
  const reference = await references.current();
  const { data } = reference;
  if (request.occasion === 'late-lists') {
    return { outcome: 'late-lists', messages: await lateMessages(ports, begun.period, now), also: [] };
  }
  const earlier = new EarlierPublications(ports);
  // Asked for by hand, by a settled month or by a catch-up itself, nothing else is looked for.
  const also = request.period === undefined ? await earlier.missed(begun, data) : [];
  const rolls = await submissions.rolls(unitCodesIn(data.units, begun.period), begun.period);
  if (rolls.length === 0) {
    const message = {
      level: 'province',
      unit: 'all',
      subject: `ansinh: nothing to report for ${begun.period}`,
      body: `Kỳ ${formatPeriod(begun.period)} chưa có danh sách nào nên chưa có báo cáo.`,
    } as const;
    return { outcome: 'nothing-to-report', messages: [message], also };
  }
  await work.packFirst(monthChecksKey(begun), monthChecks, await checksOf(ports, begun.period));
  const plan = await work.packFirst(
    planKey(begun),
    reportPlan,
    await makePlan(ports, begun, earlier, { ...reference, rolls }),
  );
  const { period: month, publication } = begun;
  const ref = { period: month, publication };
  return {
    outcome: 'planned',
    ...ref,
    batches: publicationSlices(ref, plan.rolls.length + plan.unitsWithoutRoll.length, sizes.unitsPerBatch),
    shardRanges: publicationSlices(ref, SHARDS, Math.ceil(SHARDS / sizes.shardRanges)),
    messages: [],
    also,
  };
}

/** Sorts by the second in which it was begun. */
function publicationName(now: Date, execution: string): string {
  const mark = execution.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `${utcStamp(now)}-${mark.slice(0, 16) || 'x'}`;
}

async function makePlan(
  { submissions, runs }: Pick<Ports, 'submissions' | 'runs'>,
  begun: z.infer<typeof begunPublication>,
  earlier: EarlierPublications,
  { data, version, rolls }: { data: ReferenceData; version: string; rolls: readonly RollPointer[] },
): Promise<ReportPlan> {
  const { period: month, occasion, publishedAt } = begun;
  const codes = unitCodesIn(data.units, month);
  const before = await inParallel(16, rolls, ({ unit }) => submissions.rollBefore(unit, month));
  const ofMonths = await inParallel(12, yearToDate(month), async (one) => ({
    month: one,
    runs: await runs.ofPeriod(one),
  }));
  const records = await runs.periods(yearToDate(month));
  const withRoll = new Set(rolls.map(({ unit }) => unit));
  return {
    occasion,
    publishedAt,
    asOf: dayOf(new Date(publishedAt)),
    referenceVersion: version,
    months: ofMonths.filter((one) => one.runs.length > 0).map((one) => one.month),
    closings: records.flatMap((record) => {
      const closing = closingOf(record);
      return closing === undefined ? [] : [{ period: record.period, closing }];
    }),
    runs: ofMonths.flatMap((one) => one.runs.filter(isReleased).map(({ run }) => run)).sort(),
    rolls: rolls.map(({ unit, revision, rolledForward, totals }, index) => {
      const last = before[index];
      return {
        unit,
        revision,
        before: last ? { period: last.period, revision: last.revision } : null,
        rolledForward,
        recorded: totals.read,
      };
    }),
    unitsWithoutRoll: codes.filter((code) => !withRoll.has(code)).sort(),
    withoutList: unitsWithoutList(data.units, month, unitsThatSent(rolls)),
    before: await earlier.before(begun),
  };
}

/** Who has sent no list though its day is past. Before that there is nothing to tell. */
async function lateMessages({ submissions, references }: Ports, month: Period, now: Date): Promise<LevelMessage[]> {
  const { data } = await references.current();
  if (!isLate(data, month, now)) return [];
  const rolls = await submissions.rolls(unitCodesIn(data.units, month), month);
  const late = unitsWithoutList(data.units, month, unitsThatSent(rolls));
  return levelMessages({
    units: data.units,
    period: month,
    late,
    deadline: listDeadline(data, month),
    published: null,
  });
}

/** A roll that was carried over is no list. */
function unitsThatSent(rolls: readonly RollPointer[]): ReadonlySet<UnitCode> {
  return new Set(rolls.filter(({ rolledForward }) => !rolledForward).map(({ unit }) => unit));
}
