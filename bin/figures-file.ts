import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Where figures go as JSON, if anywhere. The folder is made at once and not when there is something to write: whoever
 * names one that is missing would lose an hour of measuring.
 *
 * @returns writes figures there, over those of before.
 */
export async function figuresFile(path: string | undefined): Promise<(figures: object) => Promise<void>> {
  if (path === undefined) return async () => undefined;
  await mkdir(dirname(path), { recursive: true });
  return (figures) => writeFile(path, `${JSON.stringify(figures, null, 2)}\n`);
}
