import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchGetItemCommand, DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { toStored } from '../../../lambdas/adapters/dynamodb.ts';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { invoked } from '../../support/invoked.ts';
import { keySet, POOL_KEY, signedIn, USER_POOL_CLIENT_ID, USER_POOL_ID } from '../../support/tokens.ts';

vi.hoisted(() => Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' }));

const LAMBDAS = join(import.meta.dirname, '..', '..', '..', 'lambdas');
const sourceOf = (task: string) => {
  try {
    return readFileSync(join(LAMBDAS, task, 'handler.ts'), 'utf8');
  } catch {
    return '';
  }
};
/** Every function of the HTTP API, found by how it is made: a new one is tested from its first day. */
const API_TASKS = readdirSync(LAMBDAS).filter((task) => sourceOf(task).includes('defineApiHandler('));

const loaded = z.object({
  handler: z.custom<(event: unknown, context: never) => unknown>((it) => typeof it === 'function'),
});

async function handlerOf(task: string) {
  const { environment } = z
    .object({ environment: z.object({ shape: z.record(z.string(), z.unknown()) }) })
    .parse(await import(`../../../lambdas/${task}/env.ts`));
  for (const name of Object.keys(environment.shape)) vi.stubEnv(name, '1');
  vi.stubEnv('SANDBOX', 'false');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('USER_POOL_ID', USER_POOL_ID);
  vi.stubEnv('USER_POOL_CLIENT_ID', USER_POOL_CLIENT_ID);
  return loaded.parse(await import(`../../../lambdas/${task}/handler.ts`)).handler;
}

const table = mockClient(DynamoDBClient);
const machines = mockClient(SFNClient);
beforeAll(() => {
  vi.spyOn(HttpClient.prototype, 'request').mockResolvedValue({ status: 200, headers: {}, text: keySet(POOL_KEY) });
  table.on(BatchGetItemCommand).resolves({ Responses: {} });
  table.on(QueryCommand).resolves({ Items: [] });
  table.on(UpdateItemCommand).resolves({});
  machines.on(StartExecutionCommand).resolves({});
});
afterAll(() => vi.unstubAllEnvs());

describe.each(API_TASKS)('The API’s %s', (task) => {
  it('answers nobody without a token, though the authoriser names somebody', async () => {
    const { requestContext } = signedIn('can-bo-tinh', ['officers', 'approvers']);
    expect(await invoked(await handlerOf(task), { headers: {}, requestContext, body: '{}' })).toMatchObject({
      status: 401,
    });
  });

  it('answers nobody who is in no group', async () => {
    expect(await invoked(await handlerOf(task), { ...signedIn('khach', []), body: '{}' })).toMatchObject({
      status: 403,
    });
  });
});

describe('Who does something is whom the token names, not whom the body names:', () => {
  const OTHERS = { by: 'nguoi-khac', startedBy: 'nguoi-khac', user: 'nguoi-khac', caller: { name: 'nguoi-khac' } };

  it('who starts a run', async () => {
    const body = JSON.stringify({ period: '2023-06', ...OTHERS });
    const handler = await handlerOf('start-run');
    expect(await invoked(handler, { ...signedIn('can-bo-tinh', ['officers']), body })).toMatchObject({ status: 202 });
    const [started] = machines.commandCalls(StartExecutionCommand);
    expect(JSON.parse(started?.args[0].input.input ?? '')).toEqual({
      period: '2023-06',
      kind: 'regular',
      startedBy: 'can-bo-tinh',
      run: '2023-06-regular-1',
    });
  });

  it('who approves a run', async () => {
    const manifestHash = 'a'.repeat(64);
    const run = {
      schemaVersion: 1,
      run: '2023-06-regular-1',
      period: '2023-06',
      kind: 'regular',
      startedBy: 'can-bo-tinh',
      startedAt: '2023-06-05T01:00:00Z',
      status: 'awaiting-approval',
      manifestHash,
      manifestKey: 'key',
      taskTokens: ['token'],
      decisions: [],
    };
    table
      .on(BatchGetItemCommand)
      .resolves({ Responses: { 1: [toStored({ pk: '2023-06', sk: 'run#2023-06-regular-1', run })] } });
    const event = {
      ...signedIn('lanh-dao-1', ['approvers']),
      pathParameters: { run: '2023-06-regular-1' },
      body: JSON.stringify({ verdict: 'approved', manifestHash, ...OTHERS }),
    };
    expect(await invoked(await handlerOf('decide-run'), event)).toEqual({
      status: 200,
      body: { status: 'awaiting-approval', approvals: 1 },
    });
    const [update] = table.commandCalls(UpdateItemCommand);
    const written = JSON.stringify(update?.args[0].input);
    expect(written).toContain('lanh-dao-1');
    expect(written).not.toContain('nguoi-khac');
  });
});
