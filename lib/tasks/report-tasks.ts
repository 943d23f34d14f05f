import type { Environment as CountPayments } from '../../lambdas/count-payments/env.ts';
import type { Environment as CountRolls } from '../../lambdas/count-rolls/env.ts';
import type { Environment as PlanReports } from '../../lambdas/plan-reports/env.ts';
import type { Environment as PublishManifest } from '../../lambdas/publish-manifest/env.ts';
import type { Environment as RenderReports } from '../../lambdas/render-reports/env.ts';
import type { Environment as RollUpFigures } from '../../lambdas/roll-up-figures/env.ts';
import { GET, QUERY, reads, seeks, uses, writes, writesOnce } from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The tasks of `publish-reports`: from settled tables to published reports. By the name of their state. */
export function reportTasks({ at, clock, config, names, references, task }: TaskRoom) {
  const {
    WORK_BUCKET,
    OUTBOX_BUCKET,
    REFERENCE_BUCKET,
    SUBMISSIONS_TABLE,
    ENTITLEMENTS_TABLE,
    PAYMENTS_TABLE,
    RUNS_TABLE,
    EXCEPTIONS_TABLE,
    SANDBOX,
    UNITS_PER_BATCH,
    SHARD_RANGES,
  } = names;
  return {
    PlanReports: task<PlanReports>(
      'plan-reports',
      {
        WORK_BUCKET,
        OUTBOX_BUCKET,
        REFERENCE_BUCKET,
        SUBMISSIONS_TABLE,
        RUNS_TABLE,
        EXCEPTIONS_TABLE,
        UNITS_PER_BATCH,
        SHARD_RANGES,
        SANDBOX,
      },
      [
        writesOnce(at.work, 'reports/begun/*', 'reports/*/checks.json.gz', 'reports/*/plan.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        seeks(at.outbox, 'settlements/*', 'books/*/books.json', 'reports/*/manifest.json'),
        references,
        ...clock,
        uses(at.submissions, GET, QUERY),
        uses(at.runs, GET, QUERY),
        uses(at.exceptions, QUERY),
      ],
    ),
    CountRolls: task<CountRolls>(
      'count-rolls',
      { WORK_BUCKET, REFERENCE_BUCKET, ENTITLEMENTS_TABLE, SUBMISSIONS_TABLE },
      [
        reads(at.work, 'reports/*/plan.json.gz'),
        writesOnce(at.work, 'reports/*/rolls/*'),
        references,
        uses(at.entitlements, QUERY),
        uses(at.submissions, QUERY),
      ],
    ),
    CountPayments: task<CountPayments>('count-payments', { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE }, [
      reads(at.work, 'reports/*/plan.json.gz'),
      writesOnce(at.work, 'reports/*/paid/*'),
      seeks(at.work, 'reports/counted/*'),
      writes(at.work, 'reports/counted/*'),
      references,
      uses(at.payments, QUERY),
    ]),
    RollUpFigures: task<RollUpFigures>(
      'roll-up-figures',
      // Every slice that is rendered reads the figures of all units: 144 ms in a province, beside 165 ms that a unit's
      // reports take (npm run bench -- reports). So its slices are larger than others.
      { WORK_BUCKET, REFERENCE_BUCKET, UNITS_PER_BATCH: String(4 * config.unitsPerBatch) },
      [
        reads(at.work, 'reports/*/plan.json.gz', 'reports/*/rolls/*', 'reports/*/paid/*'),
        writesOnce(at.work, 'reports/*/figures.json.gz'),
        references,
      ],
    ),
    RenderReports: task<RenderReports>(
      'render-reports',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET },
      [
        reads(at.work, 'reports/*/plan.json.gz', 'reports/*/figures.json.gz', 'reports/*/checks.json.gz'),
        writes(at.work, 'reports/*/rendered/*'),
        seeks(at.outbox, 'reports/*/progress.json'),
        // Folders within a publication, and so not the manifests that stand beside them.
        writes(at.outbox, 'reports/*/*/*/*'),
        references,
      ],
      // Writers of PDF, workbooks and charts together take 380 MB (measured), and are as fast as the share of a CPU is.
      { memory: 1024 },
    ),
    PublishManifest: task<PublishManifest>('publish-manifest', { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET }, [
      reads(at.work, 'reports/*/plan.json.gz', 'reports/*/figures.json.gz', 'reports/*/rendered/*'),
      seeks(at.outbox, 'reports/*/manifest.json'),
      writes(at.outbox, 'reports/*/manifest.json'),
      references,
    ]),
  };
}
