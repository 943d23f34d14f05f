import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnUserPoolGroup, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment as DecideRun } from '../lambdas/decide-run/env.ts';
import type { Environment as StartRun } from '../lambdas/start-run/env.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { alarmOnOne } from './house-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineMachine } from './pipeline-machine.ts';
import { allow } from './pipeline-tasks.ts';
import type { Storage } from './storage.ts';

/** Officers start runs, approvers decide them. */
const GROUPS = ['officers', 'approvers'] as const;

export interface ApprovalsApiProps {
  readonly config: DeploymentConfig;
  readonly storage: Storage;
  readonly bundles: string;
  readonly runPayout: PipelineMachine;
  readonly alarms: ITopic;
}

/** The HTTP API through which people start and decide runs: who they are comes from a Cognito token, never from them. */
export class ApprovalsApi extends Construct {
  readonly users: UserPool;
  readonly client: UserPoolClient;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { config, storage, bundles, runPayout, alarms }: ApprovalsApiProps) {
    super(scope, id);
    this.users = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      passwordPolicy: { minLength: 12 },
      removalPolicy: RemovalPolicy.RETAIN,
    });
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

    const SANDBOX = config.sandbox ? 'true' : 'false';
    const RUNS_TABLE = storage.runs.tableName;
    const startRun = new PipelineFunction(this, 'start-run', {
      task: 'start-run',
      bundles,
      environment: { RUNS_TABLE, RUN_PAYOUT_ARN: runPayout.machine.stateMachineArn } satisfies StartRun,
    });
    allow(startRun, storage.runs, ['dynamodb:BatchGetItem', 'dynamodb:Query']);
    runPayout.machine.grantStartExecution(startRun.function);

    const decideRun = new PipelineFunction(this, 'decide-run', {
      task: 'decide-run',
      bundles,
      environment: { RUNS_TABLE, REFERENCE_BUCKET: storage.reference.bucketName, SANDBOX } satisfies DecideRun,
    });
    allow(decideRun, storage.runs, ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem']);
    allow(decideRun, storage.reference, ['s3:GetObject']);
    runPayout.machine.grantTaskResponse(decideRun.function);

    for (const task of [startRun, decideRun]) {
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
  }
}
