import { controlSheetOf } from '../../domain/reports/control-sheet-of.ts';
import { form1, form2 } from '../../domain/reports/official-forms.ts';
import { progressOf } from '../../domain/reports/progress-of.ts';
import { defineReport, type ReportInput } from '../../domain/reports/report-input.ts';
import { CSV } from '../content-types.ts';
import { figuresCsv, type UnitReports } from './figures-csv.ts';

/** Every figure of a unit in one table, of all its reports. */
export const FIGURES = defineReport<UnitReports>(reportsOf, [
  { file: 'figures.csv', contentType: CSV, write: (reports) => new TextEncoder().encode(figuresCsv(reports)) },
]);

function reportsOf(input: ReportInput): UnitReports {
  const { figures, unit } = input.own;
  return {
    forms: [form1(figures, unit), form2(figures, unit)],
    progress: progressOf(input),
    control: controlSheetOf(input),
  };
}
