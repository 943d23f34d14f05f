import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deploymentConfig } from '../../lib/deployment-config.ts';
import { realDeployment, sandboxDeployment, synthesised } from '../support/synthesised.ts';
import { TemplateAccess } from '../support/template-access.ts';

const real = synthesised(realDeployment());
const at = new TemplateAccess(real);
const bucketId = (name: string) => at.idOf('AWS::S3::Bucket', `Storage${name}`);
const keyArn = (name: string) => ({ 'Fn::GetAtt': [at.idOf('AWS::KMS::Key', `Storage${name}Key`), 'Arn'] });

const bucket = z.object({
  Properties: z.object({
    BucketEncryption: z.unknown(),
    ObjectLockEnabled: z.boolean().optional(),
    ObjectLockConfiguration: z
      .object({
        Rule: z.object({
          DefaultRetention: z.object({ Mode: z.string(), Days: z.number().optional(), Years: z.number().optional() }),
        }),
      })
      .optional(),
    LoggingConfiguration: z.object({ DestinationBucketName: z.unknown() }).optional(),
  }),
});
const propertiesOf = (template: Template, name: string) =>
  bucket.parse(template.findResources('AWS::S3::Bucket')[bucketId(name)]).Properties;

describe('What units and providers sent and were given', () => {
  it.each(['Inbox', 'Outbox'])('is locked for ten years after the year it was written in: %s', (name) => {
    const { ObjectLockEnabled, ObjectLockConfiguration } = propertiesOf(real, name);
    expect(ObjectLockEnabled).toBe(true);
    const { Mode, Days } = ObjectLockConfiguration?.Rule.DefaultRetention ?? {};
    expect(Mode).toBe('GOVERNANCE');
    // Written on 1 January, it must last until the 31 December ten years after that year's.
    expect(Days).toBeGreaterThanOrEqual((Date.UTC(2038, 0, 1) - Date.UTC(2027, 0, 1)) / 86_400_000);
  });

  it('can be locked against everybody', () => {
    const strict = synthesised({ ...realDeployment(), records: { years: 10, lock: 'compliance' } });
    expect(propertiesOf(strict, 'Outbox').ObjectLockConfiguration?.Rule.DefaultRetention.Mode).toBe('COMPLIANCE');
  });

  it('is not locked in a sandbox, so that it can be deleted, and nowhere else may the lock be off', () => {
    const sandbox = synthesised(sandboxDeployment());
    expect(propertiesOf(sandbox, 'Outbox').ObjectLockEnabled).toBeUndefined();
    expect(deploymentConfig.safeParse({ ...realDeployment(), records: { years: 10, lock: 'off' } }).success).toBe(
      false,
    );
  });

  it.each(['s3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:DeleteObjectVersion'])(
    'is nobody’s to unlock: no policy of the template speaks of %s',
    (action) => {
      expect(JSON.stringify(real.toJSON())).not.toContain(action);
    },
  );
});

describe('Each trust zone has a key of its own', () => {
  it.each([
    ['Inbox', 'Inbox'],
    ['Outbox', 'Outbox'],
    ['Work', 'Our'],
    ['Reference', 'Our'],
  ])('%s is encrypted with the key of %s, by bucket', (name, key) => {
    expect(propertiesOf(real, name).BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn(key) },
        },
      ],
    });
  });

  it('tables with ours, which opens to whoever may use the table, through DynamoDB only', async () => {
    real.allResourcesProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: keyArn('Our') } })],
    });
    const anybody = at.idOf('AWS::IAM::Role', 'Taskscloserun');
    const key = at.arnOf('AWS::KMS::Key', 'StorageOurKey');
    const decrypt = (service: string) =>
      at.mayDo(anybody, {
        action: 'kms:Decrypt',
        resource: key,
        context: { 'kms:ViaService': `${service}.ap-southeast-1.amazonaws.com`, 'kms:CallerAccount': '111122223333' },
      });
    expect(await decrypt('dynamodb')).toBe(true);
    expect(await decrypt('s3')).toBe(false);
  });

  it('every key turns over every year and outlives its stack', () => {
    const symmetric = Object.values(real.findResources('AWS::KMS::Key', { Properties: { EnableKeyRotation: true } }));
    expect(symmetric).toHaveLength(4);
    for (const key of symmetric) expect(key).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

describe('Notices', () => {
  it('are encrypted on every topic, with a key that alarms may use: without it none would arrive', () => {
    const noticesKey = at.idOf('AWS::KMS::Key', 'NoticesKey');
    real.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [noticesKey, 'Arn'] } });
    real.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          }),
        ]),
      },
    });
  });

  it('that could not start a machine lie encrypted in their queue', () => {
    real.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  });
});

describe('Who asked for what', () => {
  it.each(['Inbox', 'Outbox', 'Work', 'Reference'])('is logged: %s', (name) => {
    expect(propertiesOf(real, name).LoggingConfiguration?.DestinationBucketName).toEqual({
      Ref: bucketId('AccessLogs'),
    });
  });

  it('is logged for the API by route and account, without paths or names', () => {
    real.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('path|sourceIp|username|name')) },
    });
  });
});

describe('Secrets', () => {
  it('stand in Secrets Manager: the template names the registry’s and holds none', () => {
    const text = JSON.stringify(real.toJSON());
    expect(text).not.toContain('{{resolve:');
    real.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'ansinh reconcile-chunk',
      Environment: { Variables: Match.objectLike({ REGISTRY_SECRET: 'ansinh/registry' }) },
    });
  });

  it('are read by the one function that needs them, and it reads no other', async () => {
    const secret = (name: string) => `arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:${name}`;
    const read = (role: string, name: string) =>
      at.mayDo(at.idOf('AWS::IAM::Role', role), { action: 'secretsmanager:GetSecretValue', resource: secret(name) });
    expect(await read('Tasksreconcilechunk', 'ansinh/registry-a1B2c3')).toBe(true);
    expect(await read('Tasksreconcilechunk', 'ansinh/other-a1B2c3')).toBe(false);
    expect(await read('Tasksreadlist', 'ansinh/registry-a1B2c3')).toBe(false);
  });
});
