import type { Environment as AbandonClosing } from '../../lambdas/abandon-closing/env.ts';
import type { Environment as BeginClosing } from '../../lambdas/begin-closing/env.ts';
import type { Environment as CountBooks } from '../../lambdas/count-books/env.ts';
import type { Environment as PublishBooks } from '../../lambdas/publish-books/env.ts';
import { GET, INSERT_ALL, PUT, QUERY, reads, seeks, UPDATE, UPDATE_ALL, uses, writes, writesOnce } from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The tasks of `close-period`: from a month that is over to its closed books. By the name of their state. */
export function closingTasks({ at, clock, names, references, task }: TaskRoom) {
  const {
    WORK_BUCKET,
    OUTBOX_BUCKET,
    REFERENCE_BUCKET,
    ENTITLEMENTS_TABLE,
    PAYMENTS_TABLE,
    RUNS_TABLE,
    EXCEPTIONS_TABLE,
    SANDBOX,
    SHARD_RANGES,
  } = names;
  return {
    BeginClosing: task<BeginClosing>(
      'begin-closing',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE, SHARD_RANGES, SANDBOX },
      [
        writesOnce(at.work, 'closings/*/begun.json.gz', 'closings/*/plan.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        references,
        ...clock,
        uses(at.runs, GET, QUERY, PUT, UPDATE),
      ],
    ),
    CountBooks: task<CountBooks>(
      'count-books',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, EXCEPTIONS_TABLE, SANDBOX },
      [
        reads(at.work, 'closings/*/plan.json.gz'),
        writesOnce(at.work, 'closings/*/counted-*'),
        references,
        ...clock,
        uses(at.payments, QUERY, GET, UPDATE_ALL),
        uses(at.exceptions, INSERT_ALL),
      ],
    ),
    PublishBooks: task<PublishBooks>(
      'publish-books',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, ENTITLEMENTS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE, SANDBOX },
      [
        reads(at.work, 'closings/*/plan.json.gz', 'closings/*/counted-*'),
        writesOnce(at.work, 'closings/*/verdict.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        seeks(at.outbox, 'books/*/books.json'),
        writes(at.outbox, 'books/*', 'unpaid/*'),
        references,
        ...clock,
        uses(at.entitlements, QUERY),
        uses(at.runs, GET, QUERY, UPDATE),
        uses(at.exceptions, QUERY),
      ],
      // A bank that is silent about 100,000 payments: its list alone takes 410 MB (measured).
      { memory: 1024 },
    ),
    AbandonClosing: task<AbandonClosing>('abandon-closing', { WORK_BUCKET, RUNS_TABLE }, [
      seeks(at.work, 'closings/*/begun.json.gz'),
      uses(at.runs, GET, UPDATE),
    ]),
  };
}
