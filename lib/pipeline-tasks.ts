import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
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
import type { Environment as WriteTransferRequest } from '../lambdas/write-transfer-request/env.ts';
import { acknowledgeWildcards } from './acknowledged.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { PipelineFunction, type PipelineFunctionProps } from './pipeline-function.ts';
import type { Storage } from './storage.ts';

/** Where the identity registry is, and the secret with its key where it asks for one. */
export interface Registry {
  readonly url: string;
  readonly key: { readonly secretId: string; readonly arn: string } | undefined;
}

export interface PipelineTasksProps {
  readonly config: DeploymentConfig;
  readonly storage: Storage;
  readonly bundles: string;
  readonly registry: Registry;
}

/** What a task may do: named actions on named things, and nothing else. */
type Grant = readonly [on: TableV2 | Bucket, ...actions: readonly string[]];

const READ = ['s3:GetObject', 's3:GetObjectVersion'] as const;
const WRITE = ['s3:PutObject'] as const;
const GET = 'dynamodb:BatchGetItem';
const QUERY = 'dynamodb:Query';
const PUT = 'dynamodb:PutItem';
const UPDATE = 'dynamodb:UpdateItem';
const BATCH_WRITE = 'dynamodb:BatchWriteItem';

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

  constructor(scope: Construct, id: string, { config, storage: at, bundles, registry }: PipelineTasksProps) {
    super(scope, id);
    const task = <Environment extends Record<string, string>>(
      name: string,
      environment: Environment,
      grants: readonly Grant[],
      sizes: Pick<PipelineFunctionProps, 'memory' | 'reservedConcurrency'> = {},
    ): PipelineFunction => {
      const made = new PipelineFunction(this, name, { task: name, bundles, environment, ...sizes });
      for (const [on, ...actions] of grants) allow(made, on, actions);
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
    const readReference: Grant = [at.reference, ...READ];
    const readWork: Grant = [at.work, ...READ];
    const writeWork: Grant = [at.work, ...WRITE];
    const writeOutbox: Grant = [at.outbox, ...WRITE];

    this.registerSubmission = task<RegisterSubmission>(
      'register-submission',
      { INBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, SANDBOX },
      [[at.inbox, ...READ], readReference, [at.submissions, PUT, GET, QUERY], [at.runs, GET]],
    );
    this.readList = task<ReadList>(
      'read-list',
      { INBOX_BUCKET, WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CHUNK_ROWS },
      [
        [at.inbox, ...READ],
        readWork,
        writeWork,
        readReference,
        [at.submissions, GET, QUERY, UPDATE],
        [at.entitlements, QUERY],
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
        readWork,
        writeWork,
        readReference,
        [at.submissions, GET],
        [at.entitlements, QUERY, BATCH_WRITE],
        [at.claims, 'dynamodb:PartiQLInsert', GET, UPDATE],
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
        readWork,
        writeWork,
        writeOutbox,
        readReference,
        [at.submissions, GET, QUERY, PUT, UPDATE],
        [at.entitlements, QUERY, BATCH_WRITE],
        [at.claims, GET, UPDATE],
      ],
    );
    this.settleConflicts = task<SettleConflicts>(
      'settle-conflicts',
      { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CLAIMS_TABLE },
      [
        readWork,
        writeWork,
        readReference,
        [at.submissions, GET, QUERY, PUT],
        [at.entitlements, QUERY, BATCH_WRITE],
        [at.claims, GET, UPDATE],
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
        readWork,
        [at.outbox, ...READ, ...WRITE],
        readReference,
        [at.submissions, GET, QUERY, UPDATE],
        [at.entitlements, QUERY],
        [at.payments, GET],
        [at.exceptions, 'dynamodb:PartiQLInsert', GET],
      ],
      // A district that still sends one list of 30,000 people needs 700 MB for its workbooks (measured); a commune 250.
      { memory: 1024 },
    );
    this.listRolls = task<ListRolls>('list-rolls', { REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, SANDBOX }, [
      readReference,
      [at.submissions, GET, QUERY],
      [at.runs, PUT, GET],
    ]);
    this.rollForwardUnit = task<RollForwardUnit>(
      'roll-forward-unit',
      { WORK_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, ENTITLEMENTS_TABLE, CHUNK_ROWS, SANDBOX },
      [writeWork, readReference, [at.submissions, GET, PUT], [at.entitlements, QUERY]],
    );

    this.cutOff = task<CutOff>(
      'cut-off',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, SUBMISSIONS_TABLE, RUNS_TABLE, UNITS_PER_BATCH, SANDBOX },
      [
        readWork,
        writeWork,
        [at.outbox, ...READ],
        readReference,
        [at.submissions, GET],
        [at.runs, GET, QUERY, PUT, UPDATE],
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
        readWork,
        writeWork,
        [at.outbox, ...READ],
        readReference,
        [at.entitlements, QUERY],
        [at.payments, 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', GET],
        [at.runs, GET, QUERY],
        [at.exceptions, 'dynamodb:PartiQLInsert', GET, QUERY],
      ],
    );
    this.buildInstructions = task<BuildInstructions>('build-instructions', { WORK_BUCKET, REFERENCE_BUCKET }, [
      readWork,
      writeWork,
      readReference,
    ]);
    this.writeTransferRequest = task<WriteTransferRequest>(
      'write-transfer-request',
      { WORK_BUCKET, REFERENCE_BUCKET },
      [readWork, writeWork, readReference],
    );
    this.assembleManifest = task<AssembleManifest>(
      'assemble-manifest',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE },
      [readWork, writeWork, [at.outbox, ...READ], readReference, [at.runs, GET, QUERY]],
    );
    this.requestApproval = task<RequestApproval>('request-approval', { RUNS_TABLE }, [[at.runs, GET, UPDATE]]);
    this.closeRun = task<CloseRun>('close-run', { RUNS_TABLE }, [[at.runs, UPDATE]]);
    this.instructPayments = task<InstructPayments>(
      'instruct-payments',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, RUNS_TABLE, SANDBOX },
      [readWork, readReference, [at.payments, 'dynamodb:PartiQLUpdate', GET], [at.runs, GET]],
    );
    this.releaseFiles = task<ReleaseFiles>('release-files', { WORK_BUCKET, OUTBOX_BUCKET, RUNS_TABLE }, [
      readWork,
      writeOutbox,
      [at.runs, GET, UPDATE],
    ]);

    this.readResults = task<ReadResults>(
      'read-results',
      { INBOX_BUCKET, WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE, CHUNK_ROWS, SANDBOX },
      [[at.inbox, ...READ], readWork, writeWork, [at.outbox, ...READ, ...WRITE], readReference, [at.runs, QUERY]],
    );
    this.applyResults = task<ApplyResults>(
      'apply-results',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, EXCEPTIONS_TABLE, RUNS_TABLE, SANDBOX },
      [
        readWork,
        writeWork,
        readReference,
        [at.payments, GET, 'dynamodb:PartiQLUpdate'],
        [at.exceptions, 'dynamodb:PartiQLInsert'],
        [at.runs, GET],
      ],
    );
    this.closeSettlement = task<CloseSettlement>(
      'close-settlement',
      { WORK_BUCKET, OUTBOX_BUCKET, PAYMENTS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE },
      [
        readWork,
        [at.outbox, ...READ, ...WRITE],
        [at.payments, QUERY],
        [at.runs, QUERY, UPDATE],
        [at.exceptions, QUERY],
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
        readWork,
        writeWork,
        [at.outbox, ...READ],
        readReference,
        [at.submissions, GET, QUERY],
        [at.runs, QUERY],
        [at.exceptions, QUERY],
      ],
    );
    this.countRolls = task<CountRolls>(
      'count-rolls',
      { WORK_BUCKET, REFERENCE_BUCKET, ENTITLEMENTS_TABLE, SUBMISSIONS_TABLE },
      [readWork, writeWork, readReference, [at.entitlements, QUERY], [at.submissions, GET, QUERY]],
    );
    this.countPayments = task<CountPayments>('count-payments', { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE }, [
      readWork,
      writeWork,
      readReference,
      [at.payments, QUERY],
    ]);
    this.rollUpFigures = task<RollUpFigures>(
      'roll-up-figures',
      // Every slice that is rendered reads the figures of all units: 144 ms in a province, beside 165 ms that a unit's
      // reports take (npm run bench -- reports). So its slices are larger than others.
      { WORK_BUCKET, REFERENCE_BUCKET, UNITS_PER_BATCH: String(4 * config.unitsPerBatch) },
      [readWork, writeWork, readReference],
    );
    this.renderReports = task<RenderReports>(
      'render-reports',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET },
      [readWork, writeWork, [at.outbox, ...READ, ...WRITE], readReference],
      // Writers of PDF, workbooks and charts together take 380 MB (measured), and are as fast as the share of a CPU is.
      { memory: 1024 },
    );
    this.publishManifest = task<PublishManifest>('publish-manifest', { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET }, [
      readWork,
      [at.outbox, ...READ, ...WRITE],
      readReference,
    ]);

    const SHARD_RANGES = String(config.shardRanges);
    this.beginClosing = task<BeginClosing>(
      'begin-closing',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, RUNS_TABLE, SHARD_RANGES, SANDBOX },
      [readWork, writeWork, [at.outbox, ...READ], readReference, [at.runs, GET, QUERY, PUT, UPDATE]],
    );
    this.countBooks = task<CountBooks>(
      'count-books',
      { WORK_BUCKET, REFERENCE_BUCKET, PAYMENTS_TABLE, EXCEPTIONS_TABLE, SANDBOX },
      [
        readWork,
        writeWork,
        readReference,
        [at.payments, QUERY, GET, 'dynamodb:PartiQLUpdate'],
        [at.exceptions, 'dynamodb:PartiQLInsert'],
      ],
    );
    this.publishBooks = task<PublishBooks>(
      'publish-books',
      { WORK_BUCKET, OUTBOX_BUCKET, REFERENCE_BUCKET, ENTITLEMENTS_TABLE, RUNS_TABLE, EXCEPTIONS_TABLE, SANDBOX },
      [
        readWork,
        writeWork,
        [at.outbox, ...READ, ...WRITE],
        readReference,
        [at.entitlements, QUERY],
        [at.runs, GET, QUERY, UPDATE],
        [at.exceptions, QUERY],
      ],
      // A bank that is silent about 100,000 payments: its list alone takes 410 MB (measured).
      { memory: 1024 },
    );
    this.abandonClosing = task<AbandonClosing>('abandon-closing', { WORK_BUCKET, RUNS_TABLE }, [
      readWork,
      [at.runs, GET, UPDATE],
    ]);
  }
}

/** Grants named actions on a table, or on the objects of a bucket. Reading may also tell that an object is missing. */
export function allow(to: PipelineFunction, on: TableV2 | Bucket, actions: readonly string[]): void {
  if ('tableArn' in on) {
    on.grant(to.function, ...actions);
    return;
  }
  const resources = [on.arnForObjects('*')];
  to.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources }));
  acknowledgeWildcards(to, resources, 'Objects of one bucket: their names come with the months');
  const keyActions = [
    ...(actions.some((action) => action.startsWith('s3:Get')) ? ['kms:Decrypt'] : []),
    ...(actions.includes('s3:PutObject') ? ['kms:GenerateDataKey'] : []),
  ];
  if (on.encryptionKey && keyActions.length > 0) {
    to.function.addToRolePolicy(
      new PolicyStatement({
        actions: keyActions,
        resources: [on.encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(to).region}.amazonaws.com` } },
      }),
    );
  }
  // Without ListBucket S3 answers 403 instead of 404 for an object that is not there.
  if (actions.includes('s3:GetObject')) {
    to.function.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [on.bucketArn] }));
  }
}
