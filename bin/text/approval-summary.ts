import {
  approversOf,
  type DeferralReason,
  type Manifest,
  type PayoutRun,
} from '../../lambdas/domain/payouts/payout-run.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { ProviderId, ReferenceData } from '../../lambdas/domain/reference-data.ts';
import type { ExceptionCode } from '../../lambdas/domain/settlement/payment-exception.ts';
import { unitIn } from '../../lambdas/domain/unit.ts';

/** A run, with all that an approver is to see. */
export interface RunToApprove {
  readonly run: PayoutRun;
  readonly manifest: Manifest;
  /** The reference data that the run used: it has the names. */
  readonly data: Pick<ReferenceData, 'units' | 'providers' | 'programmes'>;
  /** Payment exceptions of the period and of the one before that nobody has decided yet. */
  readonly openExceptions: readonly OpenExceptions[];
}

export interface OpenExceptions {
  readonly period: Period;
  readonly code: ExceptionCode;
  readonly count: number;
}

/** People and whole đồng. */
export interface Sum {
  readonly people: number;
  readonly amount: number;
}

/** What a run instructs, and how that differs from what the month before instructed; null where nothing is compared. */
export interface Compared extends Sum {
  readonly before: Sum | null;
  readonly change: Sum | null;
}

/** What two people approve, as a program reads it and as the terminal shows it. */
export interface ApprovalSummary {
  readonly run: string;
  readonly kind: PayoutRun['kind'];
  readonly period: Period;
  readonly status: PayoutRun['status'];
  readonly startedBy: string;
  readonly startedAt: string;
  readonly payOn: string;
  /** By when both approvals are needed, so that every provider has its files in time. */
  readonly approveBy: string | null;
  readonly comparedWith: Period | null;
  readonly payable: Sum;
  readonly instructed: Compared;
  readonly deferred: readonly (Sum & { readonly reason: DeferralReason })[];
  readonly byProgramme: readonly (Compared & { readonly programme: string; readonly name: string })[];
  readonly byProvider: readonly (Compared & {
    readonly provider: string;
    readonly name: string;
    readonly payOn: string | null;
    readonly files: number;
  })[];
  readonly byUnit: readonly (Compared & { readonly unit: string; readonly name: string })[];
  /** What the State Treasury is asked to transfer to the office's account at each provider. */
  readonly transferRequests: readonly {
    readonly provider: string;
    readonly name: string;
    readonly requested: Sum;
    readonly fromBalance: number;
  }[];
  readonly openExceptions: readonly OpenExceptions[];
  readonly controlTotals: { readonly held: number; readonly broken: Manifest['controlTotals'] };
  /** Who stands by this manifest now. */
  readonly approvers: readonly string[];
  /** Every word that was said, oldest first; one about an earlier manifest does not count. */
  readonly decisions: readonly (PayoutRun['decisions'][number] & { readonly counts: boolean })[];
  readonly manifestHash: string | null;
}

export function summaryOf({ run, manifest, data, openExceptions }: RunToApprove): ApprovalSummary {
  const { before } = manifest;
  const providerName = (id: ProviderId) => data.providers.find((one) => one.id === id)?.name ?? id;
  return {
    run: run.run,
    kind: run.kind,
    period: run.period,
    status: run.status,
    startedBy: manifest.startedBy,
    startedAt: run.startedAt,
    payOn: manifest.payOn,
    approveBy: manifest.approveBy,
    comparedWith: before?.period ?? null,
    payable: manifest.payable,
    instructed: comparedTo(manifest.instructed, before?.total),
    deferred: manifest.deferred,
    byProgramme: compared(
      manifest.byProgramme.map((one) => [one.programme, one]),
      before?.byProgramme.map((one) => [one.programme, one]),
    ).map(([code, sums]) => ({
      programme: code,
      name: data.programmes.find((one) => one.code === code)?.name ?? (code === 'EMERGENCY' ? 'Hỗ trợ đột xuất' : code),
      ...sums,
    })),
    byProvider: compared(
      manifest.byProvider.map((one) => [one.provider, one]),
      before?.byProvider.map((one) => [one.provider, one]),
    ).map(([provider, sums]) => ({
      provider,
      name: providerName(provider),
      payOn: manifest.byProvider.find((one) => one.provider === provider)?.payOn ?? null,
      files: manifest.files.filter((file) => file.provider === provider).length,
      ...sums,
    })),
    byUnit: compared(
      manifest.byUnit.map((one) => [one.unit, one.instructed]),
      before?.byUnit.map((one) => [one.unit, one]),
    ).map(([unit, sums]) => ({ unit, name: unitIn(data.units, unit, run.period)?.name ?? unit, ...sums })),
    transferRequests: manifest.transferRequests.map(({ provider, requested, fromBalance }) => ({
      provider,
      name: providerName(provider),
      requested,
      fromBalance,
    })),
    openExceptions,
    controlTotals: {
      held: manifest.controlTotals.filter(({ holds }) => holds).length,
      broken: manifest.controlTotals.filter(({ holds }) => !holds),
    },
    approvers: [...approversOf(run).keys()],
    decisions: run.decisions.map((one) => ({ ...one, counts: one.manifestHash === run.manifestHash })),
    manifestHash: run.manifestHash,
  };
}

type Sums<Key> = readonly (readonly [Key, Sum])[];

/** Every key of either month, in order: who is not paid any more is a change as well. */
function compared<Key extends string>(now: Sums<Key>, then: Sums<Key> | undefined): [Key, Compared][] {
  const [sums, sumsBefore] = [new Map(now), new Map(then)];
  const keys = [...new Set([...sums.keys(), ...sumsBefore.keys()])].sort();
  return keys.map((key) => [key, comparedTo(sums.get(key) ?? NOTHING, then && (sumsBefore.get(key) ?? NOTHING))]);
}

const NOTHING: Sum = { people: 0, amount: 0 };

function comparedTo({ people, amount }: Sum, before: Sum | undefined): Compared {
  if (before === undefined) return { people, amount, before: null, change: null };
  return {
    people,
    amount,
    before: { people: before.people, amount: before.amount },
    change: { people: people - before.people, amount: amount - before.amount },
  };
}
