import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verificationResponse } from '../../../lambdas/domain/identity/identity.ts';
import type { handler as stubHandler } from '../../../lambdas/identity-stub/handler.ts';
import { subject } from './subjects.ts';

const secrets = mockClient(SecretsManagerClient);
let handler: typeof stubHandler;
beforeEach(() => secrets.reset().on(GetSecretValueCommand).resolves({ SecretString: 'secret' }));
beforeAll(async () => {
  vi.stubEnv('POPULATION_BUCKET', '');
  vi.stubEnv('REGISTRY_SECRET', 'ansinh/registry');
  vi.stubEnv('AWS_REGION', 'ap-southeast-1');
  ({ handler } = await import('../../../lambdas/identity-stub/handler.ts'));
  return () => vi.unstubAllEnvs();
});

const event = (changes: Partial<APIGatewayProxyEventV2>): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/v1/verifications',
  rawQueryString: '',
  headers: { 'X-Api-Key': 'secret' },
  isBase64Encoded: false,
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.execute-api.localhost',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/v1/verifications', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'id',
    routeKey: '$default',
    stage: '$default',
    time: '05/Jun/2026:00:00:00 +0000',
    timeEpoch: 0,
  },
  ...changes,
});

describe("the stub's handler", () => {
  it('answers about the test numbers when it has no bucket', async () => {
    const people = [subject(), subject({ personalId: '001000000404' })];
    const { statusCode, body } = await handler(event({ body: JSON.stringify({ people }) }));
    expect(statusCode).toBe(200);
    expect(verificationResponse.parse(JSON.parse(body ?? '')).answers).toEqual([
      { personalId: '001000000001', answer: { outcome: 'matched', nameWithoutMarks: false, account: null } },
      { personalId: '001000000404', answer: { outcome: 'not-found' } },
    ]);
  });

  it('reads a body that API Gateway encoded', async () => {
    const body = Buffer.from(JSON.stringify({ people: [subject()] })).toString('base64');
    expect((await handler(event({ body, isBase64Encoded: true }))).statusCode).toBe(200);
  });

  it('answers nobody without the key', async () => {
    const body = JSON.stringify({ people: [subject()] });
    for (const headers of [{}, { 'x-api-key': 'guess' }, { 'x-api-key': '' }]) {
      expect((await handler(event({ body, headers }))).statusCode).toBe(401);
    }
  });

  it('takes a new key as soon as it stands in the secret, and the old one no more', async () => {
    const body = JSON.stringify({ people: [subject()] });
    const send = async (key: string) => (await handler(event({ body, headers: { 'x-api-key': key } }))).statusCode;
    expect(await send('secret')).toBe(200);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'changed' });
    expect(await send('changed')).toBe(200);
    expect(await send('secret')).toBe(401);
  });
});
