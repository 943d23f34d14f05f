import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleHandlers, taskNames } from '../../lib/bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'ansinh-bundles-'));
const bundleOf = (task: string) => readFileSync(join(folder, task, 'index.mjs'));

beforeAll(async () => {
  await bundleHandlers(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('Bundles for AWS hold nothing that records calls or makes them fail, and no tool of the tests', () => {
  for (const task of taskNames()) {
    // The last is under the AGPL (docs/adr/0021-grants.md).
    expect(bundleOf(task).toString()).not.toMatch(/ANSINH_WATCH|Injected:|cloud-copilot/);
  }
});

/** Tasks that read what providers or units send as workbooks, or write workbooks or PDF. */
const WITH_WORKBOOKS = [
  'answer-unit',
  'build-instructions',
  'close-submission',
  'publish-books',
  'read-list',
  'read-results',
  'render-reports',
  'write-transfer-request',
];

// What a function loads it parses before its first event: a second megabyte is some 50 ms of every cold start.
it('A bundle stays below 1 MB, and below 3 MB where the task reads or writes workbooks', () => {
  const tooLarge = taskNames().flatMap((task) => {
    const bytes = bundleOf(task).byteLength;
    return bytes < (WITH_WORKBOOKS.includes(task) ? 3e6 : 1e6) ? [] : [`${task}: ${bytes}`];
  });
  expect(tooLarge).toEqual([]);
});
