import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { NoSuchKey, NotFound, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { ownPeakMemoryMiB } from '../../bin/bench/tell-reading.ts';
import { HttpClient, HttpFailure, type HttpRequest, type HttpResponse } from '../../lambdas/adapters/http.ts';
import { type Asked, answered, type Ended, type Failure, failureOf, invoked } from './wire.ts';

/*
 * A function in a process of its own, as Lambda keeps one: `function-process.ts TASK`. It loads the task's handler once
 * and answers one event after the other. What the handler asks of AWS goes to the process that started this one.
 */
const [task = ''] = process.argv.slice(2);
const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
let asks = 0;

function ask(service: Asked['service'], command: string, input: unknown): Promise<Record<string, unknown>> {
  const id = ++asks;
  const answer = Promise.withResolvers<Record<string, unknown>>();
  waiting.set(id, answer);
  process.send?.({ kind: 'asked', id, service, command, input } satisfies Asked);
  return answer.promise;
}

for (const [prototype, service] of [
  [S3Client.prototype, 's3'],
  [DynamoDBClient.prototype, 'dynamodb'],
  [SFNClient.prototype, 'sfn'],
  [KMSClient.prototype, 'kms'],
] as const) {
  const send = async (command: { readonly input: object }) =>
    withBody(await ask(service, command.constructor.name, command.input));
  Object.defineProperty(prototype, 'send', { value: send });
}

const response = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), text: z.string() });
Object.defineProperty(HttpClient.prototype, 'request', {
  value: async ({ url, body }: HttpRequest): Promise<HttpResponse> =>
    response.parse(await ask('http', 'request', { url, body })),
});

/** An object's bytes come as they are; the SDK gives them as a stream. */
function withBody(answer: Record<string, unknown>): object {
  const { Body } = answer;
  return Body instanceof Uint8Array ? { ...answer, Body: { transformToByteArray: async () => Body } } : answer;
}

const item = z.custom<NonNullable<ConditionalCheckFailedException['Item']>>((one) => typeof one === 'object');

/** The error that the SDK would throw. */
function errorOf({ name, message, item: told }: Failure): Error {
  const plain = { message, $metadata: {} };
  switch (name) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException(told === undefined ? plain : { ...plain, Item: item.parse(told) });
    case 'NoSuchKey':
      return new NoSuchKey(plain);
    case 'NotFound':
      return new NotFound(plain);
    case 'PreconditionFailed':
      return new S3ServiceException({ ...plain, name, $fault: 'client' });
    case 'ExecutionAlreadyExists':
      return new ExecutionAlreadyExists(plain);
    case 'TaskDoesNotExist':
      return new TaskDoesNotExist(plain);
    case 'TaskTimedOut':
      return new TaskTimedOut(plain);
    case 'HttpFailure':
      return new HttpFailure('connection', message);
    default:
      return Object.assign(new Error(message), { name });
  }
}

const CONTEXT = { functionName: task, awsRequestId: 'scale', invokedFunctionArn: task };
const loaded: { handler: (event: unknown, context: object) => Promise<unknown> } = await import(
  new URL(`../../lambdas/${task}/handler.ts`, import.meta.url).href
);

async function invoke(event: unknown): Promise<void> {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  const outcome = await loaded.handler(event, CONTEXT).then(
    (output) => ({ output }),
    (error: unknown) => ({ output: undefined, failure: failureOf(error) }),
  );
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    kind: 'ended',
    ...outcome,
    cpuSeconds: (user + system) / 1e6,
    seconds: (performance.now() - started) / 1000,
    peakMemoryMiB: ownPeakMemoryMiB(),
  } satisfies Ended);
}

const heard = z.discriminatedUnion('kind', [answered, invoked]);
process.on('message', (message) => {
  const told = heard.parse(message);
  if (told.kind === 'invoked') {
    void invoke(told.event);
    return;
  }
  const answer = waiting.get(told.id);
  waiting.delete(told.id);
  if (told.failure) answer?.reject(errorOf(told.failure));
  else answer?.resolve(told.answer ?? {});
});
process.on('disconnect', () => process.exit());
process.send?.({ kind: 'ready' });
