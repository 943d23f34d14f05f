import { z } from 'zod';
import type { Entitlement } from '../entitlement.ts';
import { type Payment, totalOf } from '../payment.ts';
import { type Period, period, yearToDate } from '../period.ts';
import { type Category, category, type FormGroup, formGroup, type Programme } from '../programme.ts';
import type { ReferenceData } from '../reference-data.ts';
import { type UnitCode, unitCode } from '../unit.ts';

const count = z.number().int().nonnegative();

/** The form's two columns: lũy kế đến kỳ báo cáo, and the part of it that this period added or paid (trong kỳ). */
const figurePair = z
  .object({ cumulative: count, inPeriod: count })
  .refine((pair) => pair.inPeriod <= pair.cumulative, 'The part in the period is more than the cumulative figure');
export type FigurePair = z.infer<typeof figurePair>;

/** What the forms say about one group of people. People, except `paidAmount`, which is whole đồng. */
export const figures = z
  .object({
    onRoll: figurePair,
    reviewed: figurePair,
    withAccount: figurePair,
    paidPeople: figurePair,
    paidAmount: figurePair,
  })
  .refine(
    (all) => all.reviewed.cumulative <= all.onRoll.cumulative && all.withAccount.cumulative <= all.onRoll.cumulative,
    'More people reviewed, or with an account, than stand on the roll',
  );
export type Figures = z.infer<typeof figures>;
const MEASURES = ['onRoll', 'reviewed', 'withAccount', 'paidPeople', 'paidAmount'] as const satisfies (keyof Figures)[];

/** The lines of Form 2. `unclassified` is a person with merit whose list names no category (ruling 7). */
export const figureLine = z.enum([...category.options, 'unclassified']);
export type FigureLine = z.infer<typeof figureLine>;

/**
 * All that both forms need about one unit. Additive: communes make a district, partial counts of shards make a unit.
 * `distinctPeople` are people on the roll over all programmes; the groups count somebody with two programmes twice
 * (ruling 5). Parsing refuses impossible counts.
 */
export const unitFigures = z.object({
  schemaVersion: z.literal(1),
  unit: unitCode,
  period,
  groups: z.record(formGroup, figures),
  lines: z.record(figureLine, figures),
  distinctPeople: count,
});
export type UnitFigures = z.infer<typeof unitFigures>;

/** The month reported on, and the column of Form 1 in which each programme counts. */
export interface FigureContext {
  readonly period: Period;
  readonly formGroups: ReadonlyMap<Programme, FormGroup>;
}

/** A context from the reference data of the period. */
export function figureContext(month: Period, data: Pick<ReferenceData, 'programmes'>): FigureContext {
  return { period: month, formGroups: new Map(data.programmes.map(({ code, formGroup }) => [code, formGroup])) };
}

/** Where a programme counts that the reference data forgot: nobody falls out of the total for want of a line there. */
const DEFAULT_GROUP: Readonly<Record<Programme, FormGroup>> = {
  BTXH: 'BTXH',
  HTXH: 'BTXH',
  NCC: 'NCC',
  BHXH: 'KHAC',
  KHAC: 'KHAC',
};

/** A column in which a person counts once: a group of Form 1 or a line of Form 2. */
type Column = FormGroup | FigureLine;

/**
 * The columns of a benefit. A held row of unknown programme counts under "Đối tượng khác" until it is mended. The
 * three decisions have their lines in Form 2 whatever programme the list gives them.
 */
function columnsOf(context: FigureContext, what: Programme | null, named: Category | null): Column[] {
  const group = what === null ? 'KHAC' : (context.formGroups.get(what) ?? DEFAULT_GROUP[what]);
  if (named?.startsWith('decision-')) return [group, named];
  return group === 'NCC' ? [group, named ?? 'unclassified'] : [group];
}

/** What a line of the roll must tell to be counted. */
export type RollLine = Pick<Entitlement, 'outcome' | 'values' | 'registry' | 'claim'>;

/**
 * Whether a line counts as a person on the roll (ruling 2): accepted or held, but not where the same programme is
 * claimed by another unit, and not after death (the month of death still counts, ruling 13).
 */
