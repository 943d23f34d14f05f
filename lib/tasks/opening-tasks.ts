import type { Environment as ListRolls } from '../../lambdas/list-rolls/env.ts';
import type { Environment as RollForwardUnit } from '../../lambdas/roll-forward-unit/env.ts';
import { GET, PUT, QUERY, uses, writes } from '../grants.ts';
import type { intakeTasks } from './intake-tasks.ts';
import type { TaskRoom } from './task-room.ts';

/**
 * The tasks of `open-period`: units are carried over from the month before, by the name of their state. What they hold is
 * reconciled and answered as a list is, by the same functions.
 */
export function openingTasks(
  { at, clock, names, references, task }: TaskRoom,
  { ReconcileChunk, CloseSubmission, SettleConflicts, AnswerUnit }: ReturnType<typeof intakeTasks>,
) {
  const { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, RUNS_TABLE, SANDBOX, CHUNK_ROWS } =
    names;
  return {
    ListRolls: task<ListRolls>('list-rolls', { REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, SANDBOX }, [
      references,
      ...clock,
      uses(at.submissions, GET, QUERY),
      uses(at.runs, PUT, GET),
    ]),
    RollForwardUnit: task<RollForwardUnit>(
      'roll-forward-unit',
      { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CHUNK_ROWS, SANDBOX },
      [
        writes(at.work, 'submissions/*/checked-*', 'submissions/*/summary.json.gz'),
        references,
        ...clock,
        uses(at.submissions, GET, PUT),
        uses(at.entitlements, QUERY),
      ],
    ),
    ReconcileChunk,
    CloseSubmission,
    SettleConflicts,
    AnswerUnit,
  };
}
