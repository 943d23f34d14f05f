import { z } from 'zod';

/**
 * Whole đồng. VND has no minor unit (ISO 4217 exponent 0), so money is an integer and never a fraction.
 * The limit stands far below 2^53, so that no sum over a nation's month can lose a đồng: ten million people at
 * a thousand times the largest monthly benefit still fit.
 */
export const MAX_DONG = 1_000_000_000_000_000;

export const dong = z.number().int().min(0).max(MAX_DONG).brand<'Dong'>();
/** An amount of whole đồng, never negative. */
export type Dong = z.infer<typeof dong>;

export const ZERO_DONG: Dong = dong.parse(0);

/** Turns a number into đồng. Throws a ZodError when it is negative, fractional or beyond {@link MAX_DONG}. */
export function toDong(value: number): Dong {
  if (isDong(value)) return value;
  return dong.parse(value);
}

function isDong(value: number): value is Dong {
  return Number.isInteger(value) && value >= 0 && value <= MAX_DONG;
}

/** The sum of amounts, exact. Throws when the sum passes {@link MAX_DONG}. */
export function sumDong(amounts: Iterable<Dong>): Dong {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return toDong(sum);
}

/**
 * Thousands of đồng as the forms print them: rounded half up, each printed cell by itself
 * (ruling 6: sums are of đồng, rounding is for printing only).
 */
export function toThousands(amount: Dong): number {
  return Math.floor((amount + 500) / 1000);
}

const GROUPED = new Intl.NumberFormat('vi-VN');

/** Vietnamese grouping, without a currency sign: 1234567 → "1.234.567". */
export function formatDong(amount: number): string {
  return GROUPED.format(amount);
}
