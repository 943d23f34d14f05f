import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { REFERENCE_POINTER, ReferenceStore, referenceBundleKey } from '../../../lambdas/adapters/reference-store.ts';
import { bodyOf } from './answers.ts';

const client = new S3Client({});
const s3 = mockClient(client);

const provider = {
  id: 'bank-a',
  name: 'Ngân hàng A',
  channels: ['account'],
  banks: null,
  instructionFormat: 'pain.001.001.09',
  resultFormat: 'pain.002',
  debtor: { name: 'Phòng LĐTBXH', account: '1', bank: '970405' },
  contracts: [],
  limits: { paymentMax: 100_000_000, linesPerFile: 1000, nameMax: 70 },
  plainLetters: false,
  resultColumns: {},
  resultStatuses: {},
};
const bundle = {
  schemaVersion: 1,
  units: [{ code: '01', name: 'Hà Nội', level: 'province', parent: null, validFrom: '2008-08-01', validTo: null }],
  programmes: [],
  categories: [],
  rates: [],
  incompatible: [],
  providers: [provider],
  calendar: { listsBeforeDay: 5, payoutDay: 10, resultsByDay: 15, monthlyReportBeforeDay: 5, cashUntil: [] },
  targets: [],
};

/** The version that is pointed to; both versions of the bundle are there. */
function pointTo(version: string): void {
  s3.on(GetObjectCommand, { Key: REFERENCE_POINTER }).callsFake(() => ({
    Body: bodyOf(JSON.stringify({ version, publishedAt: '2023-05-20T00:00:00Z' })),
  }));
}

function publish(version: string, content: object): void {
  s3.on(GetObjectCommand, { Key: referenceBundleKey(version) }).callsFake(() => ({
    Body: bodyOf(JSON.stringify(content)),
  }));
}

const readings = (version: string) =>
  s3.commandCalls(GetObjectCommand).filter(({ args }) => args[0].input.Key === referenceBundleKey(version)).length;

beforeEach(() => {
  s3.reset();
  publish('v1', bundle);
  publish('v2', bundle);
  pointTo('v1');
});

describe('Reference data', () => {
  it('is what was published last', async () => {
    const { version, data } = await new ReferenceStore(new Bucket('reference', client)).current();
    expect(version).toBe('v1');
    expect(data.units.map(({ name }) => name)).toEqual(['Hà Nội']);
  });

  it('is read once for each version, however often it is asked for', async () => {
    const references = new ReferenceStore(new Bucket('reference', client));
    const first = await references.current();
    expect(await references.current()).toBe(first);
    expect(await references.version('v1')).toBe(first);
    expect(readings('v1')).toBe(1);
  });

  it('is seen anew by a function that is warm when another version is published', async () => {
    const references = new ReferenceStore(new Bucket('reference', client));
    await references.current();
    pointTo('v2');
    expect((await references.current()).version).toBe('v2');
    expect(readings('v2')).toBe(1);
  });

  it('of an older version is still there for the run that recorded it', async () => {
    pointTo('v2');
    const references = new ReferenceStore(new Bucket('reference', client));
    await references.current();
    expect((await references.version('v1')).version).toBe('v1');
  });

  it('that was not read for a fault is read again', async () => {
    publish('v1', {});
    const references = new ReferenceStore(new Bucket('reference', client));
    await expect(references.current()).rejects.toThrow();
    publish('v1', bundle);
    expect((await references.current()).version).toBe('v1');
  });
});
