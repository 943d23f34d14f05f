import { inParallel } from '../domain/in-parallel.ts';
import type { Period } from '../domain/period.ts';
import type { Objects, Payments, References } from '../domain/ports.ts';
import type { CountedPayment } from '../domain/reports/counted-rows.ts';
import { figureContext } from '../domain/reports/figure-context.ts';
import { PaidCount } from '../domain/reports/paid-counting.ts';
import {
  countedMonth,
  countedMonthKey,
  type FigureParts,
  figureParts,
  paidFiguresKey,
  planKey,
  type ReportPlan,
  reportPlan,
  type SliceRef,
} from '../domain/reports/report-objects.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst' | 'unpack' | 'unpackIfThere'>;
  readonly references: Pick<References, 'version'>;
  readonly payments: Pick<Payments, 'countedOfShard'>;
}

/**
 * Counts payments of a range of shards: what became of the period's, and what was paid since 1 January. A person's
 * payments of every month are in the same shard, so each shard tells distinct people apart by itself. Payments move on
 * while they are counted, so the first try that ends has counted: any later try leaves what it left. Those of a closed
 * month do not move: they are read from the table once, and from an object by whoever counts them again.
 */
export async function countPayments(
  { work, references, payments }: Ports,
  ref: SliceRef,
): Promise<{ payments: number }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const counted = new PaidCount(figureContext(ref.period, data), data.units);
  const shards = Array.from({ length: ref.to - ref.from }, (_, index) => ref.from + index);
  let walked = 0;
  await inParallel(8, shards, async (shard) => {
    const pages: (readonly CountedPayment[])[] = [];
    for (const month of plan.months) pages.push(await paymentsOf({ work, payments }, plan, month, shard));
    const ofShard = pages.flat();
    walked += ofShard.length;
    counted.add(ofShard);
  });
  const content: FigureParts = { parts: counted.figures(), controls: [] };
  await work.packFirst(paidFiguresKey(ref), figureParts, content);
  return { payments: walked };
}

/**
 * A month's payments in a shard. Six publications a month read every month since January: of the closed ones the table would
 * be asked for the same all year. Where the object has expired, the table is asked again.
 */
async function paymentsOf(
  { work, payments }: Pick<Ports, 'work' | 'payments'>,
  { closings }: ReportPlan,
  month: Period,
  shard: number,
): Promise<readonly CountedPayment[]> {
  const closing = closings.find(({ period }) => period === month)?.closing;
  if (closing === undefined) return (await Array.fromAsync(payments.countedOfShard(month, shard))).flat();
  const key = countedMonthKey(month, closing, shard);
  const known = await work.unpackIfThere(key, countedMonth);
  if (known) return known.payments;
  const read = (await Array.fromAsync(payments.countedOfShard(month, shard))).flat();
  return (await work.packFirst(key, countedMonth, { payments: read })).payments;
}
