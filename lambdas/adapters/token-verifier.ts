import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { z } from 'zod';
import { HttpClient } from './http.ts';

/** Who somebody is, as a token says that the user pool itself has signed. */
interface TokenHolder {
  /** The pool's own number for the person; it never goes to anybody else, as a name might. */
  readonly subject: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** The token's own number (`jti`), which the pool's records name too. */
  readonly tokenId: string | undefined;
}

/** The user pool and the client of it whose access tokens count. */
interface TokenIssuer {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Where the pool's public keys are fetched; at AWS when left out. What tokens name as their issuer is AWS always. */
  readonly endpoint?: string | undefined;
}

/** The token is none, is not signed by the pool, is for another client or another use, or has expired. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** The pool's public keys could not be fetched, so that nobody can be told from anybody else. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Verified claims of an access token. The library looks at `exp` only where there is one: a token without is none. */
const accessClaims = z.object({
  sub: z.string().min(1),
  username: z.string().min(1),
  'cognito:groups': z.array(z.string()).default([]),
  exp: z.number(),
  jti: z.string().min(1).optional(),
});

/** Cognito signs with RS256 and nothing else: a key of another kind is none of a user pool's. */
const publicKey = z.object({
  kid: z.string(),
  kty: z.literal('RSA'),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
});
const publicKeys = z.object({ keys: z.array(publicKey).min(1) });

/**
 * Verifies access tokens of one Cognito user pool: signature, issuer, client, use and expiry. The pool's keys are
 * fetched with the first token and kept; a token signed with a key that is not among them has them fetched once more,
 * because pools change their keys.
 */
export class TokenVerifier {
  readonly #verifier;
  readonly #http = new HttpClient({ timeoutMilliseconds: 5_000 });
  readonly #keysUrl: string;
  #hasKeys = false;

  constructor({ userPoolId, clientId, endpoint }: TokenIssuer) {
    this.#verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' });
    const { jwksUri } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
    this.#keysUrl = endpoint === undefined ? jwksUri : new URL(new URL(jwksUri).pathname, endpoint).href;
  }

  /** Throws {@link TokenRefused}, and {@link KeysUnavailable} when the pool does not answer. */
  async verify(token: string): Promise<TokenHolder> {
    const isFresh = !this.#hasKeys;
    if (isFresh) await this.#fetchKeys();
    try {
      return this.#holderOf(token);
    } catch (error) {
      if (isFresh || !(error instanceof KidNotFoundInJwksError)) throw refusedFor(error);
    }
    await this.#fetchKeys();
    try {
      return this.#holderOf(token);
    } catch (error) {
      throw refusedFor(error);
    }
  }

  #holderOf(token: string): TokenHolder {
    const claims = accessClaims.parse(this.#verifier.verifySync(token));
    return { subject: claims.sub, name: claims.username, groups: claims['cognito:groups'], tokenId: claims.jti };
  }

  /** Each call waits for an answer of its own: one that is lost must not hold up the next. */
  async #fetchKeys(): Promise<void> {
    const { status, text } = await this.#http.request({ method: 'GET', url: this.#keysUrl }).catch((error: unknown) => {
      throw new KeysUnavailable('The user pool did not answer', { cause: error });
    });
    if (status !== 200) throw new KeysUnavailable(`The user pool answered ${status}`);
    this.#verifier.cacheJwks(publicKeys.parse(JSON.parse(text)));
    this.#hasKeys = true;
  }
}

/** What is wrong with the token becomes a refusal; a bug stays a bug. */
function refusedFor(error: unknown): unknown {
  const isAboutToken = error instanceof JwtBaseError || error instanceof z.ZodError;
  return isAboutToken ? new TokenRefused('The token does not count', { cause: error }) : error;
}
