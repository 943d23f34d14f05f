import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as pdf from '../../lambdas/formats/papers/pdf.ts';
import type * as workbooks from '../../lambdas/formats/papers/workbook.ts';
import { bundleHandlers, bundleModules, taskNames } from '../../lib/bundles.ts';

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

// Bundles leave out parts of exceljs and fontkit; whoever calls one of them fails, and only in a bundle.
it('From a bundle, workbooks are written whole and row by row, and PDF with our fonts', async () => {
  const formats = join(import.meta.dirname, '..', '..', 'lambdas', 'formats', 'papers');
  const writers = ['workbook', 'pdf'].map((name) => ({ in: join(formats, `${name}.ts`), out: join('writers', name) }));
  await bundleModules(writers, folder);
  const bundled = (name: string) => import(join(folder, 'writers', `${name}.mjs`));
  const { newWorkbook, workbookBytes, streamedWorkbook, commitRow }: typeof workbooks = await bundled('workbook');
  const { pdfBytes }: typeof pdf = await bundled('pdf');

  const whole = newWorkbook();
  whole.addWorksheet('Một').addRow(['Nguyễn Thị Hoà', 540_000]);
  const byRow = await streamedWorkbook(async (workbook) => {
    const sheet = workbook.addWorksheet('Một');
    sheet.getRow(1).values = ['Nguyễn Thị Hoà', 540_000];
    await commitRow(sheet, 1);
    sheet.commit();
  });
  const paper = await pdfBytes({
    title: 'Giấy',
    madeAt: new Date(0),
    content: [{ text: 'Nguyễn Thị Hoà', bold: true }],
  });
  const starts = [await workbookBytes(whole), byRow, paper].map((bytes) => String.fromCharCode(...bytes.slice(0, 4)));
  expect(starts).toEqual(['PK\x03\x04', 'PK\x03\x04', '%PDF']);
});
