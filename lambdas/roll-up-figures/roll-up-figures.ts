import { mustHold } from '../domain/control-total.ts';
import type { Objects, References } from '../domain/ports.ts';
import { figureContext } from '../domain/reports/figure-context.ts';
import {
  figureParts,
  figuresKey,
  type PublicationRef,
  paidFiguresKey,
  planKey,
  publicationSlices,
  type RolledUpFigures,
  reportPlan,
  rolledUpFigures,
  rollFiguresKey,
  type SliceRef,
} from '../domain/reports/report-objects.ts';
import { type ReportTotal, reportTotals, rollTotals, unitTotals } from '../domain/reports/report-totals.ts';
import { rollUp } from '../domain/reports/roll-up.ts';
import type { UnitControls } from '../domain/reports/unit-controls.ts';
import { emptyFigures, mergeFigures, type UnitFigures } from '../domain/reports/unit-figures.ts';
import type { UnitCode } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst' | 'unpack'>;
  readonly references: Pick<References, 'version'>;
}

/**
 * Adds the counts of rolls and payments to figures of every unit, and those up to district and province. Throws
 * `ControlTotalBroken` when a roll is not what was recorded, when what was counted by people is not what was counted by
 * rows and payments, or when what stands on a form is not the sum of what stands below it. The first try that ends has
 * added up: every unit is rendered from the same figures.
 */
export async function rollUpFigures(
  { work, references }: Ports,
  ref: PublicationRef,
  counted: { rolls: SliceRef[]; payments: SliceRef[] },
  unitsPerBatch: number,
): Promise<{ batches: SliceRef[] }> {
  const plan = await work.unpack(planKey(ref), reportPlan);
  const { data } = await references.version(plan.referenceVersion);
  const { targets } = figureContext(ref.period, data);
  const byUnit = new Map<UnitCode, UnitFigures>(
    plan.rolls.map(({ unit }) => [unit, emptyFigures(unit, ref.period, targets)]),
  );
  const controls: UnitControls[] = [];
  // One after the other: of a province, all together are too many to keep beside what they add up to.
  for (const key of [...counted.rolls.map(rollFiguresKey), ...counted.payments.map(paidFiguresKey)]) {
    const read = await work.unpack(key, figureParts);
    for (const part of read.parts) {
      const before = byUnit.get(part.unit);
      byUnit.set(part.unit, before === undefined ? part : mergeFigures(before, part));
    }
    controls.push(...read.controls);
  }
  controls.sort((a, b) => (a.unit < b.unit ? -1 : 1));
  const rolledUp = rollUp(data.units, byUnit, ref.period);
  const units = [...rolledUp.figures.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1));
  const rowsOf = new Map(controls.map(({ unit, rows }) => [unit, rows]));
  const none = { rows: 0, amount: 0 };
  const controlTotals: ReportTotal[] = [
    ...plan.rolls.flatMap(({ unit, recorded }) =>
      rollTotals(data.units, ref.period, { unit, read: rowsOf.get(unit) ?? none, recorded }),
    ),
    ...units.flatMap((of) => unitTotals(data.units, of)),
    ...reportTotals(data.units, byUnit, rolledUp, ref.period),
  ];
  mustHold(controlTotals);
  const content: RolledUpFigures = { units, controls, unplaced: rolledUp.unplaced, controlTotals };
  const standing = await work.packFirst(figuresKey(ref), rolledUpFigures, content);
  return { batches: publicationSlices(ref, standing.units.length, unitsPerBatch) };
}
