import type { PersonMarks } from './person-marks.ts';

/** Where a row stands in its file. */
export interface RowPlace {
  /** Null in CSV. */
  readonly sheet: string | null;
  readonly row: number;
}

/** The first row with a key, and whom it lists. */
export interface FirstRow extends RowPlace {
  readonly who: PersonMarks;
}

const START_CAPACITY = 1024;
/** Open addressing stays quick while a third of the slots are free. */
const FULL_AT = 2 / 3;
const EMPTY = 0xffff_ffff;

/**
 * Where each key first stood in a file: a person and programme (a number), or a whole row without an id (a text).
 * Keys live in typed arrays, some 60 bytes each, so that a million rows need 60 MB and the garbage collector nothing
 * to walk. A text is kept as 84 bits of hash: among a million different rows the chance that any two are taken for one
 * is below 10⁻¹¹.
 */
export class SeenRows {
  #keys = new Float64Array(START_CAPACITY);
  #checks = new Uint32Array(START_CAPACITY);
  #rows = new Uint32Array(START_CAPACITY).fill(EMPTY);
  #sheets = new Uint16Array(START_CAPACITY);
  #letters = new Uint32Array(START_CAPACITY);
  #marks = new Uint32Array(START_CAPACITY);
  #years = new Uint16Array(START_CAPACITY);
  #count = 0;
  readonly #sheetNames: (string | null)[] = [];
  /** What {@link #hash} found, kept in fields so that no row needs an object for it. */
  #key = 0;
  #check = 0;

  /**
   * The place of the first row with this key; null when this is it.
   * @param key a whole number from 0 to 2^53 - 1, or a text.
   */
  firstOf(key: number | string, sheet: string | null, row: number, who: PersonMarks): FirstRow | null {
    this.#hash(key);
    const slot = slotOf(this.#keys, this.#checks, this.#rows, this.#key, this.#check);
    const first = this.#rows[slot] ?? EMPTY;
    if (first !== EMPTY) {
      const [letters = 0, marks = 0, year = 0] = [this.#letters[slot], this.#marks[slot], this.#years[slot]];
      const name = this.#sheetNames[this.#sheets[slot] ?? 0] ?? null;
      return { sheet: name, row: first, who: { letters, marks, year } };
    }
    this.#letters[slot] = who.letters;
    this.#marks[slot] = who.marks;
    this.#years[slot] = who.year;
    this.#keys[slot] = this.#key;
    this.#checks[slot] = this.#check;
    this.#rows[slot] = row;
    this.#sheets[slot] = this.#sheetNumber(sheet);
    this.#count += 1;
    if (this.#count > this.#keys.length * FULL_AT) this.#grow();
    return null;
  }

  /** Rows of a sheet follow one another, so the name is nearly always the last one. */
  #sheetNumber(sheet: string | null): number {
    const last = this.#sheetNames.length - 1;
    if (last >= 0 && this.#sheetNames[last] === sheet) return last;
    const known = this.#sheetNames.indexOf(sheet);
    return known === -1 ? this.#sheetNames.push(sheet) - 1 : known;
  }

  /** Texts take the negative numbers, so that none can meet the key of a person. */
  #hash(key: number | string): void {
    if (typeof key === 'number') {
      this.#key = key;
      this.#check = 0;
      return;
    }
    // Three lanes of multiply and mix (the constants are MurmurHash3's and xxHash's), each seeing every letter.
    let [one, two, three] = [0x9747b28c, 0x5bd1e995, 0x27d4eb2f];
    for (let index = 0; index < key.length; index++) {
      const code = key.charCodeAt(index);
      one = Math.imul(one ^ code, 0x9e3779b1);
      two = Math.imul(two ^ code, 0x85ebca77);
      three = Math.imul((three << 5) ^ (three >>> 27) ^ code, 0xc2b2ae3d);
    }
    one = mixed(one ^ (two >>> 15));
    two = mixed(two ^ key.length);
    this.#key = -1 - (one * 0x10_0000 + (two & 0xf_ffff));
    this.#check = mixed(three);
  }

  #grow(): void {
    const [keys, checks, rows, sheets] = [this.#keys, this.#checks, this.#rows, this.#sheets];
    const [letters, marks, years] = [this.#letters, this.#marks, this.#years];
    const capacity = keys.length * 2;
    this.#keys = new Float64Array(capacity);
    this.#checks = new Uint32Array(capacity);
    this.#rows = new Uint32Array(capacity).fill(EMPTY);
    this.#sheets = new Uint16Array(capacity);
    this.#letters = new Uint32Array(capacity);
    this.#marks = new Uint32Array(capacity);
    this.#years = new Uint16Array(capacity);
    for (let old = 0; old < rows.length; old++) {
      const [key = 0, check = 0, row = EMPTY, sheet = 0] = [keys[old], checks[old], rows[old], sheets[old]];
      if (row === EMPTY) continue;
      const slot = slotOf(this.#keys, this.#checks, this.#rows, key, check);
      this.#keys[slot] = key;
      this.#checks[slot] = check;
      this.#rows[slot] = row;
      this.#sheets[slot] = sheet;
      this.#letters[slot] = letters[old] ?? 0;
      this.#marks[slot] = marks[old] ?? 0;
      this.#years[slot] = years[old] ?? 0;
    }
  }
}

/** The slot that holds the key, or the free one where it belongs. The capacity is a power of two. */
function slotOf(keys: Float64Array, checks: Uint32Array, rows: Uint32Array, key: number, check: number): number {
  const mask = keys.length - 1;
  const high = Math.floor(key / 0x1_0000_0000);
  let slot = mixed((key | 0) ^ Math.imul(high, 0x85ebca77) ^ check) & mask;
  while (rows[slot] !== EMPTY && (keys[slot] !== key || checks[slot] !== check)) slot = (slot + 1) & mask;
  return slot;
}

/** The finalizer of MurmurHash3 (public domain): every bit of the input moves half the bits of the result. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
