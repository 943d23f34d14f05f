import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const LAMBDAS = join(ROOT, 'lambdas');
/** What stands between the SDK's clients and AWS, and what a cloud for tests has in its place. */
const CLIENT_PLUGINS = join(LAMBDAS, 'adapters', 'client-plugins.ts');
const CLIENT_WATCH = join(ROOT, 'tests', 'support', 'client-watch.ts');
/** Every bundle that holds this module needs its fonts beside it. */
const PDF_WRITER = 'lambdas/formats/papers/pdf.ts';
const FONTS = [
  '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf',
  '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
];

/** The tasks: every folder of `lambdas/` that has a handler. */
export function taskNames(): string[] {
  return readdirSync(LAMBDAS)
    .filter((name) => existsSync(join(LAMBDAS, name, 'handler.ts')))
    .sort();
}

/**
 * Bundles every handler in one esbuild call, each into a folder of its own: one process per function took most of a
 * deploy. The SDK is bundled too, so that what was tested is what runs. Bundles that write PDF have its fonts beside them.
 * @param watchCalls whether calls to AWS are recorded and can be made to fail: for clouds of tests, never for a real one.
 * @returns the folder that holds the bundles.
 */
export async function bundleHandlers(folder: string, watchCalls = false): Promise<string> {
  const handlers = taskNames().map((name) => ({ in: join(LAMBDAS, name, 'handler.ts'), out: join(name, 'index') }));
  await bundleModules(handlers, folder, watchCalls);
  return folder;
}

/** Bundles modules as handlers are: each with all that it needs, in a file of its own (`out`, `.mjs`). */
export async function bundleModules(
  modules: { readonly in: string; readonly out: string }[],
  folder: string,
  watchCalls = false,
): Promise<void> {
  const { metafile } = await build({
    entryPoints: modules,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    // CommonJS packages inside an ES module still call require for node's own modules, and ask where they are.
    banner: {
      js:
        "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); " +
        'const __dirname = import.meta.dirname;',
    },
    logLevel: 'error',
    metafile: true,
    plugins: [lean, ...(watchCalls ? [watchingCalls] : [])],
    absWorkingDir: ROOT,
  });
  for (const [bundle, { inputs }] of Object.entries(metafile.outputs)) {
    if (PDF_WRITER in inputs) layFonts(join(ROOT, dirname(bundle)));
  }
}

/**
 * What libraries load at once and ours never call: a third to two thirds of a bundle, and of the time that a cold
 * function needs to start (docs/adr/0030-benchmarks.md). Whoever calls one of them after all is told so.
 */
const NEVER_CALLED = [
  // Reading workbooks as streams, and CSV: ours are read whole, and by our own reader. What writes them as streams stays:
  // receipts and worklists are written by it (lambdas/formats/papers/workbook.ts).
  'exceljs/lib/stream/xlsx/workbook-reader.js',
  'exceljs/lib/csv/csv.js',
  // Fonts as WOFF2: ours are TrueType (fontkit).
  'brotli/decompress.js',
];

const lean: Plugin = {
  name: 'lean',
  setup: ({ onLoad, onResolve }) => {
    // esbuild asks about the files of these names only: about every file would take seconds.
    onLoad({ filter: /(workbook-writer|workbook-reader|csv|decompress)\.js$/ }, ({ path }) => {
      const leftOut = NEVER_CALLED.find((module) => path.endsWith(`/node_modules/${module}`));
      if (leftOut === undefined) return undefined;
      const message = JSON.stringify(`Left out of bundles: ${leftOut}`);
      return { contents: `module.exports = function () { throw new Error(${message}); };` };
    });
    // Imported by an ES module, node:http loads undici for the WebSocket that it also exports: a tenth of a cold start.
    // Required, it does not.
    onResolve({ filter: /^(node:)?http2?$/ }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'required' },
    );
    onLoad({ filter: /^/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
    // Zod's `z` is an object that holds all of zod, its messages in fifty languages too. Imported as a namespace it is
    // the same, but esbuild sees which parts are used.
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace("import { z } from 'zod'", "import * as z from 'zod'"),
      loader: 'ts',
    }));
  },
};

const watchingCalls: Plugin = {
  name: 'watch-calls',
  setup: ({ onResolve }) => {
    onResolve({ filter: /client-plugins\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === CLIENT_PLUGINS ? { path: CLIENT_WATCH } : undefined,
    );
  },
};

/** Fonts are files, not code: they lie where Node looks for the package that they come in. */
function layFonts(bundle: string): void {
  for (const font of FONTS) {
    const laid = join(bundle, 'node_modules', font);
    mkdirSync(dirname(laid), { recursive: true });
    copyFileSync(fileURLToPath(import.meta.resolve(font)), laid);
  }
}
