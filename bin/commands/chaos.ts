import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Command } from 'commander';
import { playScenarios, SCENARIOS, type ScenarioResult } from '../../tests/chaos/run-scenarios.ts';
import { betweenMarks } from '../documents/between-marks.ts';
import { figuresFile } from '../figures-file.ts';
import { table, terminalWidth } from '../text/table.ts';

interface ChaosOptions {
  readonly only?: readonly string[];
  readonly json?: string;
  readonly markdown?: string;
}

/** `npm run chaos`: months on a local cloud of their own in which everything that can break breaks. */
export function addChaos(program: Command): void {
  program
    .command('chaos')
    .description('fault tests on a local cloud: functions killed, stores and registry failing, events out of order')
    .option('--only <text...>', 'only scenarios with one of these in their name, after the month in peace')
    .option('--json <file>', 'write the results as JSON')
    .option('--markdown <file>', 'put the table into a page, between the marks')
    .addHelpText(
      'after',
      `\nAfter each scenario: totals hold, nothing is lost, nobody is paid twice, and something says what happened.\n\nScenarios:\n${SCENARIOS.map(({ name }) => `  ${name}`).join('\n')}\n\nExamples:\n  npm run chaos\n  npm run chaos -- --only registry\n  npm run chaos -- --markdown docs/reliability.md`,
    )
    .action(async ({ only = [''], json, markdown }: ChaosOptions) => {
      const write = await figuresFile(json);
      const results: ScenarioResult[] = [];
      await playScenarios(
        SCENARIOS.filter(({ name }) => only.some((text) => name.includes(text))),
        async (result) => {
          const { name, holds, seen, seconds } = result;
          process.stderr.write(`${holds ? '✓' : '✗'} ${name} (${seconds} s)\n    ${seen}\n`);
          results.push(result);
          // After each, so that a run that is broken off leaves what it has shown.
          await write({ command: 'npm run chaos', results });
          if (markdown) {
            await writeFile(markdown, betweenMarks(await readFile(markdown, 'utf8'), 'chaos', markdownOf(results)));
          }
        },
      );
      process.stdout.write(`${linesOf(results).join('\n')}\n`);
      if (results.some(({ holds }) => !holds)) process.exitCode = 1;
    });
}

function linesOf(results: readonly ScenarioResult[]): string[] {
  const columns = [
    { title: '' },
    { title: 'scenario' },
    { title: 's', align: 'right' } as const,
    { title: 'what a person sees' },
  ];
  const rows = results.map(({ name, holds, seconds, seen }) => [holds ? '✓' : '✗', name, seconds.toFixed(1), seen]);
  const failed = results.filter(({ holds }) => !holds).length;
  return [
    ...table(columns, rows, terminalWidth(process.stdout)),
    '',
    `${results.length} scenarios, ${failed === 0 ? 'all hold' : `${failed} do not hold`}`,
  ];
}

function markdownOf(results: readonly ScenarioResult[]): string {
  const seconds = Math.round(results.reduce((sum, result) => sum + result.seconds, 0));
  const rows = results.map(
    ({ name, fault, holds, seen, seconds: took }) =>
      `| ${name} | ${fault} | ${holds ? 'hold' : '**broken**'} | ${seen.replaceAll('|', '/')} | ${took} |`,
  );
  return [
    `\`npm run chaos\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${seconds} s.`,
    '',
    '| Scenario | What is done | Totals, nothing lost, nobody twice | What a person sees | s |',
    '|---|---|---|---|---:|',
    ...rows,
  ].join('\n');
}
