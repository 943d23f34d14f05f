import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnUserPoolGroup, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment as ConfirmList } from '../lambdas/confirm-list/env.ts';
import type { Environment as DecideConflict } from '../lambdas/decide-conflict/env.ts';
import type { Environment as DecideException } from '../lambdas/decide-exception/env.ts';
import type { Environment as DecideRun } from '../lambdas/decide-run/env.ts';
import type { Environment as StartRun } from '../lambdas/start-run/env.ts';
import { acknowledge } from './acknowledged.ts';
import { booksRoutes } from './books-api.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { allow, GET, QUERY, reads, readsClock, UPDATE, UPDATE_ALL, uses, writes } from './grants.ts';
import { alarmOnOne } from './house-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineMachine } from './pipeline-machine.ts';
import type { Storage } from './storage.ts';

/** Officers start runs, confirm lists, decide conflicts and exceptions, and close periods; approvers decide runs. */
const GROUPS = ['officers', 'approvers'] as const;

export interface ApprovalsApiProps {
  readonly config: DeploymentConfig;
  readonly storage: Storage;
  readonly bundles: string;
  readonly ingestList: PipelineMachine;
  readonly runPayout: PipelineMachine;
  readonly closePeriod: PipelineMachine;
  readonly alarms: ITopic;
}

