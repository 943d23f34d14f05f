import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { defineApiHandler } from '../../../lambdas/runtime/define-api-handler.ts';
import { invoked } from '../../support/invoked.ts';
import {
  accessClaims,
  keySet,
  POOL_KEY,
  signed,
  signedIn,
  signingKey,
  USER_POOL_CLIENT_ID,
  USER_POOL_ID,
} from '../../support/tokens.ts';

vi.hoisted(() => Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' }));

vi.spyOn(HttpClient.prototype, 'request').mockResolvedValue({ status: 200, headers: {}, text: keySet(POOL_KEY) });

const run = vi.fn(async () => ({ status: 200 as const, body: { done: true } }));
beforeEach(() => run.mockClear());

const handler = defineApiHandler(
  'a-task',
  'approvers',
  { USER_POOL_ID, USER_POOL_CLIENT_ID },
  z.object({ amount: z.number() }),
  run,
);
const call = (event: object) => invoked(handler, { pathParameters: { run: '1' }, body: '{"amount":1}', ...event });
const LEADER = signedIn('lanh-dao-1', ['approvers']);
const withToken = (token: string) => ({ ...LEADER, headers: { authorization: token } });

describe('A call', () => {
  it('of somebody in the group is carried out, with who they are by their token', async () => {
    expect(await call(LEADER)).toEqual({ status: 200, body: { done: true } });
    expect(run).toHaveBeenCalledExactlyOnceWith({
      caller: expect.objectContaining({ name: 'lanh-dao-1', groups: ['approvers'] }),
      path: { run: '1' },
      body: { amount: 1 },
    });
  });

  it('with a body that API Gateway encoded is read', async () => {
    const body = Buffer.from('{"amount":2}').toString('base64');
    expect(await call({ ...LEADER, body, isBase64Encoded: true })).toMatchObject({ status: 200 });
  });

  it.each(['{"amount":"1"}', 'nonsense', ''])('with the body %j is answered in words', async (body) => {
    expect(await call({ ...LEADER, body })).toMatchObject({ status: 400, body: { error: 'bad-request' } });
  });
});

describe('Nobody is let in', () => {
  const claims = accessClaims('lanh-dao-1', ['approvers']);

  it.each([
    ['without a token', { ...LEADER, headers: {} }],
    ['without the word Bearer', withToken(signed(claims))],
    ['with a token that is none', withToken('Bearer abc')],
    ['with a signature of somebody else', withToken(`Bearer ${signed(claims, { ...signingKey('x'), kid: 'pool' })}`)],
    ['with a token of another client', withToken(`Bearer ${signed({ ...claims, client_id: 'other' })}`)],
    ['with a token that has expired', withToken(`Bearer ${signed({ ...claims, exp: claims.iat - 1 })}`)],
  ])('%s, whatever the authoriser says', async (_, event) => {
    const { status, body } = await call(event);
    expect(status).toBe(401);
    expect(body).toEqual({ error: 'not-signed-in', message: expect.stringMatching(/Hãy đăng nhập lại/) });
    expect(run).not.toHaveBeenCalled();
  });

  it('who is not in the group, whatever the authoriser says', async () => {
    const { headers } = signedIn('lanh-dao-1', ['officers']);
    expect(await call({ ...LEADER, headers })).toMatchObject({ status: 403, body: { error: 'not-allowed' } });
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ['another name', { sub: 'sub-lanh-dao-1', username: 'lanh-dao-2' }],
    ['another person of that name', { sub: 'somebody', username: 'lanh-dao-1' }],
  ])('for whom the authoriser has %s', async (_, other) => {
    const event = { ...LEADER, requestContext: { authorizer: { jwt: { claims: other } } } };
    expect(await call(event)).toMatchObject({ status: 403, body: { error: 'identity-differs' } });
    expect(run).not.toHaveBeenCalled();
  });

  it('where no authoriser stands before the route', async () => {
    expect(await call({ ...LEADER, requestContext: {} })).toMatchObject({ status: 403 });
    expect(run).not.toHaveBeenCalled();
  });
});
