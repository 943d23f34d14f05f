import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { ACCOUNT, ResolvedTemplate } from '../../bin/security/resolved-template.ts';

const bucketPolicy = z.object({ Bucket: z.string(), PolicyDocument: z.unknown() });

/** What somebody asks AWS for: the action, on what, and what AWS knows of the call. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** Who may do what in a synthesised deployment, as IAM would decide. */
export class TemplateAccess {
  readonly template: ResolvedTemplate;
  readonly #policies = new Map<string, { name: string; policy: unknown }[]>();

  constructor(...templates: readonly Template[]) {
    this.template = new ResolvedTemplate(templates.map((one) => one.toJSON()));
  }

  /** The logical id of the one resource of a type whose id begins so. */
  idOf(type: string, prefix: string): string {
    return this.template.idOf(type, prefix);
  }

  /** The ARN of a resource, or of an object in a bucket. */
  arnOf(type: string, prefix: string, key?: string): string {
    const arn = this.template.arn(this.idOf(type, prefix));
    return key === undefined ? arn : `${arn}/${key}`;
  }

  /** Whether a session of a role may do something; the policy of a bucket or key has its say too. */
  async mayDo(roleId: string, { action, resource: on, context = {} }: Asked): Promise<boolean> {
    // AWS's reference names no resource for it, and so the simulator knows none; yet IAM looks for the machine's ARN
    // (its refusals say so: "not authorized to perform: states:SendTaskFailure on resource: …:stateMachine:…").
    if (action === 'states:SendTaskSuccess')
      return this.template.grantsOf(roleId).some((one) => one.action === action && one.resource === on);
    const identityPolicies = this.#policies.get(roleId) ?? this.template.policiesOf(roleId);
    this.#policies.set(roleId, identityPolicies);
    return this.#decide({
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${roleId}/session`,
      action,
      on,
      context: {
        'aws:SecureTransport': 'true',
        's3:TlsVersion': '1.3',
        // Of a role's session it is the role (IAM user guide, global condition keys).
        'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/${roleId}`,
        ...context,
      },
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
    const role = this.template.all('AWS::IAM::Role').find(({ id }) => id === roleId);
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    return this.#decide({
      principal,
      action,
      on: `arn:aws:iam::${ACCOUNT}:role/${roleId}`,
      context,
      identityPolicies: [{ name: 'all', policy: { Version: '2012-10-17', Statement: [everything] } }],
      resourcePolicy: role?.properties['AssumeRolePolicyDocument'],
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
    if (found.resultType === 'error') throw new Error(`${action} on ${on}: ${JSON.stringify(found.errors)}`);
    return found.overallResult === 'Allowed';
  }

  #policyOf(arn: string): unknown {
    const key = this.template.all('AWS::KMS::Key').find(({ id }) => arn === this.template.arn(id));
    if (key) return key.properties['KeyPolicy'];
    const found = this.template
      .all('AWS::S3::BucketPolicy')
      .map(({ properties }) => bucketPolicy.parse(properties))
      .find(({ Bucket }) => arn.split('/')[0] === `arn:aws:s3:::${Bucket}`);
    return found?.PolicyDocument;
  }
}
