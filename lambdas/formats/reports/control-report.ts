import { type ControlSheet, controlSheet } from '../../domain/reports/control-sheet.ts';
import { controlSheetOf } from '../../domain/reports/control-sheet-of.ts';
import { defineReport } from '../../domain/reports/report-input.ts';
import { JSON_TYPE, XLSX } from '../content-types.ts';
import { writeControlXlsx } from './control-xlsx.ts';
import { modelJson } from './model-json.ts';

/** What stands behind the figures of a month. Impossible counts are refused before anything is written. */
export const CONTROL = defineReport<ControlSheet>(
  (input) => controlSheet.parse(controlSheetOf(input)),
  [
    { file: 'control.json', contentType: JSON_TYPE, write: modelJson },
    { file: 'control.xlsx', contentType: XLSX, write: writeControlXlsx },
  ],
);
