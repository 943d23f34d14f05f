import { tally } from '../domain/tally.ts';

export interface Sum {
  readonly people: number;
  readonly amount: number;
}

export function sum(parts: readonly Sum[]): Sum {
  return parts.reduce((all, part) => ({ people: all.people + part.people, amount: all.amount + part.amount }), {
    people: 0,
    amount: 0,
  });
}

/** Sums by a key, in the order of the keys. */
export function merged<Part extends Sum, Key extends string>(
  parts: readonly Part[],
  keyOf: (part: Part) => Key,
): [Key, Sum][] {
  return tally(
    parts,
    keyOf,
    ({ amount }) => amount,
    ({ people }) => people,
  );
}
