import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach } from 'vitest';
import { Store, toStored } from '../../../lambdas/adapters/dynamodb.ts';

/** A store whose answers a test gives; it knows nothing any more when the next test begins. */
export function scriptedStore() {
  const client = new DynamoDBClient({});
  const table = mockClient(client);
  beforeEach(() => {
    table.reset();
  });
  return { table, store: new Store(client) };
}

/** What the table answers when a condition did not hold; with the item as it stands, where the request asked for it. */
export function conditionFailed(standing?: object): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(standing ? { Item: toStored(standing) } : {}),
  });
}

/** Refuses a request as the service does: the constructor says which of its errors it is. */
export function refusal<E>(kind: new (options: { message: string; $metadata: object }) => E): E {
  return new kind({ message: 'refused', $metadata: {} });
}

/** An object's bytes, as the client hands them out. */
export function bodyOf(content: string | Uint8Array<ArrayBuffer>): NonNullable<GetObjectCommandOutput['Body']> {
  const blob = new Blob([content]);
  return Object.assign(blob, {
    transformToByteArray: () => blob.bytes(),
    transformToString: () => blob.text(),
    transformToWebStream: () => blob.stream(),
  });
}
