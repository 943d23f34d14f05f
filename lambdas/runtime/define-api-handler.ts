import { z } from 'zod';
import { defineHandler } from './define-handler.ts';

/** Who calls, as the token says that the API's authoriser has verified. Never taken from an argument. */
interface Caller {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface Answer {
  readonly status: 200 | 202 | 400 | 403 | 404 | 409;
  readonly body: object;
}

export interface Call<Body> {
  readonly caller: Caller;
  readonly path: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** The claim `cognito:groups` reaches a function as a list, or as the text "[officers approvers]". */
const groups = z
  .union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/))])
  .default([]);

/** What we read of an API Gateway HTTP API event (payload format 2.0) with a JWT authoriser. */
const apiEvent = z.object({
  pathParameters: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    authorizer: z.object({
      jwt: z.object({
        claims: z
          .looseObject({
            username: z.string().optional(),
            'cognito:username': z.string().optional(),
            'cognito:groups': groups,
          })
          .transform((claims, context) => {
            const name = claims.username ?? claims['cognito:username'];
            if (name === undefined) {
              context.addIssue('The token names nobody');
              return z.NEVER;
            }
            return { name, groups: claims['cognito:groups'] };
          }),
      }),
    }),
  }),
});

/**
 * Makes the handler of one route: only members of a group may call it, and a body that does not parse is answered 400
 * in plain words. A bug stays a bug: API Gateway answers 500 and the alarm rings.
 */
export function defineApiHandler<Body extends z.ZodType>(
  task: string,
  group: string,
  body: Body,
  run: (call: Call<z.output<Body>>) => Promise<Answer>,
) {
  return defineHandler(
    task,
    apiEvent,
    async (event) => {
      const caller: Caller = event.requestContext.authorizer.jwt.claims;
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
    ({ statusCode }) => ({ status: statusCode }),
  );
}

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
