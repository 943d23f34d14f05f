import { controlSheetOf } from '../../domain/reports/control-sheet-of.ts';
import { progressOf } from '../../domain/reports/progress-of.ts';
import { defineReport } from '../../domain/reports/report-input.ts';
import { pageOf } from './page-document.ts';
import type { PageModel } from './page-model.ts';

/** The page to look at: one file of HTML per unit and publication, which asks nothing of any other place. */
export const PAGE = defineReport<PageModel>(
  (input) => ({
    progress: progressOf(input),
    control: controlSheetOf(input),
    above: input.above,
    withPage: new Set(input.below.filter(({ figures }) => figures !== undefined).map(({ unit }) => unit.code)),
  }),
  [
    {
      file: 'index.html',
      contentType: 'text/html; charset=utf-8',
      write: (model) => new TextEncoder().encode(pageOf(model)),
    },
  ],
);
