import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { ClaimsTable } from '../../../lambdas/adapters/claims-table.ts';
import { EntitlementsTable } from '../../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { storedImage } from '../../../lambdas/domain/journal.ts';
import { paymentReference, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { personalId } from '../../../lambdas/domain/person.ts';
import { submissionId } from '../../../lambdas/domain/rolls/submission.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { ITEM_KINDS, OBJECT_KINDS, shapesOfKinds } from '../../support/stored-kinds.ts';
import { bodyOf, scriptedStore } from '../adapters/answers.ts';

/*
 * What has been stored once is read for ten years: an example of each kind in each version that was ever written, out
 * of played months, through the readers of today.
 */

const FOLDER = new URL('../../fixtures/stored/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => /\.v\d+\.json$/.test(name));
const contentOf = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
const kindIn = (name: string) => name.replace(/\.v\d+\.json$/, '');

const s3 = mockClient(S3Client);
const bucket = new Bucket('any', new S3Client({}));
const { table, store } = scriptedStore();
const JUNE = period.parse('2023-06');

const OBJECTS = FILES.filter((name) => kindIn(name) in OBJECT_KINDS);
const ITEMS = FILES.filter((name) => kindIn(name) in ITEM_KINDS);

describe('A stored object of each version', () => {
  it.each(OBJECTS)('%s is read as it always was', async (name) => {
    const { keys, schema } = z.custom<(typeof OBJECT_KINDS)[string]>().parse(OBJECT_KINDS[kindIn(name)]);
    const text = JSON.stringify(contentOf(name));
    const isPacked = keys.source.includes('gz');
    s3.reset();
    s3.on(GetObjectCommand).resolves({ Body: bodyOf(isPacked ? gzipSync(text) : text) });
    expect(await (isPacked ? bucket.unpack('key', schema) : bucket.json('key', schema))).toBeDefined();
  });

  it.each(OBJECTS)('%s is read without its version too, as it was written before it had one', async (name) => {
    const { schemaVersion, ...content } = z.looseObject({ schemaVersion: z.number() }).parse(contentOf(name));
    const { schema } = z.custom<(typeof OBJECT_KINDS)[string]>().parse(OBJECT_KINDS[kindIn(name)]);
    const hasItsOwn = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).includes(
      'schemaVersion',
    );
    expect([schemaVersion >= 1, hasItsOwn || schema.safeParse(content).success]).toEqual([true, true]);
  });
});

/** Reads the item that the store gives, by the adapter that owns it. */
const READ: Readonly<Record<string, (item: Record<string, unknown>) => Promise<unknown>>> = {
  submission: async ({ pk, sk }) => {
    const id = submissionId.parse(String(sk).split('#')[2]);
    return new SubmissionsTable(store, 'any').get(unitCode.parse(pk), JUNE, id);
  },
  'roll-pointer': ({ pk }) => new SubmissionsTable(store, 'any').roll(unitCode.parse(pk), JUNE, 'regular'),
  entitlement: () => firstLine(),
  'roll-page': () => firstLine(),
  claim: (item) => standing(item, 'claims'),
  contender: (item) => standing(item, 'contenders'),
  'conflict-decision': (item) => standing(item, 'decisions'),
  payment: async ({ sk }) => {
    const reference = paymentReference.parse(sk);
    return (await new PaymentsTable(store, 'any').getAll([reference])).get(reference);
  },
  period: () => new RunsTable(store, 'any').period(JUNE),
  run: () => new RunsTable(store, 'any').find(runId.parse('2023-06-regular-1')),
  'treasury-return': async () => (await new RunsTable(store, 'any').treasuryReturns(JUNE))[0],
  exception: async () => (await new ExceptionsTable(store, 'any').ofPeriod(JUNE))[0],
};

async function firstLine() {
  const roll = { unit: unitCode.parse('10120'), period: JUNE, revision: 'any' };
  return (await Array.fromAsync(new EntitlementsTable(store, 'any').ofRoll(roll)))[0];
}

async function standing(item: Record<string, unknown>, what: 'claims' | 'contenders' | 'decisions') {
  const person = personalId.parse(item['sk']);
  return (await new ClaimsTable(store, 'any').standing(JUNE, [person])).get(person)?.[what][0];
}

describe('A stored item of each version', () => {
  it.each(ITEMS)('%s is read by the adapter that owns it', async (name) => {
    const image = storedImage.parse(contentOf(name));
    table.reset();
    table.on(BatchGetItemCommand).resolves({ Responses: { any: [image] } });
    table.on(QueryCommand).resolves({ Items: [image] });
    expect(await READ[kindIn(name)]?.(unmarshall(image))).toBeDefined();
  });
});

describe('Kinds of what is stored', () => {
  const kinds = [...Object.keys(OBJECT_KINDS), ...Object.keys(ITEM_KINDS)];

  it.each(kinds)('%s has an example', (kind) => {
    expect(FILES.filter((name) => kindIn(name) === kind)).not.toEqual([]);
  });

  it('are of the shapes that are recorded: another shape is another version', async ({ annotate }) => {
    const recorded = z.record(z.string(), z.string()).parse(contentOf('shapes.json'));
    const now = Object.fromEntries(
      Object.entries(shapesOfKinds()).map(([kind, shape]) => [
        kind,
        createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16),
      ]),
    );
    // Differs? Where what is stored already reads as before (a new field with a default), record it:
    // npm run stored-examples. Otherwise the kind's schemaVersion goes up, and its reader takes both.
    expect(now).toEqual(recorded);
    await annotate(`${kinds.length} kinds of stored objects and items, ${FILES.length} examples read`, 'figure');
  });
});
