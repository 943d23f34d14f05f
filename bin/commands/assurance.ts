import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { CHECKS } from '../assurance/checks.ts';
import { type AssuranceReport, assurancePage } from '../assurance/report.ts';
import { type Checked, runCheck } from '../assurance/run-check.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');

interface AssuranceOptions {
  readonly quick?: true;
  readonly only?: string;
  readonly out: string;
}

/** `npm run assurance`: every promise beside the command that shows it, as one page and as JSON. */
export function addAssurance(program: Command): void {
  program
    .command('assurance')
    .description('check every promise and write one report: what holds, what was measured, by which command')
    .option('--quick', 'only what takes under five minutes together; npm test runs it too')
    .option('--only <words>', 'only promises whose sentence has these words')
    .option('--out <folder>', 'where report.html and report.json go', 'out/assurance')
    .addHelpText(
      'after',
      '\nExit code 1 when something does not hold.\n\nExamples:\n  npm run assurance\n  npm run assurance -- --quick',
    )
    .action(async ({ quick, only, out }: AssuranceOptions) => {
      const wanted = CHECKS.filter(
        (check) => (!quick || check.quick) && (!only || check.proves.toLowerCase().includes(only.toLowerCase())),
      );
      const started = new Date();
      const checks: Checked[] = [];
      // One after the other: most fill the machine, and their seconds would say nothing otherwise.
      for (const [index, check] of wanted.entries()) {
        process.stderr.write(`${index + 1}/${wanted.length} ${check.proves} …\n`);
        const checked = await runCheck(check, CHECKOUT);
        process.stderr.write(`  ${checked.holds ? '✓' : '✗'} ${checked.seconds} s: ${checked.figures.join('; ')}\n`);
        if (checked.failure !== null) process.stderr.write(`${checked.failure}\n`);
        checks.push(checked);
      }
      const report: AssuranceReport = {
        commit: await commit(),
        node: process.versions.node,
        cpus: availableParallelism(),
        startedAt: started.toISOString(),
        seconds: Math.round((Date.now() - started.getTime()) / 1000),
        whole: wanted.length === CHECKS.length,
        holds: checks.every(({ holds }) => holds),
        checks,
      };
      await mkdir(out, { recursive: true });
      await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
      await writeFile(join(out, 'report.html'), assurancePage(report));
      const failed = checks.filter(({ holds }) => !holds).length;
      process.stdout.write(`${checks.length - failed} of ${checks.length} hold: ${join(out, 'report.html')}\n`);
      if (failed > 0) process.exitCode = 1;
    });
}

/** The commit that was checked, with a word about what is not committed. */
async function commit(): Promise<string> {
  const git = (...gitArguments: string[]) => promisify(execFile)('git', gitArguments, { cwd: CHECKOUT });
  try {
    const [{ stdout: head }, { stdout: changed }] = await Promise.all([
      git('rev-parse', '--short', 'HEAD'),
      git('status', '--porcelain'),
    ]);
    return changed === '' ? head.trim() : `${head.trim()} with changes`;
  } catch {
    return 'unknown (no git here)';
  }
}
