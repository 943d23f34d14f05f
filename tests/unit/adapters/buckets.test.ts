import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { bodyOf, refusal } from './answers.ts';

const client = new S3Client({});
const s3 = mockClient(client);
const bucket = new Bucket('work', client);
const counts = z.object({ unit: z.string(), rows: z.number() });
const CONTENT = { unit: 'Cự Khê', rows: 3 };

beforeEach(() => {
  s3.reset();
});

/** The bytes of what was put last, whether they were given as text or not. */
function lastPut(): Buffer<ArrayBuffer> {
  const body = s3.commandCalls(PutObjectCommand).at(-1)?.args[0].input.Body;
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  throw new Error('Nothing was put');
}

function failure(name: string): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: {} });
}

describe('An object', () => {
  it('is read in the version that is named', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('đồng') });
    expect(new TextDecoder().decode(await bucket.bytes('lists/a.csv', 'v1'))).toBe('đồng');
    expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'work',
      Key: 'lists/a.csv',
      VersionId: 'v1',
    });
  });

  it('is read in its newest version when none is named', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('') });
    await bucket.bytes('lists/a.csv');
    expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'work', Key: 'lists/a.csv' });
  });

  it('has a fingerprint without the quotes of the header', async () => {
    const storedAt = new Date('2023-06-02T03:00:00Z');
    s3.on(HeadObjectCommand).resolves({ ContentLength: 12, ETag: '"abc"', LastModified: storedAt, VersionId: 'v1' });
    expect(await bucket.facts('lists/a.csv')).toEqual({ size: 12, etag: 'abc', storedAt, versionId: 'v1' });
  });

  it('is copied under a name with spaces and Vietnamese letters', async () => {
    s3.on(CopyObjectCommand).resolves({});
    await bucket.copyFrom(new Bucket('inbox', client), 'lists/danh sách.xlsx', 'kept/1.xlsx');
    expect(s3.commandCalls(CopyObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'work',
      Key: 'kept/1.xlsx',
      CopySource: 'inbox/lists%2Fdanh%20s%C3%A1ch.xlsx',
    });
  });
});

describe('JSON for people', () => {
  it('is written readably, with a line feed at the end', async () => {
    s3.on(PutObjectCommand).resolves({});
    await bucket.putJson('reports/a.json', CONTENT);
    expect(lastPut().toString()).toBe('{\n  "schemaVersion": 1,\n  "unit": "Cự Khê",\n  "rows": 3\n}\n');
  });

  it('is parsed with its schema', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(JSON.stringify(CONTENT)) });
    expect(await bucket.json('reports/a.json', counts)).toEqual(CONTENT);
  });

  it('of another shape is an error', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('{"unit":1}') });
    await expect(bucket.json('reports/a.json', counts)).rejects.toThrow(z.ZodError);
  });
});

describe('JSON that may be there', () => {
  it('is parsed when it is', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(JSON.stringify(CONTENT)) });
    expect(await bucket.jsonIfThere('reports/a.json', counts)).toEqual(CONTENT);
  });

  it('is undefined when there is no such object', async () => {
    s3.on(GetObjectCommand).rejects(refusal(NoSuchKey));
    expect(await bucket.jsonIfThere('reports/a.json', counts)).toBeUndefined();
  });

  it('is an error when it may not be read: that says nothing about its being there', async () => {
    s3.on(GetObjectCommand).rejects(failure('AccessDenied'));
    await expect(bucket.jsonIfThere('reports/a.json', counts)).rejects.toThrow(S3ServiceException);
  });

  it('is an error when it has another shape', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('{}') });
    await expect(bucket.jsonIfThere('reports/a.json', counts)).rejects.toThrow(z.ZodError);
  });
});

describe('What one task leaves for the next', () => {
  it('comes back as it was packed', async () => {
    s3.on(PutObjectCommand).resolves({});
    await bucket.pack('chunks/1.json.gz', CONTENT);
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(lastPut()) });
    expect(await bucket.unpack('chunks/1.json.gz', counts)).toEqual(CONTENT);
  });

  it('is parsed with its schema', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(gzipSync('{"unit":1}')) });
    await expect(bucket.unpack('chunks/1.json.gz', counts)).rejects.toThrow(z.ZodError);
  });
});

