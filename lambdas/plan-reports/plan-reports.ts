import { inParallel } from '../domain/in-parallel.ts';
import { formatPeriod, type Period, utcStamp, yearToDate } from '../domain/period.ts';
import type { Clock, Message, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import {
  type PublicationRef,
  planKey,
  type ReportPlan,
  type SliceRef,
  slicesOf,
} from '../domain/reports/report-objects.ts';
import { SHARDS } from '../domain/shard.ts';
import { unitCodesIn } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack'>;
  readonly submissions: Pick<Submissions, 'rolls' | 'rollBefore'>;
  readonly references: Pick<References, 'current'>;
  readonly runs: Pick<Runs, 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

export type Planned =
  | ({ readonly outcome: 'planned'; readonly batches: SliceRef[]; readonly shardRanges: SliceRef[] } & PublicationRef)
  | { readonly outcome: 'nothing-to-report'; readonly message: Message };

/** Plans a publication: which rolls are counted, in which slices. Units without a roll have nothing to count. */
export async function planReports(
  { work, submissions, references, runs, clock }: Ports,
  month: Period,
  execution: string,
  sizes: { unitsPerBatch: number; shardRanges: number },
): Promise<Planned> {
  const { data, version } = await references.current();
  const rolls = await submissions.rolls(unitCodesIn(data.units, month), month);
  if (rolls.length === 0) {
    return {
      outcome: 'nothing-to-report',
      message: {
        subject: `ansinh: nothing to report for ${month}`,
        body: `Kỳ ${formatPeriod(month)} chưa có danh sách nào nên chưa có báo cáo.`,
      },
    };
  }
  const now = await clock.now();
  const ref = {
    period: month,
    publication: `${utcStamp(now)}-${execution
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 16)}`,
  };
  const before = await inParallel(16, rolls, ({ unit }) => submissions.rollBefore(unit, month));
  const months = yearToDate(month);
  const hadRuns = await inParallel(12, months, async (one) => (await runs.ofPeriod(one)).length > 0);
  const plan: ReportPlan = {
    publishedAt: now.toISOString(),
    referenceVersion: version,
    months: months.filter((_, index) => hadRuns[index]),
    rolls: rolls.map(({ unit, revision }, index) => {
      const earlier = before[index];
      return { unit, revision, before: earlier ? { period: earlier.period, revision: earlier.revision } : null };
    }),
  };
  await work.pack(planKey(ref), plan);
  return {
    outcome: 'planned',
    ...ref,
    batches: slicesOf(ref, rolls.length, sizes.unitsPerBatch),
    shardRanges: slicesOf(ref, SHARDS, Math.ceil(SHARDS / sizes.shardRanges)),
  };
}
