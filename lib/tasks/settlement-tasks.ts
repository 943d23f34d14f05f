import type { Environment as ApplyResults } from '../../lambdas/apply-results/env.ts';
import type { Environment as CloseSettlement } from '../../lambdas/close-settlement/env.ts';
import type { Environment as ReadResults } from '../../lambdas/read-results/env.ts';
import {
  GET,
  INSERT_ALL,
  QUERY,
  reads,
  readsVersions,
  seeks,
  UPDATE,
  UPDATE_ALL,
  uses,
  writes,
  writesOnce,
} from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The tasks of `settle-results`: from a provider's answer to totals that hold. By the name of their state. */
export function settlementTasks({ at, clock, names, references, task }: TaskRoom) {
  const {
    INBOX_BUCKET,
    WORK_BUCKET,
    OUTBOX_BUCKET,
    REFERENCE_BUCKET,
    PAYMENTS_TABLE,
    RUNS_TABLE,
    EXCEPTIONS_TABLE,
    SANDBOX,
    CHUNK_ROWS,
  } = names;
  return {
    ReadResults: task<ReadResults>(
      'read-results',
      { INBOX_BUCKET, WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE, CHUNK_ROWS, SANDBOX },
      [
        seeks(at.inbox, 'results/*'),
        readsVersions(at.inbox, 'results/*'),
        reads(at.work, 'runs/*/drafted/*/lines-*'),
        writes(at.work, 'results/*/lines-*', 'results/*/facts.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        writes(at.outbox, 'settlements/*'),
        references,
        ...clock,
        uses(at.runs, QUERY),
      ],
    ),
    ApplyResults: task<ApplyResults>(
      'apply-results',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, EXCEPTIONS_TABLE, RUNS_TABLE, SANDBOX },
      [
        reads(at.work, 'results/*/lines-*'),
        writesOnce(at.work, 'results/*/applying-*'),
        writes(at.work, 'results/*/applied-*'),
        references,
        ...clock,
        uses(at.payments, GET, UPDATE_ALL),
        uses(at.exceptions, INSERT_ALL),
        uses(at.runs, GET),
      ],
    ),
    CloseSettlement: task<CloseSettlement>(
      'close-settlement',
      { WORK_BUCKET, OUTBOX_BUCKET, PAYMENTS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE },
      [
        reads(at.work, 'results/*/facts.json.gz', 'results/*/applied-*'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        writes(at.outbox, 'settlements/*'),
        uses(at.payments, QUERY),
        uses(at.runs, QUERY, UPDATE),
        uses(at.exceptions, QUERY),
      ],
    ),
  };
}
