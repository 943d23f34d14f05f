import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { taskNames } from '../../lib/bundles.ts';
import { deploymentConfig } from '../../lib/deployment-config.ts';
import { memoryOf } from '../scale/function-sizes.ts';
import { realDeployment, sandboxDeployment, synthesisedApp } from '../support/synthesised.ts';

const sandbox = sandboxDeployment();
const real = realDeployment();

const { stack, assembly } = synthesisedApp(sandbox);
const template = Template.fromStack(stack);
const templates = assembly.stacks.map((artifact) => Template.fromJSON(artifact.template));

const properties = z.record(z.string(), z.unknown());
const resource = z.object({ Properties: properties.default({}) });
type Properties = z.output<typeof properties>;

/** The properties of every resource of a type, in one template or in all of them. */
function all(type: string, within: readonly Template[] = templates): Properties[] {
  return within.flatMap((one) =>
    Object.values(one.findResources(type)).map((found) => resource.parse(found).Properties),
  );
}

/** The logical id of the one resource whose id begins so. */
function idOf(type: string, prefix: string): string {
  const [id, ...others] = Object.keys(template.findResources(type)).filter((one) => one.startsWith(prefix));
  if (id === undefined || others.length > 0) throw new Error(`Not one ${type} begins with ${prefix}`);
  return id;
}

describe('Buckets', () => {
  it('are private, encrypted and versioned, every one', () => {
    const buckets = all('AWS::S3::Bucket');
    expect(buckets).toHaveLength(7);
    for (const bucket of buckets) {
      expect(bucket).toMatchObject({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: expect.anything(),
      });
    }
  });

  it('are reached over TLS only', () => {
    const denies = all('AWS::S3::BucketPolicy').filter((policy) =>
      JSON.stringify(policy).includes('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"'),
    );
    expect(denies).toHaveLength(all('AWS::S3::Bucket').length);
  });

  it('tell EventBridge of what lands in the inbox, and of nothing else', () => {
    const telling = Object.entries(template.findResources('AWS::S3::Bucket')).filter(([, bucket]) =>
      JSON.stringify(bucket).includes('EventBridgeEnabled'),
    );
    expect(telling.map(([id]) => id)).toEqual([idOf('AWS::S3::Bucket', 'StorageInbox')]);
  });

  it('of our own work expire, and of access logs, and no other before records may go', () => {
    const rules = z.object({ Rules: z.array(z.object({ ExpirationInDays: z.number() })) });
    const days = all('AWS::S3::Bucket')
      .flatMap(({ LifecycleConfiguration: found }) => (found === undefined ? [] : rules.parse(found).Rules))
      .map(({ ExpirationInDays }) => ExpirationInDays);
    const asLongAsRecords = days.filter((one) => one > sandbox.records.years * 365);
    expect(days.filter((one) => !asLongAsRecords.includes(one))).toEqual([
      sandbox.keepAccessLogDays,
      sandbox.keepWorkDays,
    ]);
  });
});

