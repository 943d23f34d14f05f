import type { RollPart } from './submission.ts';

/**
 * The lists that a unit's roll is made of once a list is among them, in the order of their arrival, whatever the order
 * in which they are closed. A full list ends all that came before it; what changes the roll and came later stays.
 * `superseded`: a full list that came later stands already. A list that is among them is left as it is.
 */
export function withPart(standing: readonly RollPart[], own: RollPart): readonly RollPart[] | 'superseded' {
  if (standing.some(({ id }) => id === own.id)) return standing;
  const newest = newestWhole(standing);
  if (newest !== undefined && newest.id > own.id) return 'superseded';
  const staying = own.kind === 'full' ? standing.filter(({ id, kind }) => id > own.id && kind !== 'full') : standing;
  return [...staying, own].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The full list that all others of a roll build on; undefined where there is no roll yet. */
export function newestWhole(parts: readonly RollPart[]): RollPart | undefined {
  return parts.findLast(({ kind }) => kind === 'full');
}
