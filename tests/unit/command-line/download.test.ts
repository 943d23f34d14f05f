import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download } from '../../../bin/download.ts';
import { NotPossible, sayIn } from '../../../bin/text/officer.ts';

const say = sayIn('vi');
const outbox = { bytes: async () => new TextEncoder().encode('sổ') };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-download-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('What is downloaded', () => {
  it('lies under the folder by its key, or by the path that is wished', async () => {
    const objects = [{ key: 'books/2023-06/books.json' }, { key: 'payouts/2023-06/x/a.xml', path: 'agribank/a.xml' }];
    const saved = await download(outbox, objects, folder, say);
    expect(saved).toEqual([join(folder, 'books/2023-06/books.json'), join(folder, 'agribank/a.xml')]);
    expect(await readFile(join(folder, 'agribank/a.xml'), 'utf8')).toBe('sổ');
  });

  it('is not saved where it is not what its manifest says', async () => {
    const changed = [{ key: 'a.xml', sha256: '0'.repeat(64) }];
    await expect(download(outbox, changed, folder, say)).rejects.toThrow(NotPossible);
    expect(await readdir(folder)).toEqual([]);
  });
});