describe('Tables', () => {
  it('can be restored to any moment, and are not deleted by accident', () => {
    const tables = all('AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(6);
    for (const table of tables) {
      expect(table.Replicas).toMatchObject([
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ]);
    }
  });

  it('stay in the one region (Law 91/2025/QH15)', () => {
    for (const table of all('AWS::DynamoDB::GlobalTable')) {
      expect(table.Replicas).toMatchObject([{ Region: sandbox.region }]);
    }
  });

  it('and buckets outlive their stack', () => {
    for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool']) {
      template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });
});

const described = z.object({
  Description: z.templateLiteral(['ansinh ', z.string()]),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  MemorySize: z.number(),
});
const functions = all('AWS::Lambda::Function').map((found) => ({
  task: described.parse(found).Description.replace('ansinh ', ''),
  found,
  ...described.parse(found),
}));

describe('Functions', () => {
  it('are one for each task', () => {
    // A sandbox keeps no journal.
    const tasks = taskNames().filter((name) => name !== 'journal-changes');
    expect(functions.map(({ task }) => task).sort()).toEqual(tasks);
  });

  it.each(functions)('$task is traced, on Node 24 and arm64, with a log group of its own', ({ found }) => {
    expect(found).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: expect.anything() },
    });
  });

  it('share no log group', () => {
    for (const one of templates) {
      const groups = all('AWS::Lambda::Function', [one]).map((found) => JSON.stringify(found.LoggingConfig));
      expect(new Set(groups).size).toBe(groups.length);
    }
  });

  it('fit in 512 MB, but for those that write the workbooks of a whole district or of everybody who was not paid, files of 20,000 lines, or every report', () => {
    expect(
      functions
        .filter(({ MemorySize }) => MemorySize > 512)
        .map(({ task }) => task)
        .sort(),
    ).toEqual(['answer-unit', 'build-instructions', 'publish-books', 'render-reports']);
  });

  it.each(functions)('$task has the memory that it is played with at every size', ({ task, MemorySize }) => {
    expect(MemorySize).toBe(memoryOf(task));
  });

  it.each(functions)('$task is given every setting that it reads', async ({ task, Environment: { Variables } }) => {
    const module: unknown = await import(`../../lambdas/${task}/env.ts`);
    const { environment } = z.object({ environment: z.instanceof(z.ZodType) }).parse(module);
    const given = Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, resolved(value)]));
    expect(environment.safeParse(given).error).toBeUndefined();
  });
});

const joined = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** What an intrinsic could come to: an address where it is another stack's, otherwise any text. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = joined.safeParse(value);
  if (join.success) {
    const [separator, parts] = join.data['Fn::Join'];
    return parts.map(resolved).join(separator);
  }
  return JSON.stringify(value).includes('Fn::ImportValue') ? 'https://imported.example.vn' : 'resolved';
}

const oneOrMore = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.string(), Action: oneOrMore, Resource: oneOrMore })),
  }),
});

/** What AWS itself lets nobody narrow down: X-Ray has no resources, and log delivery is set up for the account. */
const WITHOUT_RESOURCE =
  /^(xray:(Put|Get)[A-Za-z]+|logs:(\w*LogDelivery|ListLogDeliveries|\w*ResourcePolic(y|ies)|DescribeLogGroups))$/;

describe('Roles', () => {
  const statements = all('AWS::IAM::Policy').flatMap((one) => policy.parse(one).PolicyDocument.Statement);

  it('may do named things only', () => {
    expect(statements.length).toBeGreaterThan(50);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => String(action).includes('*'))).toEqual([]);
  });

  it('may do them on named things only, but for what has no name', () => {
    const everywhere = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(everywhere.filter((action) => !WITHOUT_RESOURCE.test(String(action)))).toEqual([]);
  });

  it('take from AWS nothing but leave to write logs', () => {
    const managed = all('AWS::IAM::Role').flatMap((role) => oneOrMore.parse(role.ManagedPolicyArns ?? []));
    for (const arn of managed) expect(JSON.stringify(arn)).toMatch(/AWSLambdaBasicExecutionRole/);
  });

  it('delete nothing', () => {
    expect(
      statements
        .flatMap(({ Action }) => Action)
        .filter((action) => /Delete(Object|Item|Table|Bucket)/.test(String(action))),
    ).toEqual([]);
  });
});

