import type { Environment as WatchMonth } from '../../lambdas/watch-month/env.ts';
import { GET, QUERY, reads, seeks, uses } from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The task that looks at the month every hour. */
export function watchTask({ at, clock, names, references, task }: TaskRoom) {
  const { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE, SANDBOX } =
    names;
  return task<WatchMonth>(
    'watch-month',
    { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE, SANDBOX },
    [
      seeks(at.work, 'runs/*/manifest.json'),
      reads(at.outbox, 'payouts/*/manifest.json'),
      seeks(at.outbox, 'settlements/*'),
      references,
      ...clock,
      uses(at.submissions, GET, QUERY),
      uses(at.runs, GET, QUERY),
      uses(at.exceptions, QUERY),
    ],
  );
}
