import { type BatchStatementRequest, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Bucket } from '../../lambdas/adapters/buckets.ts';
import { ClaimsTable } from '../../lambdas/adapters/claims-table.ts';
import { Store, toParameter, toStored } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { HttpClient } from '../../lambdas/adapters/http.ts';
import { HttpIdentityRegistry, registrySettings } from '../../lambdas/adapters/identity-registry.ts';
import { ReferenceStore } from '../../lambdas/adapters/reference-store.ts';
import { batchesOf } from '../../lambdas/adapters/registry-batches.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import { benefitOf } from '../../lambdas/domain/benefit.ts';
import { incompatibleWith } from '../../lambdas/domain/claims/claim.ts';
import { MAX_PEOPLE_PER_VERIFICATION } from '../../lambdas/domain/identity/identity.ts';
import { registryQuestions } from '../../lambdas/domain/identity/identity-findings.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { CheckedRow } from '../../lambdas/domain/lists/list-row.ts';
import type { PersonalId } from '../../lambdas/domain/person.ts';
import type { ClaimWish } from '../../lambdas/domain/ports.ts';
import { type SubmissionId, submissionId } from '../../lambdas/domain/rolls/submission.ts';
import { type ChunkRef, checkedKey, chunkRefs, reconciledKey } from '../../lambdas/domain/rolls/submission-chunks.ts';
import { shardOf } from '../../lambdas/domain/shard.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { reconcileChunk } from '../../lambdas/reconcile-chunk/reconcile-chunk.ts';
import { gatherReference, publishReference } from '../deployment/reference-files.ts';
import { layBuckets, layTable } from './bench-cloud.ts';
import { listUnderWay, type ReadList, readLists } from './bench-list-rows.ts';
import { PAYOUT_PERIOD, payoutReference } from './bench-roll.ts';
import { tellReading, type Work } from './tell-reading.ts';

/**
 * One stage of reconciling lists, or of taking their claims, in one process that does nothing else:
 * `node measure-reconcile.ts STAGE PEOPLE [REGISTRY]`, the last being the registry's address.
 */
const LIST = submissionId.parse('20230602T030000Z-0bench00');
/** The same list sent again. */
const NEXT_LIST = submissionId.parse('20230603T030000Z-0bench00');
const CLAIMS = 'bench-claims';
const FLOOR_CLAIMS = 'bench-floor-claims';
const ENTITLEMENTS = 'bench-entitlements';
const FLOOR_LINES = 'bench-floor-lines';

const store = new Store();
const reference = new Bucket('bench-reference');
const references = new ReferenceStore(reference);
const work = new Bucket('bench-work');
const submissions = new SubmissionsTable(store, 'bench-submissions');
const claims = new ClaimsTable(store, CLAIMS);
const rolls = new EntitlementsTable(store, ENTITLEMENTS);

/** Makes a stage ready, and gives its work: only that is timed. */
const STAGES: Readonly<Record<string, (people: number) => Work | Promise<Work>>> = {
  lay: (people) => () => lay(people),
  'lay-tables': (people) => () => layTables(people),
  reconcile: reconcileAll,
  'reconcile-floor': reconcileFloor,
  claim: (people) => takeClaims(people, LIST, true),
  'claim-floor': claimFloor,
  renew: (people) => takeClaims(people, NEXT_LIST, false),
  'renew-floor': renewFloor,
};

async function layTables(people: number): Promise<number> {
  for (const table of ['bench-submissions', CLAIMS, FLOOR_CLAIMS]) await layTable(store, table, 'S');
  for (const table of [ENTITLEMENTS, FLOOR_LINES]) await layTable(store, table, 'N');
  return people;
}

/** Buckets, tables, reference data; and each unit's list, read into chunks. */
async function lay(people: number): Promise<number> {
  await layTables(people);
  await layBuckets(['bench-work', 'bench-reference']);
  await publishReference(reference, payoutReference());
  const { version } = await references.current();
  for (const { unit, chunks } of readLists(people)) {
    await submissions.register(listUnderWay(unit, LIST, version));
    let start = 0;
    for (const [chunk, rows] of chunks.entries()) {
      await work.pack(checkedKey({ ...refOf(unit), chunk }), { start, rows });
      start += rows.length;
    }
  }
  return people;
}

function refOf(unit: UnitCode) {
  return { unit, period: PAYOUT_PERIOD, id: LIST };
}

function refsOf(lists: Iterable<ReadList>): ChunkRef[] {
  return [...lists].flatMap(({ unit, chunks }) => chunkRefs(refOf(unit), chunks.length));
}

/** Chunk after chunk, as one warm function does. The rate is the registry's own: nothing is throttled here. */
function reconcileAll(people: number): Work {
  const refs = refsOf(readLists(people));
  const registry = new HttpIdentityRegistry(
    registrySettings.parse({ url: registryUrl, callsPerSecond: 1_000_000, concurrency: 1 }),
    new HttpClient(),
  );
  return async () => {
    let rows = 0;
    for (const ref of refs)
      rows += (await reconcileChunk({ work, submissions, references, registry, claims, rolls }, ref)).rows;
    return rows;
  };
}

