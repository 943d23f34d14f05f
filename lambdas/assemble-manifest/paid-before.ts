import { inParallel } from '../domain/in-parallel.ts';
import { isReleased, type Manifest, manifest, type PaidBefore, type PayoutRun } from '../domain/payouts/payout-run.ts';
import { frozenBefore, paidBeforeKey, releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { addMonths } from '../domain/period.ts';
import type { Objects, Runs } from '../domain/ports.ts';
import { merged, sum } from './sums.ts';

export interface PaidBeforePorts {
  readonly work: Pick<Objects, 'packFirst'>;
  readonly outbox: Pick<Objects, 'json'>;
  readonly runs: Pick<Runs, 'ofPeriod'>;
}

/**
 * What the released runs of the month before instructed, for an approver to compare a regular run with; null when there
 * was none, and for other runs, which pay a part of a month. It is written once: the month before may still have a
 * supplementary run while this one is assembled, and a repeat must give the manifest the same bytes.
 */
export async function paidBefore({ work, outbox, runs }: PaidBeforePorts, run: PayoutRun): Promise<PaidBefore | null> {
  if (run.kind !== 'regular') return null;
  const month = addMonths(run.period, -1);
  const released = (await runs.ofPeriod(month)).filter(isReleased);
  const manifests = await inParallel(4, released, (one) => outbox.json(releasedManifestKey(one.run), manifest));
  const before = manifests.length === 0 ? null : { period: month, ...sumsOf(manifests) };
  return (await work.packFirst(paidBeforeKey(run.run), frozenBefore, { before })).before;
}

function sumsOf(manifests: readonly Manifest[]): Omit<PaidBefore, 'period'> {
  return {
    total: sum(manifests.map(({ instructed }) => instructed)),
    byUnit: merged(
      manifests.flatMap(({ byUnit }) => byUnit.map(({ unit, instructed }) => ({ unit, ...instructed }))),
      ({ unit }) => unit,
    ).map(([unit, total]) => ({ unit, ...total })),
    byProvider: merged(
      manifests.flatMap(({ byProvider }) => byProvider),
      ({ provider }) => provider,
    ).map(([provider, total]) => ({ provider, ...total })),
    byProgramme: merged(
      manifests.flatMap(({ byProgramme }) => byProgramme),
      ({ programme }) => programme,
    ).map(([programme, total]) => ({ programme, ...total })),
  };
}
