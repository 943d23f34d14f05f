import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('forms.py', import.meta.url));

const recount = z.object({
  /** Units that sent lists. */
  units: z.number(),
  /** Cells of the forms that were compared. */
  compared: z.number(),
  /** Cells that say something else than was counted from the receipts and the payments. */
  differences: z.array(z.string()),
});

/** Counts both forms of every unit once more from a demo's folder, by a script in another language. */
export async function recountForms(folder: string): Promise<z.infer<typeof recount>> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile('python3', [SCRIPT, folder], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    // It ends with 1 where there are differences: these are its answer.
    if (error && stdout === '') reject(new Error(`The script failed: ${stderr}`));
    else resolve(stdout);
  });
  return recount.parse(JSON.parse(await promise));
}
