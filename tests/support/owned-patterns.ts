import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'vitest/node';
import { z } from 'zod';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const RECORD = join(CHECKOUT, 'tests', 'fixtures', 'safe-patterns.json');

/** A regular expression of our own: as it is written, and the files in which it stands. */
export interface OwnedPattern {
  readonly source: string;
  readonly flags: string;
  readonly files: readonly string[];
}

/** Every regular expression of our sources, and the files that build one from text when they run. */
export interface OwnedPatterns {
  readonly literals: readonly OwnedPattern[];
  readonly built: readonly string[];
}

/** Which patterns were found safe, and by which version of the checker: another version looks at them all again. */
const record = z.object({ recheck: z.string(), safe: z.array(z.string()) });

const literal = z.object({
  type: z.literal('Literal'),
  regex: z.object({ pattern: z.string(), flags: z.string() }),
});
const building = z.object({
  type: z.enum(['NewExpression', 'CallExpression']),
  callee: z.object({ type: z.literal('Identifier'), name: z.literal('RegExp') }),
});

/** Walks the syntax trees of all that runs: a pattern in a comment or a string is none. */
export async function ownedPatterns(): Promise<OwnedPatterns> {
  const found = new Map<string, { source: string; flags: string; files: string[] }>();
  const built: string[] = [];
  const files = await Array.fromAsync(glob('{bin,lambdas,lib,samples}/**/*.ts', { cwd: CHECKOUT }));
  for (const file of files.filter((name) => !name.endsWith('.d.ts')).sort()) {
    for (const node of nodesOf(parseAst(readFileSync(join(CHECKOUT, file), 'utf8'), { lang: 'ts' }))) {
      const regex = literal.safeParse(node).data?.regex;
      if (regex !== undefined) {
        const { pattern: source, flags } = regex;
        const one = found.get(nameOf({ source, flags })) ?? { source, flags, files: [] };
        if (!one.files.includes(file)) one.files.push(file);
        found.set(nameOf(one), one);
      } else if (building.safeParse(node).success) built.push(file);
    }
  }
  return { literals: [...found.values()], built };
}

function* nodesOf(tree: unknown): Generator<object> {
  if (typeof tree !== 'object' || tree === null) return;
  if ('type' in tree) yield tree;
  for (const below of Object.values(tree)) yield* nodesOf(below);
}

/** What is wrong with a pattern, in words; null when the time it takes grows no faster than its text. */
export async function faultOf({ source, flags, files }: OwnedPattern): Promise<string | null> {
  const found = await check(source, flags, { timeout: 60_000 });
  if (found.status === 'safe') return null;
  const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind;
  return `${nameOf({ source, flags })} of ${files.join(', ')}: ${found.status}, ${why}`;
}

export function nameOf({ source, flags }: Pick<OwnedPattern, 'source' | 'flags'>): string {
  return `/${source}/${flags}`;
}

/** The names of the patterns that this version of the checker has found safe before: checking all takes a minute. */
export function knownSafe(): ReadonlySet<string> {
  const { recheck, safe } = record.parse(JSON.parse(readFileSync(RECORD, 'utf8')));
  return new Set(recheck === versionOfChecker() ? safe : []);
}

/** Where and how {@link knownSafe} is kept. */
export function recordOf(safe: readonly OwnedPattern[]): { file: string; content: string } {
  const content = { recheck: versionOfChecker(), safe: safe.map(nameOf).sort() };
  return { file: RECORD, content: `${JSON.stringify(content, null, 2)}\n` };
}

function versionOfChecker(): string {
  const { devDependencies } = z
    .object({ devDependencies: z.object({ recheck: z.string() }) })
    .parse(JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')));
  return devDependencies.recheck;
}
