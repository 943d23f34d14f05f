import { inParallel } from '../domain/in-parallel.ts';
import { toldOf, totalOf } from '../domain/payouts/payment.ts';
import { type BatchRef, draftedLines, manifestWorkKey } from '../domain/payouts/run-objects.ts';
import type { Clock, Objects, Payments, Runs } from '../domain/ports.ts';
import { readApprovedManifest } from '../formats/manifests/approved-manifest.ts';

export interface Ports {
  readonly work: Pick<Objects, 'bytes' | 'unpackSealed'>;
  readonly runs: Pick<Runs, 'get'>;
  readonly payments: Pick<Payments, 'transitionAll' | 'getAll'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A payment that was approved is no longer what was approved. Nothing is released. */
export class DraftChanged extends Error {
  override readonly name = 'DraftChanged';
}

/**
 * Marks the payments of some units instructed, before any file is published: from here on the money may move, and the
 * tables say so even if publishing crashes. Which payments is said by the manifest that two people approved, and by
 * nothing else: its hash covers the keys of the lines, and those the lines' hashes
 * (docs/adr/0015-instructed-is-approved.md). A repeat finds its own marks and changes nothing.
 * Throws `ApprovalVoid`, `SealBroken` or `DraftChanged` where anything differs from what was approved.
 */
export async function instructPayments(
  { work, runs, payments, clock }: Ports,
  ref: BatchRef,
): Promise<{ instructed: number }> {
  const { byUnit } = readApprovedManifest(await work.bytes(manifestWorkKey(ref.run)), await runs.get(ref.run));
  const at = (await clock.now()).toISOString();
  // The manifest names the units in the order of the cut-off, from which the batches were made.
  const counts = await inParallel(2, byUnit.slice(ref.from, ref.to), async (unit) => {
    let instructed = 0;
    for (const { provider, key } of unit.lines) {
      const { lines } = await work.unpackSealed(key, draftedLines);
      const outcomes = await payments.transitionAll(
        lines.map((line) => ({
          reference: line.reference,
          to: 'instructed',
          event: { state: 'instructed', at, cause: ref.run },
          told: toldOf({ ...line, run: ref.run, provider }),
          paidOn: null,
          reasonCode: null,
        })),
      );
      const refused = lines.filter((_, index) => outcomes[index] === 'refused');
      const stored = await payments.getAll(refused.map(({ reference }) => reference));
      for (const line of refused) {
        const payment = stored.get(line.reference);
        const told = payment?.run === ref.run && payment.provider === provider && payment.state !== 'drafted';
        if (!told || totalOf(payment) !== totalOf(line)) {
          throw new DraftChanged('A drafted payment changed after its run was approved');
        }
      }
      instructed += lines.length;
    }
    return instructed;
  });
  return { instructed: counts.reduce((sum, count) => sum + count, 0) };
}
