import { z } from 'zod';
import { TokenRefused, TokenVerifier } from '../adapters/token-verifier.ts';
import { defineHandler } from './define-handler.ts';
import type { ApiEnvironment } from './env.ts';

/** Who calls, as the token says that this function has verified itself. Never taken from an argument. */
interface Caller {
  readonly name: string;
  readonly groups: readonly string[];
  readonly tokenId: string | undefined;
}

export interface Answer {
  readonly status: 200 | 202 | 400 | 401 | 403 | 404 | 409;
  readonly body: object;
}

export interface Call<Body> {
  readonly caller: Caller;
  readonly path: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** What we read of an API Gateway HTTP API event (payload format 2.0: names of headers are in lower case). */
const apiEvent = z.object({
  headers: z.looseObject({ authorization: z.string().optional() }).default({}),
  pathParameters: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    /** What the API's own authoriser read out of the token. */
    authorizer: z
      .object({ jwt: z.object({ claims: z.looseObject({ sub: z.string(), username: z.string() }) }) })
      .optional(),
  }),
});

/**
 * Makes the handler of one route. Two locks hold it: the API's authoriser, and this function, which verifies the token
 * itself and refuses when the two name different people. Then only members of a group may call it, and a body that
 * does not parse is answered 400 in plain words. A bug stays a bug: API Gateway answers 500 and the alarm rings.
 */
export function defineApiHandler<Body extends z.ZodType>(
  task: string,
  group: string,
  env: ApiEnvironment,
  body: Body,
  run: (call: Call<z.output<Body>>) => Promise<Answer>,
) {
  const verifier = new TokenVerifier({
    userPoolId: env.USER_POOL_ID,
    clientId: env.USER_POOL_CLIENT_ID,
    endpoint: env.AWS_ENDPOINT_URL,
  });
  return defineHandler(
    task,
    apiEvent,
    async (event) => {
      const caller = await callerOf(event, verifier);
      if ('status' in caller) return json(caller);
      if (!caller.groups.includes(group)) {
        return json({
          status: 403,
          body: { error: 'not-allowed', message: `Chỉ thành viên nhóm ${group} được thực hiện việc này.` },
        });
      }
      const parsed = body.safeParse(parseJson(event.isBase64Encoded ? decode(event.body ?? '') : event.body));
      if (!parsed.success) {
        return json({ status: 400, body: { error: 'bad-request', message: z.prettifyError(parsed.error) } });
      }
      return json(await run({ caller, path: event.pathParameters ?? {}, body: parsed.data }));
    },
    ({ statusCode }) => ({ event: 'request-answered', status: statusCode }),
  );
}

async function callerOf(
  { headers, requestContext }: z.output<typeof apiEvent>,
  verifier: TokenVerifier,
): Promise<Caller | Answer> {
  const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return NOT_SIGNED_IN;
  const holder = await verifier.verify(token).catch((error: unknown) => {
    if (error instanceof TokenRefused) return undefined;
    throw error;
  });
  if (holder === undefined) return NOT_SIGNED_IN;
  const claims = requestContext.authorizer?.jwt.claims;
  // No word of the authoriser is not its consent: it stands before every route.
  if (claims?.sub !== holder.subject || claims.username !== holder.name) return SOMEBODY_ELSE;
  return holder;
}

const NOT_SIGNED_IN: Answer = {
  status: 401,
  body: {
    error: 'not-signed-in',
    message: 'Chưa đăng nhập hoặc phiên đăng nhập đã hết hạn. Hãy đăng nhập lại rồi thực hiện lại.',
  },
};

const SOMEBODY_ELSE: Answer = {
  status: 403,
  body: {
    error: 'identity-differs',
    message: 'Không xác định được chắc chắn người đăng nhập. Hãy đăng nhập lại; nếu vẫn vậy, báo quản trị hệ thống.',
  },
};

function json({ status, body }: Answer) {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function parseJson(text: string | null | undefined): unknown {
  try {
    return text === undefined || text === null || text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