describe('The key that signs payouts', () => {
  const [id = '', ...others] = Object.keys(
    template.findResources('AWS::KMS::Key', { Properties: { KeyUsage: 'SIGN_VERIFY' } }),
  );
  const statementsOn = (action: string) =>
    Object.entries(template.findResources('AWS::IAM::Policy')).filter(([, one]) =>
      policy
        .parse(resource.parse(one).Properties)
        .PolicyDocument.Statement.some(({ Action }) => Action.includes(action)),
    );

  it('is one that openssl can check, and outlives its stack', () => {
    expect(others).toEqual([]);
    template.hasResource('AWS::KMS::Key', {
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      DeletionPolicy: 'Retain',
    });
  });

  it('signs for one function, and the key itself refuses everybody else', () => {
    expect(statementsOn('kms:Sign').map(([name]) => name)).toEqual([expect.stringMatching(/signmanifest/)]);
    const role = { 'Fn::GetAtt': [expect.stringMatching(/signmanifest.*Role/), 'Arn'] };
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyUsage: 'SIGN_VERIFY',
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'kms:Sign',
            Condition: { ArnNotEquals: { 'aws:PrincipalArn': Match.anyValue() } },
          }),
        ]),
      },
    });
    const [key] = Object.values(template.findResources('AWS::KMS::Key', { Properties: { KeyUsage: 'SIGN_VERIFY' } }));
    expect(key?.['Properties']).toMatchObject({
      KeyPolicy: {
        Statement: expect.arrayContaining([
          expect.objectContaining({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': role } } }),
        ]),
      },
    });
    expect(statementsOn('kms:GetPublicKey').map(([name]) => name)).toEqual([
      expect.stringMatching(/releasefiles|signmanifest/),
      expect.stringMatching(/releasefiles|signmanifest/),
    ]);
  });

  it('stays beside a new one, which then signs alone', () => {
    const twice = Template.fromStack(synthesisedApp({ ...sandbox, signingKeys: ['1', '2'] }).stack);
    const keys = Object.keys(twice.findResources('AWS::KMS::Key', { Properties: { KeyUsage: 'SIGN_VERIFY' } }));
    expect(keys).toHaveLength(2);
    expect(keys).toContain(id);
    const signers = Object.values(twice.findResources('AWS::IAM::Policy')).flatMap((one) =>
      policy
        .parse(resource.parse(one).Properties)
        .PolicyDocument.Statement.filter(({ Action }) => Action.includes('kms:Sign')),
    );
    expect(signers).toHaveLength(1);
    expect(JSON.stringify(signers)).not.toContain(id);
  });
});

describe('Uploads', () => {
  it.each([
    ['lists/', 'IngestList'],
    ['results/', 'SettleResults'],
  ])('under %s start %s, and go to the queue where they cannot', (prefix, machine) => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: idOf('AWS::S3::Bucket', 'StorageInbox') }] },
          object: { key: [{ prefix }] },
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { Ref: idOf('AWS::StepFunctions::StateMachine', machine) },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'Undelivered'), 'Arn'] } },
        }),
      ],
    });
  });

  it('start nothing else', () => {
    const rules = all('AWS::Events::Rule', [template]);
    expect(rules.filter(({ EventPattern }) => EventPattern !== undefined)).toHaveLength(2);
    // The hourly look at the months.
    expect(rules.filter(({ EventPattern }) => EventPattern === undefined)).toMatchObject([
      { ScheduleExpression: 'rate(1 hour)' },
    ]);
  });
});

describe('Schedules', () => {
  it('run on the clock of Viet Nam, and go to the queue where they cannot', () => {
    const undelivered = { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'Undelivered'), 'Arn'] };
    template.resourceCountIs('AWS::Scheduler::Schedule', 7);
    template.allResourcesProperties('AWS::Scheduler::Schedule', {
      ScheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
      Target: { DeadLetterConfig: { Arn: undelivered } },
    });
  });

  it.each([
    ['openPeriod', 'OpenPeriod'],
    ['runPayout', 'RunPayout'],
    ['lateLists', 'PublishReports'],
    ['weeklyReport', 'PublishReports'],
    ['monthlyReport', 'PublishReports'],
    ['yearlyReport', 'PublishReports'],
    ['unpaidList', 'ClosePeriod'],
  ] as const)('%s starts %s', (name, machine) => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: sandbox.schedules[name],
      Target: { Arn: { Ref: idOf('AWS::StepFunctions::StateMachine', machine) } },
    });
  });
});

