import { createHash } from 'node:crypto';
import { assembleManifest } from '../../../lambdas/assemble-manifest/assemble-manifest.ts';
import { buildInstructions } from '../../../lambdas/build-instructions/build-instructions.ts';
import { type Closed, closeSubmission } from '../../../lambdas/close-submission/close-submission.ts';
import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import { decideRun } from '../../../lambdas/decide-run/decide-run.ts';
import type { ListPurpose } from '../../../lambdas/domain/list-purpose.ts';
import type { ListKind } from '../../../lambdas/domain/lists/list-facts.ts';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import type { Decision, PayoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import {
  type Deferral,
  deferrals,
  draftedUnit,
  draftedUnitKey,
  manifestWorkKey,
} from '../../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { Entitlement } from '../../../lambdas/domain/rolls/entitlement.ts';
import { chunkRefs, type SubmissionRef } from '../../../lambdas/domain/rolls/submission-chunks.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { draftPayments } from '../../../lambdas/draft-payments/draft-payments.ts';
import type { ListPart } from '../../../lambdas/formats/lists/list-reader.ts';
import { instructPayments } from '../../../lambdas/instruct-payments/instruct-payments.ts';
import { layRead } from '../../../lambdas/read-list/read-list.ts';
import { reconcileChunk } from '../../../lambdas/reconcile-chunk/reconcile-chunk.ts';
import { registerSubmission } from '../../../lambdas/register-submission/register-submission.ts';
import { releaseFiles } from '../../../lambdas/release-files/release-files.ts';
import { signManifest } from '../../../lambdas/sign-manifest/sign-manifest.ts';
import { writeTransferRequest } from '../../../lambdas/write-transfer-request/write-transfer-request.ts';
import { citizenOf, JUNE } from './people.ts';
import type { Province } from './province.ts';

/*
 * The machines' tasks in the order in which the machines call them, for tests that begin in the middle of a month.
 */

/** A list as it lies in the inbox and, read, in the work bucket. The registry knows everybody on it as listed. */
export interface SentList {
  readonly unit: UnitCode;
  /** When it lands; a later list of the unit must land later. */
  readonly at: string;
  readonly rows: readonly CheckedRow[];
  readonly period?: Period;
  readonly kind?: ListKind;
  readonly purpose?: ListPurpose;
}

/** Lands, registers and reads a list. */
export async function sendList(province: Province, list: SentList): Promise<SubmissionRef> {
  const ref = await registerList(province, list);
  const { rows, kind = 'full', purpose = 'regular' } = list;
  await read(province, ref, { rows, kind, purpose });
  return ref;
}

/** Lands and registers a list. */
export async function registerList(
  province: Province,
  { unit, at, rows, period = JUNE }: SentList,
): Promise<SubmissionRef> {
  province.clock.set(at);
  const key = `lists/${period}/${unit}/danh-sach.xlsx`;
  await province.inbox.putJson(key, rows);
  const registered = await registerSubmission(province, { key, versionId: undefined });
  if (registered.outcome === 'refused') throw new Error(`The list was refused: ${registered.code}`);
  return { unit, period, id: registered.id };
}

/** Reads a list's rows into one chunk; those of a change list as they meet the roll that stands. */
export async function read(
  province: Province,
  ref: SubmissionRef,
  { rows, kind, purpose }: Required<Pick<SentList, 'rows' | 'kind' | 'purpose'>>,
): Promise<void> {
  const file = { format: 'xlsx', encoding: null, separator: null } as const;
  async function* parts(): AsyncGenerator<ListPart> {
    yield { part: 'rows', rows: [...rows] };
    yield { part: 'list', kind, purpose, file, notes: [] };
  }
  await layRead(province, ref, parts(), Math.max(rows.length, 1));
}

/** Reconciles the one chunk of a list. */
export async function reconcile(province: Province, ref: SubmissionRef): Promise<void> {
  for (const chunk of chunkRefs(ref, 1)) await reconcileChunk(province, chunk);
}

/** Takes a list through the whole of its intake; the registry knows everybody on it as listed. */
export async function takeIn(province: Province, list: SentList): Promise<SubmissionRef & Closed> {
  for (const { values } of list.rows) if (values.personalId) province.registry.enter(citizenOf(values.personalId));
  const ref = await sendList(province, list);
  await reconcile(province, ref);
  return { ...ref, ...(await closeSubmission(province, ref)) };
}

/** The lines of a list as they were stored when it was reconciled. */
export async function linesOf(province: Province, { unit, period, id }: SubmissionRef): Promise<Entitlement[]> {
  return Array.fromAsync(province.rolls.ofRoll({ unit, period, revision: id }));
}

/** The lines of the roll that stands. */
export async function rollOf(
  province: Province,
  unit: UnitCode,
  period: Period = JUNE,
  purpose: ListPurpose = 'regular',
): Promise<Entitlement[]> {
  const pointer = await province.submissions.roll(unit, period, purpose);
  return pointer ? Array.fromAsync(province.rolls.ofRoll(pointer)) : [];
}

export const OFFICER = 'can-bo-tinh';
export const APPROVERS = ['lanh-dao-1', 'lanh-dao-2'] as const;

/** Cuts off and drafts a run, in one batch for each unit. */
export async function draft(province: Province, name: string, kind: PayoutRun['kind'] = 'regular'): Promise<RunId> {
  const run = runId.parse(name);
  const frozen = await cutOff(province, { period: JUNE, kind, startedBy: OFFICER, run }, 'execution', 1);
  if (frozen.outcome !== 'cut-off') throw new Error('There is nothing to pay');
  for (const batch of frozen.batches) await draftPayments(province, batch);
  return run;
}

/** Cuts a run off that looked for others before any was recorded, as of two that are started at the same moment. */
export async function cutOffUnseen(
  province: Province,
  name: string,
  kind: PayoutRun['kind'] = 'regular',
): Promise<void> {
  const { runs } = province;
  const before = {
    start: runs.start.bind(runs),
    advance: runs.advance.bind(runs),
    period: runs.period.bind(runs),
    periods: runs.periods.bind(runs),
    ofPeriod: async () => [],
  };
  const request = { period: JUNE, kind, startedBy: OFFICER, run: runId.parse(name) };
  await cutOff({ ...province, runs: before }, request, 'execution', 1);
}

/** Takes a run up to where it waits for its approvers. */
export async function propose(province: Province, name: string, kind?: PayoutRun['kind']): Promise<RunId> {
  const run = await draft(province, name, kind);
  const { data } = await province.references.current();
  for (const { id } of data.providers) {
    await buildInstructions(province, { run, provider: id });
    await writeTransferRequest(province, { run, provider: id });
  }
  const { hash } = await assembleManifest(province, run);
  await province.runs.awaitApproval(run, {
    manifestHash: hash,
    manifestKey: manifestWorkKey(run),
    taskToken: `token ${run}`,
  });
  return run;
}

/** One person's decision on the manifest as it stands. */
export async function decide(
  province: Province,
  run: RunId,
  by: string,
  given: Partial<Omit<Decision, 'at' | 'by'>> = {},
): ReturnType<typeof decideRun> {
  const manifestHash = createHash('sha256')
    .update(await province.work.bytes(manifestWorkKey(run)))
    .digest('hex');
  return decideRun(province, run, { by, verdict: 'approved', manifestHash, reason: null, ...given });
}

export async function approve(province: Province, run: RunId): Promise<void> {
  for (const by of APPROVERS) await decide(province, run, by);
}

/** Marks a run's payments instructed, unit by unit. */
export async function instruct(province: Province, run: RunId, units: number): Promise<void> {
  for (let from = 0; from < units; from++) await instructPayments(province, { run, from, to: from + 1 });
}

/** Signs an approved run and publishes it. */
export async function release(province: Province, run: RunId): ReturnType<typeof releaseFiles> {
  await signManifest(province, run);
  return releaseFiles(province, run);
}

/** Takes a run through to its release. */
export async function payOut(province: Province, name: string, kind?: PayoutRun['kind']): Promise<RunId> {
  const run = await propose(province, name, kind);
  await approve(province, run);
  const { length } = await province.submissions.rolls(
    (await province.references.current()).data.units.map(({ code }) => code),
    JUNE,
  );
  await instruct(province, run, length);
  await release(province, run);
  return run;
}

/** Who of a unit is not paid in a run, and why. */
export async function deferredIn(province: Province, run: RunId, unit: UnitCode): Promise<Deferral[]> {
  const { deferralsKey } = await province.work.unpack(draftedUnitKey(run, unit), draftedUnit);
  return (await province.work.unpackSealed(deferralsKey, deferrals)).deferrals;
}
