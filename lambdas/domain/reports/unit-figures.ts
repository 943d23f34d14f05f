import { z } from 'zod';
import { type Period, period } from '../period.ts';
import { category, formGroup, programme } from '../programme.ts';
import { villageKey } from '../readings/village.ts';
import { type UnitCode, unitCode } from '../unit.ts';
import { addCubes, cube, emptyCube } from './cube.ts';
import { rowsAndAmount } from './unit-controls.ts';

const count = z.number().int().nonnegative();

/** The form's two columns: lũy kế đến kỳ báo cáo, and the part of it that this period added or paid (trong kỳ). */
const figurePair = z
  .object({ cumulative: count, inPeriod: count })
  .refine((pair) => pair.inPeriod <= pair.cumulative, 'The part in the period is more than the cumulative figure');
export type FigurePair = z.infer<typeof figurePair>;

/** What reports say about one group of people. People, except `paidAmount`, which is whole đồng. */
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
  )
  .refine((all) => all.paidPeople.cumulative > 0 || all.paidAmount.cumulative === 0, 'Money was paid to nobody');
export type Figures = z.infer<typeof figures>;
export const MEASURES = [
  'onRoll',
  'reviewed',
  'withAccount',
  'paidPeople',
  'paidAmount',
] as const satisfies (keyof Figures)[];

/** The lines of Form 2. `unclassified` is a person with merit whose list names no category (ruling 7). */
export const figureLine = z.enum([...category.options, 'unclassified']);
export type FigureLine = z.infer<typeof figureLine>;

/**
 * What became of the rows of a roll: read = counted in the cube + claimed elsewhere + of people who died before the
 * period. `again` are rows in the cube of somebody who stands in the same group of Form 1 with another row. Whole đồng,
 * arrears included.
 */
const rowsOfRoll = z.object({ read: rowsAndAmount, elsewhere: rowsAndAmount, died: rowsAndAmount, again: count });

/**
 * All that reports need about one unit. Additive: communes make a district, partial counts of shards make a unit.
 * `distinctPeople` are people on the roll over all programmes; the groups count somebody with two programmes twice
 * (ruling 5). Parsing refuses impossible counts.
 */
export const unitFigures = z
  .object({
    schemaVersion: z.literal(1),
    unit: unitCode,
    period,
    groups: z.record(formGroup, figures),
    lines: z.record(figureLine, figures),
    programmes: z.record(programme, figures),
    /** All programmes together, then the targets of the period, as `targetsIn` orders them: people once in each. */
    targets: z.array(z.object({ name: z.string(), figures })).min(1),
    distinctPeople: count,
    /**
     * Of the unit's own roll and payments, by name; null is a row without a village. `targets` as above. Somebody who is
     * listed in two villages stands in both.
     */
    villages: z.array(z.object({ village: z.string().nullable(), targets: z.array(figures) })),
    rows: rowsOfRoll,
    cube,
  })
  .refine(
    ({ targets, villages }) => villages.every((village) => village.targets.length === targets.length),
    'A village has figures of other targets than its unit',
  );
export type UnitFigures = z.infer<typeof unitFigures>;
export type VillageFigures = UnitFigures['villages'][number];

/** Every column of a unit in which a person counts once: groups, lines, programmes, targets. */
export function columnsOfFigures(of: UnitFigures): Figures[] {
  return [
    ...formGroup.options.map((group) => of.groups[group]),
    ...figureLine.options.map((line) => of.lines[line]),
    ...programme.options.map((code) => of.programmes[code]),
    ...of.targets.map((target) => target.figures),
  ];
}

/** What the columns are called, in the same order. */
export function columnNames(of: UnitFigures): string[] {
  return [...formGroup.options, ...figureLine.options, ...programme.options, ...of.targets.map(({ name }) => name)];
}

