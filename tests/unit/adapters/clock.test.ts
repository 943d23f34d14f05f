import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { CLOCK_KEY, clockOf } from '../../../lambdas/adapters/clock.ts';
import { bodyOf, refusal } from './answers.ts';

const client = new S3Client({});
const s3 = mockClient(client);
const sandbox = new Bucket('reference', client);

const REAL = new Date('2026-05-05T02:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const set = (offsetMilliseconds: number) =>
  s3
    .on(GetObjectCommand, { Key: CLOCK_KEY })
    .callsFake(() => ({ Body: bodyOf(JSON.stringify({ offsetMilliseconds })) }));

beforeEach(() => {
  s3.reset();
  vi.useFakeTimers({ now: REAL, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('The clock of a real deployment', () => {
  it('is the real one, whatever lies in a bucket', async () => {
    set(-DAY);
    const clock = clockOf(undefined);
    expect(await clock.now()).toEqual(REAL);
    expect(await clock.read(REAL)).toEqual(REAL);
    expect(s3.calls()).toHaveLength(0);
  });
});

describe('The clock of a sandbox', () => {
  it('stands as far from the real one as it was set', async () => {
    set(-2 * DAY);
    expect(await clockOf(sandbox).now()).toEqual(new Date('2026-05-03T02:00:00Z'));
  });

  it('moves an instant of the real clock as far', async () => {
    set(DAY);
    expect(await clockOf(sandbox).read(new Date('2026-05-01T00:00:00Z'))).toEqual(new Date('2026-05-02T00:00:00Z'));
  });

  it('follows when it is set again', async () => {
    const clock = clockOf(sandbox);
    set(DAY);
    await clock.now();
    set(2 * DAY);
    expect(await clock.now()).toEqual(new Date('2026-05-07T02:00:00Z'));
  });

  it('is the real one until it is set', async () => {
    s3.on(GetObjectCommand).rejects(refusal(NoSuchKey));
    expect(await clockOf(sandbox).now()).toEqual(REAL);
  });

  it('fails rather than show the real time when its hands cannot be read', async () => {
    s3.on(GetObjectCommand).rejects(new Error('access denied'));
    await expect(clockOf(sandbox).now()).rejects.toThrow('access denied');
  });
});
