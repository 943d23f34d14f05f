import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { playSeeds, type SeedResult } from '../../tests/simulation/run-seeds.ts';

interface SimulateOptions {
  readonly seeds: number;
  readonly from: number;
  readonly jobs: number;
  readonly json?: true;
}

/** Lines of a failing seed's trace that are shown. */
const LINES_SHOWN = 25;

/** `npm run simulate -- --seeds N --from S`: whole months in memory, each with the faults that its seed draws. */
export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('whole months in memory with faults drawn from a seed; exit 1 when something does not hold')
    .option('--seeds <n>', 'how many seeds', wholeNumber, 100)
    .option('--from <seed>', 'the first seed', wholeNumber, 1)
    .option('--jobs <n>', 'how many processes side by side', wholeNumber, availableParallelism())
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      '\nThe same seed always plays the same month with the same faults.\n\nExamples:\n  npm run simulate -- --seeds 300\n  npm run simulate -- --seeds 1 --from 4711',
    )
    .action(async ({ seeds, from, jobs, json }: SimulateOptions) => {
      const results = await playSeeds({ from, seeds, sideBySide: jobs }, (result) => {
        if (result.violations.length > 0) process.stderr.write(`${failureOf(result).join('\n')}\n`);
      });
      const summary = summaryOf(results);
      process.stdout.write(`${json ? JSON.stringify(summary) : closingLine(summary)}\n`);
      if (summary.failed.length > 0) process.exitCode = 1;
    });
}

interface Summary {
  readonly seeds: number;
  readonly lists: number;
  readonly payments: number;
  readonly faults: number;
  readonly faultsByKind: Readonly<Record<string, number>>;
  readonly failed: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

function summaryOf(results: readonly SeedResult[]): Summary {
  const byKind = new Map<string, number>();
  for (const { faults } of results) {
    for (const [kind, count] of Object.entries(faults)) byKind.set(kind, (byKind.get(kind) ?? 0) + count);
  }
  const sum = (of: (result: SeedResult) => number) => results.reduce((total, result) => total + of(result), 0);
  return {
    seeds: results.length,
    lists: sum(({ lists }) => lists),
    payments: sum(({ payments }) => payments),
    faults: [...byKind.values()].reduce((total, count) => total + count, 0),
    faultsByKind: Object.fromEntries([...byKind].sort(([, one], [, other]) => other - one)),
    failed: results
      .filter(({ violations }) => violations.length > 0)
      .map(({ seed, violations }) => ({ seed, violations })),
  };
}

function failureOf({ seed, violations, trace }: SeedResult): string[] {
  return [
    `seed ${seed}: replay with npm run simulate -- --seeds 1 --from ${seed}`,
    ...trace.slice(-LINES_SHOWN).map((line) => `    ${line}`),
    ...violations.map((violation) => `  ${violation}`),
  ];
}

/** The contract's last line: seeds, faults injected, payments, and what failed. */
function closingLine({ seeds, faults, faultsByKind, lists, payments, failed }: Summary): string {
  const kinds = Object.entries(faultsByKind).map(([kind, count]) => `${kind} ${count}`);
  const ending = failed.length === 0 ? 'none failed' : `failed: ${failed.map(({ seed }) => seed).join(', ')}`;
  return `${seeds} seeds, ${faults} faults (${kinds.join(', ')}), ${lists} lists, ${payments} payments; ${ending}`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number, 1 or more.');
}
