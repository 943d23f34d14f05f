import type { ListCell } from '../lists/list-cell.ts';
import { type Dong, MAX_DONG, toDong } from '../money.ts';
import { halfWidth } from './folded-text.ts';
import { isDigits } from './letters.ts';

/** An amount as a cell gives it: `unreadable` and `negative` are never guessed at. */
export type AmountReading =
  | { readonly kind: 'amount'; readonly amount: Dong }
  | { readonly kind: 'missing' }
  | { readonly kind: 'negative' }
  | { readonly kind: 'unreadable' };

const UNREADABLE: AmountReading = { kind: 'unreadable' };
const MISSING: AmountReading = { kind: 'missing' };
/** A formula's cached value may miss the whole đồng by what doubles lose; anything more is a fraction of a đồng. */
const ROUNDING = 1e-4;

/** "1.624.000 đ/tháng": lists pay by the month, so the words say nothing more. Spaces are gone by then. */
const PER_MONTH = /(\/|một)(1)?tháng$/i;
const CURRENCY = /(vnđ|vnd|đồng|dong|đ|₫)\.?$/i;

/** Reads whole đồng from a number or from text with Vietnamese or English grouping: `540.000`, `1,234,567 đ`. */
export function readAmount(cell: ListCell | undefined): AmountReading {
  if (cell === undefined) return MISSING;
  switch (cell.kind) {
    case 'number':
      return amountOf(Number(cell.raw));
    case 'text':
      return amountInText(cell.text);
    default:
      return UNREADABLE;
  }
}

function amountInText(text: string): AmountReading {
  if (text.length <= 15 && isDigits(text)) return amountOf(Number(text));
  const bare = halfWidth(text)
    .normalize('NFC')
    .replace(/\s|[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/^'/, '')
    .replace(PER_MONTH, '')
    .replace(CURRENCY, '');
  if (/^[-–—]*$/.test(bare)) return MISSING;
  const negative = /^\((.+)\)$/.exec(bare)?.[1] ?? /^[-–](.+)$/.exec(bare)?.[1];
  if (negative !== undefined) return ungrouped(negative) === null ? UNREADABLE : { kind: 'negative' };
  const digits = ungrouped(bare);
  return digits === null ? UNREADABLE : amountOf(Number(digits));
}

/**
 * The digits of a grouped number, or null. One separator must group by threes throughout: `540.5` could be half a
 * đồng or a slip, so it is not read. Zero decimals are read beside the other separator (`540.000,00`), or behind four
 * and more digits (`540000.00`), where no group can end.
 */
function ungrouped(text: string): string | null {
  if (/^\d+$/.test(text)) return text;
  const plain = /^(\d{4,})[.,]0{1,2}$/.exec(text)?.[1];
  if (plain !== undefined) return plain;
  const grouped = /^(\d{1,3}(?:\.\d{3})+)(?:,0{1,2})?$/.exec(text) ?? /^(\d{1,3}(?:,\d{3})+)(?:\.0{1,2})?$/.exec(text);
  return grouped?.[1]?.replace(/[.,]/g, '') ?? null;
}

function amountOf(value: number): AmountReading {
  const whole = Math.round(value);
  if (!Number.isFinite(value) || Math.abs(value - whole) > ROUNDING || whole > MAX_DONG) return UNREADABLE;
  if (whole < 0) return { kind: 'negative' };
  return { kind: 'amount', amount: toDong(whole) };
}
