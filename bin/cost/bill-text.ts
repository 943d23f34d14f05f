import type { Bill, BillLine } from './bill.ts';

/** Dollars with as many digits as are worth reading. */
export function dollars(usd: number): string {
  return usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: usd < 0.1 ? 4 : 2 });
}

/** What a line is, how much of it, what it costs, and what it grows with. */
export function cellsOf({ what, quantity, unit, usd, growsWith }: BillLine): string[] {
  return [what, rounded(quantity), unit, dollars(usd), growsWith];
}

export const BILL_TITLES = ['what', 'quantity', 'unit', 'USD', 'grows with'];

function rounded(quantity: number): string {
  return quantity.toLocaleString('en', { maximumFractionDigits: quantity < 100 ? 2 : 0 });
}

export interface Shares {
  readonly perMillion: number;
  /** Without what a deployment costs with nobody in it. */
  readonly growingPerMillion: number;
  readonly transitionsPerMillion: number;
}

/** The figures that the aims speak of. */
export function sharesOf({ usd, deploymentUsd, transitions }: Bill, people: number): Shares {
  const millions = people / 1_000_000;
  return {
    perMillion: usd / millions,
    growingPerMillion: (usd - deploymentUsd) / millions,
    transitionsPerMillion: transitions / millions,
  };
}
