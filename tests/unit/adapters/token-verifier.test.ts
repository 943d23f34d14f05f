import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HttpClient, HttpFailure } from '../../../lambdas/adapters/http.ts';
import { KeysUnavailable, TokenRefused, TokenVerifier } from '../../../lambdas/adapters/token-verifier.ts';
import {
  accessClaims,
  KEYS_URL,
  keySet,
  POOL_KEY,
  signed,
  signingKey,
  USER_POOL_CLIENT_ID,
  USER_POOL_ID,
} from '../../support/tokens.ts';

const request = vi.spyOn(HttpClient.prototype, 'request');
const answer = (text: string, status = 200) => ({ status, headers: {}, text });
const POOL = { userPoolId: USER_POOL_ID, clientId: USER_POOL_CLIENT_ID };
const STRANGER = signingKey('stranger');
const CLAIMS = accessClaims('lanh-dao-1', ['approvers']);

let verifier: TokenVerifier;
beforeEach(() => {
  request.mockReset().mockResolvedValue(answer(keySet(POOL_KEY)));
  verifier = new TokenVerifier(POOL);
});

/** The claims without one of them. */
function without(name: string): object {
  return Object.fromEntries(Object.entries(CLAIMS).filter(([one]) => one !== name));
}

describe('An access token of the user pool', () => {
  it('says who holds it, their groups, and its own number', async () => {
    expect(await verifier.verify(signed(CLAIMS))).toEqual({
      subject: 'sub-lanh-dao-1',
      name: 'lanh-dao-1',
      groups: ['approvers'],
      tokenId: CLAIMS.jti,
    });
  });

  it('of somebody in no group counts, with none', async () => {
    expect(await verifier.verify(signed(without('cognito:groups')))).toMatchObject({ groups: [] });
  });
});

describe('A token is refused', () => {
  const now = Math.floor(Date.now() / 1000);

  it.each([
    ['that has expired', signed({ ...CLAIMS, exp: now - 1 })],
    ['that never expires', signed(without('exp'))],
    ['of another client of the pool', signed({ ...CLAIMS, client_id: 'somebody-elses-app' })],
    ['of another pool', signed({ ...CLAIMS, iss: CLAIMS.iss.replace('Simulated', 'Other') })],
    [
      'that is for reading one’s own profile: an id token',
      signed({ ...CLAIMS, token_use: 'id', aud: CLAIMS.client_id }),
    ],
    ['that names nobody', signed(without('username'))],
    ['that somebody else has signed in the name of the pool', signed(CLAIMS, { ...STRANGER, kid: POOL_KEY.kid })],
    ['that names no key', signed(CLAIMS, POOL_KEY, { kid: undefined })],
    ['that nobody has signed', `${signed(CLAIMS, POOL_KEY, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`],
    ['that says it was signed in another way', signed(CLAIMS, POOL_KEY, { alg: 'HS256' })],
    ['whose claims were changed', changed(signed(CLAIMS))],
    ['that is no token', 'abc'],
  ])('%s', async (_, token) => {
    await expect(verifier.verify(token)).rejects.toThrow(TokenRefused);
  });

  it('that was good until it expired', async () => {
    const token = signed(CLAIMS);
    await verifier.verify(token);
    vi.useFakeTimers({ now: (CLAIMS.exp + 1) * 1000 });
    try {
      await expect(verifier.verify(token)).rejects.toThrow(TokenRefused);
    } finally {
      vi.useRealTimers();
    }
  });
});

/** The token with another name in it, under the signature that it had. */
function changed(token: string): string {
  const [head, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, username: 'lanh-dao-2' })).toString('base64url');
  return `${head}.${claims}.${signature}`;
}

describe('The keys of the pool', () => {
  it('are fetched once, from the pool', async () => {
    await verifier.verify(signed(CLAIMS));
    await verifier.verify(signed(CLAIMS));
    expect(request.mock.calls).toEqual([[{ method: 'GET', url: KEYS_URL }]]);
  });

  it('are fetched where the local cloud is, under the same path', async () => {
    const local = new TokenVerifier({ ...POOL, endpoint: 'http://127.0.0.1:4566' });
    await local.verify(signed(CLAIMS));
    expect(request.mock.calls).toEqual([
      [{ method: 'GET', url: `http://127.0.0.1:4566/${USER_POOL_ID}/.well-known/jwks.json` }],
    ]);
  });

  it('are fetched once more for a key that is not among them: pools change theirs', async () => {
    const next = signingKey('next');
    await verifier.verify(signed(CLAIMS));
    request.mockResolvedValue(answer(keySet(POOL_KEY, next)));
    expect(await verifier.verify(signed(CLAIMS, next))).toMatchObject({ name: 'lanh-dao-1' });
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('that nobody knows are asked for once, not again and again', async () => {
    await verifier.verify(signed(CLAIMS));
    await expect(verifier.verify(signed(CLAIMS, STRANGER))).rejects.toThrow(TokenRefused);
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('are not fetched twice for the first token', async () => {
    await expect(verifier.verify(signed(CLAIMS, STRANGER))).rejects.toThrow(TokenRefused);
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('are asked for again after a call that brought none: that refuses nobody', async () => {
    request.mockRejectedValueOnce(new HttpFailure('timeout')).mockResolvedValueOnce(answer('', 503));
    for (let tries = 0; tries < 2; tries++) {
      await expect(verifier.verify(signed(CLAIMS))).rejects.toThrow(KeysUnavailable);
    }
    expect(await verifier.verify(signed(CLAIMS))).toMatchObject({ name: 'lanh-dao-1' });
  });
});
