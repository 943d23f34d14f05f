import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figuresFile } from '../../../bin/figures-file.ts';

it('Figures are written into a folder that was not there, over those of before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-figures-'));
  try {
    const file = join(folder, 'out', 'scale.json');
    const write = await figuresFile(file);
    await write({ sizes: [10_000] });
    await write({ sizes: [10_000, 100_000] });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ sizes: [10_000, 100_000] });
  } finally {
    await rm(folder, { recursive: true });
  }
});
