import type { Period } from '../lambdas/domain/period.ts';
import { addMonths } from '../lambdas/domain/period.ts';
import type { Account } from './accounts.ts';
import { spelledOtherwise, withoutMarks } from './names.ts';
import { ageOf, type Benefit, type Person, type Population } from './people.ts';
import { homeIn } from './places.ts';
import type { Random } from './random.ts';
import type { Fault } from './sample-month.ts';

/** A row before it is written: the person, the benefit, and what the list says of them. */
export interface ListedRow {
  readonly unit: string;
  readonly person: Person;
  readonly benefit: Benefit;
  readonly village: string;
  readonly address: string;
  /** As typed; empty where the list gives none. */
  readonly idText: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly faults: readonly Fault[];
}

/** How the registry differs from what the lists were made of, by personal id. */
export interface RegistryDifference {
  readonly fullName?: string;
  readonly unknown?: true;
  readonly deceasedOn?: string;
  readonly account?: Account;
}

export interface FaultyMonth {
  readonly rows: readonly ListedRow[];
  readonly registry: ReadonlyMap<string, RegistryDifference>;
}

interface Circumstances {
  readonly random: Random;
  readonly period: Period;
  readonly population: Population;
  readonly villages: ReadonlyMap<string, readonly string[]>;
  /** Units whose whole id column is numeric: there Excel's format shows zeros that no other fault may hide behind. */
  readonly numericIds: ReadonlySet<string>;
}

/** Faults in ten thousand people, each at least once; two people die. */
const PER_TEN_THOUSAND: Readonly<Partial<Record<Fault, number>>> = {
  'lost-zeros': 45,
  'missing-id': 13,
  'old-card-number': 5,
  'id-contradicts-birth-year': 5,
  repeated: 11,
  'listed-elsewhere': 9,
  'spelled-otherwise': 16,
  'name-without-marks': 10,
  moved: 7,
  'account-differs': 22,
  'former-rate': 6,
};
/** The standard before the one in force was a quarter lower (270,000 to 360,000 đồng in July 2021). */
const FORMER_RATE = 0.75;

/**
 * The month as offices really keep it: takes the true rows and spoils the usual share of them, each row in one way
 * at most, so that every fault can be counted by itself. The count of distinct people stays what it was.
 */
export function withFaults(rows: readonly ListedRow[], circumstances: Circumstances): FaultyMonth {
  const { random, period, population, numericIds } = circumstances;
  const registry = new Map<string, RegistryDifference>();
  const spoiled = new Map<ListedRow, readonly ListedRow[]>();
  const several = listingUnits(rows);
  const pool = random.shuffled(rows.filter(({ person }) => person.benefits.length === 1));

  const spoil = (
    fault: Fault,
    times: number,
    fits: (row: ListedRow) => boolean,
    how: (row: ListedRow) => ListedRow[],
  ) => {
    for (let left = times; left > 0; left--) {
      const index = pool.findIndex(fits);
      const [row] = index < 0 ? [] : pool.splice(index, 1);
      if (row === undefined) return;
      spoiled.set(
        row,
        how(row).map((one) => ({ ...one, faults: [...one.faults, fault] })),
      );
    }
  };
  const usual = (fault: Fault) => Math.max(1, Math.round(((PER_TEN_THOUSAND[fault] ?? 0) * rows.length) / 10_000));
  const known = (row: ListedRow, difference: RegistryDifference): ListedRow[] => {
    registry.set(row.person.personalId, difference);
    return [row];
  };
  /** What was lawful at another coefficient shows nothing: it would be no fault. */
  const lawful = new Set(rows.map(({ benefit }) => benefit.amount));
  const anyRow = () => true;
  const isOld = ({ person }: ListedRow) => ageOf(person.birthDate, period) >= 70;

  spoil('died-before-period', 1, isOld, (row) => known(row, { deceasedOn: `${addMonths(period, -1)}-17` }));
  spoil('died-in-period', 1, isOld, (row) => known(row, { deceasedOn: `${period}-02` }));
  const spoilUsually = (fault: Fault, fits: (row: ListedRow) => boolean, how: (row: ListedRow) => ListedRow[]) =>
    spoil(fault, usual(fault), fits, how);
  spoilUsually(
    'lost-zeros',
    (row) => !numericIds.has(row.unit),
    (row) => [{ ...row, idText: row.idText.replace(/^0+/, '') }],
  );
  spoilUsually('missing-id', anyRow, (row) => [{ ...row, idText: '' }]);
  spoilUsually(
    'old-card-number',
    (row) => !numericIds.has(row.unit),
    (row) => [{ ...row, idText: population.oldCardNumber() }],
  );
  spoilUsually('id-contradicts-birth-year', anyRow, (row) => [
    { ...row, birthDate: anotherYear(random, row.birthDate) },
  ]);
  spoilUsually('spelled-otherwise', hasMarks, (row) =>
    known(row, { fullName: spelledOtherwise(random, row.fullName) }),
  );
  spoilUsually('name-without-marks', hasMarks, (row) => [{ ...row, fullName: withoutMarks(row.fullName) }]);
  spoilUsually('moved', anyRow, (row) => known(row, { unknown: true }));
  spoilUsually(
    'account-differs',
    ({ person }) => person.account?.channel === 'account' && person.payee === null,
    (row) => known(row, { account: population.otherAccount() }),
  );
  spoilUsually(
    'former-rate',
    ({ benefit }) => benefit.programme === 'BTXH' && benefit.arrears === 0 && !lawful.has(benefit.amount * FORMER_RATE),
    (row) => [{ ...row, benefit: { ...row.benefit, amount: row.benefit.amount * FORMER_RATE } }],
  );
  if (several.length > 1) {
    spoilUsually('listed-elsewhere', anyRow, (row) => [row, inAnotherUnit(row, several, circumstances)]);
  }
  return {
    rows: withRepetitions(
      rows.flatMap((row) => spoiled.get(row) ?? [row]),
      pool,
      usual('repeated'),
    ),
    registry,
  };
}

/** The second row of a repetition stands some rows after the first, among people of the same programme and unit. */
function withRepetitions(rows: readonly ListedRow[], pool: readonly ListedRow[], times: number): ListedRow[] {
  const repeated = new Set(pool.slice(0, times));
  return rows.flatMap((row) =>
    repeated.has(row) ? [row, { ...row, faults: [...row.faults, 'repeated' as const] }] : [row],
  );
}

function listingUnits(rows: readonly ListedRow[]): string[] {
  return [...new Set(rows.map(({ unit }) => unit))];
}

function inAnotherUnit(row: ListedRow, units: readonly string[], { random, villages }: Circumstances): ListedRow {
  const unit = random.pick(units.filter((candidate) => candidate !== row.unit));
  return { ...row, unit, ...homeIn(random, random.pick(villages.get(unit) ?? [row.village])) };
}

function anotherYear(random: Random, birthDate: string): string {
  const moved = random.pick([-9, -3, -2, -1]);
  return String(Number(birthDate.slice(0, 4)) + moved) + birthDate.slice(4).replace('-02-29', '-02-28');
}

function hasMarks({ fullName }: ListedRow): boolean {
  return withoutMarks(fullName) !== fullName;
}
