import { isDigits } from '../../domain/readings/letters.ts';

/** The last day that Excel knows, 9999-12-31. */
const MAX_SERIAL = 2_958_465;
/** Between the epochs of 1900 and 1904 (ECMA-376 part 1, 18.17.4.1). */
const DAYS_TO_1904 = 1462;
const DAY_MILLISECONDS = 86_400_000;

/**
 * A serial number of a day as `YYYY-MM-DD`, or null where Excel itself shows none. Excel believes that 29 February
 * 1900 existed (serial 60), so earlier serials count from one day later.
 */
export function dateOfSerial(serial: number, epoch1904: boolean): string | null {
  const days = Math.floor(serial + 1e-9) + (epoch1904 ? DAYS_TO_1904 : 0);
  if (!(days >= 1 && days <= MAX_SERIAL)) return null;
  const base = Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(base + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * A stored number as plain digits. Excel writes large numbers as `1.2345678901234E+16`; that is exact, so its digits
 * can be written out. Zeros that only the format shows are put back.
 */
export function digitsOf(raw: string, minimumDigits: number): string {
  if (minimumDigits <= raw.length && isDigits(raw)) return raw;
  const plain = raw.includes('E') || raw.includes('e') ? withoutExponent(raw) : raw;
  return minimumDigits > plain.length && /^\d+$/.test(plain) ? plain.padStart(minimumDigits, '0') : plain;
}

function withoutExponent(raw: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]\+?(\d{1,2})$/.exec(raw);
  if (match === null) return raw;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  const shift = Number(exponent);
  const digits = fraction.padEnd(shift, '0');
  const rest = digits.slice(shift);
  return `${sign}${(whole + digits.slice(0, shift)).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
}

/** Characters that XML cannot hold are stored as `_x000D_` (ECMA-376 part 1, 22.4.2.4, ST_Xstring). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
