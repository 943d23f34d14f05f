import { inParallel } from '../domain/in-parallel.ts';
import { cutOff } from '../domain/payout-run.ts';
import type { Clock, Objects, Payments } from '../domain/ports.ts';
import {
  type BatchRef,
  cutOffKey,
  draftedLines,
  draftedLinesKey,
  draftedUnit,
  draftedUnitKey,
} from '../domain/run-objects.ts';

export interface Ports {
  readonly work: Pick<Objects, 'unpack'>;
  readonly payments: Pick<Payments, 'transitionAll' | 'getAll'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A payment that was approved is no longer what was approved. Nothing is released. */
export class DraftChanged extends Error {
  override readonly name = 'DraftChanged';
}

/**
 * Marks the payments of some units instructed, before any file is published: from here on the money may move, and the
 * tables say so even if publishing crashes. A repeat finds its own marks and changes nothing.
 */
export async function instructPayments(
  { work, payments, clock }: Ports,
  ref: BatchRef,
): Promise<{ instructed: number }> {
  const frozen = await work.unpack(cutOffKey(ref.run), cutOff);
  const at = (await clock.now()).toISOString();
  const counts = await inParallel(2, frozen.rolls.slice(ref.from, ref.to), async ({ unit }) => {
    const { byProvider } = await work.unpack(draftedUnitKey(ref.run, unit), draftedUnit);
    let instructed = 0;
    for (const { provider } of byProvider) {
      const { lines } = await work.unpack(draftedLinesKey(ref.run, unit, provider), draftedLines);
      const outcomes = await payments.transitionAll(
        lines.map(({ reference, amount, arrears }) => ({
          reference,
          to: 'instructed',
          event: { state: 'instructed', at, cause: ref.run },
          told: { run: ref.run, provider, total: amount + arrears },
          paidOn: null,
          reasonCode: null,
        })),
      );
      const refused = lines.filter((_, index) => outcomes[index] === 'refused');
      const stored = await payments.getAll(refused.map(({ reference }) => reference));
      for (const line of refused) {
        const payment = stored.get(line.reference);
        const told = payment?.run === ref.run && payment.provider === provider && payment.state !== 'drafted';
        if (!told || payment.amount + payment.arrears !== line.amount + line.arrears) {
          throw new DraftChanged('A drafted payment changed after its run was approved');
        }
      }
      instructed += lines.length;
    }
    return instructed;
  });
  return { instructed: counts.reduce((sum, count) => sum + count, 0) };
}
