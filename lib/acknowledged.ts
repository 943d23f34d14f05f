import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { z } from 'zod';

/** Tells cdk-nag, beside the resource, why a finding about it and what lies in it is as it should be. */
export function acknowledge(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** The same for a wildcard in the resources that a role is granted: for just these ARNs and no other. */
export function acknowledgeWildcards(scope: IConstruct, arns: readonly string[], reason: string): void {
  for (const arn of arns.filter((one) => one.includes('*'))) {
    acknowledge(scope, `IAM5[Resource::${asNagSays(Stack.of(scope).resolve(arn))}]`, reason);
  }
}

const reference = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.strictObject({ 'Fn::GetAtt': z.array(z.string()) }).transform((got) => got['Fn::GetAtt'].join('.')),
]);
const joined = z.strictObject({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** An ARN as cdk-nag names it in a finding: `<Bucket.Arn>/lists/*`. Policy variables lose their dollar sign there. */
function asNagSays(resolved: unknown): string {
  const parts = joined.safeParse(resolved);
  if (parts.success) return parts.data['Fn::Join'][1].map(asNagSays).join('');
  if (typeof resolved === 'string') return resolved.replaceAll('${', '<').replaceAll('}', '>');
  return `<${reference.parse(resolved)}>`;
}
