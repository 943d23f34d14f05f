import { Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  Effect,
  FederatedPrincipal,
  type IPrincipal,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledged.ts';
import type { Storage } from './storage.ts';

export interface PartiesProps {
  readonly storage: Storage;
  /** ARN of the SAML provider that knows who is which unit or provider; without one the account is trusted (sandbox). */
  readonly identityProvider: string | undefined;
}

/** What a party may do, as keys with its session tag in them. */
interface Reach {
  readonly writes: string;
  readonly reads: readonly string[];
}

type Conditions = Record<string, Record<string, string | string[]>>;

/** `YYYY-MM` has seven characters. An asterisk would match a slash too, and reach `lists/2026-05/10202/10201/…`. */
const MONTH = '????-??';

/**
 * Who is not of the office: one role for all units, one for all providers. Whoever signs in brings a session tag that
 * says which one they are, and reaches the keys that name it: writes to the inbox, reads from the outbox, nothing else.
 */
export class Parties extends Construct {
  readonly units: Role;
  readonly providers: Role;

  constructor(scope: Construct, id: string, { storage, identityProvider }: PartiesProps) {
    super(scope, id);
    const party = (name: string, tag: string, lengths: readonly string[], reach: (own: string) => Reach) => {
      const role = new Role(this, name, {
        assumedBy: whoBrings(tag, lengths, identityProvider),
        description: `ansinh: one ${tag} each session, named by its tag`,
      });
      const { writes, reads } = reach(`\${aws:PrincipalTag/${tag}}`);
      mayWrite(role, storage.inbox, writes);
      mayRead(role, storage.outbox, reads);
      return role;
    };
    // Codes have two to five digits (lambdas/domain/unit.ts).
    this.units = party('Units', 'unit', ['??', '???', '????', '?????'], (own) => ({
      writes: `lists/${MONTH}/${own}/*`,
      reads: [
        `receipts/${MONTH}/${own}/*`,
        `worklists/${MONTH}/${own}/*`,
        `rolls/${MONTH}/${own}/*`,
        `unpaid/${MONTH}/${own}/*`,
        `feeds/${MONTH}/accounts/${own}.csv`,
        `feeds/${MONTH}/accounts/${own}.json`,
        `reports/${MONTH}/*/${own}/*`,
        // Which publications there are; it holds no person.
        `reports/${MONTH}/manifest.json`,
      ],
    }));
    this.providers = party('Providers', 'provider', ['??*'], (own) => ({
      writes: `results/${MONTH}/${own}/*`,
      reads: [
        `payouts/${MONTH}/${MONTH}-*/${own}/*`,
        `unpaid/${MONTH}/providers/${own}.xlsx`,
        // The public keys that manifests are signed with.
        'keys/*',
      ],
    }));
  }
}

/**
 * Whoever brings exactly this tag, of a length that a name can have, without a slash, dot or wildcard: with those a
 * name could reach beyond its own folder. `funding` is the folder of the office's own papers beside the providers'.
 */
function whoBrings(tag: string, lengths: readonly string[], identityProvider: string | undefined): IPrincipal {
  const brought = `aws:RequestTag/${tag}`;
  const conditions: Conditions = {
    Null: { [brought]: 'false' },
    StringLike: { [brought]: [...lengths] },
    StringNotLike: { [brought]: ['*/*', '*.*', `*\${*}*`, `*\${?}*`, 'funding'] },
    'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
  };
  const principal =
    identityProvider === undefined
      ? new AccountRootPrincipal().withConditions(conditions)
      : new FederatedPrincipal(
          identityProvider,
          { ...conditions, StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
          'sts:AssumeRoleWithSAML',
        );
  return principal.withSessionTags();
}

/** New objects under its own prefix, in one part or several. What has landed it neither reads back nor takes away. */
function mayWrite(role: Role, inbox: Bucket, keys: string): void {
  const resources = [inbox.arnForObjects(keys)];
  role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources }));
  acknowledgeWildcards(role, resources, 'Months and file names: whose they are is said by the session tag');
  // S3 takes such keys as they are, but what downloads them may take them for a way out of a folder.
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['s3:PutObject'],
      resources: ['*/../*', '*/./*', '*//*'].map((trick) => inbox.arnForObjects(trick)),
    }),
  );
  // S3 reads the parts of an upload again to put them together.
  mayUseKey(role, inbox, ['kms:GenerateDataKey', 'kms:Decrypt']);
}

function mayRead(role: Role, outbox: Bucket, keys: readonly string[]): void {
  const resources = keys.map((key) => outbox.arnForObjects(key));
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));
  acknowledgeWildcards(role, resources, 'Months, runs and file names: whose they are is said by the session tag');
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [outbox.bucketArn],
      conditions: { StringLike: { 's3:prefix': [...keys] } },
    }),
  );
  mayUseKey(role, outbox, ['kms:Decrypt']);
}

function mayUseKey(role: Role, { encryptionKey }: Bucket, actions: string[]): void {
  if (!encryptionKey) throw new Error('A bucket of this deployment has no key of its zone');
  role.addToPolicy(
    new PolicyStatement({
      actions,
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(role).region}.amazonaws.com` } },
    }),
  );
}