/** The HTTP API through which people decide: who they are comes from a Cognito token, never from them. */
export class ApprovalsApi extends Construct {
  readonly users: UserPool;
  readonly client: UserPoolClient;
  readonly api: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    { config, storage, bundles, ingestList, runPayout, closePeriod, alarms }: ApprovalsApiProps,
  ) {
    super(scope, id);
    this.users = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.users,
      'COG2',
      'A second factor is not asked for yet: no money moves without two people (ADR 16, 22)',
    );
    acknowledge(this.users, 'COG8', 'A handful of accounts, each made by an administrator: nobody can sign up');
    for (const groupName of GROUPS)
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.users.userPoolId, groupName });
    this.client = this.users.addClient('CommandLine', {
      authFlows: { userPassword: true },
      accessTokenValidity: Duration.minutes(30),
      generateSecret: false,
    });
    const issuer = `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${this.users.userPoolId}`;
    this.api = new HttpApi(this, 'Api', {
      defaultAuthorizer: new HttpJwtAuthorizer('Users', issuer, { jwtAudience: [this.client.userPoolClientId] }),
    });

    logAccess(this.api);

    /** Every function of the API verifies its callers' tokens itself. */
    const TOKENS = { USER_POOL_ID: this.users.userPoolId, USER_POOL_CLIENT_ID: this.client.userPoolClientId };
    const SANDBOX = config.sandbox ? 'true' : 'false';
    const RUNS_TABLE = storage.runs.tableName;
    const REFERENCE_BUCKET = storage.reference.bucketName;
    const startRun = new PipelineFunction(this, 'start-run', {
      task: 'start-run',
      bundles,
      environment: { ...TOKENS, RUNS_TABLE, RUN_PAYOUT_ARN: runPayout.machine.stateMachineArn } satisfies StartRun,
    });
    allow(startRun, uses(storage.runs, GET, QUERY));
    runPayout.machine.grantStartExecution(startRun.function);

    const decideRun = new PipelineFunction(this, 'decide-run', {
      task: 'decide-run',
      bundles,
      environment: {
        ...TOKENS,
        RUNS_TABLE,
        PAYMENTS_TABLE: storage.payments.tableName,
        EXCEPTIONS_TABLE: storage.exceptions.tableName,
        REFERENCE_BUCKET,
        SANDBOX,
      } satisfies DecideRun,
    });
    const clock = readsClock(storage.reference, config.sandbox);
    allow(
      decideRun,
      uses(storage.runs, GET, UPDATE),
      uses(storage.payments, GET),
      uses(storage.exceptions, QUERY),
      ...clock,
    );
    // Not `grantTaskResponse`, which would also let it fail a run and keep one waiting.
    decideRun.function.addToRolePolicy(
      new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [runPayout.machine.stateMachineArn] }),
    );

    const INGEST_LIST_ARN = ingestList.machine.stateMachineArn;
    const SUBMISSIONS_TABLE = storage.submissions.tableName;
    const confirmList = new PipelineFunction(this, 'confirm-list', {
      task: 'confirm-list',
      bundles,
      environment: {
        ...TOKENS,
        REFERENCE_BUCKET,
        SUBMISSIONS_TABLE,
        RUNS_TABLE,
        INGEST_LIST_ARN,
        SANDBOX,
      } satisfies ConfirmList,
    });
    allow(confirmList, uses(storage.submissions, GET, UPDATE), uses(storage.runs, GET), ...clock);

    const decideConflict = new PipelineFunction(this, 'decide-conflict', {
      task: 'decide-conflict',
      bundles,
      environment: {
        ...TOKENS,
        WORK_BUCKET: storage.work.bucketName,
        REFERENCE_BUCKET,
        SUBMISSIONS_TABLE,
        ENTITLEMENTS_TABLE: storage.entitlements.tableName,
        CLAIMS_TABLE: storage.claims.tableName,
        RUNS_TABLE,
        INGEST_LIST_ARN,
        SANDBOX,
      } satisfies DecideConflict,
    });
    allow(
      decideConflict,
      writes(storage.work, 'conflicts/*/people.json.gz'),
      reads(storage.reference, 'reference/*'),
      ...clock,
      uses(storage.submissions, GET),
      uses(storage.entitlements, QUERY),
      uses(storage.claims, GET, UPDATE),
      uses(storage.runs, GET),
    );
    const decideException = new PipelineFunction(this, 'decide-exception', {
      task: 'decide-exception',
      bundles,
      environment: {
        ...TOKENS,
        REFERENCE_BUCKET,
        PAYMENTS_TABLE: storage.payments.tableName,
        EXCEPTIONS_TABLE: storage.exceptions.tableName,
        RUNS_TABLE,
        SANDBOX,
      } satisfies DecideException,
    });
    allow(
      decideException,
      ...clock,
      uses(storage.payments, GET, UPDATE_ALL),
      uses(storage.exceptions, GET, UPDATE),
      uses(storage.runs, GET),
    );
    for (const task of [confirmList, decideConflict]) ingestList.machine.grantStartExecution(task.function);

    const books = booksRoutes(this, { storage, bundles, closePeriod, tokens: TOKENS, SANDBOX });

    for (const task of [startRun, decideRun, confirmList, decideConflict, decideException, ...Object.values(books)]) {
      alarmOnOne(
        task,
        'Failed',
        task.function.metricErrors(),
        `The API's ${task.node.id} failed: see the runbook, "approvals-api".`,
        alarms,
      );
    }
    const route = (path: string, task: PipelineFunction) =>
      this.api.addRoutes({
        path,
        methods: [HttpMethod.POST],
        integration: new HttpLambdaIntegration(task.node.id, task.function),
      });
    route('/v1/runs', startRun);
    route('/v1/runs/{run}/decisions', decideRun);
    route('/v1/lists/{period}/{unit}/{id}/confirmation', confirmList);
    route('/v1/conflicts', decideConflict);
    route('/v1/exceptions/{period}/{id}/decision', decideException);
    for (const [path, task] of Object.entries(books)) route(path, task);
  }
}

/** Who asked for what, and what they were answered: routes and no paths, the id of the account and no name. */
function logAccess(api: HttpApi): void {
  const stage = api.defaultStage?.node.defaultChild;
  if (!(stage instanceof CfnStage)) throw new Error('The API has no stage');
  const log = new LogGroup(api, 'AccessLog', {
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  stage.accessLogSettings = {
    destinationArn: log.logGroupArn,
    format: JSON.stringify({
      at: '$context.requestTimeEpoch',
      request: '$context.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      account: '$context.authorizer.claims.sub',
      refused: '$context.authorizer.error',
    }),
  };
}
