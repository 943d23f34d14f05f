import { type ProgressReport, progressReport } from '../../domain/reports/progress.ts';
import { progressOf } from '../../domain/reports/progress-of.ts';
import { defineReport } from '../../domain/reports/report-input.ts';
import { JSON_TYPE, PDF, XLSX } from '../content-types.ts';
import { modelJson } from './model-json.ts';
import { writeProgressPdf } from './progress-pdf.ts';
import { writeProgressXlsx } from './progress-xlsx.ts';

/** Progress toward the targets. Impossible figures are refused when the model is parsed, before anything is written. */
export const PROGRESS = defineReport<ProgressReport>(
  (input) => progressReport.parse(progressOf(input)),
  [
    { file: 'progress.json', contentType: JSON_TYPE, write: modelJson },
    { file: 'progress.xlsx', contentType: XLSX, write: writeProgressXlsx },
    { file: 'progress.pdf', contentType: PDF, write: writeProgressPdf },
  ],
);
