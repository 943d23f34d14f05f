import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClientPlugin, SdkClient } from '../../lambdas/adapters/client-plugins.ts';
import { faultFor, misbehave } from './client-faults.ts';

/*
 * Takes the place of lambdas/adapters/client-plugins.ts in the bundles of a cloud for tests (context `watchCalls`).
 * ANSINH_WATCH, which functions inherit from the local cloud's process, names a folder: every call, each retry by
 * itself, becomes one line of JSON in its `calls/`, and its `faults.json` says which calls are to fail.
 */

/** One call that a function made, as it stands in a line of `calls/`. Keys and names only: never what was sent. */
export const recordedCall = z.object({
  at: z.iso.datetime(),
  /** The function's own name in the cloud; `-` outside of one. */
  function: z.string(),
  /** As the SDK names its clients: S3, DynamoDB, SFN, KMS … */
  service: z.string(),
  operation: z.string(),
  /** Tables, machines, keys, pools by their names or ARNs; for S3 the bucket. */
  resources: z.array(z.string()),
  /** S3: the key, the object that is copied (`bucket/key`), the version, the prefix that is listed. */
  key: z.string().optional(),
  source: z.string().optional(),
  version: z.string().optional(),
  prefix: z.string().optional(),
  /** Of PartiQL: `INSERT`, `UPDATE`, … as often as they come first in a statement. */
  verbs: z.array(z.string()).optional(),
  /** Whether a query names an index. */
  index: z.string().optional(),
  /** How many items it asked for or wrote, and how many came back. */
  items: z.number().optional(),
  found: z.number().optional(),
  /** Bytes of the request's and of the answer's body, where they are known. */
  sent: z.number().optional(),
  received: z.number().optional(),
  milliseconds: z.number(),
  /** Milliseconds of processor time that this process had used when the call was answered, its start included. */
  processor: z.number().optional(),
  status: z.number().optional(),
  /** The name of the error, when it failed. */
  error: z.string().optional(),
  /** The fault that was injected. */
  fault: z.string().optional(),
});
export type RecordedCall = z.output<typeof recordedCall>;

export function plugInto(client: SdkClient): void {
  const folder = process.env['ANSINH_WATCH'];
  if (folder === undefined) return;
  mkdirSync(join(folder, 'calls'), { recursive: true });
  // Inside the retries: what fails here is tried again by the SDK, as on AWS.
  client.middlewareStack.addRelativeTo(watching(folder), {
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    name: 'watch',
  });
}

function watching(folder: string): ClientPlugin {
  const file = join(folder, 'calls', `${process.pid}.jsonl`);
  return (next, context) => async (call) => {
    const asked = {
      at: new Date().toISOString(),
      function: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '-',
      service: (context.clientName ?? '').replace(/Client$/, ''),
      operation: (context.commandName ?? '').replace(/Command$/, ''),
      ...askedOf(call.input),
      sent: bodyLength(call.request),
    };
    const fault = faultFor(folder, asked);
    const began = performance.now();
    const write = (outcome: object) => {
      const { user, system } = process.cpuUsage();
      const line = {
        ...asked,
        ...outcome,
        milliseconds: Math.round(performance.now() - began),
        processor: Math.round((user + system) / 1000),
        fault: fault?.kind,
      };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    };
    try {
      const answer = await misbehave(fault, () => next(call));
      write(answeredOf(answer));
      return answer;
    } catch (error) {
      write(failedOf(error));
      throw error;
    }
  };
}

const named = z.string().optional();
const anyInput = z.looseObject({
  Bucket: named,
  /** S3's is text, DynamoDB's an item's. */
  Key: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  CopySource: named,
  VersionId: named,
  Prefix: named,
  TableName: named,
  IndexName: named,
  KeyId: named,
  SecretId: named,
  TopicArn: named,
  UserPoolId: named,
  stateMachineArn: named,
  RequestItems: z
    .record(z.string(), z.union([z.array(z.unknown()), z.object({ Keys: z.array(z.unknown()) })]))
    .optional(),
  Statements: z.array(z.object({ Statement: z.string() })).optional(),
});

function askedOf(given: object): Pick<RecordedCall, 'resources'> & Partial<RecordedCall> {
  const input = anyInput.parse(given);
  const batches = Object.entries(input.RequestItems ?? {});
  const statements = (input.Statements ?? []).map(({ Statement }) => Statement);
  const tables = statements.map((one) => /"([^"]+)"/.exec(one)?.[1]);
  const resources = [
    input.Bucket,
    input.TableName,
    input.KeyId,
    input.SecretId,
    input.TopicArn,
    input.UserPoolId,
    input.stateMachineArn,
    ...batches.map(([table]) => table),
    ...tables,
  ];
  const items = batches.reduce(
    (sum, [, batch]) => sum + (Array.isArray(batch) ? batch : batch.Keys).length,
    statements.length,
  );
  return {
    resources: [...new Set(resources.filter((one) => one !== undefined))],
    ...(typeof input.Key === 'string' && { key: input.Key }),
    ...(input.CopySource !== undefined && { source: decodeURIComponent(input.CopySource) }),
    ...(input.VersionId !== undefined && { version: input.VersionId }),
    ...(input.Prefix !== undefined && { prefix: input.Prefix }),
    ...(input.IndexName !== undefined && { index: input.IndexName }),
    ...(statements.length > 0 && { verbs: [...new Set(statements.map((one) => one.trim().split(/\s/)[0] ?? ''))] }),
    ...(items > 0 && { items }),
  };
}

const answered = z.looseObject({
  output: z.looseObject({ Items: z.array(z.unknown()).optional(), Contents: z.array(z.unknown()).optional() }),
  response: z.looseObject({ statusCode: z.number(), headers: z.record(z.string(), z.string()) }),
});

function answeredOf(answer: unknown): Partial<RecordedCall> {
  const { output, response } = answered.parse(answer);
  const found = output.Items ?? output.Contents;
  const length = response.headers['content-length'];
  return {
    status: response.statusCode,
    ...(found !== undefined && { found: found.length }),
    ...(length !== undefined && { received: Number(length) }),
  };
}

const failed = z.looseObject({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

function failedOf(error: unknown): Partial<RecordedCall> {
  const { name, $metadata } = failed.parse(error);
  return { error: name, ...($metadata?.httpStatusCode !== undefined && { status: $metadata.httpStatusCode }) };
}

const sized = z.looseObject({ body: z.union([z.string(), z.instanceof(Uint8Array)]).optional() });

function bodyLength(request: unknown): number | undefined {
  const { data } = sized.safeParse(request);
  return typeof data?.body === 'string' ? Buffer.byteLength(data.body) : data?.body?.byteLength;
}
