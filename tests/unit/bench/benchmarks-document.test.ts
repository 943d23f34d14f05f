import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BENCHMARKS_DOCUMENT, benchmarksDocument } from '../../../bin/documents/benchmarks.ts';

it('The figures of docs/benchmarks.md are those of docs/benchmarks/*.json: after a bench run npm run benchmarks', () => {
  const page = readFileSync(BENCHMARKS_DOCUMENT, 'utf8');
  expect(benchmarksDocument(page)).toBe(page);
  // Text between marks that no report fills would be figures that nobody measured.
  const filled = [...page.matchAll(/<!-- figures of (\w+): generated -->\n(.*)/g)].map(
    ([, bench = '', first = '']) => ({
      bench,
      first,
    }),
  );
  expect(filled.length).toBeGreaterThan(5);
  for (const { bench, first } of filled) {
    expect(first).toMatch(new RegExp(`^\`npm run bench -- ${bench} `));
  }
});
