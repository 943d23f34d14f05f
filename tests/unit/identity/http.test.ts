import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lambdas/adapters/http.ts';
import { type Scripted, startRegistryServer } from '../../support/registry-server.ts';

let client: HttpClient;
beforeEach(() => {
  client = new HttpClient({ maxResponseBytes: 1000 });
});
afterEach(() => client.close());

const failureOf = (call: Promise<unknown>) => call.catch((error: unknown) => error);
const answering = (status: number, body: string): Scripted => ({
  answer: { status, body, headers: { 'x-made-by': 'test' } },
});

describe('JSON over HTTP', () => {
  it('sends a body as JSON with the headers given, and gives back status, headers and text', async () => {
    await using server = await startRegistryServer({ script: [answering(418, '{"tên":"ấm trà"}')] });
    const response = await client.request({
      method: 'POST',
      url: `${server.url}/approvals?run=1`,
      headers: { authorization: 'Bearer token' },
      body: { name: 'Ẵng' },
    });
    expect(response).toMatchObject({ status: 418, headers: { 'x-made-by': 'test' }, text: '{"tên":"ấm trà"}' });
    expect(server.received[0]).toMatchObject({
      path: '/approvals?run=1',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json; charset=utf-8' },
      body: '{"name":"Ẵng"}',
    });
  });

  it('asks without a body', async () => {
    await using server = await startRegistryServer();
    const { status, text } = await client.request({ method: 'GET', url: `${server.url}/v1/health` });
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok', source: 'test-numbers', people: 5 }]);
    expect(server.received[0]?.headers['content-type']).toBeUndefined();
  });

  it.each(['api.execute-api.localhost', 'foo.LOCALHOST'])(
    'finds %s on this machine, whatever the resolver knows',
    async (host) => {
      await using server = await startRegistryServer();
      const { status } = await client.request({ method: 'GET', url: `http://${host}:${server.port}/v1/health` });
      expect(status).toBe(200);
      expect(server.received[0]?.headers.host).toBe(`${host.toLowerCase()}:${server.port}`);
    },
  );

  it.each([
    ['does not come', 'silence'],
    ['stops half-way', 'stall'],
  ] as const)('gives up an answer that %s in time', async (_, step) => {
    await using server = await startRegistryServer({ script: [step] });
    const call = client.request({ method: 'GET', url: server.url, timeoutMilliseconds: 20 });
    expect(await failureOf(call)).toMatchObject({ name: 'HttpFailure', reason: 'timeout' });
  });

  it('gives up an answer that breaks off', async () => {
    await using server = await startRegistryServer({ script: ['hang-up'] });
    const call = client.request({ method: 'GET', url: server.url });
    expect(await failureOf(call)).toMatchObject({ name: 'HttpFailure', reason: 'connection' });
  });

  it('gives up an answer that is too large', async () => {
    await using server = await startRegistryServer({ script: [answering(200, 'a'.repeat(1001))] });
    const call = client.request({ method: 'GET', url: server.url });
    expect(await failureOf(call)).toMatchObject({ name: 'HttpFailure', reason: 'too-large' });
  });

  it('follows no detour, which might carry a key elsewhere', async () => {
    const detour: Scripted = { answer: { status: 307, headers: { location: '/elsewhere' }, body: '' } };
    await using server = await startRegistryServer({ script: [detour] });
    expect((await client.request({ method: 'GET', url: server.url })).status).toBe(307);
    expect(server.received).toHaveLength(1);
  });

  it.each([
    'http://registry.example/v1',
    'http://localhost.example/v1',
    'http://127.example/v1',
    'ftp://localhost/v1',
    'no address',
  ])('sends nothing in the clear beyond this machine: %s', async (url) => {
    expect(await failureOf(client.request({ method: 'POST', url, body: {} }))).toBeInstanceOf(TypeError);
  });
});
