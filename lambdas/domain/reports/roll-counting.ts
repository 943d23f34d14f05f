import type { Period } from '../period.ts';
import type { UnitCode } from '../unit.ts';
import type { CountedLine } from './counted-rows.ts';
import type { CubeCount } from './cube.ts';
import type { Column, FigureContext } from './figure-context.ts';
import { FigureTally } from './figure-tally.ts';
import type { FigurePair, Figures, UnitFigures } from './unit-figures.ts';

/** What of a line the figures need. */
export type RollLine = Pick<CountedLine, 'outcome' | 'values' | 'registry' | 'claim'>;

/** Whether the same programme of the person is claimed by another unit: then the row counts there, not here. */
export function isElsewhere({ claim, values }: Pick<RollLine, 'claim' | 'values'>): boolean {
  return claim.standing === 'elsewhere' && claim.programme === values.programme;
}

/** Whether somebody died before a month; the month of death still counts (ruling 13). */
function diedBefore({ registry }: RollLine, month: Period): boolean {
  return registry?.outcome === 'deceased' && registry.deceasedOn.slice(0, 7) < month;
}

/** Whether a line counts as a person on the roll (ruling 2): accepted or held, here, and not after death. */
function standsOnRoll(line: RollLine, month: Period): boolean {
  return line.outcome !== 'rejected' && !isElsewhere(line) && !diedBefore(line, month);
}

/** Who stood on the roll before, and in which columns. Hold it in memory only: it is made of personal data. */
export class EarlierPeople {
  readonly #context: FigureContext;
  readonly #month: Period;
  readonly #byId = new Map<string, readonly Column[]>();
  /** Those without a usable id, by name and birth date. */
  readonly #byName = new Map<string, readonly Column[]>();

  /** @param month the month of that roll; the columns are those of the period that is reported on. */
  constructor(context: FigureContext, month: Period) {
    this.#context = context;
    this.#month = month;
  }

  /** Lines of that roll, which may come page by page: nothing else of them is kept. */
  add(lines: Iterable<RollLine>): void {
    for (const line of lines) {
      if (!standsOnRoll(line, this.#month)) continue;
      const { personalId } = line.values;
      const people = personalId === null ? this.#byName : this.#byId;
      const key = personalId ?? nameKey(line);
      if (key === null) continue;
      const { columns } = this.#context.kindOf(line.values.programme, line.values.category);
      const before = people.get(key);
      // Nearly everybody has one row, and so shares the columns of their kind with all others of it.
      if (before === undefined) people.set(key, columns);
      else if (before !== columns) people.set(key, [...before, ...columns]);
    }
  }

  /** The columns in which the person of a line stood, by id and by name: last month their id may have been unusable. */
  columnsOf(line: RollLine): readonly Column[] {
    const { personalId } = line.values;
    const byId = personalId === null ? undefined : this.#byId.get(personalId);
    const key = this.#byName.size === 0 ? null : nameKey(line);
    const byName = key === null ? undefined : this.#byName.get(key);
    if (byId === undefined) return byName ?? NOWHERE;
    return byName === undefined ? byId : [...byId, ...byName];
  }
}

const NOWHERE: readonly Column[] = [];

/** Somebody without a usable id is recognised from month to month by name and birth date, if the list gives both. */
function nameKey({ values }: RollLine): string | null {
  if (values.fullName === null || values.birthDate === null) return null;
  return `${values.fullName.normalize('NFC').toLowerCase()}|${values.birthDate}`;
}

/**
 * Counts one unit's whole roll (parts I and II of Form 1; rulings 2, 3 and 14).
 *
 * @param earlier the people of the unit's roll before; null in its first period, when everybody joined.
 * @returns figures with nothing paid, to be merged with those of payments.
 */
export function countRoll(
  unit: UnitCode,
  lines: Iterable<RollLine>,
  earlier: EarlierPeople | null,
  context: FigureContext,
): UnitFigures {
  const tally = new FigureTally(unit, context);
  const { rows } = tally.figures;
  const people = new Map<string, RollLine[]>();
  let withoutId = 0;
  for (const line of lines) {
    const amount = amountOf(line);
    addRow(rows.read, amount);
    if (!standsOnRoll(line, context.period)) {
      if (isElsewhere(line)) addRow(rows.elsewhere, amount);
      else if (diedBefore(line, context.period)) addRow(rows.died, amount);
      continue;
    }
    // A row without a usable id is a person of its own (ruling 14); '#' cannot begin an id.
    const person = line.values.personalId ?? `#${withoutId++}`;
    const others = people.get(person);
    if (others === undefined) people.set(person, [line]);
    else others.push(line);
  }
  for (const ofPerson of people.values()) countPerson(tally, ofPerson, earlier, context);
  tally.figures.distinctPeople = people.size;
  return tally.result();
}

const WAS_THERE = 1;
const REVIEWED = 2;
const WITH_ACCOUNT = 4;

/** A person counts once in each place, whatever the number of their rows there. */
function countPerson(
  tally: FigureTally,
  lines: readonly RollLine[],
  earlier: EarlierPeople | null,
  context: FigureContext,
): void {
  const places: Figures[] = [];
  const marks: number[] = [];
  const groups: Column[] = [];
  for (const line of lines) {
    const { values, registry } = line;
    const kind = context.kindOf(values.programme, values.category);
    const before = earlier?.columnsOf(line) ?? NOWHERE;
    const known = (registry === null ? 0 : REVIEWED) | (values.accountNumber === null ? 0 : WITH_ACCOUNT);
    const { figures, columns } = tally.placesOf(kind, values.village);
    for (let index = 0; index < figures.length; index++) {
      const [place, column] = [figures[index], columns[index]];
      if (place === undefined || column === undefined) continue;
      const mark = before.includes(column) ? known | WAS_THERE : known;
      const at = lines.length === 1 ? -1 : places.indexOf(place);
      if (at === -1) {
        places.push(place);
        marks.push(mark);
      } else {
        marks[at] = (marks[at] ?? 0) | mark;
      }
    }
    if (groups.includes(kind.group)) tally.figures.rows.again++;
    else groups.push(kind.group);
    countLine(tally.cube, line, !before.includes(kind.own));
  }
  for (let index = 0; index < places.length; index++) addMark(places[index], marks[index] ?? 0);
}

/** A row counts in its cell of the cube, whatever other rows its person has. */
function countLine(cube: CubeCount, line: RollLine, joined: boolean): void {
  const { programme, category, channel } = line.values;
  const outcome = line.outcome === 'held' ? 'held' : 'accepted';
  const place = { programme, category, channel, outcome, reviewed: line.registry !== null, joined } as const;
  cube.addRoll(place, 1, amountOf(line));
}

/** What is known of a person in one place: they joined there if none of their rows finds them there before. */
function addMark(place: Figures | undefined, mark: number): void {
  if (place === undefined) return;
  const joined = (mark & WAS_THERE) === 0 ? 1 : 0;
  addOne(place.onRoll, joined);
  if ((mark & REVIEWED) !== 0) addOne(place.reviewed, joined);
  if ((mark & WITH_ACCOUNT) !== 0) addOne(place.withAccount, joined);
}

function addOne(pair: FigurePair, inPeriod: number): void {
  pair.cumulative++;
  pair.inPeriod += inPeriod;
}

/** What the list gives: the period's amount and arrears, in đồng. */
function amountOf({ values }: RollLine): number {
  return (values.amount ?? 0) + (values.arrears ?? 0);
}

function addRow(sum: { rows: number; amount: number }, amount: number): void {
  sum.rows++;
  sum.amount += amount;
}
