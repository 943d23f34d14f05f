import type { Period } from '../period.ts';
import { codeSince, type Unit, type UnitCode, unit, unitIn, unitsIn } from '../unit.ts';
import { emptyFigures, mergeFigures, type UnitFigures } from './unit-figures.ts';

/** Figures of every counted unit and of all units above them, in the hierarchy that was valid in the period. */
export interface RolledUp {
  readonly figures: Map<UnitCode, UnitFigures>;
  /**
   * What was counted of each unit itself; units that are no longer valid in the period stand with their heirs. For the
   * control totals.
   */
  readonly own: ReadonlyMap<UnitCode, UnitFigures>;
  /** Where the climbing ends: the sum over the roots is the sum of all that was counted. */
  readonly roots: UnitCode[];
  /**
   * Roots that should not be: units that the units file does not know, whose parent it does not know, or that have none
   * though others stand on a higher level. Their figures stand alone and are missing from the province's sum: a report must say so.
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
 * (districts did until 2025) has the sum of both. Villages stay with the unit that names them.
 *
 * @param counted what was counted of each unit itself. Units without an entry get none, unless others lie below them.
 * @throws UnitHierarchyBroken when a unit is its own ancestor.
 */
export function rollUp(units: readonly Unit[], counted: ReadonlyMap<UnitCode, UnitFigures>, month: Period): RolledUp {
  const own = withHeirs(units, counted, month);
  const levels = new Set(unitsIn(units, month).map(({ level }) => level));
  const highest = unit.shape.level.options.find((level) => levels.has(level));
  const figures = new Map<UnitCode, UnitFigures>();
  const roots = new Set<UnitCode>();
  const unplaced = new Set<UnitCode>();
  for (const [code, of] of own) {
    const climb = unitsAbove(units, code, month);
    for (const at of climb.codes) {
      const before = figures.get(at) ?? emptyFigures(at, month, of.targets);
      figures.set(at, mergeFigures(before, at === code ? of : { ...of, villages: [] }));
    }
    roots.add(climb.root);
    // A commune whose superior was left blank would stand beside the province, and the province lack its people.
    const isTop = highest === undefined || unitIn(units, climb.root, month)?.level === highest;
    if (!climb.placed || !isTop) unplaced.add(climb.root);
  }
  return { figures, own, roots: [...roots], unplaced: [...unplaced] };
}

/**
 * What was counted, under units of the period. A commune that merged on 1 July was paid until June: that stands in the
 * year's figures of its nearest superior that there still is, since nobody says which new unit its people are in.
 */
function withHeirs(
  units: readonly Unit[],
  counted: ReadonlyMap<UnitCode, UnitFigures>,
  month: Period,
): ReadonlyMap<UnitCode, UnitFigures> {
  const own = new Map<UnitCode, UnitFigures>();
  for (const [code, of] of counted) {
    const heir = codeSince(units, code, month, month);
    const moved = heir === code ? of : { ...of, unit: heir, villages: [] };
    const before = own.get(heir);
    own.set(heir, before === undefined ? moved : mergeFigures(before, moved));
  }
  return own;
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
