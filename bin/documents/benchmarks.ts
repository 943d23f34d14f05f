import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { benchReport } from '../bench/figure.ts';
import { sectionOf } from '../bench/markdown.ts';
import { betweenMarks } from './between-marks.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
/** Where the page stands, and the reports of the benches that its figures are of, each as `bench --json` wrote it. */
export const BENCHMARKS_DOCUMENT = join(DOCS, 'benchmarks.md');
const REPORTS = join(DOCS, 'benchmarks');

/** The page with the figures of every report between its marks; all other text is people's and stays as it is. */
export function benchmarksDocument(page: string): string {
  return readdirSync(REPORTS)
    .sort()
    .reduce((text, file) => {
      const report = benchReport.parse(JSON.parse(readFileSync(join(REPORTS, file), 'utf8')));
      if (file !== `${report.bench}.json`) throw new Error(`${basename(file)} holds figures of ${report.bench}`);
      return betweenMarks(text, `figures of ${report.bench}`, sectionOf(report));
    }, page);
}

if (import.meta.main) {
  writeFileSync(BENCHMARKS_DOCUMENT, benchmarksDocument(readFileSync(BENCHMARKS_DOCUMENT, 'utf8')));
}
