import { type ControlTotal, controlTotalOf } from '../control-total.ts';
import type { Period } from '../period.ts';
import { type Unit, type UnitCode, unitIn } from '../unit.ts';
import { addFigures, emptyFigures, mergeFigures, noFigures, type UnitFigures } from './unit-figures.ts';

/** Figures of every counted unit and of all units above them, in the hierarchy that was valid in the period. */
export interface RolledUp {
  readonly figures: Map<UnitCode, UnitFigures>;
  /** Where the climbing ends: the sum over the roots is the sum of all that was counted. */
  readonly roots: UnitCode[];
  /**
   * Roots that should not be: units that were not valid in the period, or whose parent was not. Their figures stand
   * alone and are missing from the province's sum: a report must say so.
   */
  readonly unplaced: UnitCode[];
}

/** The units file names somebody as their own superior: the name of the error in a state machine. */
export class UnitHierarchyBroken extends Error {
  override readonly name = 'UnitHierarchyBroken';

  constructor(code: UnitCode, month: Period) {
    super(`Unit ${code} stands above itself in ${month}`);
  }
}

/**
 * Adds each unit's figures to all the units above it. A unit that sends lists of its own and has others below it
 * (districts did until 2025) has the sum of both.
 *
 * @param counted what was counted of each unit itself. Units without an entry get none, unless others lie below them.
 * @throws UnitHierarchyBroken when a unit is its own ancestor.
 */
export function rollUp(units: readonly Unit[], counted: ReadonlyMap<UnitCode, UnitFigures>, month: Period): RolledUp {
  const figures = new Map<UnitCode, UnitFigures>();
  const roots = new Set<UnitCode>();
  const unplaced = new Set<UnitCode>();
  for (const [code, own] of counted) {
    const climb = unitsAbove(units, code, month);
    for (const at of climb.codes) figures.set(at, mergeFigures(figures.get(at) ?? emptyFigures(at, month), own));
    roots.add(climb.root);
    if (!climb.placed) unplaced.add(climb.root);
  }
  return { figures, roots: [...roots], unplaced: [...unplaced] };
}

/** The unit itself and all above it in a month; `placed` says that the last of them is rightly the top. */
function unitsAbove(
  units: readonly Unit[],
  from: UnitCode,
  month: Period,
): { codes: UnitCode[]; root: UnitCode; placed: boolean } {
  const codes = [from];
  let root = from;
  let unit = unitIn(units, from, month);
  while (unit !== undefined && unit.parent !== null) {
    const parent = unitIn(units, unit.parent, month);
    if (parent === undefined) return { codes, root, placed: false };
    if (codes.includes(parent.code)) throw new UnitHierarchyBroken(parent.code, month);
    root = parent.code;
    codes.push(root);
    unit = parent;
  }
  return { codes, root, placed: unit !== undefined };
}

/**
 * The identities of a report: for each unit with others below it, what stands on its form is what stands on theirs
 * and was counted of itself; and over the roots, all that was counted, once. Left is the report, right the parts.
 */
export function reportTotals(
  units: readonly Unit[],
  counted: ReadonlyMap<UnitCode, UnitFigures>,
  rolled: RolledUp,
  month: Period,
): ControlTotal[] {
  const parts = new Map<UnitCode, UnitFigures[]>();
  for (const [code, of] of rolled.figures) {
    const parent = unitIn(units, unitIn(units, code, month)?.parent ?? '', month)?.code;
    if (parent !== undefined) parts.set(parent, [...(parts.get(parent) ?? []), of]);
  }
  const totals: ControlTotal[] = [];
  for (const [code, below] of parts) {
    const whole = rolled.figures.get(code);
    const own = counted.get(code);
    const name = unitIn(units, code, month)?.name ?? code;
    if (whole !== undefined) totals.push(...compare(name, [whole], own === undefined ? below : [...below, own]));
  }
  const roots = rolled.roots.flatMap((code) => rolled.figures.get(code) ?? []);
  return [...totals, ...compare('toàn bộ báo cáo', roots, [...counted.values()])];
}

function compare(name: string, left: readonly UnitFigures[], right: readonly UnitFigures[]): ControlTotal[] {
  const [of, parts] = [sumOver(left), sumOver(right)];
  return [
    controlTotalOf(`Đối tượng trên địa bàn, ${name}: báo cáo = tổng các đơn vị`, of.onRoll, parts.onRoll),
    controlTotalOf(`Đối tượng đã chi trả qua tài khoản, ${name}: báo cáo = tổng các đơn vị`, of.people, parts.people),
    controlTotalOf(`Số tiền chi trả qua tài khoản (đồng), ${name}: báo cáo = tổng các đơn vị`, of.amount, parts.amount),
  ];
}

function sumOver(all: readonly UnitFigures[]): { onRoll: number; people: number; amount: number } {
  const sum = all.flatMap((of) => [of.groups.BTXH, of.groups.NCC, of.groups.KHAC]).reduce(addFigures, noFigures());
  return {
    onRoll: sum.onRoll.cumulative,
    people: sum.paidPeople.cumulative,
    amount: sum.paidAmount.cumulative,
  };
}
