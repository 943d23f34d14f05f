import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('read_back.py', import.meta.url));

const readBack = z.object({
  run: z.string(),
  files: z.array(
    z.object({ provider: z.string(), name: z.string(), count: z.number(), controlSum: z.number(), sha256: z.string() }),
  ),
  instructions: z.array(
    z.object({
      reference: z.string(),
      provider: z.string(),
      money: z.number(),
      /** Only a paying list tells these: how many months are carried over, and what is paid besides this month's. */
      months: z.number(),
      besides: z.number(),
    }),
  ),
  requested: z.number(),
  /** Where the files say something else than the manifest, or than themselves. */
  differences: z.array(z.string()),
});
export type ReadBack = z.infer<typeof readBack>;

/** Lays what a run published into a new folder below another, as somebody does who downloads it. @returns the folder. */
export async function layRun(
  below: string,
  run: string,
  keys: readonly string[],
  bytesOf: (key: string) => Promise<Uint8Array>,
): Promise<string> {
  const folder = await mkdtemp(join(below, `${run}-`));
  const prefix = `payouts/${run.slice(0, 7)}/${run}/`;
  for (const key of keys.filter((one) => one.startsWith(prefix))) {
    const path = join(folder, key.slice(prefix.length));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await bytesOf(key));
  }
  return folder;
}

/** What a plain script, in another language, reads in the published files of a run that were laid into a folder. */
export async function readRunBack(folder: string): Promise<ReadBack> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile('python3', [SCRIPT, folder], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    // It ends with 1 where there are differences: these are its answer.
    if (error && stdout === '') reject(new Error(`The script failed: ${stderr}`));
    else resolve(stdout);
  });
  return readBack.parse(JSON.parse(await promise));
}
