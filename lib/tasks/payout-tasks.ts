import type { Environment as AssembleManifest } from '../../lambdas/assemble-manifest/env.ts';
import type { Environment as BuildInstructions } from '../../lambdas/build-instructions/env.ts';
import type { Environment as CloseRun } from '../../lambdas/close-run/env.ts';
import type { Environment as CutOff } from '../../lambdas/cut-off/env.ts';
import type { Environment as DraftPayments } from '../../lambdas/draft-payments/env.ts';
import type { Environment as InstructPayments } from '../../lambdas/instruct-payments/env.ts';
import type { Environment as ReleaseFiles } from '../../lambdas/release-files/env.ts';
import type { Environment as RequestApproval } from '../../lambdas/request-approval/env.ts';
import type { Environment as SignManifest } from '../../lambdas/sign-manifest/env.ts';
import type { Environment as WriteTransferRequest } from '../../lambdas/write-transfer-request/env.ts';
import { GET, INSERT_ALL, PUT, QUERY, reads, seeks, UPDATE, UPDATE_ALL, uses, writes, writesOnce } from '../grants.ts';
import type { TaskRoom } from './task-room.ts';

/** The tasks of `run-payout`: from rolls that stand to files that providers pay by. By the name of their state. */
export function payoutTasks({ at, clock, names, references, signing, task }: TaskRoom) {
  const {
    SIGNING_KEYS,
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
  } = names;
  const SignManifest = task<SignManifest>('sign-manifest', { WORK_BUCKET, RUNS_TABLE, SIGNING_KEYS }, [
    reads(at.work, 'runs/*/manifest.json', 'runs/*/files/*'),
    // The first signatures are the run's: asked for before any are made.
    seeks(at.work, 'runs/*/signed.json.gz'),
    writesOnce(at.work, 'runs/*/signed.json.gz'),
    uses(at.runs, GET),
  ]);
  signing.letSign(SignManifest);
  signing.letReadPublicKeys(SignManifest);
  const ReleaseFiles = task<ReleaseFiles>('release-files', { WORK_BUCKET, OUTBOX_BUCKET, RUNS_TABLE, SIGNING_KEYS }, [
    reads(at.work, 'runs/*/manifest.json', 'runs/*/files/*', 'runs/*/funding/*', 'runs/*/drafted/*/deferrals-*'),
    seeks(at.work, 'runs/*/signed.json.gz'),
    // What providers pay by: no other task may write it.
    writes(at.outbox, 'payouts/*', 'keys/*', 'worklists/*/deferred-*.json'),
    uses(at.runs, GET, UPDATE),
  ]);
  signing.letReadPublicKeys(ReleaseFiles);
  return {
    CutOff: task<CutOff>(
      'cut-off',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, UNITS_PER_BATCH, SANDBOX },
      [
        seeks(at.work, 'runs/*/cut-off.json.gz'),
        writes(at.work, 'runs/*/cut-off.json.gz'),
        reads(at.outbox, 'books/*/carry-index-*'),
        references,
        ...clock,
        uses(at.submissions, GET),
        uses(at.runs, GET, QUERY, PUT, UPDATE),
      ],
    ),
    DraftPayments: task<DraftPayments>(
      'draft-payments',
      {
        WORK_BUCKET,
        OUTBOX_BUCKET,
        REFERENCE_BUCKET,
        ENTITLEMENTS_TABLE,
        PAYMENTS_TABLE,
        RUNS_TABLE,
        EXCEPTIONS_TABLE,
      },
      [
        reads(at.work, 'runs/*/cut-off.json.gz'),
        seeks(at.work, 'runs/*/drafted/*/unit.json.gz'),
        writes(at.work, 'runs/*/drafted/*'),
        reads(at.outbox, 'books/*/carry/*'),
        references,
        uses(at.entitlements, QUERY),
        uses(at.payments, INSERT_ALL, UPDATE_ALL, GET),
        uses(at.runs, GET, QUERY),
        uses(at.exceptions, INSERT_ALL, GET, QUERY),
      ],
    ),
    BuildInstructions: task<BuildInstructions>(
      'build-instructions',
      { WORK_BUCKET, REFERENCE_BUCKET },
      [reads(at.work, 'runs/*/cut-off.json.gz', 'runs/*/drafted/*'), writes(at.work, 'runs/*/files/*'), references],
      // Of a million people it held 522 MiB while it built files of 20,000 lines one after the other (docs/scale.md).
      { memory: 1024 },
    ),
    WriteTransferRequest: task<WriteTransferRequest>('write-transfer-request', { WORK_BUCKET, REFERENCE_BUCKET }, [
      reads(at.work, 'runs/*/cut-off.json.gz', 'runs/*/drafted/*/unit.json.gz', 'runs/*/files/*.json.gz'),
      writesOnce(at.work, 'runs/*/funding/*.json.gz'),
      writes(at.work, 'runs/*/funding/*'),
      references,
    ]),
    AssembleManifest: task<AssembleManifest>(
      'assemble-manifest',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE },
      [
        reads(
          at.work,
          'runs/*/cut-off.json.gz',
          'runs/*/drafted/*/unit.json.gz',
          'runs/*/files/*.json.gz',
          'runs/*/funding/*.json.gz',
        ),
        // What is approved: no other task may write it.
        writes(at.work, 'runs/*/manifest.json'),
        writesOnce(at.work, 'runs/*/paid-before.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        references,
        uses(at.runs, GET, QUERY),
      ],
    ),
    RequestApproval: task<RequestApproval>('request-approval', { RUNS_TABLE }, [uses(at.runs, GET, UPDATE)]),
    CloseRun: task<CloseRun>('close-run', { RUNS_TABLE }, [uses(at.runs, UPDATE)]),
    SignManifest,
    InstructPayments: task<InstructPayments>(
      'instruct-payments',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, RUNS_TABLE, SANDBOX },
      [
        reads(at.work, 'runs/*/manifest.json', 'runs/*/drafted/*/lines-*'),
        ...clock,
        uses(at.payments, UPDATE_ALL, GET),
        uses(at.runs, GET),
      ],
    ),
    ReleaseFiles,
  };
}
