import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { FileOrder } from './support/file-order.ts';
import { PlainSummary } from './support/plain-summary.ts';

const project = (
  name: string,
  extra: {
    testTimeout?: number;
    hookTimeout?: number;
    fileParallelism?: boolean;
    globalSetup?: string[];
    env?: Record<string, string>;
    sequence?: { groupOrder: number };
  } = {},
) => ({
  test: { name, include: [`tests/${name}/**/*.test.ts`], root: '.', ...extra },
});

/** What tests leave behind goes when they end. Chromium alone is unpacked once a machine (tests/browser/chromium.ts). */
const MACHINE = tmpdir();
const temporary = mkdtempSync(join(MACHINE, 'ansinh-tests-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
Object.assign(process.env, { TMPDIR: temporary, ANSINH_MACHINE_TMPDIR: MACHINE });

export default defineConfig({
  root: '.',
  test: {
    reporters: ['default', new PlainSummary()],
    sequence: { sequencer: FileOrder },
    projects: [
      project('unit'),
      project('property', { testTimeout: 60_000 }),
      // Pages in Chromium; the first run on a machine unpacks it.
      project('browser', { testTimeout: 30_000, hookTimeout: 60_000 }),
      // The CDK's validation takes as long as everything else that makes a template: template.test.ts asks for it once.
      project('infra', { testTimeout: 60_000, hookTimeout: 60_000, env: { CDK_VALIDATION: 'false' } }),
      project('state-machines', { testTimeout: 60_000 }),
      project('simulation', { testTimeout: 900_000, fileParallelism: false }),
      // One local cloud for all end-to-end tests. They come last and one by one: each fills both cores with functions.
      project('e2e', {
        testTimeout: 300_000,
        hookTimeout: 300_000,
        fileParallelism: false,
        globalSetup: ['tests/support/e2e-cloud.ts'],
        sequence: { groupOrder: 1 },
      }),
      // What the end-to-end tests called, against what is granted: so after them.
      project('grants', { testTimeout: 120_000, hookTimeout: 60_000, sequence: { groupOrder: 2 } }),
    ],
  },
});