/** What one chunk asks and writes. */
interface Bare {
  readonly calls: readonly object[];
  readonly claims: readonly BatchStatementRequest[];
  readonly pages: readonly object[];
  readonly lines: number;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** The least that reconciling must do: the same calls of the registry, and what it left written once more. */
async function reconcileFloor(people: number): Promise<Work> {
  const http = new HttpClient();
  const bare: Bare[] = [];
  for (const list of readLists(people)) {
    const written = await Array.fromAsync(pagesOf(list.unit));
    let start = 0;
    for (const [chunk, rows] of list.chunks.entries()) {
      const ref = { ...refOf(list.unit), chunk };
      const questions = batchesOf(rows.flatMap(registryQuestions), MAX_PEOPLE_PER_VERIFICATION);
      bare.push({
        calls: questions.map((batch) => ({ people: [...batch.values()] })),
        claims: rows.map((row, index) => insertOf(wishOf(row, list.unit, LIST, start + index))),
        pages: written.filter(({ sk }) => Number(sk) >= start && Number(sk) < start + rows.length),
        lines: rows.length,
        key: `floor/${reconciledKey(ref)}`,
        bytes: await work.bytes(reconciledKey(ref)),
      });
      start += rows.length;
    }
  }
  return async () => {
    let lines = 0;
    for (const chunk of bare) {
      for (const body of chunk.calls)
        await http.request({ method: 'POST', url: `${registryUrl}/v1/verifications`, body });
      await store.executeAll(chunk.claims);
      await store.putAll(FLOOR_LINES, chunk.pages);
      await work.put(chunk.key, chunk.bytes, 'application/gzip');
      lines += chunk.lines;
    }
    return lines;
  };
}

function pagesOf(unit: UnitCode) {
  return store.query({
    TableName: ENTITLEMENTS,
    KeyConditionExpression: 'pk = :roll',
    ExpressionAttributeValues: { ':roll': toParameter(`${unit}#${PAYOUT_PERIOD}#${LIST}`) },
  });
}

const { incompatible } = gatherReference(payoutReference());

function wishOf({ values }: CheckedRow, unit: UnitCode, revision: SubmissionId, position: number): ClaimWish {
  const { personalId, programme } = values;
  if (personalId === null || programme === null) throw new Error('Everybody of the bench has an id and a programme');
  const benefit = benefitOf('regular', programme);
  return {
    person: personalId,
    claim: { benefit, unit, revision, position },
    incompatible: incompatibleWith({ incompatible }, benefit),
  };
}

function wishesOf(people: number, revision: SubmissionId): ClaimWish[][] {
  return [...readLists(people)].flatMap(({ unit, chunks }) =>
    chunks.map((rows) => rows.map((row, index) => wishOf(row, unit, revision, index))),
  );
}

/** Takes everybody's claim, a chunk at a time. */
function takeClaims(people: number, revision: SubmissionId, isFirst: boolean): Work {
  const chunks = wishesOf(people, revision);
  return async () => {
    let taken = 0;
    for (const wishes of chunks) {
      taken += (await claims.takeAll(PAYOUT_PERIOD, wishes, isFirst)).filter((outcome) => outcome.taken).length;
    }
    return taken;
  };
}

/** The least that first claims cost: the same conditional inserts. */
function claimFloor(people: number): Work {
  const chunks = wishesOf(people, LIST).map((wishes) => wishes.map(insertOf));
  return async () => {
    let done = 0;
    for (const inserts of chunks) done += (await store.executeAll(inserts)).filter((one) => one === 'done').length;
    return done;
  };
}

/** The least that renewing costs: as many conditional updates, as many at once. */
function renewFloor(people: number): Work {
  const chunks = wishesOf(people, NEXT_LIST);
  return async () => {
    let done = 0;
    for (const wishes of chunks) {
      const held = await inParallel(16, wishes, ({ person, claim }) =>
        store.conditionally(
          new UpdateItemCommand({
            TableName: FLOOR_CLAIMS,
            Key: toStored(keyOf(person)),
            UpdateExpression: 'SET #benefit = :claim',
            ConditionExpression: '#benefit.#unit = :unit AND #benefit.revision <= :revision',
            ExpressionAttributeNames: { '#benefit': claim.benefit, '#unit': 'unit' },
            ExpressionAttributeValues: {
              ':claim': toParameter(claim),
              ':unit': toParameter(claim.unit),
              ':revision': toParameter(claim.revision),
            },
          }),
        ),
      );
      done += held.filter(Boolean).length;
    }
    return done;
  };
}

function insertOf({ person, claim }: ClaimWish): BatchStatementRequest {
  const { pk, sk } = keyOf(person);
  return {
    Statement: `INSERT INTO "${FLOOR_CLAIMS}" VALUE {'pk': ?, 'sk': ?, 'schemaVersion': ?, '${claim.benefit}': ?}`,
    Parameters: [toParameter(pk), toParameter(sk), toParameter(1), toParameter(claim)],
  };
}

function keyOf(person: PersonalId) {
  return { pk: `${PAYOUT_PERIOD}#${shardOf(person)}`, sk: person };
}

const [name = '', size, registryUrl = ''] = process.argv.slice(2);
const stage = STAGES[name];
const people = Number(size);
if (stage === undefined || !Number.isInteger(people) || people < 1) {
  throw new Error(
    `node measure-reconcile.ts STAGE PEOPLE [REGISTRY], with a stage of ${Object.keys(STAGES).join(', ')}`,
  );
}
await tellReading(await stage(people));
