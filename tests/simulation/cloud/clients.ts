import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { HttpClient, type HttpRequest } from '../../../lambdas/adapters/http.ts';
import { currentWorld, type Service } from '../engine/world.ts';

/**
 * Turns the requests of every client of this process to the world that stands: `send` is where aws-sdk-client-mock cuts
 * in too. Adapters make their commands and read the answers as on AWS; only wire and retries of the SDK are left out.
 */
export function answerInMemory(): void {
  const clients: readonly (readonly [object, Service])[] = [
    [S3Client.prototype, 's3'],
    [DynamoDBClient.prototype, 'dynamodb'],
    [SFNClient.prototype, 'sfn'],
  ];
  for (const [prototype, service] of clients) {
    Object.defineProperty(prototype, 'send', { value: (command: unknown) => currentWorld().request(service, command) });
  }
  Object.defineProperty(HttpClient.prototype, 'request', {
    value: (request: HttpRequest) => currentWorld().callRegistry(request),
  });
}
