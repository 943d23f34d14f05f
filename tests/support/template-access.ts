import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';

/** The account that templates are read as if they stood in it. */
export const ACCOUNT = '111122223333';
const REGION = 'ap-southeast-1';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

const resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const ref = z.strictObject({ Ref: z.string() });
const attribute = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const joined = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const inlinePolicy = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.unknown()).default([]) });
const bucketPolicy = z.object({ Bucket: z.unknown(), PolicyDocument: z.unknown() });

/** What somebody asks AWS for: the action, on what, and what AWS knows of the call. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/**
 * Who may do what in a synthesised template, as IAM would decide. Ids stand for what CloudFormation will make: a
 * bucket's name is its logical id in lower case.
 */
export class TemplateAccess {
  readonly #resources: Readonly<Record<string, z.output<typeof resource>>>;

  constructor(template: Template) {
    this.#resources = z.object({ Resources: z.record(z.string(), resource) }).parse(template.toJSON()).Resources;
  }

  /** The logical id of the one resource of a type whose id begins so. */
  idOf(type: string, prefix: string): string {
    const [id, ...others] = Object.keys(this.#resources).filter(
      (one) => this.#resources[one]?.Type === type && one.startsWith(prefix),
    );
    if (id === undefined || others.length > 0) throw new Error(`Not one ${type} begins with ${prefix}`);
    return id;
  }

  /** The ARN of a resource, or of an object in a bucket. */
  arnOf(type: string, prefix: string, key?: string): string {
    const arn = this.#arn(this.idOf(type, prefix));
    return key === undefined ? arn : `${arn}/${key}`;
  }

  /** Whether a session of a role may do something; the policy of a bucket or key has its say too. */
  async mayDo(roleId: string, { action, resource: on, context = {} }: Asked): Promise<boolean> {
    const identityPolicies = this.#all('AWS::IAM::Policy')
      .filter(({ Properties }) => inlinePolicy.parse(this.#plain(Properties)).Roles.includes(roleId))
      .map(({ id, Properties }) => ({ name: id, policy: inlinePolicy.parse(this.#plain(Properties)).PolicyDocument }));
    return this.#decide({
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleId}/session`,
      action,
      on,
      context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...context },
      identityPolicies,
      resourcePolicy: this.#policyOf(on),
    });
  }

  /** Whether a role may be taken on by a principal. */
  async mayBecome(
    principal: string,
    roleId: string,
    action: string,
    context: Readonly<Record<string, string | string[]>>,
  ): Promise<boolean> {
    const { AssumeRolePolicyDocument: trust } = this.#one(roleId).Properties;
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    return this.#decide({
      principal,
      action,
      on: `arn:aws:iam::${ACCOUNT}:role/${roleId}`,
      context,
      identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [everything] } }],
      resourcePolicy: this.#plain(trust),
    });
  }

  async #decide(asked: {
    principal: string;
    action: string;
    on: string;
    context: Readonly<Record<string, string | string[]>>;
    identityPolicies: { name: string; policy: unknown }[];
    resourcePolicy: unknown;
  }): Promise<boolean> {
    const { principal, action, on, context, identityPolicies, resourcePolicy } = asked;
    const found = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource: on, accountId: ACCOUNT },
          contextVariables: { 'aws:PrincipalAccount': ACCOUNT, ...context },
        },
        identityPolicies,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(resourcePolicy !== undefined && { resourcePolicy }),
      },
      {},
    );
    // A question that makes no sense must not pass for a refusal.
    if (found.resultType === 'error') throw new Error(JSON.stringify(found.errors));
    return found.overallResult === 'Allowed';
  }

  #policyOf(arn: string): unknown {
    const key = this.#all('AWS::KMS::Key').find(({ id }) => arn === this.#arn(id));
    if (key) return this.#plain(key.Properties['KeyPolicy']);
    const found = this.#all('AWS::S3::BucketPolicy')
      .map(({ Properties }) => bucketPolicy.parse(this.#plain(Properties)))
      .find(({ Bucket }) => typeof Bucket === 'string' && arn.split('/')[0] === `arn:aws:s3:::${Bucket}`);
    return found?.PolicyDocument;
  }

  #all(type: string) {
    return Object.entries(this.#resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => ({ id, Properties }));
  }

  #one(id: string): z.output<typeof resource> {
    const found = this.#resources[id];
    if (!found) throw new Error(`The template has no ${id}`);
    return found;
  }

  #arn(id: string): string {
    switch (this.#one(id).Type) {
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${id.toLowerCase()}`;
      case 'AWS::KMS::Key':
        return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${ACCOUNT}:role/${id}`;
      default:
        return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:resource/${id}`;
    }
  }

  /** A value of the template with everything in it that CloudFormation would fill in. */
  #plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#plain(one));
    const named = ref.safeParse(value);
    if (named.success) return this.#referred(named.data.Ref);
    const got = attribute.safeParse(value);
    if (got.success) return this.#arn(got.data['Fn::GetAtt'][0]);
    const parts = joined.safeParse(value);
    if (parts.success) return parts.data['Fn::Join'][1].map((one) => this.#plain(one)).join(parts.data['Fn::Join'][0]);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#plain(one)]));
  }

  #referred(name: string): string {
    const pseudo = PSEUDO[name];
    if (pseudo !== undefined) return pseudo;
    return this.#one(name).Type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
  }
}
