import type { ListNote } from '../../domain/lists/list-facts.ts';
import { listNoteOf } from '../../domain/lists/note-catalogue.ts';
import { formatPeriod, type Period } from '../../domain/period.ts';
import { folded, tidyText } from '../../domain/readings/folded-text.ts';
import { compareNames } from '../../domain/readings/name-comparison.ts';
import { remembering } from '../../domain/readings/remembering.ts';
import { type Unit, type UnitCode, unitsIn } from '../../domain/unit.ts';

/** Before a unit's name: its level, and the committee's words. */
const LEVEL =
  /^((ủy ban nhân dân|uỷ ban nhân dân|ubnd|xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|uy ban nhan dan|xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh|tt|tx|tp)[.:]?\s+)+/i;
/** Lines above a table in which other months and units stand than the list's own. */
const REFERENCE = /can cu|quyet dinh|nghi dinh|thong tu|cong van|kem theo|\bngay \d/;

/**
 * Whether a list, and each of its rows, is of the unit and month that it was sent for. Names repeat across provinces,
 * so a text names another unit only where nothing of that name belongs to the sending unit.
 */
export class Belonging {
  readonly #own: Unit | undefined;
  readonly #period: Period;
  readonly #units: readonly Unit[];
  readonly #byCode = new Map<string, Unit>();
  readonly #byName = new Map<string, Unit[]>();
  /** The unit, what it is part of, and what is part of it. */
  readonly #family = new Set<string>();
  readonly #otherNamed = remembering((text): Unit | null => {
    const named = this.#own === undefined ? [] : this.#unitsNamed(text);
    return named.some(({ code }) => this.#family.has(code)) ? null : (named[0] ?? null);
  });

  constructor(units: readonly Unit[], unit: UnitCode, period: Period) {
    this.#period = period;
    this.#units = unitsIn(units, period);
    for (const one of this.#units) {
      this.#byCode.set(one.code, one);
      const name = folded(bareName(one.name));
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), one]);
    }
    this.#own = this.#byCode.get(unit);
    for (let up = this.#own; up !== undefined && !this.#family.has(up.code); up = this.#parentOf(up)) {
      this.#family.add(up.code);
    }
    for (const one of this.#units) if (this.#isBelow(one, unit)) this.#family.add(one.code);
  }

  /** The sending unit's name, or its code where the units file does not know it. */
  get ownName(): string {
    return this.#own?.name ?? '';
  }

  /** Whether a cell, or a group row, names another unit: one that is neither above nor below the sending unit. */
  isOther(text: string): boolean {
    return this.#otherNamed(text) !== null;
  }

  /** Remarks on what the titles of a table say of month and unit. They may be old titles over a right list. */
  notesOn(titles: readonly string[]): ListNote[] {
    const lines = titles.filter((line) => !REFERENCE.test(folded(line)));
    const notes: ListNote[] = [];
    const months = lines.flatMap(monthsIn);
    const [month] = months;
    if (month !== undefined && !months.includes(formatPeriod(this.#period))) {
      notes.push(listNoteOf('period-differs', month, formatPeriod(this.#period)));
    }
    const other = this.#own === undefined ? undefined : this.#otherUnitIn(lines);
    if (other !== undefined) notes.push(listNoteOf('unit-differs', other.name, this.ownName));
    return notes;
  }

  #parentOf({ parent }: Unit): Unit | undefined {
    return parent === null ? undefined : this.#byCode.get(parent);
  }

  #isBelow(one: Unit, code: UnitCode): boolean {
    const passed = new Set<string>();
    for (let up = this.#parentOf(one); up !== undefined && !passed.has(up.code); up = this.#parentOf(up)) {
      if (up.code === code) return true;
      passed.add(up.code);
    }
    return false;
  }

  #unitsNamed(text: string): Unit[] {
    // "Cự Khê, Thanh Oai": the smallest stands first.
    const tidy =
      tidyText(text)
        .split(/[,;–(]|\s-\s/)[0]
        ?.trim() ?? '';
    const byCode = this.#byCode.get(tidy);
    if (byCode !== undefined) return [byCode];
    const bare = bareName(tidy);
    const fitting = (this.#byName.get(folded(bare)) ?? []).filter(
      ({ name }) => compareNames(bare, bareName(name)) !== 'different',
    );
    // "Phường 1": the number alone, without its level, names nothing.
    return /\p{L}/u.test(bare) ? fitting : fitting.filter(({ name }) => folded(name) === folded(tidy));
  }

  /** A commune that the titles name with its level, where they name nothing of the sending unit's own. */
  #otherUnitIn(lines: readonly string[]): Unit | undefined {
    let other: Unit | undefined;
    for (const line of lines) {
      const words = ` ${tidyText(line)
        .toLowerCase()
        .replace(/[^\p{L}\d]+/gu, ' ')} `;
      const plain = ` ${folded(line)} `;
      for (const one of this.#units) {
        if (one.level !== 'commune' || !plain.includes(` ${folded(one.name)} `)) continue;
        if (this.#family.has(one.code)) return undefined;
        if (plain === words || words.includes(` ${one.name.toLowerCase()} `)) other ??= one;
      }
    }
    return other;
  }
}

function bareName(name: string): string {
  return tidyText(name).replace(LEVEL, '');
}

/** "tháng 6 năm 2026", "Tháng 06/2026", "Kỳ chi trả: 06/2026", "T6/2026" → "06/2026". */
function monthsIn(line: string): string[] {
  const found = folded(line).matchAll(/\b(?:thang|ky|ky chi tra|t) ?(\d{1,2}) (?:nam )?(20\d\d)\b/g);
  return [...found].map(([, month = '', year = '']) => `${month.padStart(2, '0')}/${year}`);
}
