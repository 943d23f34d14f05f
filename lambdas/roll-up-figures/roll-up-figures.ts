import { mustHold } from '../domain/control-total.ts';
import { inParallel } from '../domain/in-parallel.ts';
import type { Objects, References } from '../domain/ports.ts';
import {
  figureParts,
  figuresKey,
  type PublicationRef,
  paidFiguresKey,
  planKey,
  type RolledUpFigures,
  reportPlan,
  rollFiguresKey,
  type SliceRef,
  slicesOf,
} from '../domain/reports/report-objects.ts';
import { reportTotals, rollUp } from '../domain/reports/roll-up.ts';
import { emptyFigures, mergeFigures, type UnitFigures } from '../domain/reports/unit-figures.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'pack' | 'unpack'>;
  readonly references: Pick<References, 'version'>;
}

/**
 * Adds the counts of rolls and payments to figures of every unit, and those up to district and province. Throws
 * `ControlTotalBroken` when what stands on a form is not the sum of what stands below it.
 */
export async function rollUpFigures(
  { work, references }: Ports,
  ref: PublicationRef,
  counted: { rolls: SliceRef[]; payments: SliceRef[] },
  unitsPerBatch: number,
): Promise<{ batches: SliceRef[] }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const read = (key: string) => work.unpack(key, figureParts);
  const parts = await inParallel(
    8,
    [...counted.rolls.map(rollFiguresKey), ...counted.payments.map(paidFiguresKey)],
    read,
  );
  const byUnit = new Map<UnitCode, UnitFigures>(plan.rolls.map(({ unit }) => [unit, emptyFigures(unit, ref.period)]));
  for (const part of parts.flatMap((one) => one.parts)) {
    byUnit.set(part.unit, mergeFigures(byUnit.get(part.unit) ?? emptyFigures(part.unit, ref.period), part));
  }
  const rolledUp = rollUp(data.units, byUnit, ref.period);
  const controlTotals = mustHold(reportTotals(data.units, byUnit, rolledUp, ref.period));
  const content: RolledUpFigures = {
    units: [...rolledUp.figures.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1)),
    unplaced: rolledUp.unplaced,
    controlTotals,
  };
  await work.pack(figuresKey(ref), content);
  return { batches: slicesOf(ref, content.units.length, unitsPerBatch) };
}
