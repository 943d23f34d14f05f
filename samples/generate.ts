import type { Period } from '../lambdas/domain/period.ts';
import type { Programme } from '../lambdas/domain/programme.ts';
import { type Unit, unitsIn } from '../lambdas/domain/unit.ts';
import { type ListedRow, withFaults } from './faults.ts';
import { writeListCsv } from './list-csv.ts';
import { type Layout, layoutAt } from './list-layouts.ts';
import { type WrittenList, writeListWorkbook } from './list-workbook.ts';
import { withoutMarks } from './names.ts';
import { type Person, Population } from './people.ts';
import { villagesOf } from './places.ts';
import { populationCsvOf } from './population.ts';
import { apportion, Random } from './random.ts';
import { amountsIn, firstLateDay, unitsOf } from './reference.ts';
import type { ReferenceSources, SampleList, SampleMonth } from './sample-month.ts';
import { peopleOn, truthRowOf } from './truth.ts';

/** How many people draw a programme, and how many of them have an account, wallet or mobile-money number. */
interface ProgrammeCount {
  readonly people: number;
  readonly withAccount: number;
}

export interface MonthOptions {
  readonly name: string;
  readonly period: Period;
  /** The same seed gives the same bytes. */
  readonly seed: string;
  readonly reference: ReferenceSources;
  readonly counts: Readonly<Partial<Record<Programme, ProgrammeCount>>>;
  /** People who lawfully draw NCC and BTXH together; they are counted in both. */
  readonly drawBoth: number;
  /** In each commune. */
  readonly villages: readonly [fewest: number, most: number];
  /** How a unit lays out its list; by default by its place in the units file. */
  readonly layoutOf?: (index: number) => Layout;
}

const ORDER: readonly Programme[] = ['NCC', 'BTXH', 'HTXH', 'BHXH', 'KHAC'];

/**
 * Makes a month of lists for the communes of a units file: the people, their accounts and payees, the usual share of
 * faults, one list for each commune as its office would write it, the registry's population, and the truth about all.
 * Counts are met exactly, each person once; faults add rows but no people.
 */
export async function generateMonth(options: MonthOptions): Promise<SampleMonth> {
  const { period, reference } = options;
  const random = new Random(options.seed);
  const units = unitsIn(unitsOf(reference), period);
  const communes = units.filter(({ level }) => level === 'commune');
  const villages = new Map<string, string[]>(
    communes.map(({ code }) => [
      code,
      villagesOf(random.fork(`villages/${code}`), random.integer(...options.villages)),
    ]),
  );
  const layouts = new Map(
    communes.map(({ code }, index) => [code, options.layoutOf?.(index) ?? layoutAt(index, communes.length)]),
  );
  const population = new Population(random.fork('people'), period, provinceOf(units), amountsIn(reference, period));
  const people = peopleOf(options, random, communes, villages, population);

  const numericIds = new Set(communes.map(({ code }) => code).filter((code) => layouts.get(code)?.ids === 'number'));
  const circumstances = { random: random.fork('faults'), period, population, villages, numericIds };
  const { rows, registry } = withFaults(people.flatMap(rowsOf), circumstances);
  const byUnit = Map.groupBy(rows, ({ unit }) => unit);

  const lateUnit = communes.length > 1 ? random.pick(communes).code : null;
  const lists: SampleList[] = [];
  const truth = [];
  for (const [index, { code, name }] of communes.entries()) {
    const layout = layouts.get(code) ?? layoutAt(index, communes.length);
    const ordered = inListOrder(byUnit.get(code) ?? [], villages.get(code) ?? []);
    if (ordered.length === 0) continue;
    const written = await writeList({ unitName: name, period }, layout, ordered);
    const late = code === lateUnit;
    const day = late ? firstLateDay(reference, period) : `${period}-02`;
    lists.push({
      unit: code,
      fileName: fileNameOf(name, period, layout),
      bytes: written.bytes,
      late,
      receivedAt: `${day}T0${1 + (index % 8)}:${String(10 + index).slice(-2)}:00.000Z`,
    });
    truth.push(...written.places.flatMap((place, at) => truthRowOf(ordered[at], place, layout)));
  }
  return {
    name: options.name,
    period,
    topUnit: topOf(units, communes),
    units: lists.map(({ unit }) => unit),
    reference,
    lists,
    populationCsv: populationCsvOf(people, registry, random.fork('population')),
    truth: { people: peopleOn(truth), rows: truth },
  };
}

