import type { ResolvedTemplate } from '../../bin/security/resolved-template.ts';
import type { MadeCall } from './calls-made.ts';
import type { Asked } from './template-access.ts';

/** IAM's names for what a statement of PartiQL does. */
const PARTIQL: Readonly<Record<string, string>> = {
  INSERT: 'dynamodb:PartiQLInsert',
  UPDATE: 'dynamodb:PartiQLUpdate',
  DELETE: 'dynamodb:PartiQLDelete',
  SELECT: 'dynamodb:PartiQLSelect',
};
/** How IAM names the services, by the SDK's name for its client. */
const SERVICES: Readonly<Record<string, string>> = {
  DynamoDB: 'dynamodb',
  SFN: 'states',
  CognitoIdentityProvider: 'cognito-idp',
  KMS: 'kms',
  SecretsManager: 'secretsmanager',
  SNS: 'sns',
};

/** What IAM must allow for a call, as AWS's reference of actions has it. The local cloud asks nobody for leave. */
export function neededFor(call: MadeCall, template: ResolvedTemplate): Asked[] {
  if (call.service === 'S3') return ofObject(call, template);
  const service = SERVICES[call.service];
  if (service === undefined) throw new Error(`What a call of ${call.service} needs is not known here`);
  // A token is brought back to the one machine that gives tokens out; the call does not say which.
  if (call.operation === 'SendTaskSuccess') {
    return [
      {
        action: 'states:SendTaskSuccess',
        resource: template.arn(template.idOf('AWS::StepFunctions::StateMachine', 'RunPayout')),
      },
    ];
  }
  const actions =
    call.verbs.length > 0
      ? call.verbs.map((verb) => PARTIQL[verb] ?? `unknown:${verb}`)
      : [`${service}:${call.operation}`];
  return call.resources.flatMap((id) => {
    const resource = `${template.arn(id)}${call.index === undefined ? '' : `/index/${call.index}`}`;
    return actions.map((action) => ({ action, resource }));
  });
}

function ofObject(call: MadeCall, template: ResolvedTemplate): Asked[] {
  const [bucket = '-'] = call.resources;
  const arn = template.arn(bucket);
  const listing = (prefix: string): Asked => ({
    action: 's3:ListBucket',
    resource: arn,
    context: { 's3:prefix': prefix },
  });
  const read = (from: string, key: string): Asked[] => [
    { action: call.hasVersion ? 's3:GetObjectVersion' : 's3:GetObject', resource: `${template.arn(from)}/${key}` },
    ...withKey(from, 'kms:Decrypt', template),
  ];
  const put = (key: string): Asked[] => [
    { action: 's3:PutObject', resource: `${arn}/${key}` },
    ...withKey(bucket, 'kms:GenerateDataKey', template),
  ];
  const { key = '', prefix = '' } = call;
  switch (call.operation) {
    case 'GetObject':
    case 'HeadObject':
      // Without leave to list S3 says 403 of what is not there.
      return call.wasMissing ? [...read(bucket, key), listing(key)] : read(bucket, key);
    case 'PutObject':
      return put(key);
    case 'CopyObject':
      return [...read(call.sourceBucket ?? '-', call.sourceKey ?? ''), ...put(key)];
    case 'ListObjectsV2':
      return [listing(prefix)];
    default:
      throw new Error(`What ${call.operation} of S3 needs is not known here`);
  }
}

/** S3 uses the bucket's key in the caller's name. */
function withKey(bucket: string, action: string, template: ResolvedTemplate): Asked[] {
  const found = template.all('AWS::S3::Bucket').find(({ id }) => id === bucket);
  const key = /"KMSMasterKeyID":"([^"]+)"/.exec(JSON.stringify(found?.properties ?? {}))?.[1];
  return key === undefined
    ? []
    : [{ action, resource: key, context: { 'kms:ViaService': 's3.ap-southeast-1.amazonaws.com' } }];
}
