import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { acknowledgeWildcards } from './acknowledged.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** What a function may do: named actions on one thing. Keys of objects are patterns: `*` stands for anything, `/` too. */
export type Grant =
  | { readonly table: TableV2; readonly actions: readonly string[] }
  | {
      readonly bucket: Bucket;
      readonly keys: readonly string[];
      readonly actions: readonly string[];
      readonly isListed: boolean;
      readonly kms: readonly string[];
    };

/** DynamoDB's names for what the adapters do (lambdas/adapters/dynamodb.ts). */
export const GET = 'dynamodb:BatchGetItem';
export const QUERY = 'dynamodb:Query';
export const PUT = 'dynamodb:PutItem';
export const UPDATE = 'dynamodb:UpdateItem';
export const BATCH_WRITE = 'dynamodb:BatchWriteItem';
export const INSERT_ALL = 'dynamodb:PartiQLInsert';
export const UPDATE_ALL = 'dynamodb:PartiQLUpdate';

/** Does these things to a table, and to none of its indexes. */
export function uses(table: TableV2, ...actions: readonly string[]): Grant {
  return { table, actions };
}

/** Reads objects that must be there. */
export function reads(bucket: Bucket, ...keys: readonly string[]): Grant {
  return { bucket, keys, actions: ['s3:GetObject'], isListed: false, kms: ['kms:Decrypt'] };
}

/** Reads objects in a version that an event or a record named: an action of its own. */
export function readsVersions(bucket: Bucket, ...keys: readonly string[]): Grant {
  return { ...reads(bucket, ...keys), actions: ['s3:GetObjectVersion'] };
}

/** Reads objects that may be missing: S3 tells that (404 instead of 403) only to those who may list where they are. */
export function seeks(bucket: Bucket, ...keys: readonly string[]): Grant {
  return { ...reads(bucket, ...keys), isListed: true };
}

/** Puts objects. It may put over one that stands; the bucket keeps every version. */
export function writes(bucket: Bucket, ...keys: readonly string[]): Grant {
  return { bucket, keys, actions: ['s3:PutObject'], isListed: false, kms: ['kms:GenerateDataKey'] };
}

/** Puts objects once, on the condition that none stands there, and reads which one came first. */
export function writesOnce(bucket: Bucket, ...keys: readonly string[]): Grant {
  return {
    bucket,
    keys,
    actions: ['s3:GetObject', 's3:PutObject'],
    isListed: false,
    kms: ['kms:Decrypt', 'kms:GenerateDataKey'],
  };
}

/** Reads the hands of a sandbox's clock, if somebody set them; elsewhere there is nothing to read. */
export function readsClock(reference: Bucket, sandbox: boolean): Grant[] {
  return sandbox ? [seeks(reference, 'sandbox/clock.json')] : [];
}

/** Gives a function these grants and, for objects, the use of their bucket's key through S3. */
export function allow(to: PipelineFunction, ...grants: readonly Grant[]): void {
  for (const grant of grants) {
    if ('table' in grant) {
      grant.table.grant(to.function, ...grant.actions);
      continue;
    }
    const { bucket, keys, actions, isListed, kms } = grant;
    const may = (statement: ConstructorParameters<typeof PolicyStatement>[0]) =>
      to.function.addToRolePolicy(new PolicyStatement(statement));
    const resources = keys.map((key) => bucket.arnForObjects(key));
    may({ actions: [...actions], resources });
    acknowledgeWildcards(to, resources, 'Months, units and runs: their folders come with them');
    if (isListed) {
      // Asked for a missing key, S3 compares that key with the prefixes that may be listed.
      may({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': [...keys] } },
      });
    }
    if (bucket.encryptionKey) {
      may({
        actions: [...kms],
        resources: [bucket.encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` } },
      });
    }
  }
}