/** Everybody, spread over the communes; programmes and accounts as counted. */
function peopleOf(
  options: MonthOptions,
  random: Random,
  communes: readonly Unit[],
  villages: ReadonlyMap<string, readonly string[]>,
  population: Population,
): Person[] {
  const weights = communes.map(() => 0.6 + random.fraction());
  return beneficiariesOf(options).flatMap(({ programmes, people, withAccount }) => {
    const shares = apportion(people, weights);
    const accounts = random.shuffled(Array.from({ length: people }, (_, index) => index < withAccount));
    let next = 0;
    return communes.flatMap(({ code }, index) =>
      Array.from({ length: shares[index] ?? 0 }, () =>
        population.person({
          unit: code,
          villages: villages.get(code) ?? [],
          programmes,
          withAccount: accounts[next++] === true,
        }),
      ),
    );
  });
}

/** The counts by programme, taken apart into who draws one programme and who draws both. */
function beneficiariesOf({ counts, drawBoth }: MonthOptions): (ProgrammeCount & { programmes: Programme[] })[] {
  // Most of those who draw two are the war's disabled, whose guardians opened an account early.
  const bothWithAccount = Math.ceil(drawBoth * 0.6);
  const single = ORDER.map((programme) => {
    const { people, withAccount } = counts[programme] ?? { people: 0, withAccount: 0 };
    const isShared = programme === 'NCC' || programme === 'BTXH';
    return {
      programmes: [programme],
      people: people - (isShared ? drawBoth : 0),
      withAccount: withAccount - (isShared ? bothWithAccount : 0),
    };
  });
  return [{ programmes: ['NCC', 'BTXH'], people: drawBoth, withAccount: bothWithAccount }, ...single];
}

function rowsOf(person: Person): ListedRow[] {
  return person.benefits.map((benefit) => ({
    unit: person.unit,
    person,
    benefit,
    ...person.home,
    idText: person.personalId,
    fullName: person.fullName,
    birthDate: person.birthDate,
    faults: person.account === null ? ['missing-account'] : [],
  }));
}

/** By programme, then village by village, as lists are kept; repetitions were added at the end. */
function inListOrder(rows: readonly ListedRow[], villages: readonly string[]): ListedRow[] {
  const rank = ({ benefit, faults, village }: ListedRow) =>
    ORDER.indexOf(benefit.programme) * 10_000 + (faults.includes('repeated') ? 5_000 : villages.indexOf(village));
  return rows.toSorted((one, other) => rank(one) - rank(other));
}

async function writeList(
  heading: { unitName: string; period: Period },
  layout: Layout,
  rows: readonly ListedRow[],
): Promise<WrittenList> {
  return layout.name === 'csv' ? writeListCsv(heading, layout, rows) : await writeListWorkbook(heading, layout, rows);
}

/** Safe in an object key: "danh-sach-chi-tra-06-2023-xa-cu-khe.xlsx". */
function fileNameOf(unitName: string, month: Period, layout: Layout): string {
  const unit = withoutMarks(unitName).toLowerCase().replaceAll(' ', '-');
  const [year, number] = month.split('-');
  return `danh-sach-chi-tra-${number}-${year}-${unit}.${layout.name === 'csv' ? 'csv' : 'xlsx'}`;
}

function provinceOf(units: readonly Unit[]): string {
  const province = units.find(({ level }) => level === 'province');
  if (province === undefined) throw new RangeError('The units file names no province');
  return province.code;
}

/** The district over the communes, or the commune itself where there are no districts. */
function topOf(units: readonly Unit[], communes: readonly Unit[]): string {
  const [first] = communes;
  if (first === undefined) throw new RangeError('The units file names no commune in this period');
  if (communes.length === 1) return first.code;
  return units.find(({ code, level }) => code === first.parent && level === 'district')?.code ?? provinceOf(units);
}
