import type { RowChange, RowNote, RowValues } from '../lists/list-row.ts';
import { folded } from '../readings/folded-text.ts';
import { compareNames } from '../readings/name-comparison.ts';

/** What stands on a roll, as far as changes look at it. */
export interface Listed {
  readonly values: RowValues;
  readonly notes: readonly RowNote[];
}

/** How a change meets the roll. Where it fits, `place` is where its line stands; who joins has none yet. */
export type Meeting<Line> =
  | { readonly meets: 'joins' }
  | { readonly meets: 'fits'; readonly place: number; readonly line: Line }
  | { readonly meets: 'already-on-roll' | 'not-on-roll' | 'several-on-roll' };

/**
 * The lines of a roll in their order, found by person. A line that is changed keeps its place, one that joins comes
 * last.
 */
export class RollLines<Line extends Listed> {
  /** By place, in the order of places: a place that was freed is never given again. */
  readonly #lines = new Map<number, Line>();
  readonly #places = new Map<string, Set<number>>();
  #next = 0;

  constructor(lines: Iterable<Line> = []) {
    for (const line of lines) this.add(line);
  }

  lines(): Line[] {
    return [...this.#lines.values()];
  }

  add(line: Line): void {
    this.#lines.set(this.#next, line);
    this.#index(this.#next, line);
    this.#next += 1;
  }

  replace(place: number, line: Line): void {
    this.#forget(place);
    // Setting a key that is there keeps its turn in a Map.
    this.#lines.set(place, line);
    this.#index(place, line);
  }

  remove(place: number): void {
    this.#forget(place);
    this.#lines.delete(place);
  }

  removeWhere(leaves: (line: Line) => boolean): void {
    for (const [place, line] of [...this.#lines]) if (leaves(line)) this.remove(place);
  }

  /**
   * How a change meets the roll. A person is found by the id; without one by name and birth date. Where the change
   * names no programme, the person must have but one line.
   */
  meet(change: RowChange, values: RowValues): Meeting<Line> {
    const found = this.#ofPerson(change, values).filter(
      ({ line }) => values.programme === null || line.values.programme === values.programme,
    );
    const [first] = found;
    if (change === 'increase') return { meets: first === undefined ? 'joins' : 'already-on-roll' };
    if (first === undefined) return { meets: 'not-on-roll' };
    return found.length > 1 ? { meets: 'several-on-roll' } : { meets: 'fits', ...first };
  }

  #ofPerson(change: RowChange, values: RowValues): { place: number; line: Line }[] {
    const known = values.personalId === null ? [] : this.#at(idKey(values.personalId));
    if (known.length > 0 || values.fullName === null) return known;
    const alike = this.#at(nameKey(values.fullName)).filter(({ line }) => isSamePerson(line.values, values));
    const nameless = alike.filter(({ line }) => line.values.personalId === null);
    // Somebody new may share name and birth date with a neighbour: only a line without an id repeats one without an id.
    if (change === 'increase') return values.personalId === null ? nameless : [];
    // An adjustment is how a line gets the id it lacks, and who gives an id never means a line that has another.
    return values.personalId === null ? alike : nameless;
  }

  #at(key: string): { place: number; line: Line }[] {
    return [...(this.#places.get(key) ?? [])].flatMap((place) => {
      const line = this.#lines.get(place);
      return line === undefined ? [] : [{ place, line }];
    });
  }

  #index(place: number, { values }: Line): void {
    for (const key of keysOf(values)) {
      const places = this.#places.get(key) ?? new Set<number>();
      this.#places.set(key, places.add(place));
    }
  }

  #forget(place: number): void {
    const line = this.#lines.get(place);
    if (line === undefined) return;
    for (const key of keysOf(line.values)) this.#places.get(key)?.delete(place);
  }
}

function keysOf({ personalId, fullName }: RowValues): string[] {
  return [...(personalId === null ? [] : [idKey(personalId)]), ...(fullName === null ? [] : [nameKey(fullName)])];
}

function idKey(id: string): string {
  return `id ${id}`;
}

/** Folding takes the marks off: it only brings together what is then compared with its marks (ruling 11). */
function nameKey(name: string): string {
  return `name ${folded(name)}`;
}

/** Whether two rows without a common id name the same person: the name, and the birth date as far as both give it. */
export function isSamePerson(one: RowValues, other: RowValues): boolean {
  if (one.fullName === null || other.fullName === null || one.birthDate === null || other.birthDate === null) {
    return false;
  }
  return (
    (one.birthDate.startsWith(other.birthDate) || other.birthDate.startsWith(one.birthDate)) &&
    compareNames(one.fullName, other.fullName) === 'same'
  );
}
