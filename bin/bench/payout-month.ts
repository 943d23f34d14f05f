import { type Ports as ApplyPorts, applyResults } from '../../lambdas/apply-results/apply-results.ts';
import { type Ports as AssemblePorts, assembleManifest } from '../../lambdas/assemble-manifest/assemble-manifest.ts';
import { type Ports as BuildPorts, buildInstructions } from '../../lambdas/build-instructions/build-instructions.ts';
import { type Ports as ClosePorts, closeSettlement } from '../../lambdas/close-settlement/close-settlement.ts';
import { type Ports as CutOffPorts, cutOff } from '../../lambdas/cut-off/cut-off.ts';
import { type Ports as DecidePorts, decideRun } from '../../lambdas/decide-run/decide-run.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import { cutOff as cutOffSchema, manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import {
  cutOffKey,
  manifestWorkKey,
  releasedFileKey,
  releasedManifestKey,
} from '../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { Objects, Runs } from '../../lambdas/domain/ports.ts';
import type { ResultChunkRef, ResultRef } from '../../lambdas/domain/settlement/settlement.ts';
import { type Ports as DraftPorts, draftPayments } from '../../lambdas/draft-payments/draft-payments.ts';
import { type Ports as InstructPorts, instructPayments } from '../../lambdas/instruct-payments/instruct-payments.ts';
import { type Ports as ReadPorts, readResults } from '../../lambdas/read-results/read-results.ts';
import { type Ports as ReleasePorts, releaseFiles } from '../../lambdas/release-files/release-files.ts';
import { type Ports as SignPorts, signManifest } from '../../lambdas/sign-manifest/sign-manifest.ts';
import {
  type Ports as AskPorts,
  writeTransferRequest,
} from '../../lambdas/write-transfer-request/write-transfer-request.ts';
import { type AnswerOptions, answerInstructions } from '../../samples/answers.ts';
import { chunkRows, unitsPerBatch } from './deployed-sizes.ts';

/*
 * A run of payouts and the answers to it, by the use cases themselves in the order in which the machines call them, on
 * whatever store the ports stand for. One batch after the other: what one warm function does.
 */

export type PayoutPorts = CutOffPorts &
  DraftPorts &
  BuildPorts &
  AskPorts &
  AssemblePorts &
  DecidePorts &
  InstructPorts &
  SignPorts &
  ReleasePorts & { readonly runs: Pick<Runs, 'awaitApproval'>; readonly outbox: Pick<Objects, 'bytes' | 'json'> };

export type SettlePorts = ReadPorts &
  ApplyPorts &
  ClosePorts & { readonly inbox: Pick<Objects, 'put'>; readonly outbox: Pick<Objects, 'bytes' | 'json'> };

const STARTED_BY = 'can-bo';
const APPROVERS = ['lanh-dao-1', 'lanh-dao-2'] as const;

/** Freezes what the run uses. */
export async function freeze(
  ports: PayoutPorts,
  request: { readonly period: Period; readonly kind: PayoutRun['kind']; readonly run: RunId },
): Promise<void> {
  const frozen = await cutOff(ports, { ...request, startedBy: STARTED_BY }, 'bench', unitsPerBatch);
  if (frozen.outcome !== 'cut-off') throw new Error(`The run has nothing to pay: ${frozen.message.body}`);
}

/** @returns how many payments were drafted. */
export async function draft(ports: PayoutPorts, run: RunId): Promise<number> {
  let drafted = 0;
  for (const batch of await batchesOf(ports, run)) drafted += (await draftPayments(ports, batch)).drafted;
  return drafted;
}

/** Builds every provider's files. @returns how many lines they have. */
export async function build(ports: PayoutPorts, run: RunId): Promise<number> {
  let lines = 0;
  for (const provider of await providersOf(ports, run))
    lines += (await buildInstructions(ports, { run, provider })).lines;
  return lines;
}

