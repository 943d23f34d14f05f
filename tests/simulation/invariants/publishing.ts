import { createHash, createPublicKey, verify } from 'node:crypto';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { paymentReference, placeOf, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { payoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { providerManifest } from '../../../lambdas/domain/payouts/provider-manifest.ts';
import { isInstructionKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { periodOfMonthNumber } from '../../../lambdas/domain/period.ts';
import type { Item } from '../cloud/expression-reader.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import { payingListLines } from '../month/cash.ts';

/**
 * Watches what providers are given, at the moment when it is put: a file that is out cannot be taken back. Every line of
 * it must stand in the table as instructed, to that provider, in that run and for that sum, and its run must have been
 * approved by two people who did not start it. What is put again must be the same.
 */
export function watchPublishing(world: World, tell: (violation: string) => void): void {
  const landed = world.buckets.onPut;
  world.buckets.onPut = (bucket, key, versionId) => {
    landed(bucket, key, versionId);
    if (bucket !== NAMES.OUTBOX_BUCKET || !/^(payouts|keys)\//.test(key)) return;
    if (new Set(world.buckets.versions(bucket, key)).size > 1) tell(`${key} was published twice with other bytes`);
    const [folder, , run = '', provider = '', name] = key.split('/');
    if (folder === 'keys') return;
    judgeApproval(world, run, tell);
    // Of a provider the signature comes next, and before any of its files.
    if (provider === 'manifest.json' && !isSignedNow(world, key)) tell(`${key} was published without a signature`);
    // Papers about a run stand beside the providers' folders, and in each what was signed beside its files.
    if (name === undefined || provider === 'funding' || !isInstructionKey(key)) return;
    judgeSigning(world, key, tell);
    const text = new TextDecoder().decode(world.buckets.bytes(bucket, key));
    for (const { reference, amount } of linesIn(text)) {
      const item = paymentItem(world, reference);
      const told = item?.['told']?.S;
      if (item?.['state']?.S === undefined || item['state'].S === 'drafted') {
        tell(`${reference} was published before it was marked instructed`);
      }
      // The last field says how much of it lies at the provider already.
      if (told?.replace(/\|\d+$/, '') !== `${run}|${provider}|${amount}`)
        tell(`${reference} was published as ${run}|${provider}|${amount}, recorded ${told}`);
    }
  };
}

/** Whoever takes the file out of the folder has what was signed for it there already, and it lists these bytes. */
function judgeSigning(world: World, key: string, tell: (violation: string) => void): void {
  const { buckets } = world;
  const manifestKey = `${key.slice(0, key.lastIndexOf('/'))}/manifest.json`;
  const signed = buckets.bytes(NAMES.OUTBOX_BUCKET, manifestKey);
  if (!signed || !isSignedNow(world, manifestKey)) {
    tell(`${key} was published without a signature`);
    return;
  }
  const { files } = providerManifest.parse(JSON.parse(new TextDecoder().decode(signed)));
  const bytes = buckets.bytes(NAMES.OUTBOX_BUCKET, key) ?? new Uint8Array();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!files.some((file) => file.key === key && file.sha256 === sha256 && file.size === bytes.byteLength))
    tell(`${key} was published, and what was signed does not list it`);
}

/** The way of any bank: the bytes, the signature beside them, and the key that it knows from elsewhere. */
function isSignedNow({ buckets, keys }: World, key: string): boolean {
  const bytes = buckets.bytes(NAMES.OUTBOX_BUCKET, key);
  const signature = buckets.bytes(NAMES.OUTBOX_BUCKET, `${key}.sig`);
  if (!bytes || !signature) return false;
  const publicKey = createPublicKey({ key: Buffer.from(keys.publicKey), format: 'der', type: 'spki' });
  return verify('sha256', bytes, publicKey, signature);
}

function judgeApproval(world: World, id: string, tell: (violation: string) => void): void {
  const item = world.tables
    .partition(NAMES.RUNS_TABLE, id.slice(0, 7))
    .find(({ sk }) => sk?.S === `run#${runId.parse(id)}`);
  const { status, startedBy, decisions, manifestHash } = payoutRun.parse(unmarshall(item ?? {})['run']);
  const approvers = new Set<string>();
  for (const one of decisions.filter((made) => made.manifestHash === manifestHash)) {
    if (one.verdict === 'approved') approvers.add(one.by);
    else approvers.delete(one.by);
  }
  if (!['approved', 'released', 'settled'].includes(status)) tell(`${id} was published while ${status}`);
  if (approvers.size < 2 || approvers.has(startedBy)) tell(`${id} was published on the word of ${approvers.size}`);
}

/**
 * The lines of an instruction file, read the plain way: pain.001, the post office's paying list, or a table whose first
 * and fourth cells count.
 */
export function linesIn(text: string): { reference: string; amount: number }[] {
  if (text.includes('<CdtTrfTxInf>')) {
    return [...text.matchAll(/<EndToEndId>([^<]*)<\/EndToEndId>.*?<InstdAmt[^>]*>([^<]*)</gs)].map(
      ([, reference = '', amount]) => ({
        reference,
        amount: Number(amount),
      }),
    );
  }
  if (text.startsWith(PAYING_LIST)) return payingListLines(text);
  const [, ...records] = text.split(/\r?\n/).filter((line) => line !== '');
  return records.map((record) => {
    const [reference = '', , , amount] = record.split(',');
    return { reference, amount: Number(amount) };
  });
}

/** The first sheet of a paying list. */
const PAYING_LIST = 'Tổng hợp\n';

function paymentItem(world: World, reference: string): Item | undefined {
  const parsed = paymentReference.safeParse(reference);
  if (!parsed.success) return undefined;
  const { monthNumber, shard } = placeOf(parsed.data);
  const partition = world.tables.partition(NAMES.PAYMENTS_TABLE, `${periodOfMonthNumber(monthNumber)}#${shard}`);
  return partition.find(({ sk }) => sk?.S === reference);
}
