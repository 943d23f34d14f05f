import { readFile, writeFile } from 'node:fs/promises';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { type BenchReport, type Figure, reportOf } from '../bench/figure.ts';
import { cellsOf, withFigures } from '../bench/markdown.ts';
import { table, terminalWidth } from '../text-table.ts';

type BenchName = 'intake' | 'payout' | 'settle' | 'reports' | 'month';

interface Bench {
  readonly runs: number;
  readonly run: (runs: number) => Promise<Figure[]>;
}

/** Each loaded only when it is run. A month takes minutes, so one is enough unless more are asked for. */
const BENCHES: Readonly<Record<BenchName, Bench>> = {
  intake: { runs: 5, run: async (runs) => (await import('../bench/intake.ts')).benchIntake(runs) },
  payout: { runs: 3, run: async (runs) => (await import('../bench/payout.ts')).benchPayout(runs) },
  settle: { runs: 3, run: async (runs) => (await import('../bench/payout.ts')).benchSettle(runs) },
  reports: { runs: 3, run: async (runs) => (await import('../bench/reports.ts')).benchReports(runs) },
  month: { runs: 1, run: async (runs) => (await import('../bench/month.ts')).benchMonth(runs) },
};

interface BenchOptions {
  readonly runs?: number;
  readonly json?: string;
  readonly markdown?: string;
}

/** `npm run bench -- NAME`: figures beside their floors, each the median of runs in processes of their own. */
export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure beside floors: how fast, how much memory')
    .addArgument(
      new Argument(
        '<name>',
        'intake (XLSX and CSV to checked rows), payout (roll to released files), settle (answers to closed totals), reports (settled tables to published files) or month (the demo)',
      ).choices(Object.keys(BENCHES)),
    )
    .option('--runs <n>', 'how many runs; intake 5, payout, settle and reports 3, month 1 unless given', wholeNumber)
    .option('--json <file>', 'write the figures as JSON')
    .option('--markdown <file>', 'put the figures into a page, between the marks of the bench')
    .addHelpText(
      'after',
      '\nA ratio is how many times the floor our work costs: 1 is the floor itself.\n\nExamples:\n  npm run bench -- intake\n  npm run bench -- intake --runs 9 --json out/intake.json\n  npm run bench -- payout --runs 1\n  npm run bench -- month --markdown docs/benchmarks.md',
    )
    .action(async (name: BenchName, options: BenchOptions) => {
      const { runs: usual, run } = BENCHES[name];
      const runs = options.runs ?? usual;
      const report = reportOf(name, runs, await run(runs));
      if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
      if (options.markdown) await putIntoPage(options.markdown, report);
      process.stdout.write(`${linesOf(report).join('\n')}\n`);
    });
}

async function putIntoPage(path: string, report: BenchReport): Promise<void> {
  const page = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '# Benchmarks\n';
    throw error;
  });
  await writeFile(path, withFigures(page, report));
}

function linesOf({ node, cpus, runs, figures }: BenchReport): string[] {
  const right = { align: 'right' } as const;
  const columns = [
    { title: 'what' },
    { title: 'size' },
    { title: 'unit' },
    { title: 'ours', ...right },
    { title: 'floor', ...right },
    { title: 'the floor is' },
    { title: 'ratio', ...right },
    { title: 'peak memory', ...right },
  ];
  const machine = `Node ${node}, ${cpus} cores, ${runs === 1 ? 'one run' : `medians of ${runs} runs`}`;
  return [machine, '', ...table(columns, figures.map(cellsOf), Math.max(terminalWidth(process.stdout), WIDEST))];
}

/** The names of figures are long; a wrapped line is better than half a name. */
const WIDEST = 180;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number, 1 or more.');
}