function standsOnRoll(line: RollLine, month: Period): boolean {
  if (line.outcome === 'rejected') return false;
  if (line.claim.standing === 'elsewhere' && line.claim.programme === line.values.programme) return false;
  return line.registry?.outcome !== 'deceased' || line.registry.deceasedOn.slice(0, 7) >= month;
}

/**
 * The keys by which next period's roll recognises the people of this one: hand the set to {@link countRoll} as
 * `previousPeople`. Hold it in memory only: it is made of personal data.
 */
export function peopleOnRoll(lines: Iterable<RollLine>, context: FigureContext): Set<string> {
  const keys = new Set<string>();
  for (const line of lines) {
    if (!standsOnRoll(line, context.period)) continue;
    for (const column of columnsOf(context, line.values.programme, line.values.category)) {
      const key = line.values.personalId ?? nameKey(line);
      if (key !== null) keys.add(`${column}|${key}`);
    }
  }
  return keys;
}

/** Somebody without a usable id is recognised from month to month by name and birth date, if the list gives both. */
function nameKey({ values }: RollLine): string | null {
  if (values.fullName === null || values.birthDate === null) return null;
  return `${values.fullName.normalize('NFC').toLowerCase()}|${values.birthDate}`;
}

/**
 * Counts one unit's whole roll (parts I and II of Form 1; rulings 2, 3 and 14).
 *
 * @param previousPeople {@link peopleOnRoll} of the unit's last period; null in its first, when everybody joined.
 * @returns figures with nothing paid, to be merged with those of {@link countPaid}.
 */
export function countRoll(
  unit: UnitCode,
  lines: Iterable<RollLine>,
  previousPeople: ReadonlySet<string> | null,
  context: FigureContext,
): UnitFigures {
  const people = new Set<string>();
  const columns = new Map<Column, Map<string, CountedPerson>>();
  let withoutId = 0;
  for (const line of lines) {
    if (!standsOnRoll(line, context.period)) continue;
    const { values, registry } = line;
    // A row without a usable id is a person of its own (ruling 14); '#' cannot begin an id.
    const person = values.personalId ?? `#${withoutId++}`;
    people.add(person);
    for (const column of columnsOf(context, values.programme, values.category)) {
      const counted = columns.get(column) ?? new Map<string, CountedPerson>();
      columns.set(column, counted);
      const before = counted.get(person);
      counted.set(person, {
        joined: before?.joined !== false && !wasThere(previousPeople, column, line),
        reviewed: before?.reviewed === true || registry !== null,
        withAccount: before?.withAccount === true || values.accountNumber !== null,
      });
    }
  }
  const result = emptyFigures(unit, context.period);
  for (const [column, counted] of columns) {
    const at = figuresAt(result, column);
    for (const person of counted.values()) {
      addOne(at.onRoll, person.joined);
      if (person.reviewed) addOne(at.reviewed, person.joined);
      if (person.withAccount) addOne(at.withAccount, person.joined);
    }
  }
  return { ...result, distinctPeople: people.size };
}

interface CountedPerson {
  joined: boolean;
  reviewed: boolean;
  withAccount: boolean;
}

function wasThere(previousPeople: ReadonlySet<string> | null, column: Column, line: RollLine): boolean {
  if (previousPeople === null) return false;
  // The name also for people with an id: last month their id may not have been usable yet.
  return [line.values.personalId, nameKey(line)].some((key) => key !== null && previousPeople.has(`${column}|${key}`));
}

/** What a payment must tell to be counted. */
export type CountedPayment = Pick<
  Payment,
  'person' | 'programme' | 'category' | 'amount' | 'arrears' | 'carried' | 'channel' | 'state' | 'period' | 'unit'
>;

/**
 * Counts what was paid through an account, a wallet or mobile money (part III of Form 1; ruling 4), by unit.
 *
 * @param payments all payments of one shard since 1 January (others are passed over). A person's payments are always
 *   in one shard, so people are distinct within a unit's column and the shards' figures may simply be added.
 */
