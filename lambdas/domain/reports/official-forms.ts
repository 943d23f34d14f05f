import { z } from 'zod';
import { toDong, toThousands } from '../money.ts';
import { period } from '../period.ts';
import type { FormGroup } from '../programme.ts';
import { type Unit, unit as unitSchema } from '../unit.ts';
import { FORM_1_LABELS, FORM_2_PARTS, ROUNDING_FOOTNOTE, UNCLASSIFIED_LABEL } from './form-texts.ts';
import { addFigures, type FigurePair, type Figures, noFigures, type UnitFigures } from './unit-figures.ts';

const cell = z.number().int().nonnegative();

const formRow = z.object({
  /** Part and line, as `I.1` or `III.2`; a part's own row is `I`. */
  row: z.string(),
  /** What the form prints in its first column. */
  number: z.string(),
  label: z.string(),
  /** The ĐVT of Form 1; empty on headings and in Form 2. */
  measure: z.enum(['Người', '1000 đồng', '']),
  /**
   * By column, what the form prints there: people, or thousands of đồng where `measure` says so. Columns that do not
   * apply to a row are absent; a heading has none.
   */
  cells: z.record(z.string(), cell),
  /** Where `cells` are thousands: the same columns in whole đồng, not rounded. */
  dong: z.record(z.string(), cell).optional(),
});
export type FormRow = z.infer<typeof formRow>;

/**
 * One of the two monthly forms, filled in: what is published as JSON and what every printed shape is made from.
 * `distinctPeople` stands beside the form, never in it (ruling 5).
 */
export const officialForm = z.object({
  schemaVersion: z.literal(1),
  form: z.enum(['form-1', 'form-2']),
  unit: unitSchema.shape.code,
  unitName: unitSchema.shape.name,
  unitLevel: unitSchema.shape.level,
  period,
  rows: z.array(formRow),
  distinctPeople: cell,
  /** Printed below the table; null where there is nothing to remark. */
  footnote: z.string().nullable(),
});
export type OfficialForm = z.infer<typeof officialForm>;

export type ReportedUnit = Pick<Unit, 'code' | 'name' | 'level'>;

/** The columns of Form 1 by group: the cumulative one, and the one of the period. */
const GROUP_COLUMNS: readonly { group: FormGroup; cumulative: string; inPeriod: string }[] = [
  { group: 'BTXH', cumulative: '5', inPeriod: '6' },
  { group: 'NCC', cumulative: '7', inPeriod: '8' },
  { group: 'KHAC', cumulative: '9', inPeriod: '10' },
];

/** Form 1, "Tổng hợp báo cáo chi trả không dùng tiền mặt". Column 4 sums the cumulative columns: 5+7+9 (ruling 5). */
export function form1(counted: UnitFigures, unit: ReportedUnit): OfficialForm {
  const people = (row: keyof typeof FORM_1_LABELS, measure: keyof Figures, only?: FormGroup): FormRow => ({
    ...heading(row),
    measure: 'Người',
    cells: groupCells(counted, measure, only),
  });
  const dong = groupCells(counted, 'paidAmount');
  const thousands = inThousands(dong);
  const missesTotal = thousands['4'] !== sumOf(GROUP_COLUMNS.map(({ cumulative }) => thousands[cumulative] ?? 0));
  return {
    ...head('form-1', counted, unit),
    rows: [
      people('I', 'onRoll'),
      people('I.1', 'onRoll', 'BTXH'),
      people('I.2', 'onRoll', 'NCC'),
      people('I.3', 'onRoll', 'KHAC'),
      heading('II'),
      people('II.1', 'reviewed'),
      people('II.2', 'withAccount'),
      heading('III'),
      people('III.1', 'paidPeople'),
      { ...heading('III.2'), measure: '1000 đồng', cells: thousands, dong },
    ],
    footnote: missesTotal ? ROUNDING_FOOTNOTE : null,
  };
}

function heading(row: keyof typeof FORM_1_LABELS): FormRow {
  return { row, number: row.split('.')[1] ?? row, label: FORM_1_LABELS[row], measure: '', cells: {} };
}

/** The figure columns of Form 1 for one measure; with `only`, just that group's, and the total. */
function groupCells(counted: UnitFigures, measure: keyof Figures, only?: FormGroup): Record<string, number> {
  const columns = GROUP_COLUMNS.filter(({ group }) => only === undefined || group === only);
  const cells: Record<string, number> = {
    '4': sumOf(columns.map(({ group }) => counted.groups[group][measure].cumulative)),
  };
  for (const { group, cumulative, inPeriod } of columns) {
    const pair: FigurePair = counted.groups[group][measure];
    cells[cumulative] = pair.cumulative;
    cells[inPeriod] = pair.inPeriod;
  }
  return cells;
}

/** Each cell rounded half up by itself, from exact đồng (ruling 6). */
function inThousands(dong: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(dong).map(([column, amount]) => [column, toThousands(toDong(amount))]));
}

/**
 * Form 2, by category of people with merit and by decision. "Kết quả chi trả" counts people; I and II are the sums of
 * their lines, "Chưa phân loại" included (ruling 7).
 */
export function form2(counted: UnitFigures, unit: ReportedUnit): OfficialForm {
  const rows = FORM_2_PARTS.flatMap((part) => {
    const lines = part.lines.map(({ number, label, line }) => ({
      row: `${part.row}.${number}`,
      number,
      label,
      figures: counted.lines[line],
    }));
    if (part.row === 'I') {
      lines.push({
        row: 'I.unclassified',
        number: '',
        label: UNCLASSIFIED_LABEL,
        figures: counted.lines.unclassified,
      });
    }
    const total = lines.reduce((sum, { figures }) => addFigures(sum, figures), noFigures());
    return [{ row: part.row, number: part.row, label: part.label, figures: total }, ...lines];
  });
  return {
    ...head('form-2', counted, unit),
    rows: rows.map(({ figures, ...row }) => ({ ...row, measure: '', cells: lineCells(figures) })),
    footnote: null,
  };
}

function lineCells(of: Figures): Record<string, number> {
  return {
    'total.cumulative': of.onRoll.cumulative,
    'total.inPeriod': of.onRoll.inPeriod,
    reviewed: of.reviewed.cumulative,
    withAccount: of.withAccount.cumulative,
    'paid.cumulative': of.paidPeople.cumulative,
    'paid.inPeriod': of.paidPeople.inPeriod,
  };
}

function head(form: OfficialForm['form'], counted: UnitFigures, unit: ReportedUnit) {
  return {
    schemaVersion: 1 as const,
    form,
    unit: unit.code,
    unitName: unit.name,
    unitLevel: unit.level,
    period: counted.period,
    distinctPeople: counted.distinctPeople,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
