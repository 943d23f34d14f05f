import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleHandlers, taskNames } from '../../lib/bundles.ts';

it('Bundles for AWS hold nothing that records calls or makes them fail, and no tool of the tests', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ansinh-bundles-'));
  try {
    await bundleHandlers(folder);
    for (const task of taskNames()) {
      const code = readFileSync(join(folder, task, 'index.mjs'), 'utf8');
      // The last is under the AGPL (docs/adr/0021-grants.md).
      expect(code).not.toMatch(/ANSINH_WATCH|Injected:|cloud-copilot/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
