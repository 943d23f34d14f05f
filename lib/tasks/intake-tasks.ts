import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Environment as AnswerUnit } from '../../lambdas/answer-unit/env.ts';
import type { Environment as CloseSubmission } from '../../lambdas/close-submission/env.ts';
import type { Environment as ReadList } from '../../lambdas/read-list/env.ts';
import type { Environment as ReconcileChunk } from '../../lambdas/reconcile-chunk/env.ts';
import type { Environment as RegisterSubmission } from '../../lambdas/register-submission/env.ts';
import type { Environment as SettleConflicts } from '../../lambdas/settle-conflicts/env.ts';
import {
  BATCH_WRITE,
  GET,
  INSERT_ALL,
  PUT,
  QUERY,
  reads,
  readsVersions,
  seeks,
  UPDATE,
  uses,
  writes,
} from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The tasks of `ingest-list`: from an uploaded list to the answer that its unit gets. By the name of their state. */
export function intakeTasks({ at, clock, config, names, references, registry, task }: TaskRoom) {
  const {
    INBOX_BUCKET,
    WORK_BUCKET,
    OUTBOX_BUCKET,
    REFERENCE_BUCKET,
    SUBMISSIONS_TABLE,
    ENTITLEMENTS_TABLE,
    CLAIMS_TABLE,
    PAYMENTS_TABLE,
    RUNS_TABLE,
    EXCEPTIONS_TABLE,
    SANDBOX,
    CHUNK_ROWS,
  } = names;
  const ReconcileChunk = task<ReconcileChunk>(
    'reconcile-chunk',
    {
      WORK_BUCKET,
      REFERENCE_BUCKET,
      SUBMISSIONS_TABLE,
      ENTITLEMENTS_TABLE,
      CLAIMS_TABLE,
      REGISTRY_URL: registry.url,
      REGISTRY_SECRET: registry.key?.secretId ?? '',
      REGISTRY_CALLS_PER_SECOND: String(config.registry.callsPerSecond / config.mapConcurrency),
    },
    [
      reads(at.work, 'submissions/*/checked-*', 'submissions/*/met-*'),
      writes(at.work, 'submissions/*/reconciled-*'),
      references,
      uses(at.submissions, GET),
      uses(at.entitlements, QUERY, BATCH_WRITE),
      uses(at.claims, INSERT_ALL, GET, UPDATE),
    ],
    // Twenty lists at once are twenty maps: only together is the registry's rate kept. A sandbox's is a stub, and a new
    // account has no concurrency to spare (it must keep 10 unreserved).
    { reservedConcurrency: config.sandbox ? undefined : config.mapConcurrency },
  );
  if (registry.key) {
    ReconcileChunk.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [registry.key.arn] }),
    );
  }
  return {
    RegisterSubmission: task<RegisterSubmission>(
      'register-submission',
      { INBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, SANDBOX },
      [
        reads(at.inbox, 'lists/*'),
        readsVersions(at.inbox, 'lists/*'),
        references,
        ...clock,
        uses(at.submissions, PUT, GET, QUERY),
        uses(at.runs, GET),
      ],
    ),
    ReadList: task<ReadList>(
      'read-list',
      { INBOX_BUCKET, WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CHUNK_ROWS },
      [
        readsVersions(at.inbox, 'lists/*'),
        reads(at.work, 'submissions/*/checked-*'),
        writes(at.work, 'submissions/*/checked-*', 'submissions/*/met-*', 'submissions/*/summary.json.gz'),
        references,
        uses(at.submissions, GET, QUERY, UPDATE),
        uses(at.entitlements, QUERY),
      ],
    ),
    ReconcileChunk,
    CloseSubmission: task<CloseSubmission>(
      'close-submission',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CLAIMS_TABLE },
      [
        reads(at.work, 'submissions/*/summary.json.gz', 'submissions/*/reconciled-*'),
        writes(at.work, 'submissions/*/closing.json.gz'),
        // Of a file that is refused; every other list is answered by answer-unit.
        writes(at.outbox, 'receipts/*'),
        references,
        uses(at.submissions, GET, QUERY, PUT, UPDATE),
        uses(at.entitlements, QUERY, BATCH_WRITE),
        uses(at.claims, GET, UPDATE),
      ],
    ),
    SettleConflicts: task<SettleConflicts>(
      'settle-conflicts',
      { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CLAIMS_TABLE },
      [
        reads(at.work, 'conflicts/*/people.json.gz', 'submissions/*/closing.json.gz'),
        seeks(at.work, 'conflicts/*-answers.json.gz'),
        writes(at.work, 'conflicts/*-answers.json.gz'),
        references,
        uses(at.submissions, GET, PUT),
        uses(at.entitlements, QUERY, BATCH_WRITE),
        uses(at.claims, GET, UPDATE),
      ],
    ),
    AnswerUnit: task<AnswerUnit>(
      'answer-unit',
      {
        WORK_BUCKET,
        OUTBOX_BUCKET,
        REFERENCE_BUCKET,
        SUBMISSIONS_TABLE,
        ENTITLEMENTS_TABLE,
        PAYMENTS_TABLE,
        EXCEPTIONS_TABLE,
        SANDBOX,
      },
      [
        reads(at.work, 'submissions/*/summary.json.gz', 'submissions/*/reconciled-*'),
        seeks(at.work, 'submissions/*/closing.json.gz'),
        reads(at.outbox, 'receipts/*.json'),
        seeks(at.outbox, 'worklists/*/worklists.json'),
        writes(at.outbox, 'receipts/*', 'worklists/*/worklists.json', 'worklists/*.xlsx', 'rolls/*', 'feeds/*'),
        references,
        ...clock,
        uses(at.submissions, GET, QUERY, UPDATE),
        uses(at.entitlements, QUERY),
        uses(at.payments, GET),
        uses(at.exceptions, INSERT_ALL, GET),
      ],
      // A district that still sends one list of 30,000 people needs 700 MB for its workbooks (measured); a commune 250.
      { memory: 1024 },
    ),
  };
}
