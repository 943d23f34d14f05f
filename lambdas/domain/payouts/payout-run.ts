import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { day, period } from '../period.ts';
import { providerId } from '../reference-data.ts';
import { rollRevision } from '../rolls/submission.ts';
import { unitCode } from '../unit.ts';
import { runId } from './payment.ts';

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
  'suspended',
  'not-on-roll',
  'already-instructed',
]);
export type DeferralReason = z.infer<typeof deferralReason>;

/**
 * regular: the month's payout; supplementary: what failed, came back or was mended since; emergency: the units'
 * emergency lists (thiên tai, dịch bệnh), and nothing else.
 */
const runKind = z.enum(['regular', 'supplementary', 'emergency']);

/** Who is cut off: every unit with a roll, at the revision that is current at that moment. */
export const cutOff = z.object({
  run: runId,
  period,
  kind: runKind.default('regular'),
  cutOffAt: z.iso.datetime(),
  payOn: day,
  referenceVersion: z.string(),
  /** `carry`: where the closed periods say what the unit's people are owed still, in the outbox. */
  rolls: z.array(z.object({ unit: unitCode, revision: rollRevision, carry: z.array(z.string()).default([]) })),
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

/**
 * What the State Treasury is asked to transfer into the office's account at a provider, so that it can pay its files.
 * requested + fromBalance = what the provider's files pay.
 */
export const transferRequest = z.object({
  provider: providerId,
  requested: peopleAndAmount,
  /** What is paid from money that stayed there when earlier payments failed or came back. */
  fromBalance: count,
  /** Of each, `amount` is what the files pay: what is asked for is that less `fromBalance`. */
  byProgramme: z.array(peopleAndAmount.extend({ programme: z.string(), fromBalance: count })),
  /** The request as papers to sign, in the work bucket until release. */
  documents: z.array(z.object({ key: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type TransferRequest = z.infer<typeof transferRequest>;

export const paidBefore = z.object({
  period,
  total: peopleAndAmount,
  byUnit: z.array(peopleAndAmount.extend({ unit: unitCode })),
  byProvider: z.array(peopleAndAmount.extend({ provider: providerId })),
  byProgramme: z.array(peopleAndAmount.extend({ programme: z.string() })),
});
/** What the released runs of the month before instructed, for comparison. */
export type PaidBefore = z.infer<typeof paidBefore>;

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
    z.object({
      unit: unitCode,
      payable: peopleAndAmount,
      instructed: peopleAndAmount,
      deferred: peopleAndAmount,
      /** The sealed objects of the work bucket with the very lines that are instructed, and with who is not paid. */
      lines: z.array(z.object({ provider: providerId, key: z.string() })),
      deferralsKey: z.string(),
    }),
  ),
  /** `payOn`: the day on which the provider is asked to pay; null in manifests made before providers had days of their own. */
  byProvider: z.array(peopleAndAmount.extend({ provider: providerId, payOn: day.nullable().default(null) })),
  byProgramme: z.array(peopleAndAmount.extend({ programme: z.string() })),
  /** The instant by which both approvals are needed, so that every provider has its files in time; null where any will do. */
  approveBy: z.iso.datetime().nullable().default(null),
  transferRequests: z.array(transferRequest).default([]),
  before: paidBefore.nullable().default(null),
  controlTotals: z.array(controlTotal),
});
export type Manifest = z.infer<typeof manifest>;

/** One person's decision on a run, bound to what they saw. */
const decision = z.object({
  by: z.string(),
  at: z.iso.datetime(),
  /** `withdrawn` takes the same person's approval back, while the run still waits for the other. */
  verdict: z.enum(['approved', 'rejected', 'withdrawn']),
  manifestHash: z.string(),
  reason: z.string().nullable(),
  /** The id (`jti`) of the access token by which they were known: the user pool's own records name it too. */
  tokenId: z.string().optional(),
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

/** Whether a run's files have gone to the providers: its payments count in the books. */
export function isReleased({ status }: { readonly status: RunStatus }): boolean {
  return status === 'released' || status === 'settled';
}

/** Whether a run ended before any money moved. */
export function endedUnpaid(status: RunStatus): boolean {
  return status === 'rejected' || status === 'expired' || status === 'failed';
}

/**
 * Whether a run may still instruct what it drafted: then its drafts are its own, and no other run touches them. After
 * that whatever it left behind as *drafted* is free for the next run: it ended unpaid, or everything that was approved
 * has been instructed (which comes before release) and the draft stands in none of its files.
 */
export function mayStillInstruct(status: RunStatus): boolean {
  return status === 'drafting' || status === 'awaiting-approval' || status === 'approved';
}

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
  /** Of every try that put it before its approvers: only one of them is waited for, and nobody here can tell which. */
  taskTokens: z.array(z.string()),
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
  | 'not-approved-yet'
  | 'in-doubt'
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
  const standing = approversOf(run);
  if (wanted.verdict === 'withdrawn') {
    if (!standing.has(wanted.by)) return { refused: 'not-approved-yet' };
    return wanted.reason?.trim() ? { status: 'awaiting-approval' } : { refused: 'reason-missing' };
  }
  if (standing.has(wanted.by)) return { refused: 'decided-already' };
  return { status: standing.size + 1 >= APPROVALS_NEEDED ? 'approved' : 'awaiting-approval' };
}

/**
 * Who approved the manifest that the run waits for, or waited for, and has not taken it back: the last word counts.
 * @returns by name, the approval of each.
 */
export function approversOf(run: Pick<PayoutRun, 'decisions' | 'manifestHash'>): Map<string, Decision> {
  const standing = new Map<string, Decision>();
  for (const decision of run.decisions) {
    if (decision.manifestHash !== run.manifestHash) continue;
    if (decision.verdict === 'approved') standing.set(decision.by, decision);
    else standing.delete(decision.by);
  }
  return standing;
}

/** The run was not approved, or what stands in the work bucket is not what was approved. Nothing moves. */
export class ApprovalVoid extends Error {
  override readonly name = 'ApprovalVoid';
}

/** A repeat may find the run released, or settled already. */
const APPROVED: readonly RunStatus[] = ['approved', 'released', 'settled'];

/**
 * Goes on only if two different people, neither of them the one who started the run, approved the manifest of this
 * hash. Asked anew by every task that moves money or publishes. Throws `ApprovalVoid`.
 */
export function mustBeApproved(run: PayoutRun, manifestHash: string): void {
  if (!APPROVED.includes(run.status)) throw new ApprovalVoid('The run is not approved');
  if (run.manifestHash !== manifestHash) throw new ApprovalVoid('The manifest changed after it was approved');
  const approvers = approversOf(run);
  approvers.delete(run.startedBy);
  if (approvers.size < APPROVALS_NEEDED) throw new ApprovalVoid('Too few people approved this manifest');
}
