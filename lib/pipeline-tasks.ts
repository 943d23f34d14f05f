import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Environment as AbandonClosing } from '../lambdas/abandon-closing/env.ts';
import type { Environment as AnswerUnit } from '../lambdas/answer-unit/env.ts';
import type { Environment as ApplyResults } from '../lambdas/apply-results/env.ts';
import type { Environment as AssembleManifest } from '../lambdas/assemble-manifest/env.ts';
import type { Environment as BeginClosing } from '../lambdas/begin-closing/env.ts';
import type { Environment as BuildInstructions } from '../lambdas/build-instructions/env.ts';
import type { Environment as CloseRun } from '../lambdas/close-run/env.ts';
import type { Environment as CloseSettlement } from '../lambdas/close-settlement/env.ts';
import type { Environment as CloseSubmission } from '../lambdas/close-submission/env.ts';
import type { Environment as CountBooks } from '../lambdas/count-books/env.ts';
import type { Environment as CountPayments } from '../lambdas/count-payments/env.ts';
import type { Environment as CountRolls } from '../lambdas/count-rolls/env.ts';
import type { Environment as CutOff } from '../lambdas/cut-off/env.ts';
import type { Environment as DraftPayments } from '../lambdas/draft-payments/env.ts';
import type { Environment as InstructPayments } from '../lambdas/instruct-payments/env.ts';
import type { Environment as ListRolls } from '../lambdas/list-rolls/env.ts';
import type { Environment as PlanReports } from '../lambdas/plan-reports/env.ts';
import type { Environment as PublishBooks } from '../lambdas/publish-books/env.ts';
import type { Environment as PublishManifest } from '../lambdas/publish-manifest/env.ts';
import type { Environment as ReadList } from '../lambdas/read-list/env.ts';
import type { Environment as ReadResults } from '../lambdas/read-results/env.ts';
import type { Environment as ReconcileChunk } from '../lambdas/reconcile-chunk/env.ts';
import type { Environment as RegisterSubmission } from '../lambdas/register-submission/env.ts';
import type { Environment as ReleaseFiles } from '../lambdas/release-files/env.ts';
import type { Environment as RenderReports } from '../lambdas/render-reports/env.ts';
import type { Environment as RequestApproval } from '../lambdas/request-approval/env.ts';
import type { Environment as RollForwardUnit } from '../lambdas/roll-forward-unit/env.ts';
import type { Environment as RollUpFigures } from '../lambdas/roll-up-figures/env.ts';
import type { Environment as SettleConflicts } from '../lambdas/settle-conflicts/env.ts';
import type { Environment as SignManifest } from '../lambdas/sign-manifest/env.ts';
import type { Environment as WatchMonth } from '../lambdas/watch-month/env.ts';
import type { Environment as WriteTransferRequest } from '../lambdas/write-transfer-request/env.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import {
  allow,
  BATCH_WRITE,
  GET,
  type Grant,
  INSERT_ALL,
  PUT,
  QUERY,
  reads,
  readsClock,
  readsVersions,
  seeks,
  UPDATE,
  UPDATE_ALL,
  uses,
  writes,
  writesOnce,
} from './grants.ts';
import { PipelineFunction, type PipelineFunctionProps } from './pipeline-function.ts';
import type { Signing } from './signing.ts';
import type { Storage } from './storage.ts';

/** Where the identity registry is, and the secret with its key where it asks for one. */
export interface Registry {
  readonly url: string;
  readonly key: { readonly secretId: string; readonly arn: string } | undefined;
}

export interface PipelineTasksProps {
  readonly config: DeploymentConfig;
  readonly storage: Storage;
  readonly signing: Signing;
  readonly bundles: string;
  readonly registry: Registry;
}

/** Every task of the six machines: its function, its settings, and what it may do. */
export class PipelineTasks extends Construct {
  readonly registerSubmission: PipelineFunction;
  readonly readList: PipelineFunction;
  readonly reconcileChunk: PipelineFunction;
  readonly closeSubmission: PipelineFunction;
  readonly settleConflicts: PipelineFunction;
  readonly answerUnit: PipelineFunction;
  readonly listRolls: PipelineFunction;
  readonly rollForwardUnit: PipelineFunction;
  readonly cutOff: PipelineFunction;
  readonly draftPayments: PipelineFunction;
  readonly buildInstructions: PipelineFunction;
  readonly writeTransferRequest: PipelineFunction;
  readonly assembleManifest: PipelineFunction;
  readonly requestApproval: PipelineFunction;
  readonly closeRun: PipelineFunction;
  readonly signManifest: PipelineFunction;
  readonly instructPayments: PipelineFunction;
  readonly releaseFiles: PipelineFunction;
  readonly readResults: PipelineFunction;
  readonly applyResults: PipelineFunction;
  readonly closeSettlement: PipelineFunction;
  readonly planReports: PipelineFunction;
  readonly countRolls: PipelineFunction;
  readonly countPayments: PipelineFunction;
  readonly rollUpFigures: PipelineFunction;
  readonly renderReports: PipelineFunction;
  readonly publishManifest: PipelineFunction;
  readonly beginClosing: PipelineFunction;
  readonly countBooks: PipelineFunction;
  readonly publishBooks: PipelineFunction;
  readonly abandonClosing: PipelineFunction;
  readonly watchMonth: PipelineFunction;

