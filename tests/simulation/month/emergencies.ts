import type { Period } from '../../../lambdas/domain/period.ts';
import type { Random } from '../../../samples/random.ts';
import { emergencyList, type ListedRow, rowFor } from './lists.ts';
import type { Office, Sent } from './sending.ts';

const HOUR = 3600_000;

/** A flood, in some seeds: in which month help is listed, for whom, and what becomes of those lists. */
export class Emergencies {
  readonly #random: Random;
  /** The month in which it strikes; undefined where none does. */
  readonly #month: Period | undefined;
  #lists = 0;

  constructor(periods: readonly Period[], random: Random) {
    this.#random = random;
    this.#month = random.chance(0.25) ? random.pick(periods) : undefined;
  }

  /** What the offices that are struck send in a month: a list each, now and then a corrected one; mostly nothing. */
  lists(offices: readonly Office[], month: Period, faulty: number): Sent[] {
    const random = this.#random;
    if (month !== this.#month) return [];
    const struck = random.shuffled(offices).slice(0, random.integer(1, 2));
    const sent = struck.flatMap(({ unit, members, others }) => {
      const people = [...new Set([...members, ...others])].filter(() => random.chance(0.6)).slice(0, 8);
      // One benefit, whatever programme a row names: who is named twice is paid once.
      const named = random.chance(0.3) ? [...people, ...people.slice(0, 1)] : people;
      const rows = named.map((who) => this.#row(rowFor(who, 'KHAC', faulty, random)));
      const first = this.#sent(unit, month, rows, random.integer(0, 30 * HOUR));
      if (!random.chance(0.25)) return [first];
      const corrected = rows.filter(() => random.chance(0.9)).map((row) => ({ ...row, amount: row.amount + 100_000 }));
      return [first, this.#sent(unit, month, corrected, first.after + random.pick([5000, 10 * HOUR]))];
    });
    return sent.filter(({ rows }) => rows.length > 0);
  }

  /** What is listed after the first run, if anything. */
  later(offices: readonly Office[], month: Period): Sent[] {
    return this.#random.chance(0.15) ? this.lists(offices, month, 0) : [];
  }

  #row(row: ListedRow): ListedRow {
    const random = this.#random;
    const programme = random.pick(['KHAC', 'KHAC', 'BTXH'] as const);
    return { ...row, programme, amount: 500_000 * random.integer(1, 4), arrears: 0 };
  }

  #sent(unit: string, period: Period, rows: readonly ListedRow[], after: number): Sent {
    const key = `lists/${period}/${unit}/dot-xuat-${++this.#lists}.csv`;
    return { unit, period, key, kind: 'full', purpose: 'emergency', rows, ...emergencyList(rows), after };
  }
}
