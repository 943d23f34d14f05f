import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from '../../../lambdas/adapters/http.ts';
import { KEYS_URL, keySet, POOL_KEY } from '../../support/tokens.ts';
import { invocations } from '../engine/invocation.ts';
import { currentWorld, type Service, type World } from '../engine/world.ts';

/**
 * Turns the requests of every client of this process to the world that stands: `send` is where aws-sdk-client-mock cuts
 * in too. Adapters make their commands and read the answers as on AWS; only wire and retries of the SDK are left out.
 */
export function answerInMemory(): void {
  const clients: readonly (readonly [object, Service])[] = [
    [S3Client.prototype, 's3'],
    [DynamoDBClient.prototype, 'dynamodb'],
    [SFNClient.prototype, 'sfn'],
    [KMSClient.prototype, 'kms'],
  ];
  for (const [prototype, service] of clients) {
    Object.defineProperty(prototype, 'send', { value: (command: unknown) => currentWorld().request(service, command) });
  }
  Object.defineProperty(HttpClient.prototype, 'request', {
    value: (request: HttpRequest) =>
      request.url === KEYS_URL ? publishKeys(currentWorld()) : currentWorld().callRegistry(request),
  });
}

/** The user pool's public keys, which anybody may have. */
function publishKeys({ scheduler, faults }: World): Promise<HttpResponse> {
  const invocation = invocations.getStore();
  if (!invocation) throw new Error('Only handlers ask for the keys');
  return invocation.wait(scheduler.random.integer(5, 100), 'keys', () => {
    if (faults.happens('slow request')) throw new HttpFailure('timeout');
    return { status: 200, headers: {}, text: keySet(POOL_KEY) };
  });
}
