import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Bucket } from '../adapters/buckets.ts';
import { populationFile, WatchedObject } from '../adapters/population-file.ts';
import { Secret } from '../adapters/secrets.ts';
import { readEnvironment } from '../runtime/env.ts';
import { answerRequest, type StubPorts } from './answer-request.ts';
import { environment } from './env.ts';
import { type FaultPlan, faultOf, faultPlan, NO_FAULT } from './faults.ts';
import { TEST_NUMBERS } from './test-numbers.ts';

const env = readEnvironment(environment);
const bucket = env.POPULATION_BUCKET === undefined ? undefined : new Bucket(env.POPULATION_BUCKET);
const population = bucket && populationFile(bucket, env.POPULATION_KEY);
const faults =
  bucket &&
  new WatchedObject(
    bucket,
    `${env.POPULATION_KEY.slice(0, env.POPULATION_KEY.lastIndexOf('/') + 1)}faults.json`,
    (bytes) => faultPlan.parse(JSON.parse(new TextDecoder().decode(bytes))),
  );
const key = env.REGISTRY_SECRET === undefined ? undefined : new Secret(env.REGISTRY_SECRET);
/** How many requests have met the plan that stands: a new one is counted from its first request. */
let met: { readonly plan: FaultPlan; requests: number } | undefined;

const ports: StubPorts = {
  async registry() {
    const people = await population?.current();
    return people ? { source: 'population-file', people } : { source: 'test-numbers', people: TEST_NUMBERS };
  },
  async nextFault() {
    const plan = await faults?.current();
    if (!plan) return NO_FAULT;
    if (met?.plan !== plan) met = { plan, requests: 0 };
    return faultOf(plan, met.requests++);
  },
  async wait(milliseconds) {
    await wait(milliseconds);
  },
  async isAllowed(apiKey) {
    if (!key) return true;
    if (apiKey === undefined) return false;
    return isSame(apiKey, await key.value()) || isSame(apiKey, await key.current());
  },
};

/** The identity registry's stub behind an API Gateway HTTP API (payload format 2.0). */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { body = '', isBase64Encoded } = event;
  const {
    status,
    headers,
    body: answer,
  } = await answerRequest(ports, {
    method: event.requestContext.http.method,
    path: event.rawPath,
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  });
  return { statusCode: status, headers: { ...headers }, body: answer };
}

/** In constant time, whatever the length of what was sent. */
function isSame(sent: string, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(key));
}
