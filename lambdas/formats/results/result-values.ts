import { type Dong, dong } from '../../domain/money.ts';
import { type Day, day, dayOf } from '../../domain/period.ts';

/** Thousands in threes with one kind of separator ("360.000", "1,455,000"), or digits alone. */
const WHOLE = /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+)$/;
/** A fraction of nothing at the end: "360000.00", "1.455.000,0". Three zeros are thousands, as people write here. */
const ZERO_FRACTION = /^(.*\d)([.,])0{1,2}$/;

/**
 * An amount as a table gives it, in whole đồng, or null. Exact or nothing: a fraction, a sign, mixed separators, an
 * exponent are all null, because what came back is compared with what was sent, and a guess would hide a difference.
 */
export function amountFromText(text: string): Dong | null {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Z}\s]+/gu, '')
    .replace(/(?:đồng|vnđ|vnd|đ|₫)\.?$/iu, '');
  if (WHOLE.test(plain)) return toDongOrNull(plain.replaceAll(/[.,]/g, ''));
  const [, whole, separator] = ZERO_FRACTION.exec(plain) ?? [];
  // "1.455.00": the same sign cannot part thousands and a fraction.
  if (whole === undefined || separator === undefined || whole.includes(separator) || !WHOLE.test(whole)) return null;
  return toDongOrNull(whole.replaceAll(/[.,]/g, ''));
}

/** An `xs:decimal`, in which the point is always the decimal point. Null for a fraction that is not zero. */
export function amountFromDecimal(text: string): Dong | null {
  const whole = /^\+?(\d+)(?:\.0*)?$/.exec(text.trim())?.[1];
  return whole === undefined ? null : toDongOrNull(whole);
}

/**
 * A day as a table gives it: ISO 8601 (with an offset, the day in Viet Nam), dd/mm/yyyy with `/`, `-` or `.`, or
 * yyyymmdd; a time of day after it is passed over. Null for anything else, and for days that do not exist.
 */
export function dayFromText(text: string): Day | null {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(trimmed)) return dayOfInstant(trimmed);
  const [, year, month, date] =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(trimmed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed) ?? [];
  if (year !== undefined) return toDayOrNull(year, month, date);
  const [, written, sign, writtenMonth, writtenYear] =
    /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: .*)?$/.exec(trimmed) ?? [];
  return sign === undefined ? null : toDayOrNull(writtenYear, writtenMonth, written);
}

/** Through the schema, so that sixteen digits, which a number no longer holds exactly, are refused. */
function toDongOrNull(digits: string): Dong | null {
  return dong.safeParse(Number(digits)).data ?? null;
}

function toDayOrNull(year = '', month = '', date = ''): Day | null {
  return day.safeParse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`).data ?? null;
}

function dayOfInstant(text: string): Day | null {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : dayOf(instant);
}
