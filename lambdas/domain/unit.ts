import { z } from 'zod';
import { day, firstDay, lastDay, type Period, periodOf } from './period.ts';

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

/** What kind of unit a name says it is, with the space after it. */
export const KIND_OF_UNIT = /^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+/iu;

/**
 * Under which code of a month stands what another month says of a code. A unit that goes on, as a phường where it was a
 * xã perhaps, has its own; where the code names another place since (1,797 codes do since 1 July 2025) or nothing, it is
 * the nearest unit above it then that goes on. A unit that had ended before counts as what it was last. The code itself
 * where there is none.
 */
export function codeSince(units: readonly Unit[], code: UnitCode, then: Period, now: Period): UnitCode {
  const passed = new Set<string>();
  let month = then;
  let at = lastKnown(units, code, month);
  while (at !== undefined && !passed.has(at.code)) {
    passed.add(at.code);
    const today = unitIn(units, at.code, now);
    if (today !== undefined && isSamePlace(at, today)) return today.code;
    // What stood above it stood there while it was valid.
    if (at.validTo !== null && at.validTo < firstDay(month)) month = periodOf(at.validTo);
    at = at.parent === null ? undefined : lastKnown(units, at.parent, month);
  }
  return code;
}

/** What a code names in a month, or named last before it. */
function lastKnown(units: readonly Unit[], code: UnitCode, month: Period): Unit | undefined {
  const found = unitIn(units, code, month);
  if (found !== undefined) return found;
  let last: Unit | undefined;
  for (const one of units) {
    if (one.code !== code || one.validFrom > lastDay(month)) continue;
    if (last === undefined || one.validFrom > last.validFrom) last = one;
  }
  return last;
}

/** A province that merged in 2025 bears the code of one that it took in (44: Quảng Bình, now in Quảng Trị). */
function isSamePlace(one: Unit, other: Unit): boolean {
  if (one === other || (one.level === 'province' && other.level === 'province')) return true;
  return placeName(one) === placeName(other);
}

function placeName({ name }: Unit): string {
  return name.normalize('NFC').trim().replace(KIND_OF_UNIT, '').toLocaleLowerCase('vi');
}