/** Figures of a unit about which nothing is known yet: all zero. */
export function emptyFigures(
  unit: UnitCode,
  month: Period,
  targets: readonly { readonly name: string }[] = [{ name: 'all' }],
): UnitFigures {
  const none = () => ({ rows: 0, amount: 0 });
  return {
    schemaVersion: 1,
    unit,
    period: month,
    groups: { BTXH: noFigures(), NCC: noFigures(), KHAC: noFigures() },
    lines: noLines(),
    programmes: {
      BTXH: noFigures(),
      NCC: noFigures(),
      HTXH: noFigures(),
      BHXH: noFigures(),
      KHAC: noFigures(),
    },
    targets: targets.map(({ name }) => ({ name, figures: noFigures() })),
    distinctPeople: 0,
    villages: [],
    rows: { read: none(), elsewhere: none(), died: none(), again: 0 },
    cube: emptyCube(),
  };
}

/**
 * The sum of two counts, under the first one's unit. Both sides stay as they are.
 * Throws when they are of different periods or targets: such a sum means nothing.
 */
export function mergeFigures(a: UnitFigures, b: UnitFigures): UnitFigures {
  if (a.period !== b.period) throw new Error(`Figures of ${a.period} and ${b.period} cannot be added`);
  if (a.targets.length !== b.targets.length || a.targets.some(({ name }, index) => name !== b.targets[index]?.name)) {
    throw new Error('Figures of different targets cannot be added');
  }
  const sum = emptyFigures(a.unit, a.period, a.targets);
  const columns = columnsOfFigures(sum);
  for (const side of [a, b]) {
    columnsOfFigures(side).forEach((column, index) => {
      const total = columns[index];
      if (total !== undefined) addInto(total, column);
    });
    for (const what of ['read', 'elsewhere', 'died'] as const) {
      sum.rows[what].rows += side.rows[what].rows;
      sum.rows[what].amount += side.rows[what].amount;
    }
    sum.rows.again += side.rows.again;
  }
  return {
    ...sum,
    distinctPeople: a.distinctPeople + b.distinctPeople,
    villages: mergeVillages(a.villages, b.villages),
    cube: addCubes(a.cube, b.cube),
  };
}

/** By the folded name; the spelling that came first stays. In the order of the folded names, without a village last. */
function mergeVillages(a: readonly VillageFigures[], b: readonly VillageFigures[]): VillageFigures[] {
  if (a.length + b.length === 0) return [];
  const byKey = new Map<string | null, VillageFigures>();
  for (const { village, targets } of [...a, ...b]) {
    const key = village === null ? null : villageKey(village);
    const before = byKey.get(key);
    byKey.set(key, {
      village: before === undefined ? village : before.village,
      targets: targets.map((one, index) => addFigures(before?.targets[index] ?? noFigures(), one)),
    });
  }
  return [...byKey].sort(([one], [other]) => compareKeys(one, other)).map(([, village]) => village);
}

/** The order of villages wherever they are listed. */
export function compareKeys(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : 1;
}

/** The sum of figures of different columns. */
export function addFigures(a: Figures, b: Figures): Figures {
  const sum = noFigures();
  addInto(sum, a);
  addInto(sum, b);
  return sum;
}

function addInto(sum: Figures, more: Figures): void {
  for (const measure of MEASURES) {
    sum[measure].cumulative += more[measure].cumulative;
    sum[measure].inPeriod += more[measure].inPeriod;
  }
}

/** Zero in every measure. */
export function noFigures(): Figures {
  const zero = () => ({ cumulative: 0, inPeriod: 0 });
  return { onRoll: zero(), reviewed: zero(), withAccount: zero(), paidPeople: zero(), paidAmount: zero() };
}

function noLines(): Record<FigureLine, Figures> {
  return {
    'ncc-1': noFigures(),
    'ncc-2': noFigures(),
    'ncc-3': noFigures(),
    'ncc-4': noFigures(),
    'ncc-5': noFigures(),
    'ncc-6': noFigures(),
    'ncc-7': noFigures(),
    'ncc-8': noFigures(),
    'ncc-9': noFigures(),
    'ncc-10': noFigures(),
    'ncc-11': noFigures(),
    'ncc-12': noFigures(),
    'decision-142': noFigures(),
    'decision-53': noFigures(),
    'decision-62': noFigures(),
    unclassified: noFigures(),
  };
}
