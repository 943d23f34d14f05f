import { dirname } from 'node:path/posix';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { Bucket } from '../../lambdas/adapters/buckets.ts';
import { Store, toParameter } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../lambdas/adapters/payments-table.ts';
import { ReferenceStore } from '../../lambdas/adapters/reference-store.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { KmsSigningKeys } from '../../lambdas/adapters/signing-keys.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { runId } from '../../lambdas/domain/payouts/payment.ts';
import { cutOffKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { resultChunkRef, resultRef } from '../../lambdas/domain/settlement/settlement.ts';
import { publishReference } from '../deployment/reference-files.ts';
import { layBuckets, layTable } from './bench-cloud.ts';
import { PAYOUT_PERIOD, payoutReference, payoutRolls } from './bench-roll.ts';
import * as month from './payout-month.ts';
import { tellReading, type Work } from './tell-reading.ts';

/**
 * One stage of a payout or its settlement, in one process that does nothing else: `node measure-payout.ts STAGE PEOPLE`.
 * The stages follow each other on one local cloud; each finds what the one before left there.
 */
const RUN = runId.parse(`${PAYOUT_PERIOD}-regular-1`);
const PAY_DAY = '2023-06-08';
/** Where reading leaves what it found, for applying and closing. */
const ANSWERS = 'bench/answers.json';
const readAnswers = z.object({ answers: z.array(resultRef.extend({ chunks: z.array(resultChunkRef) })) });

const SIGNING_KEY = 'alias/bench-signing';

const store = new Store();
const reference = new Bucket('bench-reference');
const now = async () => new Date(`${PAY_DAY}T01:00:00Z`);
const ports = {
  inbox: new Bucket('bench-inbox'),
  work: new Bucket('bench-work'),
  outbox: new Bucket('bench-outbox'),
  references: new ReferenceStore(reference),
  submissions: new SubmissionsTable(store, 'bench-submissions'),
  rolls: new EntitlementsTable(store, 'bench-entitlements'),
  payments: new PaymentsTable(store, 'bench-payments'),
  runs: new RunsTable(store, 'bench-runs'),
  exceptions: new ExceptionsTable(store, 'bench-exceptions'),
  signingKeys: new KmsSigningKeys([SIGNING_KEY]),
  clock: { now, read: async (instant: Date) => instant },
  resume: async () => undefined,
};

/** Makes a stage ready, and gives its work: only that is timed. */
const STAGES: Readonly<Record<string, (people: number) => Work | Promise<Work>>> = {
  lay: (people) => () => layRolls(people),
  draft: () => () => month.draft(ports, RUN),
  build: () => () => month.build(ports, RUN),
  ask: () => () => month.ask(ports, RUN),
  approve: () => () => month.approve(ports, RUN),
  instruct: () => () => month.instruct(ports, RUN),
  release: () => () => month.release(ports, RUN),
  answer: () => async () => (await month.answer(ports, RUN, { paidOn: PAY_DAY })).length,
  read: () => readAll,
  apply: () => applyAll,
  close: () => closeAll,
  'insert-floor': (people) => () => insertFloor(people),
  'update-floor': (people) => () => updateFloor(people),
  'files-floor': filesFloor,
};

/** Buckets, tables, reference data, and rolls that stand; and what the run uses is frozen. */
async function layRolls(people: number): Promise<number> {
  await layBuckets(['bench-inbox', 'bench-work', 'bench-outbox', 'bench-reference']);
  for (const name of ['submissions', 'payments', 'runs', 'exceptions', 'floor']) {
    await layTable(store, `bench-${name}`, 'S');
  }
  await layTable(store, 'bench-entitlements', 'N');
  const keys = new KMSClient({});
  const { KeyMetadata } = await keys.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  await keys.send(new CreateAliasCommand({ AliasName: SIGNING_KEY, TargetKeyId: KeyMetadata?.KeyId }));
  await publishReference(reference, payoutReference());
  for (const { pointer, lines } of payoutRolls(people)) {
    await ports.rolls.putAll(lines);
    await ports.submissions.movePointer(pointer);
  }
  await month.freeze(ports, { period: PAYOUT_PERIOD, kind: 'regular', run: RUN });
  return people;
}

async function readAll(): Promise<number> {
  const answers: month.ReadAnswer[] = [];
  for (const key of await ports.inbox.keys('results/')) answers.push(await month.read(ports, key));
  await ports.work.putJson(ANSWERS, { answers });
  return answers.length;
}

async function applyAll(): Promise<number> {
  let applied = 0;
  const { answers } = await ports.work.json(ANSWERS, readAnswers);
  for (const answered of answers) applied += await month.apply(ports, answered);
  return applied;
}

async function closeAll(): Promise<number> {
  const { answers } = await ports.work.json(ANSWERS, readAnswers);
  for (const answered of answers) await month.close(ports, answered);
  return answers.length;
}

const SHARDS = 256;
/** So that an item is as large as a payment's, some 870 bytes (tests/unit/payout/write-units.test.ts prints it). */
const TEXT = 'x'.repeat(800);

function floorKey(index: number): AttributeValue[] {
  return [`${PAYOUT_PERIOD}#${index % SHARDS}`, String(index).padStart(16, '0')].map(toParameter);
}

/** The least that drafting must do: insert so many items, each unless it is there. */
async function insertFloor(people: number): Promise<number> {
  const outcomes = await store.executeAll(
    Array.from({ length: people }, (_, index) => ({
      Statement: `INSERT INTO "bench-floor" VALUE {'pk': ?, 'sk': ?, 'state': ?, 'text': ?}`,
      Parameters: [...floorKey(index), toParameter('drafted'), toParameter(TEXT)],
    })),
  );
  return doneIn(outcomes);
}

/** The least that a step of every payment must do: update so many items, each from the state it must be in. */
async function updateFloor(people: number): Promise<number> {
  const stepped = toParameter('stepped');
  const outcomes = await store.executeAll(
    Array.from({ length: people }, (_, index) => ({
      Statement: `UPDATE "bench-floor" SET "state" = ? WHERE pk = ? AND sk = ? AND "state" IN [?, ?]`,
      Parameters: [stepped, ...floorKey(index), toParameter('drafted'), stepped],
    })),
  );
  return doneIn(outcomes);
}

function doneIn(outcomes: readonly ('done' | 'refused')[]): number {
  return outcomes.filter((outcome) => outcome === 'done').length;
}

/** The least that building files must do: read what was drafted, and write what was built. */
async function filesFloor(): Promise<Work> {
  const folder = dirname(cutOffKey(RUN));
  const drafted = (await ports.work.keys(`${folder}/drafted/`)).filter((key) => !key.includes('/deferrals'));
  const files = await inParallel(6, await ports.work.keys(`${folder}/files/`), (key) => ports.work.bytes(key));
  return async () => {
    await inParallel(6, drafted, (key) => ports.work.bytes(key));
    for (const [index, bytes] of files.entries()) {
      await ports.work.put(`bench/floor/${index}`, bytes, 'application/octet-stream');
    }
    return files.length;
  };
}

const [name = '', size] = process.argv.slice(2);
const stage = STAGES[name];
const people = Number(size);
if (stage === undefined || !Number.isInteger(people) || people < 1) {
  throw new Error(`node measure-payout.ts STAGE PEOPLE, with a stage of ${Object.keys(STAGES).join(', ')}`);
}
await tellReading(await stage(people));
