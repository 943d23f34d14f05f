import type { ControlSheet } from '../../domain/reports/control-sheet.ts';
import type { OfficialForm } from '../../domain/reports/official-forms.ts';
import {
  type ProgressLine,
  type ProgressReport,
  sameTarget,
  type TargetProgress,
} from '../../domain/reports/progress.ts';
import { csvText } from '../papers/csv-text.ts';

/** Every report of a unit that holds figures. */
export interface UnitReports {
  readonly forms: readonly OfficialForm[];
  readonly progress: ProgressReport;
  readonly control: ControlSheet;
}

const HEADER = ['report', 'unit', 'period', 'section', 'row', 'column', 'value'] as const;
/** A figure in its place: section, row, column and what stands there. An empty value is one that does not exist. */
type Figure = readonly [section: string, row: string, column: string, value: string | number | null];

/**
 * Every figure of a unit's reports, one a line, for spreadsheets and programs. Targets are named by their place in the
 * report, `target-0` being all programmes: section `targets` says what each is called.
 */
export function figuresCsv({ forms, progress, control }: UnitReports): string {
  const lines = (report: string, { unit, period }: { unit: string; period: string }, figures: readonly Figure[]) =>
    figures.map((figure) => [report, unit, period, ...figure]);
  return csvText([
    HEADER,
    ...forms.flatMap((form) => lines(form.form, form, formFigures(form))),
    ...lines('progress', progress, progressFigures(progress)),
    ...lines('control', control, controlFigures(control)),
  ]);
}

function formFigures({ rows, distinctPeople }: OfficialForm): Figure[] {
  return [
    ...rows.flatMap(({ row, cells, dong }) => [
      ...Object.entries(cells).map(([column, value]): Figure => ['cells', row, column, value]),
      ...Object.entries(dong ?? {}).map(([column, value]): Figure => ['dong', row, column, value]),
    ]),
    ['beside', 'people', 'distinctPeople', distinctPeople],
  ];
}

function progressFigures({ asOf, occasion, distinctPeople, targets, history }: ProgressReport): Figure[] {
  return [
    ['beside', 'report', 'asOf', asOf],
    ['beside', 'report', 'occasion', occasion],
    ['beside', 'people', 'distinctPeople', distinctPeople],
    ...targets.flatMap((target, index) => [
      ...targetFigures(target, `target-${index}`),
      ...history.flatMap(({ period, totals }) => {
        const total = sameTarget(targets, index, totals);
        return total === undefined ? [] : lineFigures(`target-${index}/history`, period, total);
      }),
    ]),
  ];
}

function targetFigures(target: TargetProgress, key: string): Figure[] {
  const { since, ownLists, byUnit, byVillage, byProgramme, byProvider, byChannel } = target;
  const at = (section: string) => `${key}/${section}`;
  return [
    ['targets', key, 'name', target.name],
    ['targets', key, 'programmes', target.programmes.join(' ')],
    ['targets', key, 'target', target.target],
    ...lineFigures(at('total'), 'total', target.total),
    ...(since === null ? [] : fieldFigures(at('since'), 'total', since)),
    ...byUnit.flatMap((line) => [
      [at('by-unit'), line.unit, 'hasRoll', Number(line.hasRoll)] as const,
      ...(line.hasRoll ? lineFigures(at('by-unit'), line.unit, line) : []),
    ]),
    ...(ownLists === null ? [] : lineFigures(at('own-lists'), 'total', ownLists)),
    ...byVillage.flatMap((line) => lineFigures(at('by-village'), line.village ?? '', line)),
    ...byProgramme.flatMap((line) => lineFigures(at('by-programme'), line.programme, line)),
    ...byProvider.flatMap(({ provider, paid, amount }) => fieldFigures(at('by-provider'), provider, { paid, amount })),
    ...byChannel.flatMap(({ channel, paid, amount }) => fieldFigures(at('by-channel'), channel, { paid, amount })),
  ];
}

function lineFigures(section: string, row: string, line: ProgressLine): Figure[] {
  const { people, withAccount, paidByAccount, paidAmount, share } = line;
  return fieldFigures(section, row, { people, withAccount, paidByAccount, paidAmount, share });
}

function controlFigures(control: ControlSheet): Figure[] {
  return [
    ['beside', 'report', 'asOf', control.asOf],
    ['beside', 'report', 'deadline', control.deadline],
    ...control.controlTotals.flatMap(({ name, left, right, holds }) =>
      fieldFigures('control-totals', name, { left, right, holds: Number(holds) }),
    ),
    ...control.lateness.flatMap(({ unit, timeliness, carriedOver, lists }) => [
      ...fieldFigures('lateness', unit, { timeliness, carriedOver: Number(carriedOver), lists: lists.length }),
      ...lists.flatMap(({ id, receivedAt, late, kind, status, totals }) => [
        ...fieldFigures('lists', `${unit}/${id}`, { receivedAt, late: Number(late), kind, status }),
        ...Object.entries(totals ?? {}).flatMap(([what, { rows, amount }]) =>
          fieldFigures(`lists-${what}`, `${unit}/${id}`, { rows, amount }),
        ),
      ]),
    ]),
    ...control.quality.flatMap(({ unit, rows, held, notes }) => [
      ...fieldFigures('quality', unit, { rows, heldRows: held.rows, heldAmount: held.amount }),
      ...notes.flatMap((note) =>
        fieldFigures('notes', `${unit}/${note.code}/${note.field}`, { severity: note.severity, rows: note.rows }),
      ),
    ]),
    ...control.duplicates.flatMap(({ unit, claimedElsewhere, repeated }) =>
      fieldFigures('duplicates', unit, {
        claimedElsewhereRows: claimedElsewhere.rows,
        claimedElsewhereAmount: claimedElsewhere.amount,
        repeatedRows: repeated.rows,
        repeatedAmount: repeated.amount,
      }),
    ),
    ['duplicates', 'total', 'notPaidTwice', control.notPaidTwice],
    ...control.exceptions.map(({ code, open }): Figure => ['exceptions', code, 'open', open]),
  ];
}

function fieldFigures(
  section: string,
  row: string,
  fields: Readonly<Record<string, string | number | null>>,
): Figure[] {
  return Object.entries(fields).map(([column, value]): Figure => [section, row, column, value]);
}
