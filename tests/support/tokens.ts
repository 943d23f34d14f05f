import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A user pool that is nowhere: its tokens are signed here, and its keys are given to whoever asks by {@link KEYS_URL}. */
export const USER_POOL_ID = 'ap-southeast-1_Simulated';
export const USER_POOL_CLIENT_ID = '1example23456789';
const ISSUER = `https://cognito-idp.ap-southeast-1.amazonaws.com/${USER_POOL_ID}`;
export const KEYS_URL = `${ISSUER}/.well-known/jwks.json`;

/** A key that the pool may sign with; `kid` names it. */
interface SigningKey {
  readonly kid: string;
  readonly secret: KeyObject;
  readonly public: object;
}

export function signingKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    kid,
    secret: privateKey,
    public: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
  };
}

/** The pool's own key. */
export const POOL_KEY = signingKey('pool');

/** The document in which a pool publishes its keys. */
export function keySet(...keys: readonly SigningKey[]): string {
  return JSON.stringify({ keys: keys.map((key) => key.public) });
}

/** A signed token of any claims, as they stand. RS256 is deterministic: the same claims give the same token. */
export function signed(claims: object, key: SigningKey = POOL_KEY, header: object = {}): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: key.kid, ...header })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key.secret).toString('base64url')}`;
}

/** The claims of an access token as Cognito gives it to somebody who signs in now; valid for half an hour. */
export function accessClaims(name: string, groups: readonly string[], now = Date.now()) {
  const issuedAt = Math.floor(now / 1000);
  return {
    sub: `sub-${name}`,
    'cognito:groups': groups,
    iss: ISSUER,
    client_id: USER_POOL_CLIENT_ID,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    iat: issuedAt,
    exp: issuedAt + 30 * 60,
    username: name,
    jti: `token-${name}-${issuedAt}`,
  };
}

/** The part of an API event that says who calls, as it reaches a function behind the API's authoriser. */
export function signedIn(name: string, groups: readonly string[], now = Date.now()) {
  const claims = accessClaims(name, groups, now);
  return {
    headers: { authorization: `Bearer ${signed(claims)}` },
    // The authoriser hands on every claim as a text.
    requestContext: {
      authorizer: { jwt: { claims: { sub: claims.sub, username: name, 'cognito:groups': `[${groups.join(' ')}]` } } },
    },
  };
}
