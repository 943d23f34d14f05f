import type { Report, ReportFile } from '../domain/reports/report-input.ts';
import { JSON_TYPE } from '../formats/content-types.ts';
import { CONTROL } from '../formats/reports/control-report.ts';
import { FIGURES } from '../formats/reports/figures-report.ts';
import { FORM_1_REPORT, FORM_2_REPORT } from '../formats/reports/form-reports.ts';
import { PAGE } from '../formats/reports/page.ts';
import { PROGRESS } from '../formats/reports/progress-report.ts';
import { reportSchemas } from '../formats/reports/report-schemas.ts';

/** Every report that is made of every unit. Adding one is a file of definitions, and a line here. */
export const REPORTS: readonly Report[] = [FORM_1_REPORT, FORM_2_REPORT, PROGRESS, CONTROL, FIGURES, PAGE];

/** JSON Schemas of what the reports say as JSON. */
export const SCHEMAS: readonly ReportFile[] = reportSchemas().map(({ file, text }) => ({
  file,
  contentType: JSON_TYPE,
  body: new TextEncoder().encode(text),
}));
