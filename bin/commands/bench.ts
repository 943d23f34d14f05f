import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { BenchReport, Figure } from '../bench/figure.ts';
import { COLUMNS, cellsOf, machineOf } from '../bench/markdown.ts';
import { figuresFile } from '../figures-file.ts';
import { table, terminalWidth } from '../text/table.ts';

interface Bench {
  readonly is: string;
  readonly runs: number;
  readonly run: (runs: number) => Promise<Figure[]>;
}

/** Each loaded only when it is run. A month takes minutes, so one is enough unless more are asked for. */
const BENCHES = {
  intake: {
    is: 'XLSX and CSV to checked rows',
    runs: 5,
    run: async (runs) => (await import('../bench/intake.ts')).benchIntake(runs),
  },
  peers: {
    is: 'the same beside a script of pandas and pydantic',
    runs: 3,
    run: async (runs) => (await import('../bench/peers.ts')).benchPeers(runs),
  },
  reconcile: {
    is: 'checked rows to lines of the roll',
    runs: 3,
    run: async (runs) => (await import('../bench/reconcile.ts')).benchReconcile(runs),
  },
  claims: {
    is: 'who lists whom',
    runs: 3,
    run: async (runs) => (await import('../bench/reconcile.ts')).benchClaims(runs),
  },
  draft: {
    is: 'rolls to drafted payments',
    runs: 3,
    run: async (runs) => (await import('../bench/payout.ts')).benchDraft(runs),
  },
  files: {
    is: 'drafted payments to instruction files',
    runs: 3,
    run: async (runs) => (await import('../bench/payout.ts')).benchFiles(runs),
  },
  payout: {
    is: 'rolls to released files',
    runs: 3,
    run: async (runs) => (await import('../bench/payout.ts')).benchPayout(runs),
  },
  settle: {
    is: 'answers to closed totals',
    runs: 3,
    run: async (runs) => (await import('../bench/payout.ts')).benchSettle(runs),
  },
  reports: {
    is: 'settled tables to published files',
    runs: 3,
    run: async (runs) => (await import('../bench/reports.ts')).benchReports(runs),
  },
  month: { is: 'the demo', runs: 1, run: async (runs) => (await import('../bench/month.ts')).benchMonth(runs) },
  bundles: {
    is: 'size and cold import of every function',
    runs: 5,
    run: async (runs) => (await import('../bench/bundles.ts')).benchBundles(runs),
  },
} as const satisfies Readonly<Record<string, Bench>>;
type BenchName = keyof typeof BENCHES;

interface BenchOptions {
  readonly runs?: number;
  readonly json?: string;
}

/** `npm run bench -- NAME`: figures beside their floors, each the median of runs in processes of their own. */
export function addBench(program: Command): void {
  const benches = Object.entries<Bench>(BENCHES);
  program
    .command('bench')
    .description('measure beside floors: how fast, how much memory')
    .addArgument(
      new Argument('<name>', benches.map(([name, { is }]) => `${name} (${is})`).join(', ')).choices(
        Object.keys(BENCHES),
      ),
    )
    .option(
      '--runs <n>',
      `how many runs; unless given ${benches.map(([name, { runs }]) => `${name} ${runs}`).join(', ')}`,
      wholeNumber,
    )
    .option('--json <file>', 'write the figures as JSON')
    .addHelpText(
      'after',
      '\nA ratio is how many times the floor our work costs: 1 is the floor itself.\ndocs/benchmarks.md is made of docs/benchmarks/NAME.json: npm run benchmarks\n\nExamples:\n  npm run bench -- intake\n  npm run bench -- intake --runs 9 --json out/intake.json\n  npm run bench -- month --json docs/benchmarks/month.json && npm run benchmarks',
    )
    .action(async (name: BenchName, options: BenchOptions) => {
      const write = await figuresFile(options.json);
      const bench: Bench = BENCHES[name];
      const report = await measured(name, bench, options.runs ?? bench.runs);
      await write(report);
      process.stdout.write(`${linesOf(report).join('\n')}\n`);
    });
}

async function measured(bench: BenchName, { run }: Bench, runs: number): Promise<BenchReport> {
  const before = loadNow();
  const figures = await run(runs);
  const [core] = cpus();
  return {
    bench,
    command: `npm run bench -- ${bench} --runs ${runs}`,
    measuredOn: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpus: availableParallelism(),
    machine: {
      processor: core?.model.trim() ?? 'unknown',
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()}`,
    },
    load: { before, after: loadNow() },
    runs,
    figures,
  };
}

/** Over the last minute. */
function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(1));
}

function linesOf(report: BenchReport): string[] {
  const columns = COLUMNS.map(({ title, isNumber }) => ({ title, ...(isNumber && { align: 'right' as const }) }));
  const rows = report.figures.map((figure) => cellsOf(figure, report.runs > 1));
  return [machineOf(report), '', ...table(columns, rows, Math.max(terminalWidth(process.stdout), WIDEST))];
}

/** The names of figures are long; a wrapped line is better than half a name. */
const WIDEST = 220;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Give a whole number, 1 or more.');
}