describe('What one task leaves, if it was there first,', () => {
  it('is written only where nothing stands, and comes back', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await bucket.packFirst('unit.json.gz', counts, CONTENT)).toEqual(CONTENT);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: 'unit.json.gz',
      IfNoneMatch: '*',
    });
    expect(s3.commandCalls(GetObjectCommand)).toEqual([]);
  });

  it('is what stands there, where another came first', async () => {
    s3.on(PutObjectCommand).rejects(failure('PreconditionFailed'));
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(gzipSync(JSON.stringify({ ...CONTENT, rows: 4 }))) });
    expect(await bucket.packFirst('unit.json.gz', counts, CONTENT)).toEqual({ ...CONTENT, rows: 4 });
  });

  it.each(['ConditionalRequestConflict', 'AccessDenied'])(
    'is an error on %s: nobody knows what stands',
    async (name) => {
      s3.on(PutObjectCommand).rejects(failure(name));
      await expect(bucket.packFirst('unit.json.gz', counts, CONTENT)).rejects.toThrow(S3ServiceException);
    },
  );

  it('is undefined while nothing stands there', async () => {
    s3.on(GetObjectCommand).rejects(refusal(NoSuchKey));
    expect(await bucket.unpackIfThere('unit.json.gz', counts)).toBeUndefined();
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(gzipSync(JSON.stringify(CONTENT))) });
    expect(await bucket.unpackIfThere('unit.json.gz', counts)).toEqual(CONTENT);
  });
});

describe('What is sealed', () => {
  it('stands under a key that names its bytes, and comes back', async () => {
    s3.on(PutObjectCommand).resolves({});
    const key = await bucket.packSealed('drafted/lines-agribank', CONTENT);
    const hash = createHash('sha256').update(lastPut()).digest('hex');
    expect(key).toBe(`drafted/lines-agribank-${hash}.json.gz`);
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(lastPut()) });
    expect(await bucket.unpackSealed(key, counts)).toEqual(CONTENT);
  });

  it('is not taken for what was sealed when other bytes stand there', async () => {
    s3.on(PutObjectCommand).resolves({});
    const key = await bucket.packSealed('drafted/lines-agribank', CONTENT);
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(gzipSync(JSON.stringify({ ...CONTENT, rows: 4 }))) });
    await expect(bucket.unpackSealed(key, counts)).rejects.toMatchObject({ name: 'SealBroken' });
  });
});

describe('The keys under a prefix', () => {
  it('are listed over all pages', async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: 'a/1' }, { Key: 'a/2' }], NextContinuationToken: 'next' })
      .resolves({ Contents: [{ Key: 'a/3' }] });
    expect(await bucket.keys('a/')).toEqual(['a/1', 'a/2', 'a/3']);
    expect(s3.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input.ContinuationToken)).toEqual([
      undefined,
      'next',
    ]);
  });

  it('are none where nothing lies', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    expect(await bucket.keys('a/')).toEqual([]);
  });
});

describe('JSON that is replaced', () => {
  it('is seen with its fingerprint', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(JSON.stringify(CONTENT)), ETag: '"abc"' });
    expect(await bucket.seenJson('a.json', counts)).toEqual({ content: CONTENT, etag: '"abc"' });
  });

  it('is not seen where there is none', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'gone', $metadata: {} }));
    expect(await bucket.seenJson('a.json', counts)).toBeUndefined();
  });

  it('is put only while there stands what was seen', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await bucket.replaceJson('a.json', CONTENT, { etag: '"abc"' })).toBe(true);
    const { IfMatch, IfNoneMatch } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
    expect([IfMatch, IfNoneMatch]).toEqual(['"abc"', undefined]);
  });

  it('is put only while there is nothing, if nothing was seen', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await bucket.replaceJson('a.json', CONTENT, undefined)).toBe(true);
    const { IfMatch, IfNoneMatch } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
    expect([IfMatch, IfNoneMatch]).toEqual([undefined, '*']);
  });

  it.each(['PreconditionFailed', 'ConditionalRequestConflict'])(
    'stays when somebody was there before (%s)',
    async (name) => {
      s3.on(PutObjectCommand).rejects(failure(name));
      expect(await bucket.replaceJson('a.json', CONTENT, { etag: '"abc"' })).toBe(false);
    },
  );

  it('fails as it failed otherwise', async () => {
    s3.on(PutObjectCommand).rejects(failure('SlowDown'));
    await expect(bucket.replaceJson('a.json', CONTENT, undefined)).rejects.toThrow(S3ServiceException);
  });
});
