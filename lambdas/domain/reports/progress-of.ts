import { ControlTotalBroken, controlTotalOf } from '../control-total.ts';
import { channel } from '../person.ts';
import type { Programme } from '../programme.ts';
import type { PaymentCell } from './cube.ts';
import { type ReportTarget, targetsIn } from './figure-context.ts';
import { type ProgressLine, type ProgressReport, sameTarget, type TargetProgress } from './progress.ts';
import type { ReportInput } from './report-input.ts';
import { type Figures, noFigures, type UnitFigures } from './unit-figures.ts';

/** What the first "target" of every report is called: nobody set one for it. */
export const ALL_PROGRAMMES = 'Tất cả các chế độ';

/** A year and the same month of the year before. */
const MONTHS_OF_HISTORY = 13;

/** What counts as paid: the month's payments, or, once a year, all since 1 January. */
type Span = 'inPeriod' | 'cumulative';

/**
 * A unit's progress toward the targets that hold on the last day of the period, all programmes together first.
 *
 * @throws ControlTotalBroken when the units below have more than the unit itself.
 */
export function progressOf(input: ReportInput): ProgressReport {
  const { own, occasion, period, asOf } = input;
  const targets = targetsIn(input.data, period).map(({ name, ...of }, index) => ({
    ...of,
    name: index === 0 ? ALL_PROGRAMMES : name,
  }));
  const span: Span = occasion === 'yearly' ? 'cumulative' : 'inPeriod';
  const thisMonth = targets.map(({ name }, index) => ({
    name,
    ...lineOf(countedFor(own.figures, index), 'inPeriod'),
  }));
  return {
    schemaVersion: 1,
    report: 'progress',
    occasion,
    unit: own.unit.code,
    unitName: own.unit.name,
    unitLevel: own.unit.level,
    period,
    asOf,
    distinctPeople: own.figures.distinctPeople,
    targets: targets.map((_, index) => progressTo(input, targets, index, span)),
    history: [...earlierMonths(input, targets), { period, totals: thisMonth }],
  };
}

/** @param index of the target: figures hold all of them in one order, because names may repeat. */
function progressTo(input: ReportInput, targets: readonly ReportTarget[], index: number, span: Span): TargetProgress {
  const { own, below } = input;
  const { name, programmes, share } = targets[index] ?? { name: ALL_PROGRAMMES, programmes: [], share: null };
  const total = lineOf(countedFor(own.figures, index), span);
  const byUnit = below.map(({ unit, figures }) => ({
    unit: unit.code,
    name: unit.name,
    level: unit.level,
    hasRoll: figures !== undefined,
    ...lineOf(figures === undefined ? noFigures() : countedFor(figures, index), span),
  }));
  return {
    name,
    programmes: [...programmes],
    target: share,
    total,
    since: changeOf(input, targets, index, total),
    byUnit,
    ownLists: byUnit.length === 0 ? null : ownListsOf(own.unit.name, total, byUnit),
    byVillage: own.figures.villages
      .map(({ village, targets: ofVillage }) => ({ village, ...lineOf(ofVillage[index] ?? noFigures(), span) }))
      .filter((line) => line.people > 0 || line.paidByAccount > 0)
      .sort((a, b) => compareVillages(a.village, b.village)),
    byProgramme: programmesOf(input, programmes, span),
    ...paidBy(input, programmes),
  };
}

/** Figures of other targets than those of the period would stand under the wrong names. */
function countedFor({ unit, targets }: UnitFigures, index: number): Figures {
  const counted = targets[index];
  if (counted === undefined) throw new Error(`The figures of ${unit} were not counted for target ${index}`);
  return counted.figures;
}

function lineOf(counted: Figures, span: Span): ProgressLine {
  return progressLineOf({
    people: counted.onRoll.cumulative,
    withAccount: counted.withAccount.cumulative,
    paidByAccount: counted.paidPeople[span],
    paidAmount: counted.paidAmount[span],
  });
}

function progressLineOf(counted: Omit<ProgressLine, 'share'>): ProgressLine {
  return { ...counted, share: counted.people === 0 ? null : counted.paidByAccount / counted.people };
}

