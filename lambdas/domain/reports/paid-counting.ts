import { totalOf } from '../payouts/payment.ts';
import type { Period } from '../period.ts';
import { yearToDate } from '../period.ts';
import { codeSince, type Unit, type UnitCode } from '../unit.ts';
import type { CountedPayment } from './counted-rows.ts';
import type { FigureContext } from './figure-context.ts';
import { FigureTally } from './figure-tally.ts';
import type { Figures, UnitFigures } from './unit-figures.ts';

/**
 * Counts payments by unit: all of the period into the cube, and what was paid through an account, a wallet or mobile
 * money since 1 January into part III of Form 1 (ruling 4). What an earlier month paid stands with the unit that it is now.
 */
export class PaidCount {
  readonly #context: FigureContext;
  readonly #months: ReadonlySet<string>;
  readonly #units = new Map<UnitCode, FigureTally>();
  /** What units that are gone, or whose code names another place now, were paid before: it stands above them. */
  readonly #heirs = new Map<UnitCode, FigureTally>();
  readonly #directory: readonly Unit[];
  readonly #since = new Map<string, UnitCode>();

  constructor(context: FigureContext, directory: readonly Unit[]) {
    this.#context = context;
    this.#directory = directory;
    this.#months = new Set(yearToDate(context.period));
  }

  /**
   * @param payments all payments of some people since 1 January; others are passed over. A person's payments are always
   *   in one shard, so a shard may be added by itself, and nobody may be added twice.
   */
  add(payments: Iterable<CountedPayment>): void {
    const people = new Map<string, CountedPayment[]>();
    for (const one of payments) {
      if (one.period === this.#context.period) this.#addToCube(one);
      if (one.state !== 'paid' || one.channel === 'cash' || !this.#months.has(one.period)) continue;
      const others = people.get(one.person);
      if (others === undefined) people.set(one.person, [one]);
      else others.push(one);
    }
    for (const ofPerson of people.values()) this.#addPerson(ofPerson);
  }

  /** Figures with nobody on the roll, to be merged with those of the rolls. In the order of the units' codes. */
  figures(): UnitFigures[] {
    const inOrder = (tallies: ReadonlyMap<UnitCode, FigureTally>) =>
      [...tallies].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, tally]) => tally.result());
    // Villages are of the unit that names them, and that one is gone.
    return [...inOrder(this.#units), ...inOrder(this.#heirs).map((figures) => ({ ...figures, villages: [] }))];
  }

  #addToCube(one: CountedPayment): void {
    this.#tallyOf(this.#units, one.unit).cube.addPayment(one, 1, totalOf(one));
  }

  /** A person counts once in each place, and once in each of the period; money counts every time. */
  #addPerson(payments: readonly CountedPayment[]): void {
    const paid: Figures[] = [];
    const paidNow: Figures[] = [];
    for (const one of payments) {
      const isNow = one.period === this.#context.period;
      const amount = totalOf(one);
      const kind = this.#context.kindOf(one.programme, one.category);
      const unit = this.#unitSince(one.unit, one.period);
      const tally = this.#tallyOf(unit === one.unit ? this.#units : this.#heirs, unit);
      for (const place of tally.placesOf(kind, one.village).figures) {
        if (addNew(paid, place)) place.paidPeople.cumulative++;
        place.paidAmount.cumulative += amount;
        if (!isNow) continue;
        if (addNew(paidNow, place)) place.paidPeople.inPeriod++;
        place.paidAmount.inPeriod += amount;
      }
    }
  }

  #tallyOf(tallies: Map<UnitCode, FigureTally>, unit: UnitCode): FigureTally {
    const tally = tallies.get(unit) ?? new FigureTally(unit, this.#context);
    tallies.set(unit, tally);
    return tally;
  }

  #unitSince(unit: UnitCode, month: Period): UnitCode {
    const { period } = this.#context;
    if (month === period) return unit;
    const key = `${unit} ${month}`;
    const known = this.#since.get(key) ?? codeSince(this.#directory, unit, month, period);
    this.#since.set(key, known);
    return known;
  }
}

/** The places of one person are few, so looking through them costs less than a set of keys for everybody. */
function addNew(seen: Figures[], place: Figures): boolean {
  if (seen.includes(place)) return false;
  seen.push(place);
  return true;
}
