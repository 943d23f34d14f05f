import { CreateTableCommand, type ScalarAttributeType, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Store } from '../../lambdas/adapters/dynamodb.ts';

/** Buckets and tables of a bench on its local cloud, with the keys that the deployed tables have. */
export async function layBuckets(names: readonly string[]): Promise<void> {
  const objects = new S3Client({});
  for (const Bucket of names) await objects.send(new CreateBucketCommand({ Bucket }));
}

/** @param sortKey whether the sort key is a text or a number. */
export async function layTable(
  { client }: Store,
  TableName: string,
  sortKey: Extract<ScalarAttributeType, 'S' | 'N'>,
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: sortKey },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
}
