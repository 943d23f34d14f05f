import type { Period } from '../period.ts';
import { type Unit, type UnitCode, unitIn } from '../unit.ts';
import { unitsAskedForLists } from './asked-units.ts';

/**
 * Units that are asked for a list and have sent none, by code. Nobody waits for a commune whose district sent one for all
 * of its communes, as districts did until 2025.
 *
 * @param sent the units that sent a list of the month that counts; a roll carried over is none.
 */
export function unitsWithoutList(units: readonly Unit[], month: Period, sent: ReadonlySet<UnitCode>): UnitCode[] {
  const isSentFor = (code: UnitCode, below: readonly UnitCode[] = []): boolean => {
    if (sent.has(code)) return true;
    const parent = unitIn(units, code, month)?.parent ?? null;
    return parent !== null && !below.includes(parent) && isSentFor(parent, [...below, code]);
  };
  return [...unitsAskedForLists(units, month)].filter((code) => !isSentFor(code)).sort();
}
