import { z } from 'zod';

const CONTEXT = { functionName: 'tested', awsRequestId: 'tested', invokedFunctionArn: 'tested' };

const answer = z.object({
  statusCode: z.number(),
  body: z.string().transform((text): unknown => JSON.parse(text)),
});

/** Calls a handler of the HTTP API as the platform does, and gives back what the caller sees. */
export async function invoked(
  handler: (event: unknown, context: never) => unknown,
  event: object,
): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = answer.parse(await Reflect.apply(handler, undefined, [event, CONTEXT]));
  return { status: statusCode, body };
}