/** Asks the Treasury for every provider's money. @returns how many payments it is for. */
export async function ask(ports: PayoutPorts, run: RunId): Promise<number> {
  let people = 0;
  for (const provider of await providersOf(ports, run)) {
    people += (await writeTransferRequest(ports, { run, provider })).people;
  }
  return people;
}

/** Assembles the manifest, and two people approve it. @returns how many payments they approve. */
export async function approve(ports: PayoutPorts, run: RunId): Promise<number> {
  const { hash } = await assembleManifest(ports, run);
  await ports.runs.awaitApproval(run, { manifestHash: hash, manifestKey: manifestWorkKey(run), taskToken: 'bench' });
  for (const by of APPROVERS) {
    await decideRun(ports, run, { by, verdict: 'approved', manifestHash: hash, reason: null });
  }
  const { instructed } = manifest.parse(
    JSON.parse(new TextDecoder().decode(await ports.work.bytes(manifestWorkKey(run)))),
  );
  return instructed.people;
}

/** @returns how many payments were marked instructed. */
export async function instruct(ports: PayoutPorts, run: RunId): Promise<number> {
  let instructed = 0;
  for (const batch of await batchesOf(ports, run)) instructed += (await instructPayments(ports, batch)).instructed;
  return instructed;
}

/** Signs the run and publishes it. @returns how many files providers are given. */
export async function release(ports: PayoutPorts, run: RunId): Promise<number> {
  await signManifest(ports, run);
  return (await releaseFiles(ports, run)).files;
}

/** Every provider answers every file that was released. @returns where the answers lie in the inbox. */
export async function answer(
  { inbox, outbox, references }: SettlePorts,
  run: RunId,
  options: AnswerOptions,
): Promise<string[]> {
  const { period, files } = await outbox.json(releasedManifestKey(run), manifest);
  const { data } = await references.current();
  return inParallel(2, files, async ({ provider: id, key }) => {
    const provider = data.providers.find((one) => one.id === id);
    if (!provider) throw new Error(`No provider ${id}`);
    const name = key.slice(key.lastIndexOf('/') + 1);
    const bytes = await outbox.bytes(releasedFileKey(run, id, name));
    const answered = await answerInstructions(provider, name, bytes, options);
    const place = `results/${period}/${id}/${answered.name}`;
    await inbox.put(place, answered.bytes, 'application/octet-stream');
    return place;
  });
}

/** A provider's answer as it was read: the file, and its chunks. */
export type ReadAnswer = ResultRef & { readonly chunks: ResultChunkRef[] };

export async function read(ports: SettlePorts, key: string): Promise<ReadAnswer> {
  const found = await readResults(ports, { key, versionId: undefined }, chunkRows);
  if (found.outcome !== 'read') throw new Error(`The answer was refused: ${found.message.body}`);
  const { outcome: _, ...answered } = found;
  return answered;
}

/** @returns how many lines were applied. */
export async function apply(ports: SettlePorts, { chunks }: ReadAnswer): Promise<number> {
  let applied = 0;
  for (const chunk of chunks) {
    const { paid, failed, returned } = (await applyResults(ports, chunk)).applied;
    applied += paid + failed + returned;
  }
  return applied;
}

export async function close(ports: SettlePorts, answered: ReadAnswer): Promise<void> {
  await closeSettlement(ports, answered);
}

async function batchesOf({ work }: Pick<PayoutPorts, 'work'>, run: RunId) {
  const { rolls } = await work.unpack(cutOffKey(run), cutOffSchema);
  return Array.from({ length: Math.ceil(rolls.length / unitsPerBatch) }, (_, batch) => ({
    run,
    from: batch * unitsPerBatch,
    to: Math.min((batch + 1) * unitsPerBatch, rolls.length),
  }));
}

async function providersOf({ work, references }: Pick<PayoutPorts, 'work' | 'references'>, run: RunId) {
  const { referenceVersion } = await work.unpack(cutOffKey(run), cutOffSchema);
  return (await references.version(referenceVersion)).data.providers.map(({ id }) => id);
}
