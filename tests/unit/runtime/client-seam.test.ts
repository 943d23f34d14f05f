import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plugInto } from '../../../lambdas/adapters/client-plugins.ts';
import { recordedCall, plugInto as watch } from '../../support/client-watch.ts';

/** A table at an address that nobody listens at: what is not stopped before, fails there. */
const nowhere = () =>
  new DynamoDBClient({
    region: 'local',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 2,
  });
const update = new UpdateItemCommand({ TableName: 'runs', Key: { pk: { S: '2026-05' }, sk: { S: 'period' } } });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ansinh-watch-'));
  process.env['ANSINH_WATCH'] = folder;
});
afterEach(() => {
  delete process.env['ANSINH_WATCH'];
  rmSync(folder, { recursive: true });
});

const calls = () =>
  readdirSync(join(folder, 'calls')).flatMap((file) =>
    readFileSync(join(folder, 'calls', file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => recordedCall.parse(JSON.parse(line))),
  );

describe('A watched client', () => {
  it('leaves a line of every try, with names and no content', async () => {
    const client = nowhere();
    watch(client);
    await expect(client.send(update)).rejects.toThrow('ECONNREFUSED');
    expect(calls()).toMatchObject([
      { service: 'DynamoDB', operation: 'UpdateItem', resources: ['runs'] },
      { service: 'DynamoDB', operation: 'UpdateItem', resources: ['runs'] },
    ]);
    expect(JSON.stringify(calls())).not.toContain('2026-05');
  });

  it('fails as the plan says, so often and no more, and the SDK tries again', async () => {
    const rule = { name: 'busy', kind: 'throttled', operation: 'UpdateItem', times: 1 };
    writeFileSync(join(folder, 'faults.json'), JSON.stringify({ rules: [rule] }));
    const client = nowhere();
    watch(client);
    await expect(client.send(update)).rejects.toThrow('ECONNREFUSED');
    expect(calls().map(({ error, fault }) => ({ error, fault }))).toEqual([
      { error: 'ThrottlingException', fault: 'throttled' },
      { error: 'Error', fault: undefined },
    ]);
  });
});

describe('A client of the functions', () => {
  it('has nothing between it and AWS', () => {
    const client = nowhere();
    const before = client.middlewareStack.identify();
    plugInto(client);
    expect(client.middlewareStack.identify()).toEqual(before);
  });

  it('is made in one place', () => {
    const files = readdirSync('lambdas', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const makers = files.filter((name) =>
      /new (?!\w*Http)\w+Client\(/.test(readFileSync(join('lambdas', name), 'utf8')),
    );
    expect(makers).toEqual([]);
  });
});