export function countPaid(payments: Iterable<CountedPayment>, context: FigureContext): Map<UnitCode, UnitFigures> {
  const months = new Set(yearToDate(context.period));
  const byUnit = new Map<UnitCode, UnitFigures>();
  const seen = new Set<string>();
  for (const payment of payments) {
    if (payment.state !== 'paid' || payment.channel === 'cash' || !months.has(payment.period)) continue;
    const counted = byUnit.get(payment.unit) ?? emptyFigures(payment.unit, context.period);
    byUnit.set(payment.unit, counted);
    const isInPeriod = payment.period === context.period;
    for (const column of columnsOf(context, payment.programme, payment.category)) {
      const at = figuresAt(counted, column);
      const key = `${payment.unit}|${column}|${payment.person}`;
      if (addNew(seen, key)) at.paidPeople.cumulative++;
      if (isInPeriod && addNew(seen, `${key}|${payment.period}`)) at.paidPeople.inPeriod++;
      const amount = totalOf(payment);
      at.paidAmount.cumulative += amount;
      if (isInPeriod) at.paidAmount.inPeriod += amount;
    }
  }
  return byUnit;
}

/** Figures of a unit about which nothing is known yet: all zero. */
export function emptyFigures(unit: UnitCode, month: Period): UnitFigures {
  return {
    schemaVersion: 1,
    unit,
    period: month,
    groups: { BTXH: noFigures(), NCC: noFigures(), KHAC: noFigures() },
    lines: mapLines(noFigures),
    distinctPeople: 0,
  };
}

/**
 * The sum of two counts, under the first one's unit. Both sides stay as they are.
 * Throws when they are of different periods: such a sum means nothing.
 */
export function mergeFigures(a: UnitFigures, b: UnitFigures): UnitFigures {
  if (a.period !== b.period) throw new Error(`Figures of ${a.period} and ${b.period} cannot be added`);
  return {
    ...a,
    groups: {
      BTXH: addFigures(a.groups.BTXH, b.groups.BTXH),
      NCC: addFigures(a.groups.NCC, b.groups.NCC),
      KHAC: addFigures(a.groups.KHAC, b.groups.KHAC),
    },
    lines: mapLines((line) => addFigures(a.lines[line], b.lines[line])),
    distinctPeople: a.distinctPeople + b.distinctPeople,
  };
}

/** The sum of figures of different columns. */
export function addFigures(a: Figures, b: Figures): Figures {
  const sum = noFigures();
  for (const measure of MEASURES) {
    sum[measure].cumulative = a[measure].cumulative + b[measure].cumulative;
    sum[measure].inPeriod = a[measure].inPeriod + b[measure].inPeriod;
  }
  return sum;
}

/** Zero in every measure. */
export function noFigures(): Figures {
  const zero = () => ({ cumulative: 0, inPeriod: 0 });
  return { onRoll: zero(), reviewed: zero(), withAccount: zero(), paidPeople: zero(), paidAmount: zero() };
}

function mapLines(of: (line: FigureLine) => Figures): Record<FigureLine, Figures> {
  return {
    'ncc-1': of('ncc-1'),
    'ncc-2': of('ncc-2'),
    'ncc-3': of('ncc-3'),
    'ncc-4': of('ncc-4'),
    'ncc-5': of('ncc-5'),
    'ncc-6': of('ncc-6'),
    'ncc-7': of('ncc-7'),
    'ncc-8': of('ncc-8'),
    'ncc-9': of('ncc-9'),
    'ncc-10': of('ncc-10'),
    'ncc-11': of('ncc-11'),
    'ncc-12': of('ncc-12'),
    'decision-142': of('decision-142'),
    'decision-53': of('decision-53'),
    'decision-62': of('decision-62'),
    unclassified: of('unclassified'),
  };
}

function isGroup(column: Column): column is FormGroup {
  return column === 'BTXH' || column === 'NCC' || column === 'KHAC';
}

function figuresAt(of: UnitFigures, column: Column): Figures {
  return isGroup(column) ? of.groups[column] : of.lines[column];
}

function addOne(pair: FigurePair, inPeriod: boolean): void {
  pair.cumulative++;
  if (inPeriod) pair.inPeriod++;
}

function addNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
