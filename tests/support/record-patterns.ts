import { writeFile } from 'node:fs/promises';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { faultOf, knownSafe, nameOf, ownedPatterns, recordOf } from './owned-patterns.ts';

/**
 * `npm run patterns`: checks the regular expressions of ours that are not known yet for texts that make them slow, and
 * records the safe ones; with `--all` every one again.
 */
const { literals } = await ownedPatterns();
const known = process.argv.includes('--all') ? new Set<string>() : knownSafe();
const faults = await inParallel(2, literals, async (pattern) => (known.has(nameOf(pattern)) ? null : faultOf(pattern)));
const { file, content } = recordOf(literals.filter((_, index) => faults[index] === null));
await writeFile(file, content);
const wrong = faults.filter((fault) => fault !== null);
process.stdout.write(
  `${wrong.map((fault) => `${fault}\n`).join('')}${literals.length} patterns, ${wrong.length} not safe\n`,
);
process.exit(wrong.length === 0 ? 0 : 1);
