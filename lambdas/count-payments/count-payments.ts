import { inParallel } from '../domain/in-parallel.ts';
import type { Payment } from '../domain/payment.ts';
import type { Objects, Payments, References } from '../domain/ports.ts';
import {
  type FigureParts,
  paidFiguresKey,
  planKey,
  reportPlan,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import { countPaid, figureContext, mergeFigures, type UnitFigures } from '../domain/reports/unit-figures.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly references: Pick<References, 'version'>;
  readonly payments: Pick<Payments, 'ofShard'>;
}

/**
 * Counts what was paid, for a range of shards and since 1 January. A person's payments of every month are in the same
 * shard, so each shard tells distinct people apart by itself, and shards are simply added.
 */
export async function countPayments(
  { work, references, payments }: Ports,
  ref: SliceRef,
): Promise<{ payments: number }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const context = figureContext(ref.period, data);
  const shards = Array.from({ length: ref.to - ref.from }, (_, index) => ref.from + index);
  let walked = 0;
  const figures = await inParallel(8, shards, async (shard) => {
    const ofShard: Payment[] = [];
    for (const month of plan.months) {
      for await (const payment of payments.ofShard(month, shard)) ofShard.push(payment);
    }
    walked += ofShard.length;
    return countPaid(ofShard, context);
  });
  const byUnit = new Map<UnitCode, UnitFigures>();
  for (const [unit, counted] of figures.flatMap((ofShard) => [...ofShard])) {
    const before = byUnit.get(unit);
    byUnit.set(unit, before ? mergeFigures(before, counted) : counted);
  }
  const content: FigureParts = { parts: [...byUnit.values()] };
  await work.pack(paidFiguresKey(ref), content);
  return { payments: walked };
}
