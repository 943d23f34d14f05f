import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const LAMBDAS = join(import.meta.dirname, '..', 'lambdas');

/** The tasks: every folder of `lambdas/` that has a handler. */
export function taskNames(): string[] {
  return readdirSync(LAMBDAS)
    .filter((name) => existsSync(join(LAMBDAS, name, 'handler.ts')))
    .sort();
}

/**
 * Bundles every handler in one esbuild call, each into a folder of its own: one process per function took most of a
 * deploy. The SDK is bundled too, so that what was tested is what runs.
 * @returns the folder that holds the bundles.
 */
export async function bundleHandlers(folder: string): Promise<string> {
  await build({
    entryPoints: taskNames().map((name) => ({ in: join(LAMBDAS, name, 'handler.ts'), out: join(name, 'index') })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // CommonJS packages inside an ES module still call require for node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return folder;
}
