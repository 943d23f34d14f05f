import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { marksIn } from '../../support/marked.ts';
import { bodyOf } from '../adapters/answers.ts';

/*
 * Every function, each with somebody's row in its hands, fails: its settings are right, but what it reads is damaged
 * and full of marks. What it throws, and all that it writes to its log, is searched.
 */

const LAMBDAS = join(import.meta.dirname, '..', '..', '..', 'lambdas');
const NAME = 'Xuyến Chi Đặng Thị';
const ID = '001151888799';
const ACCOUNT = '2206207773999';
const MARKS = [NAME, 'Xuyến', ID, ACCOUNT];

const { written } = await vi.hoisted(async () => {
  const { globSync, readFileSync } = await import('node:fs');
  // Settings that every function takes for right, by what its env.ts asks for.
  for (const file of globSync('lambdas/*/env.ts')) {
    for (const [, name = '', kind = ''] of readFileSync(file, 'utf8').matchAll(/([A-Z][A-Z_]+): ([^,\n]*)/g)) {
      const value = /number|count/.test(kind)
        ? '10'
        : /url/.test(kind)
          ? 'http://127.0.0.1:9'
          : 'ap-southeast-1_tested';
      if (!name.startsWith('AWS_')) process.env[name] = value;
    }
  }
  Object.assign(process.env, {
    SANDBOX: 'false',
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
  const texts: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
  }
  return { written: texts };
});

const row = { fullName: NAME, personalId: ID, account: ACCOUNT, [NAME]: ID };
const PRECIOUS: readonly (readonly [what: string, text: string])[] = [
  ['no JSON', `${NAME};${ID};${ACCOUNT}`],
  ['JSON that ends too soon', `{"rows":[{"fullName":"${NAME}","personalId":"${ID}`],
  ['JSON of another shape', JSON.stringify({ ...row, rows: [row], lines: [row], schemaVersion: NAME, [ID]: row })],
];

/** What every machine hands on, in one: each function takes from it what it knows. */
const ref = { unit: '10135', period: '2021-04', id: '20210402T000000Z-abcdefgh' };
const publication = { period: '2021-04', publication: '20210501-tested' };
const HANDED_ON = {
  ...ref,
  ...publication,
  chunk: 0,
  batch: 0,
  slice: 0,
  range: 0,
  index: 0,
  run: '2021-04-regular-1',
  provider: 'agribank',
  key: 'results/2021-04/agribank/a.xml',
  closing: 'tested',
  execution: 'tested',
  request: {
    period: '2021-04',
    kind: 'regular',
    startedBy: 'tested',
    occasion: 'by-hand',
    by: 'tested',
    run: '2021-04-regular-1',
  },
  object: { key: 'lists/2021-04/10135/a.xlsx' },
  manifestHash: '0'.repeat(64),
  taskToken: 'tested',
  verdict: 'failed',
  from: { period: '2021-03', revision: '20210302T000000Z-abcdefgh' },
  chunks: [],
  batches: [],
  shardRanges: [],
};

const s3 = mockClient(S3Client);
const tables = mockClient(DynamoDBClient);

function answerWith(text: string): void {
  const item: Record<string, AttributeValue> = {
    pk: { S: NAME },
    sk: { S: ID },
    ...Object.fromEntries(
      [
        'line',
        'payment',
        'run',
        'submission',
        'roll',
        'period',
        'exception',
        'decision',
        'history',
        'state',
        'told',
      ].map((name) => [name, { S: text }]),
    ),
    [NAME]: { S: ACCOUNT },
  };
  s3.reset();
  s3.onAnyCommand().callsFake((input: GetObjectCommandInput) => ({
    Body: bodyOf(input.Key?.endsWith('.gz') ? gzipSync(text) : text),
    ETag: '"abcdefghij"',
    LastModified: new Date('2021-04-02T00:00:00Z'),
    Contents: [{ Key: `feeds/${NAME}` }],
  }));
  tables.reset();
  tables.onAnyCommand().callsFake((input: { RequestItems?: object; Statements?: readonly object[] }) => ({
    Item: item,
    Items: [item],
    Attributes: item,
    Responses: input.Statements
      ? input.Statements.map(() => ({ Item: item }))
      : Object.fromEntries(Object.keys(input.RequestItems ?? {}).map((table) => [table, [item]])),
  }));
}

const CONTEXT = {
  functionName: 'tested',
  awsRequestId: 'tested',
  invokedFunctionArn: 'tested',
  getRemainingTimeInMillis: () => 1000,
};
const module = z.object({ handler: z.function() });
const handlers = new Map<string, (event: unknown, context: unknown) => unknown>();

beforeAll(async () => {
  for await (const file of glob('*/handler.ts', { cwd: LAMBDAS })) {
    const { handler } = module.parse(await import(join(LAMBDAS, file)));
    handlers.set(file.replace('/handler.ts', ''), (event, context) =>
      Reflect.apply(handler, undefined, [event, context]),
    );
  }
}, 60_000);

async function failureOf(task: string, event: unknown): Promise<Error | null> {
  try {
    await handlers.get(task)?.(event, CONTEXT);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const told = (error: Error) => [
  error.name,
  error.message,
  error.stack ?? '',
  String(error.cause),
  JSON.stringify(error),
];

describe('A function that fails tells nobody', () => {
  it.each(PRECIOUS)('with %s in what it reads', async (_, text) => {
    answerWith(text);
    written.length = 0;
    const failed: string[] = [];
    for (const task of handlers.keys()) {
      const error = await failureOf(task, HANDED_ON);
      if (error === null) continue;
      failed.push(task);
      expect([task, marksIn(told(error), MARKS)]).toEqual([task, []]);
    }
    expect(failed.length).toBeGreaterThan(30);
    expect(s3.calls().length + tables.calls().length, 'they came as far as reading').toBeGreaterThan(20);
    expect(marksIn(written, MARKS)).toEqual([]);
  });

  it.each([
    ['an event of another shape', { ...row, object: row, rows: [row], unit: NAME, period: ID, run: ACCOUNT }],
    ['an event that is text', NAME],
    [
      'a request with a body of another shape',
      { headers: { [NAME]: ID }, body: JSON.stringify(row), requestContext: row },
    ],
  ])('with %s', async (_, event) => {
    written.length = 0;
    const names = new Set<string>();
    for (const task of handlers.keys()) {
      const error = await failureOf(task, event);
      names.add(error?.name ?? 'none');
      if (error !== null) expect([task, marksIn(told(error), MARKS)]).toEqual([task, []]);
    }
    expect(names).toContain('ZodError');
    expect(marksIn(written, MARKS)).toEqual([]);
  });

  it('refused by AWS in words that quote', async ({ annotate }) => {
    const refusal = Object.assign(
      new Error(`The item "${NAME}" of arn:aws:s3:::inbox/lists/${NAME} ${ID} is refused`),
      {
        name: 'AccessDenied',
        $response: { body: NAME },
      },
    );
    s3.reset();
    tables.reset();
    s3.onAnyCommand().rejects(refusal);
    tables.onAnyCommand().rejects(refusal);
    written.length = 0;
    let refused = 0;
    for (const task of handlers.keys()) {
      const error = await failureOf(task, HANDED_ON);
      if (error?.name === 'AccessDenied') refused += 1;
      if (error !== null) expect([task, marksIn(told(error), MARKS)]).toEqual([task, []]);
    }
    await annotate(`${handlers.size} functions failed with somebody's row in their hands, and told nobody`, 'figure');
    expect(refused).toBeGreaterThan(15);
    expect(marksIn(written, MARKS)).toEqual([]);
  });
});
