import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inParallel } from '../lambdas/domain/in-parallel.ts';
import type { Objects } from '../lambdas/domain/ports.ts';
import { NotPossible, type Say } from './text/officer.ts';

/** An object of the outbox, with the SHA-256 that its manifest gives, where it has one. */
export interface Published {
  readonly key: string;
  readonly sha256?: string;
  /** Where it goes under the folder; its key when left out. */
  readonly path?: string;
}

/**
 * Saves published objects under a folder. Throws {@link NotPossible}, and saves nothing of it, where one is not
 * what its manifest says.
 * @returns the paths.
 */
export async function download(
  outbox: Pick<Objects, 'bytes'>,
  objects: readonly Published[],
  folder: string,
  say: Say,
): Promise<string[]> {
  return inParallel(8, objects, async ({ key, sha256, path = key }) => {
    const bytes = await outbox.bytes(key);
    if (sha256 !== undefined && createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw new NotPossible(
        say(
          `Tệp ${key} không giống bản đã ghi trong danh mục. Không dùng tệp này; hãy báo ngay quản trị hệ thống.`,
          `${key} is not what its manifest says. Do not use it; tell the administrator at once.`,
        ),
      );
    }
    const saved = join(folder, ...path.split('/'));
    await mkdir(dirname(saved), { recursive: true });
    await writeFile(saved, bytes);
    return saved;
  });
}
