import { lastDay, type Period } from '../period.ts';
import { type Category, type FormGroup, formGroup, type Programme, programme } from '../programme.ts';
import { holdsOn, type ReferenceData } from '../reference-data.ts';
import { type FigureLine, figureLine } from './unit-figures.ts';

/** The name of the first target of every unit: all programmes together. */
const ALL_PROGRAMMES = 'all';

/** A target as people are counted for it. `share` is what is aimed at, 0 to 1; null for all programmes together. */
export interface ReportTarget {
  readonly name: string;
  readonly programmes: readonly Programme[];
  readonly share: number | null;
}

/**
 * All programmes together, then the targets that hold on the last day of the month, in the order of the reference data.
 * A unit's figures hold their targets in this order: names may be any text, and two targets may bear the same.
 */
export function targetsIn({ targets }: Pick<ReferenceData, 'targets'>, month: Period): ReportTarget[] {
  const standing = targets.filter((target) => holdsOn(target, lastDay(month)));
  return [
    { name: ALL_PROGRAMMES, programmes: programme.options, share: null },
    ...standing.map(({ name, programmes, share }) => ({ name, programmes, share })),
  ];
}

/**
 * A column in which a person counts once, by its place among the unit's figures: groups of Form 1, lines of Form 2,
 * programmes, targets (`columnsOfFigures` lists them in this order).
 */
export type Column = number;

/** Where somebody on a programme and a category counts. */
export interface Kind {
  /** The group of Form 1. */
  readonly group: Column;
  /** The programme; of an unknown one the group. */
  readonly own: Column;
  readonly columns: readonly Column[];
  /** Those of `columns` that are targets; they are counted by village too. */
  readonly targets: readonly Column[];
}

/** The month reported on, and where each programme counts. */
export interface FigureContext {
  readonly period: Period;
  readonly targets: readonly ReportTarget[];
  /** The column of the first target. */
  readonly firstTarget: Column;
  /**
   * The columns of a benefit. A held row of unknown programme counts under "Đối tượng khác" and among all programmes
   * until it is mended. The three decisions have their lines in Form 2 whatever programme the list gives them.
   */
  kindOf(what: Programme | null, named: Category | null): Kind;
}

/** Where a programme counts that the reference data forgot: nobody falls out of the total for want of a line there. */
const DEFAULT_GROUP: Readonly<Record<Programme, FormGroup>> = {
  BTXH: 'BTXH',
  HTXH: 'BTXH',
  NCC: 'NCC',
  BHXH: 'KHAC',
  KHAC: 'KHAC',
};

const GROUPS = formGroup.options;
const LINES = figureLine.options;
const PROGRAMMES = programme.options;
const FIRST_PROGRAMME = GROUPS.length + LINES.length;
const FIRST_TARGET = FIRST_PROGRAMME + PROGRAMMES.length;

/** A context from the reference data of the period. */
export function figureContext(month: Period, data: Pick<ReferenceData, 'programmes' | 'targets'>): FigureContext {
  const formGroups = new Map(data.programmes.map(({ code, formGroup: group }) => [code, group]));
  const targets = targetsIn(data, month);
  const lineOf = (group: FormGroup, named: Category | null): FigureLine | null => {
    if (named?.startsWith('decision-')) return named;
    return group === 'NCC' ? (named ?? 'unclassified') : null;
  };
  const make = (what: Programme | null, named: Category | null): Kind => {
    const group = what === null ? 'KHAC' : (formGroups.get(what) ?? DEFAULT_GROUP[what]);
    const line = lineOf(group, named);
    const ofTargets = targets.flatMap(({ programmes }, index) =>
      index === 0 || (what !== null && programmes.includes(what)) ? [FIRST_TARGET + index] : [],
    );
    const ofGroup = GROUPS.indexOf(group);
    const ofProgramme = what === null ? [] : [FIRST_PROGRAMME + PROGRAMMES.indexOf(what)];
    const ofLine = line === null ? [] : [GROUPS.length + LINES.indexOf(line)];
    const columns = [ofGroup, ...ofLine, ...ofProgramme, ...ofTargets];
    return { group: ofGroup, own: ofProgramme[0] ?? ofGroup, columns, targets: ofTargets };
  };
  // Rows are many, kinds are few: one object for each lets everything after be looked up by it.
  const known = new Map<Programme | null, Map<Category | null, Kind>>();
  return {
    period: month,
    targets,
    firstTarget: FIRST_TARGET,
    kindOf(what, named) {
      const ofProgramme = known.get(what) ?? new Map<Category | null, Kind>();
      known.set(what, ofProgramme);
      const kind = ofProgramme.get(named) ?? make(what, named);
      ofProgramme.set(named, kind);
      return kind;
    },
  };
}
