import { CfnOutput, CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Environment as IdentityStub } from '../lambdas/identity-stub/env.ts';
import type { Environment as SampleUsers } from '../lambdas/sample-users/env.ts';
import { acknowledge, acknowledgeWildcards } from './acknowledged.ts';
import { PipelineFunction } from './pipeline-function.ts';
import { houseBucket } from './storage.ts';
import type { Registry } from './tasks/task-room.ts';

/** The identity registry's stub: its API, its key, and the bucket of its population file. A real deployment leaves it out. */
export class RegistryStubStack extends Stack {
  readonly registry: Registry;

  constructor(scope: Construct, id: string, { bundles, ...props }: StackProps & { bundles: string }) {
    super(scope, id, props);
    const population = houseBucket(this, 'Population');
    acknowledge(population, 'S1', 'A sandbox’s invented people: who reads them needs no log');
    // The stub asks for a key as the real registry does, so that a sandbox walks the same way to it.
    const key = new Secret(this, 'Key', {
      description: 'ansinh: the key of the identity registry stub',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
    });
    const stub = new PipelineFunction(this, 'identity-stub', {
      task: 'identity-stub',
      bundles,
      environment: {
        POPULATION_BUCKET: population.bucketName,
        POPULATION_KEY: 'population/people.csv',
        REGISTRY_SECRET: key.secretArn,
      } satisfies IdentityStub,
    });
    acknowledge(
      key,
      'SMG4',
      'Opens a stub that knows invented people; the real registry’s key is its owner’s to change',
    );
    const resources = [population.arnForObjects('population/*')];
    stub.function.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));
    acknowledgeWildcards(stub, resources, 'The two objects of the stub: its people and its faults');
    stub.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [population.bucketArn] }),
    );
    stub.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [key.secretArn] }),
    );
    const api = new HttpApi(this, 'Api');
    acknowledge(api, 'APIG1', 'The stub of a sandbox: its function logs every call');
    acknowledge(api, 'APIG4', 'As the real registry’s: callers bring a key, which the function checks');
    const integration = new HttpLambdaIntegration('Stub', stub.function);
    api.addRoutes({ path: '/v1/verifications', methods: [HttpMethod.POST], integration });
    api.addRoutes({ path: '/v1/health', methods: [HttpMethod.GET], integration });
    this.registry = { url: api.apiEndpoint, key: { secretId: key.secretArn, arn: key.secretArn } };
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
