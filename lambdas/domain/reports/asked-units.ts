import type { Period } from '../period.ts';
import { type Unit, type UnitCode, unitsIn } from '../unit.ts';

/**
 * The units that are asked for a list in a month: every commune, and whoever has no unit below it. Any other unit may
 * send one as well (districts did until 2025); nobody waits for it.
 */
export function unitsAskedForLists(units: readonly Unit[], month: Period): ReadonlySet<UnitCode> {
  const valid = unitsIn(units, month);
  const superiors = new Set(valid.map(({ parent }) => parent));
  return new Set(valid.flatMap(({ code, level }) => (level === 'commune' || !superiors.has(code) ? [code] : [])));
}
