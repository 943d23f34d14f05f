import { z } from 'zod';
import { controlTotal } from './control-total.ts';
import { runId } from './payment.ts';
import { day, period } from './period.ts';
import { providerId } from './reference-data.ts';
import { rollRevision } from './submission.ts';
import { unitCode } from './unit.ts';

const count = z.number().int().nonnegative();
export const peopleAndAmount = z.object({ people: count, amount: count });

/** Why a person on the roll is not instructed. Each is somebody's work, never silence. */
export const deferralReason = z.enum([
  'held-row',
  'identity',
  'deceased',
  'conflict',
  'no-channel',
  'no-contract',
  'over-limit',
  'already-instructed',
]);
export type DeferralReason = z.infer<typeof deferralReason>;

/** Who is cut off: every unit with a roll, at the revision that is current at that moment. */
export const cutOff = z.object({
  run: runId,
  period,
  cutOffAt: z.iso.datetime(),
  payOn: day,
  referenceVersion: z.string(),
  rolls: z.array(z.object({ unit: unitCode, revision: rollRevision })),
});
export type CutOff = z.infer<typeof cutOff>;

/** One file as the manifest lists it. */
export const manifestFile = z.object({
  provider: providerId,
  key: z.string(),
  count,
  controlSum: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestFile = z.infer<typeof manifestFile>;

/** What two people approve. Its hash binds their approval: if anything changed, the approval is void. */
export const manifest = z.object({
  schemaVersion: z.literal(1),
  run: runId,
  period,
  cutOffAt: z.iso.datetime(),
  payOn: day,
  referenceVersion: z.string(),
  startedBy: z.string(),
  files: z.array(manifestFile),
  payable: peopleAndAmount,
  instructed: peopleAndAmount,
  deferred: z.array(peopleAndAmount.extend({ reason: deferralReason })),
  byUnit: z.array(
    z.object({ unit: unitCode, payable: peopleAndAmount, instructed: peopleAndAmount, deferred: peopleAndAmount }),
  ),
  byProvider: z.array(peopleAndAmount.extend({ provider: providerId })),
  byProgramme: z.array(peopleAndAmount.extend({ programme: z.string() })),
  controlTotals: z.array(controlTotal),
});
export type Manifest = z.infer<typeof manifest>;

/** One person's decision on a run, bound to what they saw. */
const decision = z.object({
  by: z.string(),
  at: z.iso.datetime(),
  verdict: z.enum(['approved', 'rejected']),
  manifestHash: z.string(),
  reason: z.string().nullable(),
});
export type Decision = z.infer<typeof decision>;

/**
 * drafting → awaiting-approval → approved → released → settled; or it ends before any money moves: nothing-to-pay,
 * failed while it was drafted, rejected, or expired without two approvals.
 */
const runStatus = z.enum([
  'drafting',
  'awaiting-approval',
  'approved',
  'released',
  'settled',
  'rejected',
  'expired',
  'failed',
  'nothing-to-pay',
]);

export type RunStatus = z.infer<typeof runStatus>;

/** Whether a run ended before any money moved: its drafts are free for the next run. */
export function endedUnpaid(status: RunStatus): boolean {
  return status === 'rejected' || status === 'expired' || status === 'failed';
}

/**
 * regular: the month's payout; supplementary: what failed, came back or was mended since; emergency: the units'
 * emergency lists (thiên tai, dịch bệnh), and nothing else.
 */
const runKind = z.enum(['regular', 'supplementary', 'emergency']);

export const payoutRun = z.object({
  schemaVersion: z.literal(1),
  run: runId,
  period,
  kind: runKind,
  startedBy: z.string(),
  startedAt: z.iso.datetime(),
  status: runStatus,
  manifestHash: z.string().nullable(),
  manifestKey: z.string().nullable(),
  taskToken: z.string().nullable(),
  decisions: z.array(decision),
});
export type PayoutRun = z.infer<typeof payoutRun>;

/** How many different people must approve before money moves. */
export const APPROVALS_NEEDED = 2;

export type DecisionRefusal =
  | 'not-awaiting'
  | 'manifest-changed'
  | 'started-the-run'
  | 'decided-already'
  | 'reason-missing';

/**
 * Judges one person's decision on a run (four eyes): two different people, neither of them the one who started it,
 * each bound to the manifest they saw.
 * @returns the run's status after the decision, or why it does not count.
 */
export function judgeDecision(
  run: PayoutRun,
  wanted: Omit<Decision, 'at'>,
): { status: RunStatus } | { refused: DecisionRefusal } {
  if (run.status !== 'awaiting-approval') return { refused: 'not-awaiting' };
  if (run.manifestHash !== wanted.manifestHash) return { refused: 'manifest-changed' };
  if (wanted.verdict === 'rejected') {
    return wanted.reason?.trim() ? { status: 'rejected' } : { refused: 'reason-missing' };
  }
  if (wanted.by === run.startedBy) return { refused: 'started-the-run' };
  const standing = run.decisions.filter(
    ({ verdict, manifestHash }) => verdict === 'approved' && manifestHash === run.manifestHash,
  );
  if (standing.some(({ by }) => by === wanted.by)) return { refused: 'decided-already' };
  return { status: standing.length + 1 >= APPROVALS_NEEDED ? 'approved' : 'awaiting-approval' };
}