  constructor(scope: Construct, id: string, { config, storage: at, signing, bundles, registry }: PipelineTasksProps) {
    super(scope, id);
    const task = <Environment extends Record<string, string>>(
      name: string,
      environment: Environment,
      grants: readonly Grant[],
      sizes: Pick<PipelineFunctionProps, 'memory' | 'reservedConcurrency'> = {},
    ): PipelineFunction => {
      const made = new PipelineFunction(this, name, { task: name, bundles, environment, ...sizes });
      allow(made, ...grants);
      return made;
    };
    const INBOX_BUCKET = at.inbox.bucketName;
    const WORK_BUCKET = at.work.bucketName;
    const OUTBOX_BUCKET = at.outbox.bucketName;
    const REFERENCE_BUCKET = at.reference.bucketName;
    const SUBMISSIONS_TABLE = at.submissions.tableName;
    const ENTITLEMENTS_TABLE = at.entitlements.tableName;
    const CLAIMS_TABLE = at.claims.tableName;
    const PAYMENTS_TABLE = at.payments.tableName;
    const RUNS_TABLE = at.runs.tableName;
    const EXCEPTIONS_TABLE = at.exceptions.tableName;
    const SANDBOX = config.sandbox ? 'true' : 'false';
    const CHUNK_ROWS = String(config.chunkRows);
    const UNITS_PER_BATCH = String(config.unitsPerBatch);
    const references = reads(at.reference, 'reference/*');
    const clock = readsClock(at.reference, config.sandbox);

    this.registerSubmission = task<RegisterSubmission>(
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
    );
    this.readList = task<ReadList>(
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
    );
    this.reconcileChunk = task<ReconcileChunk>(
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
      this.reconcileChunk.function.addToRolePolicy(
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [registry.key.arn] }),
      );
    }
    this.closeSubmission = task<CloseSubmission>(
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
    );
    this.settleConflicts = task<SettleConflicts>(
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
    );
    this.answerUnit = task<AnswerUnit>(
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
    );
    this.listRolls = task<ListRolls>('list-rolls', { REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, SANDBOX }, [
      references,
      ...clock,
      uses(at.submissions, GET, QUERY),
      uses(at.runs, PUT, GET),
    ]);
    this.rollForwardUnit = task<RollForwardUnit>(
      'roll-forward-unit',
      { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CHUNK_ROWS, SANDBOX },
      [
        writes(at.work, 'submissions/*/checked-*', 'submissions/*/summary.json.gz'),
        references,
        ...clock,
        uses(at.submissions, GET, PUT),
        uses(at.entitlements, QUERY),
      ],
    );

    this.cutOff = task<CutOff>(
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
    );
    this.draftPayments = task<DraftPayments>(
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
    );
    this.buildInstructions = task<BuildInstructions>('build-instructions', { WORK_BUCKET, REFERENCE_BUCKET }, [
      reads(at.work, 'runs/*/cut-off.json.gz', 'runs/*/drafted/*'),
      writes(at.work, 'runs/*/files/*'),
      references,
    ]);
    this.writeTransferRequest = task<WriteTransferRequest>(
      'write-transfer-request',
      { WORK_BUCKET, REFERENCE_BUCKET },
      [
        reads(at.work, 'runs/*/cut-off.json.gz', 'runs/*/drafted/*/unit.json.gz', 'runs/*/files/*.json.gz'),
        writesOnce(at.work, 'runs/*/funding/*.json.gz'),
        writes(at.work, 'runs/*/funding/*'),
        references,
      ],
    );
    this.assembleManifest = task<AssembleManifest>(
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
    );
    this.requestApproval = task<RequestApproval>('request-approval', { RUNS_TABLE }, [uses(at.runs, GET, UPDATE)]);
    this.closeRun = task<CloseRun>('close-run', { RUNS_TABLE }, [uses(at.runs, UPDATE)]);
    const SIGNING_KEYS = signing.arns;
    this.signManifest = task<SignManifest>('sign-manifest', { WORK_BUCKET, RUNS_TABLE, SIGNING_KEYS }, [
      reads(at.work, 'runs/*/manifest.json', 'runs/*/files/*'),
      // The first signatures are the run's: asked for before any are made.
      seeks(at.work, 'runs/*/signed.json.gz'),
      writesOnce(at.work, 'runs/*/signed.json.gz'),
      uses(at.runs, GET),
    ]);
    signing.letSign(this.signManifest);
    signing.letReadPublicKeys(this.signManifest);
    this.instructPayments = task<InstructPayments>(
      'instruct-payments',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, RUNS_TABLE, SANDBOX },
      [
        reads(at.work, 'runs/*/manifest.json', 'runs/*/drafted/*/lines-*'),
        ...clock,
        uses(at.payments, UPDATE_ALL, GET),
        uses(at.runs, GET),
      ],
    );
    this.releaseFiles = task<ReleaseFiles>('release-files', { WORK_BUCKET, OUTBOX_BUCKET, RUNS_TABLE, SIGNING_KEYS }, [
      reads(at.work, 'runs/*/manifest.json', 'runs/*/files/*', 'runs/*/funding/*', 'runs/*/drafted/*/deferrals-*'),
      seeks(at.work, 'runs/*/signed.json.gz'),
      // What providers pay by: no other task may write it.
      writes(at.outbox, 'payouts/*', 'keys/*', 'worklists/*/deferred-*.json'),
      uses(at.runs, GET, UPDATE),
    ]);
    signing.letReadPublicKeys(this.releaseFiles);

    this.readResults = task<ReadResults>(
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
    );
    this.applyResults = task<ApplyResults>(
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
    );
    this.closeSettlement = task<CloseSettlement>(
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
    );

    this.planReports = task<PlanReports>(
      'plan-reports',
      {
        WORK_BUCKET,
        OUTBOX_BUCKET,
        REFERENCE_BUCKET,
        SUBMISSIONS_TABLE,
        RUNS_TABLE,
        EXCEPTIONS_TABLE,
        UNITS_PER_BATCH,
        SHARD_RANGES: String(config.shardRanges),
        SANDBOX,
      },
      [
        writesOnce(at.work, 'reports/begun/*', 'reports/*/checks.json.gz', 'reports/*/plan.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        seeks(at.outbox, 'settlements/*', 'books/*/books.json', 'reports/*/manifest.json'),
        references,
        ...clock,
        uses(at.submissions, GET, QUERY),
        uses(at.runs, QUERY),
        uses(at.exceptions, QUERY),
      ],
    );
    this.countRolls = task<CountRolls>(
      'count-rolls',
      { WORK_BUCKET, REFERENCE_BUCKET, ENTITLEMENTS_TABLE, SUBMISSIONS_TABLE },
      [
        reads(at.work, 'reports/*/plan.json.gz'),
        writesOnce(at.work, 'reports/*/rolls/*'),
        references,
        uses(at.entitlements, QUERY),
        uses(at.submissions, QUERY),
      ],
    );
    this.countPayments = task<CountPayments>('count-payments', { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE }, [
      reads(at.work, 'reports/*/plan.json.gz'),
      writesOnce(at.work, 'reports/*/paid/*'),
      references,
      uses(at.payments, QUERY),
    ]);
    this.rollUpFigures = task<RollUpFigures>(
      'roll-up-figures',
      // Every slice that is rendered reads the figures of all units: 144 ms in a province, beside 165 ms that a unit's
      // reports take (npm run bench -- reports). So its slices are larger than others.
      { WORK_BUCKET, REFERENCE_BUCKET, UNITS_PER_BATCH: String(4 * config.unitsPerBatch) },
      [
        reads(at.work, 'reports/*/plan.json.gz', 'reports/*/rolls/*', 'reports/*/paid/*'),
        writesOnce(at.work, 'reports/*/figures.json.gz'),
        references,
      ],
    );
    this.renderReports = task<RenderReports>(
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
    );
    this.publishManifest = task<PublishManifest>('publish-manifest', { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET }, [
      reads(at.work, 'reports/*/plan.json.gz', 'reports/*/figures.json.gz', 'reports/*/rendered/*'),
      seeks(at.outbox, 'reports/*/manifest.json'),
      writes(at.outbox, 'reports/*/manifest.json'),
      references,
    ]);

    const SHARD_RANGES = String(config.shardRanges);
    this.beginClosing = task<BeginClosing>(
      'begin-closing',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE, SHARD_RANGES, SANDBOX },
      [
        writesOnce(at.work, 'closings/*/begun.json.gz', 'closings/*/plan.json.gz'),
        reads(at.outbox, 'payouts/*/manifest.json'),
        references,
        ...clock,
        uses(at.runs, GET, QUERY, PUT, UPDATE),
      ],
    );
    this.countBooks = task<CountBooks>(
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
    );
    this.publishBooks = task<PublishBooks>(
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
    );
    this.abandonClosing = task<AbandonClosing>('abandon-closing', { WORK_BUCKET, RUNS_TABLE }, [
      seeks(at.work, 'closings/*/begun.json.gz'),
      uses(at.runs, GET, UPDATE),
    ]);

    this.watchMonth = task<WatchMonth>(
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
}