describe('The approvals API', () => {
  it('answers nobody without a token of the user pool', () => {
    const authorizer = idOf('AWS::ApiGatewayV2::Authorizer', 'Approvals');
    const routes = all('AWS::ApiGatewayV2::Route', [template]);
    expect(routes.map((route) => route.RouteKey).sort()).toEqual([
      'POST /v1/conflicts',
      'POST /v1/exceptions/{period}/{id}/decision',
      'POST /v1/lists/{period}/{unit}/{id}/confirmation',
      'POST /v1/periods/{period}/closing',
      'POST /v1/periods/{period}/reopening',
      'POST /v1/periods/{period}/unpaid-list',
      'POST /v1/runs',
      'POST /v1/runs/{run}/decisions',
      'POST /v1/treasury-returns',
    ]);
    for (const route of routes)
      expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizer } });
  });

  it('is told by whose tokens to go, and its user pool depends on none of its functions', () => {
    const pool = { Ref: idOf('AWS::Cognito::UserPool', 'Approvals') };
    const client = { Ref: idOf('AWS::Cognito::UserPoolClient', 'Approvals') };
    const routed = new Set(
      all('AWS::ApiGatewayV2::Integration', [template]).map(({ IntegrationUri }) => JSON.stringify(IntegrationUri)),
    );
    const own = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
      [...routed].some((uri) => uri.includes(`"${id}"`)),
    );
    expect(own).toHaveLength(routed.size);
    for (const [, found] of own) {
      expect(described.parse(resource.parse(found).Properties).Environment.Variables).toMatchObject({
        USER_POOL_ID: pool,
        USER_POOL_CLIENT_ID: client,
      });
    }
    for (const type of ['AWS::Cognito::UserPool', 'AWS::Cognito::UserPoolClient']) {
      expect(JSON.stringify(template.findResources(type))).not.toContain('Function');
    }
  });

  it('takes no account that somebody made for themselves', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });
});

describe('State machines', () => {
  it('are six, traced, and log no data', () => {
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 6);
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
    });
  });
});

const validationReport = z.object({
  pluginReports: z.array(z.looseObject({ violations: z.array(z.unknown()).default([]) })),
});

describe('A deployment', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('that is a sandbox has the stub and the sample users beside the pipeline', () => {
    expect(assembly.stacks.map(({ stackName }) => stackName).sort()).toEqual([
      'ansinh',
      'ansinh-registry-stub',
      'ansinh-sample-users',
    ]);
  });

  it('that is real has neither, asks the registry it names, at its rate, and takes its time from the world', () => {
    const { assembly: made, stack: own } = synthesisedApp(real);
    expect(made.stacks.map(({ stackName }) => stackName)).toEqual(['ansinh']);
    Template.fromStack(own).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'ansinh reconcile-chunk',
      Environment: { Variables: { REGISTRY_URL: 'https://dancu.example.vn' } },
    });
    Template.fromStack(own).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'ansinh reconcile-chunk',
      ReservedConcurrentExecutions: real.mapConcurrency,
    });
    const clocks = JSON.stringify(Template.fromStack(own).findResources('AWS::Lambda::Function'));
    expect(clocks).not.toContain('"SANDBOX":"true"');
  });

  it('that is real must name its registry', () => {
    expect(() => synthesisedApp({ ...real, registry: { callsPerSecond: 50 } })).toThrow('ansinh.registry.url');
  });

  it('goes where it is told', () => {
    expect(synthesisedApp({ ...real, region: 'ap-southeast-5' }).stack.region).toBe('ap-southeast-5');
  });

  it.each([
    ['that is a sandbox', sandbox],
    ['that is real', real],
  ])('%s has nothing to be said against by the CDK’s own validation of CloudFormation', (_, config) => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const { assembly: validated } = synthesisedApp(config);
    const { pluginReports } = validationReport.parse(
      JSON.parse(readFileSync(join(validated.directory, 'validation-report.json'), 'utf8')),
    );
    expect(pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('has no warning or error of the CDK', () => {
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
    expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toEqual([]);
  });
});

describe('The deployment’s configuration', () => {
  it.each([
    ['an unknown key', { ...sandbox, chunkrows: 1 }],
    ['an unknown key within', { ...sandbox, registry: { ...sandbox.registry, key: 'x' } }],
    ['a missing key', { ...sandbox, region: undefined }],
    ['a size of nothing', { ...sandbox, chunkRows: 0 }],
    ['a closing that does not wait, where money is real', { ...sandbox, sandbox: false, closingWaitSeconds: 600 }],
    ['an address that is none', { ...sandbox, registry: { ...sandbox.registry, url: 'dancu' } }],
  ])('with %s is refused', (_, config) => {
    expect(deploymentConfig.safeParse(config).success).toBe(false);
  });
});
