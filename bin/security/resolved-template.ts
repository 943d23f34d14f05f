import { z } from 'zod';

/** The account and region that templates are read as if they stood in. */
export const ACCOUNT = '111122223333';
const REGION = 'ap-southeast-1';
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

const resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const template = z.object({
  Resources: z.record(z.string(), resource),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});
const ref = z.strictObject({ Ref: z.string() });
const attribute = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const joined = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const imported = z.strictObject({ 'Fn::ImportValue': z.string() });

const oneOrMore = z.union([z.string().array(), z.string().transform((one) => [one])]);
const policyDocument = z.object({
  Statement: z.array(
    z.object({
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});
const attachedPolicy = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.unknown()).default([]) });

/** One action on one thing that a role is allowed; with a condition, only where that holds. */
export interface Granted {
  readonly action: string;
  readonly resource: string;
  readonly condition: string | undefined;
}

interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * The stacks of a deployment with everything filled in that CloudFormation would fill in. Names stand for what it will
 * make: they are the template's own ids, a bucket's in lower case.
 */
export class ResolvedTemplate {
  readonly #resources: Readonly<Record<string, z.output<typeof resource>>>;
  readonly #exports: ReadonlyMap<string, unknown>;
  readonly #filled = new Map<string, readonly Resource[]>();

  /** @param templates as `Template.toJSON()` or a file of `cdk.out` has them. */
  constructor(templates: readonly unknown[]) {
    const parsed = templates.map((one) => template.parse(one));
    this.#resources = Object.assign({}, ...parsed.map(({ Resources }) => Resources));
    this.#exports = new Map(
      parsed.flatMap(({ Outputs }) =>
        Object.values(Outputs).flatMap(({ Value, Export }) => (Export ? [[Export.Name, Value] as const] : [])),
      ),
    );
  }

  /** The logical id of the one resource of a type whose id begins so. */
  idOf(type: string, prefix: string): string {
    const [id, ...others] = this.all(type).flatMap((one) => (one.id.startsWith(prefix) ? [one.id] : []));
    if (id === undefined || others.length > 0) throw new Error(`Not one ${type} begins with ${prefix}`);
    return id;
  }

  /** The resources of a type. */
  all(type: string): readonly Resource[] {
    const found = this.#filled.get(type) ?? this.#fill(type);
    this.#filled.set(type, found);
    return found;
  }

  #fill(type: string): readonly Resource[] {
    return Object.entries(this.#resources).flatMap(([id, { Type, Properties }]) =>
      Type === type ? [{ id, properties: z.record(z.string(), z.unknown()).parse(this.plain(Properties)) }] : [],
    );
  }

  typeOf(id: string): string {
    const found = this.#resources[id];
    if (!found) throw new Error(`The template has no ${id}`);
    return found.Type;
  }

  arn(id: string): string {
    const at = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
    switch (this.typeOf(id)) {
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${id.toLowerCase()}`;
      case 'AWS::KMS::Key':
        return at('kms', `key/${id}`);
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${ACCOUNT}:role/${id}`;
      case 'AWS::DynamoDB::GlobalTable':
        return at('dynamodb', `table/${id}`);
      case 'AWS::Lambda::Function':
        return at('lambda', `function:${id}`);
      case 'AWS::StepFunctions::StateMachine':
        return at('states', `stateMachine:${id}`);
      case 'AWS::SNS::Topic':
        return at('sns', id);
      case 'AWS::SQS::Queue':
        return at('sqs', id);
      case 'AWS::SecretsManager::Secret':
        return at('secretsmanager', `secret:${id}-AbCdEf`);
      case 'AWS::Cognito::UserPool':
        return at('cognito-idp', `userpool/${id}`);
      case 'AWS::Logs::LogGroup':
        return at('logs', `log-group:${id}:*`);
      default:
        return at('cloudformation', `resource/${id}`);
    }
  }

  /** The policies attached to a role, each as a document. */
  policiesOf(role: string): { readonly name: string; readonly policy: unknown }[] {
    return this.all('AWS::IAM::Policy').flatMap(({ id, properties }) => {
      const { Roles, PolicyDocument } = attachedPolicy.parse(properties);
      return Roles.includes(role) ? [{ name: id, policy: PolicyDocument }] : [];
    });
  }

  /** Everything that a role is allowed, one line each. */
  grantsOf(role: string): Granted[] {
    return this.policiesOf(role)
      .flatMap(({ policy }) => policyDocument.parse(policy).Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource, Condition }) =>
        Action.flatMap((action) =>
          Resource.map((on) => ({ action, resource: on, condition: Condition && JSON.stringify(Condition) })),
        ),
      );
  }

  /** A value of the template, filled in. */
  plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.plain(one));
    const named = ref.safeParse(value);
    if (named.success) return this.#referred(named.data.Ref);
    const got = attribute.safeParse(value);
    if (got.success) return this.#attribute(...got.data['Fn::GetAtt']);
    const parts = joined.safeParse(value);
    if (parts.success) return parts.data['Fn::Join'][1].map((one) => this.plain(one)).join(parts.data['Fn::Join'][0]);
    const from = imported.safeParse(value);
    if (from.success) return this.plain(this.#exports.get(from.data['Fn::ImportValue']));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.plain(one)]));
  }

  #attribute(id: string, name: string): string {
    return /Arn$|^TopicName$/.test(name) ? this.arn(id) : name === 'Name' ? id : `${id}.${name}`;
  }

  /** What `Ref` gives: the ARN of machines, topics and secrets, otherwise a name. */
  #referred(name: string): string {
    const pseudo = PSEUDO[name];
    if (pseudo !== undefined) return pseudo;
    switch (this.#resources[name]?.Type) {
      case 'AWS::S3::Bucket':
        return name.toLowerCase();
      case 'AWS::StepFunctions::StateMachine':
      case 'AWS::SNS::Topic':
      case 'AWS::SecretsManager::Secret':
        return this.arn(name);
      default:
        return name;
    }
  }
}
