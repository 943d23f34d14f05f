import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const FORMATS = join(import.meta.dirname, '..', '..', '..', 'lambdas', 'formats');
/** The one file that a browser page would exchange. */
const PORT = join('tables', 'inflate-node.ts');
/** Packages that run wherever the language does. */
const PORTABLE_PACKAGES = ['htmlparser2', 'saxes', 'zod'];
const IMPORT = /^(?:import|export)\s[^;]*?from '([^']+)'|^import '([^']+)'/gm;

/** Every file that reading a list draws in, with what it imports from elsewhere. */
function importsFrom(start: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const waiting = [join(FORMATS, start)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const name = relative(FORMATS, file);
    if (found.has(name)) continue;
    const sources = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, from, bare]) => from ?? bare ?? '');
    found.set(
      name,
      sources.filter((source) => !source.startsWith('.')),
    );
    for (const source of sources) if (source.startsWith('.')) waiting.push(join(dirname(file), source));
  }
  return found;
}

describe('reading a list', () => {
  const imports = importsFrom(join('lists', 'list-reader.ts'));

  it('is looked at as a whole', () => {
    expect([...imports.keys()]).toEqual(
      expect.arrayContaining([
        PORT,
        ...['zip.ts', 'xlsx-sheet.ts', 'csv-scanner.ts'].map((name) => join('tables', name)),
      ]),
    );
  });

  it('needs of Node what stands in one file, so that a browser page can run the same check', () => {
    const others = [...imports].filter(([name]) => name !== PORT);
    const foreign = others.flatMap(([name, sources]) =>
      sources.filter((source) => !PORTABLE_PACKAGES.includes(source)).map((source) => `${name}: ${source}`),
    );
    expect(foreign).toEqual([]);
  });

  it('takes nothing of Node without importing it', () => {
    const globals = /\b(?:Buffer|process|setImmediate|__dirname|require)\b/;
    const taking = [...imports.keys()].filter((name) => {
      const code = readFileSync(join(FORMATS, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return name !== PORT && globals.test(code);
    });
    expect(taking).toEqual([]);
  });
});