const MEASURES = {
  people: 'Số người hưởng',
  withAccount: 'Số người có tài khoản',
  paidByAccount: 'Số người đã chi trả qua tài khoản',
  paidAmount: 'Số tiền chi trả qua tài khoản (đồng)',
} as const;

/** What the unit has beyond the units below it. */
function ownListsOf(name: string, total: ProgressLine, byUnit: readonly ProgressLine[]): ProgressLine | null {
  const left = (measure: keyof typeof MEASURES) => {
    const below = byUnit.reduce((sum, line) => sum + line[measure], 0);
    if (below > total[measure]) {
      const what = `${MEASURES[measure]}, ${name}: báo cáo = tổng các đơn vị trực thuộc và danh sách của chính đơn vị`;
      throw new ControlTotalBroken([controlTotalOf(what, total[measure], below)]);
    }
    return total[measure] - below;
  };
  const line = progressLineOf({
    people: left('people'),
    withAccount: left('withAccount'),
    paidByAccount: left('paidByAccount'),
    paidAmount: left('paidAmount'),
  });
  return line.people + line.withAccount + line.paidByAccount + line.paidAmount === 0 ? null : line;
}

const VIETNAMESE = new Intl.Collator('vi', { numeric: true });

/** Rows without a village come last. */
function compareVillages(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return VIETNAMESE.compare(a, b) || (a < b ? -1 : 1);
}

/** By programme a person counts in each (ruling 5), so these need not add up to the total. */
function programmesOf(
  { own, data }: ReportInput,
  programmes: readonly Programme[],
  span: Span,
): TargetProgress['byProgramme'] {
  const names = new Map(data.programmes.map(({ code, name }) => [code, name]));
  return programmes.map((code) => ({
    programme: code,
    name: names.get(code) ?? code,
    ...lineOf(own.figures.programmes[code], span),
  }));
}

/** Who paid the month's payments of the target's programmes, and how: the payments, not the people. */
function paidBy(
  { own, data }: ReportInput,
  programmes: readonly Programme[],
): Pick<TargetProgress, 'byProvider' | 'byChannel'> {
  const paid = own.figures.cube.payments.filter((cell) => cell.state === 'paid' && programmes.includes(cell.programme));
  const sumOf = (cells: readonly PaymentCell[]) => ({
    paid: cells.reduce((sum, cell) => sum + cell.people, 0),
    amount: cells.reduce((sum, cell) => sum + cell.amount, 0),
  });
  const names = new Map(data.providers.map(({ id, name }) => [id, name]));
  const cellsOf = Map.groupBy(paid, (cell) => cell.provider);
  return {
    byProvider: [...cellsOf]
      .map(([provider, cells]) => ({ provider, name: names.get(provider) ?? provider, ...sumOf(cells) }))
      .sort((a, b) => (a.provider < b.provider ? -1 : 1)),
    byChannel: channel.options.map((code) => ({
      channel: code,
      ...sumOf(paid.filter((cell) => cell.channel === code)),
    })),
  };
}

/** Beside what the last report of the same occasion said of the same target. */
function changeOf(
  { before }: ReportInput,
  targets: readonly ReportTarget[],
  index: number,
  now: ProgressLine,
): TargetProgress['since'] {
  const then = sameTarget(targets, index, before.lastOfOccasion?.targets ?? [])?.total;
  if (before.lastOfOccasion === undefined || then === undefined) return null;
  return {
    asOf: before.lastOfOccasion.asOf,
    period: before.lastOfOccasion.period,
    people: now.people - then.people,
    withAccount: now.withAccount - then.withAccount,
    paidByAccount: now.paidByAccount - then.paidByAccount,
    share: now.share === null || then.share === null ? null : now.share - then.share,
  };
}

/** The months before this one, as last month's report knew them; of each, the targets that hold now. */
function earlierMonths({ before, period }: ReportInput, targets: readonly ReportTarget[]): ProgressReport['history'] {
  const names = new Set(targets.map(({ name }) => name));
  const known = (before.lastMonth?.history ?? []).filter((month) => month.period < period);
  return known
    .slice(-(MONTHS_OF_HISTORY - 1))
    .map((month) => ({ period: month.period, totals: month.totals.filter(({ name }) => names.has(name)) }));
}
