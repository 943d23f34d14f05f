import { addMonths, type Period } from '../../../lambdas/domain/period.ts';
import type { Random } from '../../../samples/random.ts';

/** Who still pays cash: where the post office is contracted at all. */
export interface CashPlan {
  /** The last month with cash of each unit in which it ends; everywhere else it goes on. */
  readonly lastMonths: ReadonlyMap<string, Period>;
}

/** In a third of the seeds the post office pays cash; in some units that has ended, or ends with the first month. */
export function cashPlanOf(units: readonly string[], first: Period, random: Random): CashPlan | undefined {
  if (!random.chance(0.33)) return undefined;
  const ending = units.filter(() => random.chance(0.35));
  return { lastMonths: new Map(ending.map((unit) => [unit, random.chance(0.5) ? first : addMonths(first, -1)])) };
}

/** Whether cash is paid in a unit for a month. */
export function paysCash(plan: CashPlan | undefined, unit: string, month: Period): boolean {
  if (plan === undefined) return false;
  const last = plan.lastMonths.get(unit);
  return last === undefined || month <= last;
}

/**
 * The lines of the post office's paying list as the simulation keeps workbooks (`engine/virtual-process.ts`): whatever is
 * done to a sheet, a line each. A cell is its row, its column and, where it is not blank, its content: of a payment the
 * sum in column 9 and the reference in column 12, with nothing between them but where its receiver signs.
 */
export function payingListLines(text: string): { reference: string; amount: number }[] {
  const found = text.matchAll(/^(\d+)\n9\n(\d+)\n(?:\1\n1[012]\n)+([A-Z0-9]{16})$/gm);
  return [...found].map(([, , amount, reference = '']) => ({ reference, amount: Number(amount) }));
}
