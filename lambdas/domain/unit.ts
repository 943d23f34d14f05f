import { z } from 'zod';
import { day, firstDay, lastDay, type Period } from './period.ts';

/** A unit's code in the national directory: province 2 digits, district 3, commune 5. Codes were reused in 2025. */
export const unitCode = z
  .string()
  .regex(/^\d{2,5}$/)
  .brand<'UnitCode'>();
export type UnitCode = z.infer<typeof unitCode>;

export const unit = z.object({
  code: unitCode,
  name: z.string().min(1),
  level: z.enum(['province', 'district', 'commune']),
  parent: unitCode.nullable(),
  validFrom: day,
  /** Includes its day; null means still valid (ruling 15). */
  validTo: day.nullable(),
});
/** An administrative unit in the time it is valid: the pair (code, valid from) names it, never the code alone. */
export type Unit = z.infer<typeof unit>;

/** The unit that a code names in a month, or undefined: it must be valid on some day of that month. */
export function unitIn(units: readonly Unit[], code: string, month: Period): Unit | undefined {
  return units.find((candidate) => candidate.code === code && isValidIn(candidate, month));
}

/** The units valid in a month. */
export function unitsIn(units: readonly Unit[], month: Period): Unit[] {
  return units.filter((candidate) => isValidIn(candidate, month));
}

/** Their codes, each once: a unit that was renamed within the month is valid twice in it. */
export function unitCodesIn(units: readonly Unit[], month: Period): UnitCode[] {
  return [...new Set(unitsIn(units, month).map(({ code }) => code))];
}

function isValidIn(candidate: Unit, month: Period): boolean {
  return candidate.validFrom <= lastDay(month) && (candidate.validTo === null || candidate.validTo >= firstDay(month));
}
