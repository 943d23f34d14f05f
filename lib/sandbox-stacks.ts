import { CfnOutput, CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Environment as IdentityStub } from '../lambdas/identity-stub/env.ts';
import type { Environment as SampleUsers } from '../lambdas/sample-users/env.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { houseBucket } from './storage.ts';

/** The identity registry's stub: its API, and the bucket of its population file. A real deployment leaves it out. */
export class RegistryStubStack extends Stack {
  readonly url: string;

  constructor(scope: Construct, id: string, { bundles, ...props }: StackProps & { bundles: string }) {
    super(scope, id, props);
    const population = houseBucket(this, 'Population');
    const stub = new PipelineFunction(this, 'identity-stub', {
      task: 'identity-stub',
      bundles,
      environment: {
        POPULATION_BUCKET: population.bucketName,
        POPULATION_KEY: 'population/people.csv',
      } satisfies IdentityStub,
    });
    stub.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [population.arnForObjects('population/*')] }),
    );
    stub.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [population.bucketArn] }),
    );
    const api = new HttpApi(this, 'Api');
    const integration = new HttpLambdaIntegration('Stub', stub.function);
    api.addRoutes({ path: '/v1/verifications', methods: [HttpMethod.POST], integration });
    api.addRoutes({ path: '/v1/health', methods: [HttpMethod.GET], integration });
    this.url = api.apiEndpoint;
    new CfnOutput(this, 'PopulationBucket', { value: population.bucketName });
  }
}

/** The people of a sandbox: one officer and two approvers, with passwords that are no secret. */
export const SAMPLE_USERS = [
  { name: 'can-bo-tinh', password: 'Sandbox-only-1', groups: ['officers'] },
  { name: 'lanh-dao-1', password: 'Sandbox-only-2', groups: ['approvers'] },
  { name: 'lanh-dao-2', password: 'Sandbox-only-3', groups: ['approvers'] },
];

/** Makes {@link SAMPLE_USERS} in the pool of a sandbox. */
export class SampleUsersStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { bundles, users, ...props }: StackProps & { bundles: string; users: UserPool },
  ) {
    super(scope, id, props);
    const maker = new PipelineFunction(this, 'sample-users', {
      task: 'sample-users',
      bundles,
      environment: { USER_POOL_ID: users.userPoolId } satisfies SampleUsers,
    });
    users.grant(
      maker.function,
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminAddUserToGroup',
    );
    new CustomResource(this, 'Users', {
      serviceToken: maker.function.functionArn,
      properties: { users: SAMPLE_USERS },
    });
  }
}
