import { writeFile } from 'node:fs/promises';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { faultOf, ownedPatterns, recordOf } from './owned-patterns.ts';

/** `npm run patterns`: checks every regular expression of ours for texts that make it slow, and records the safe ones. */
const { literals } = await ownedPatterns();
const faults = await inParallel(2, literals, faultOf);
const { file, content } = recordOf(literals.filter((_, index) => faults[index] === null));
await writeFile(file, content);
const wrong = faults.filter((fault) => fault !== null);
process.stdout.write(
  `${wrong.map((fault) => `${fault}\n`).join('')}${literals.length} patterns, ${wrong.length} not safe\n`,
);
process.exit(wrong.length === 0 ? 0 : 1);
