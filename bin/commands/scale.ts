import { readFile, writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type ScaleFigures, scaleFigures } from '../../tests/scale/scale-figures.ts';
import { figuresFile } from '../figures-file.ts';
import { Unmet } from '../local-cloud/local-cloud.ts';
import { linesOf, withScale } from '../scale/document.ts';
import { reportOf } from '../scale/figures.ts';
import { playedOnLocalCloud } from '../scale/own-month.ts';
import { memoryPicture, timePicture } from '../scale/pictures.ts';
import { playedInMemory, playedUnits } from '../scale/play.ts';

interface ScaleOptions {
  readonly people: readonly number[];
  readonly communes?: number;
  readonly units?: number;
  readonly localCloud?: true;
  readonly from?: string;
  readonly json?: string;
  readonly document?: true;
}

const earlier = z.object({ sizes: z.array(scaleFigures) });
const DOCUMENT = new URL('../../docs/scale.md', import.meta.url);
const PICTURES = new URL('../../docs/pictures/', import.meta.url);

/** `npm run scale -- --people N[,N…]`: whole months of provinces of these sizes, and how time and memory grow. */
export function addScale(program: Command): void {
  program
    .command('scale')
    .description('play a month of a province of each size in memory: how time and memory grow with the people')
    .option('--people <n,n…>', 'sizes, the smallest first', wholeNumbers, [10_000, 100_000])
    .option('--communes <n>', 'how many communes; one for each 4,000 people unless given', wholeNumber)
    .option('--units <n>', 'instead: what machines pass on in a month of so many units, one person each', wholeNumber)
    .option('--local-cloud', 'play it on the local cloud, as the demo does, instead of in memory')
    .option('--from <file>', 'take the figures of an earlier --json instead of playing')
    .option('--json <file>', 'write the figures as JSON')
    .option('--document', 'put figures and pictures into docs/scale.md')
    .addHelpText(
      'after',
      '\nThe functions run in processes of their own, each with the heap that Lambda gives a function of its memory.\n1,000,000 people take three quarters of an hour on two cores, and 4 GB of memory for the store beside the functions.\n\nExamples:\n  npm run scale\n  npm run scale -- --people 10000,100000,1000000 --document\n  npm run scale -- --people 100000 --local-cloud\n  npm run scale -- --units 3321',
    )
    .action(async ({ people, communes, units, localCloud, from, json, document }: ScaleOptions) => {
      if (units !== undefined) {
        const shape = await playedUnits(units);
        process.stdout.write(`${JSON.stringify(shape, null, 2)}\n`);
        return;
      }
      if (localCloud) {
        for (const size of people) await playedOnLocalCloud(size, communes);
        return;
      }
      const write = await figuresFile(json);
      const sizes: ScaleFigures[] = [];
      if (from !== undefined) sizes.push(...earlier.parse(JSON.parse(await readFile(from, 'utf8'))).sizes);
      else {
        for (const size of people) {
          sizes.push(await playedInMemory(size, communes));
          await write(reportOf(sizes));
        }
      }
      const report = reportOf(sizes);
      await write(report);
      if (document) {
        if (sizes.length < 2) throw new Unmet('A document needs at least two sizes: give --people 10000,100000.');
        await writeFile(new URL('scale-time.svg', PICTURES), timePicture(report));
        await writeFile(new URL('scale-memory.svg', PICTURES), memoryPicture(report));
        await writeFile(DOCUMENT, withScale(await readFile(DOCUMENT, 'utf8'), report));
      }
      process.stdout.write(`${linesOf(report).join('\n')}\n`);
    });
}

function wholeNumbers(text: string): number[] {
  return text
    .split(',')
    .map(wholeNumber)
    .sort((one, other) => one - other);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give whole numbers, 1 or more.');
}
