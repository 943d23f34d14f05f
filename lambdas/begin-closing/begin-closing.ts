import {
  type ClosingBegun,
  type ClosingOccasion,
  type ClosingRef,
  closingBegun,
  closingBegunKey,
  closingPlan,
  closingPlanKey,
  type ShardRange,
} from '../domain/closing/closing.ts';
import { type ClosingRefusal, closingRefusal, closingRefusalMessage } from '../domain/closing/closing-refusal.ts';
import { isOwnClosing, stepOf } from '../domain/closing/period-record.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { isReleased, manifest } from '../domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { dayOf, formatPeriod, type Period, periodOf } from '../domain/period.ts';
import type { Clock, Message, Objects, References, Runs } from '../domain/ports.ts';
import { SHARDS } from '../domain/shard.ts';
import { slicesOf } from '../domain/slices.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst'>;
  readonly outbox: Pick<Objects, 'json'>;
  readonly references: Pick<References, 'current'>;
  readonly runs: Pick<Runs, 'period' | 'movePeriod' | 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ClosingRequest {
  /** Left out on schedule: then it is the month of today in Viet Nam. */
  readonly period?: Period | undefined;
  readonly occasion: ClosingOccasion;
  readonly by: string;
  readonly reason?: string | undefined;
}

export type ClosingStart =
  | ({ readonly outcome: ClosingOccasion; readonly period: Period; readonly shardRanges: ShardRange[] } & ClosingRef)
  | { readonly outcome: 'refused'; readonly period: Period; readonly message: Message };

/**
 * Begins to count a period. To close it the door is shut first: from then on it takes no list, run, result or decision,
 * and what is counted stays as it is. Repeated, also after it was given up, it begins nothing anew.
 */
export async function beginClosing(
  ports: Ports,
  request: ClosingRequest,
  ref: ClosingRef,
  shardRanges: number,
): Promise<ClosingStart> {
  const { work, references, runs } = ports;
  const now = await ports.clock.now();
  const thisMonth = periodOf(dayOf(now));
  const begun = await work.packFirst(closingBegunKey(ref), closingBegun, {
    period: request.period ?? thisMonth,
    occasion: request.occasion,
    by: request.by,
    reason: request.reason ?? null,
    at: now.toISOString(),
  } satisfies ClosingBegun);
  const { period, occasion } = begun;
  const refuse = (refusal: ClosingRefusal): ClosingStart => refused(period, closingRefusalMessage(refusal, period));

  const record = await runs.period(period);
  const hasShut = stepOf(record, 'closing', begun) !== undefined;
  if (!hasShut) {
    const refusal = closingRefusal(occasion, { period, thisMonth, record, runs: await runs.ofPeriod(period) });
    if (refusal) return refuse(refusal);
    if (occasion === 'close') {
      const step = { what: 'closing', by: begun.by, at: begun.at, reason: begun.reason } as const;
      await runs.movePeriod(period, ['open', 'closing'], 'closing', step, undefined, record?.steps.length ?? 0);
    }
  }
  if (occasion === 'close') {
    const shut = await runs.period(period);
    if (!isOwnClosing(shut, begun)) {
      const why = `Có người vừa khóa sổ kỳ ${formatPeriod(period)} hoặc mở lại. Hãy xem trạng thái: ansinh status ${period}.`;
      return refused(period, stepOf(shut, 'not-closed', begun)?.reason ?? why);
    }
    // A run may have started between the question and the shutting of the door: it would release into a closed month.
    const refusal = closingRefusal('close', { period, thisMonth, record: shut, runs: await runs.ofPeriod(period) });
    if (refusal) {
      const why = closingRefusalMessage(refusal, period);
      const step = { what: 'not-closed', by: begun.by, at: begun.at, reason: why } as const;
      await runs.movePeriod(period, ['closing'], 'open', step, undefined, shut?.steps.length);
      return refused(period, why);
    }
  }

  const released = (await runs.ofPeriod(period)).filter(isReleased);
  const manifests = await inParallel(4, released, ({ run }) => ports.outbox.json(releasedManifestKey(run), manifest));
  await work.packFirst(closingPlanKey(ref), closingPlan, {
    ...begun,
    referenceVersion: (await references.current()).version,
    runs: manifests.map(({ run, payOn, byProvider }) => ({
      run,
      payOn,
      byProvider: byProvider.map((one) => ({ provider: one.provider, payOn: one.payOn ?? payOn })),
    })),
  });
  return { outcome: occasion, period, ...ref, shardRanges: rangesOf(ref, shardRanges) };
}

function refused(period: Period, body: string): ClosingStart {
  return { outcome: 'refused', period, message: { subject: `ansinh: no books made for ${period}`, body } };
}

function rangesOf(ref: ClosingRef, ranges: number): ShardRange[] {
  return slicesOf(SHARDS, Math.ceil(SHARDS / ranges)).map((slice) => ({ ...ref, ...slice }));
}
