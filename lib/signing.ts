import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

/**
 * The keys that sign payouts (ECDSA on P-256, which openssl and every bank can check), one for each name of the
 * configuration. The last name signs; the others stay, so that what they signed can still be released and checked.
 */
export class Signing extends Construct {
  readonly #keys: readonly Key[];

  constructor(scope: Construct, id: string, { names }: { names: readonly string[] }) {
    super(scope, id);
    this.#keys = names.map(
      (name) =>
        new Key(this, `Key${name}`, {
          description: `ansinh signs payouts, key ${name}`,
          keySpec: KeySpec.ECC_NIST_P256,
          keyUsage: KeyUsage.SIGN_VERIFY,
          // Its signatures are checked for ten years, and a deleted key can't be had back.
          removalPolicy: RemovalPolicy.RETAIN,
          pendingWindow: Duration.days(30),
        }),
    );
  }

  /** ARNs with commas between them, the one that signs now last. */
  get arns(): string {
    return this.#keys.map(({ keyArn }) => keyArn).join(',');
  }

  /** Makes a function the only one that may sign: whoever else is allowed to by a role is refused by the key itself. */
  letSign({ function: { role } }: PipelineFunction): void {
    const key = this.#keys.at(-1);
    if (role === undefined || key === undefined) throw new Error('There is nobody to sign, or nothing to sign with');
    key.grant(role, 'kms:Sign');
    for (const one of this.#keys) {
      one.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['kms:Sign'],
          resources: ['*'],
          conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
        }),
      );
    }
  }

  letReadPublicKeys(task: PipelineFunction): void {
    for (const key of this.#keys) key.grant(task.function, 'kms:GetPublicKey');
  }
}
