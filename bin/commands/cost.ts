import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';

export function addCost(program: Command): void {
  program
    .command('cost')
    .option('--measure <sample>', 'x')
    .action(async ({ measure }: { measure?: string }) => {
      if (measure === undefined) return;
      const { measureSample } = await import('../cost/measure.ts');
      const measured = await measureSample(measure);
      const file = join(import.meta.dirname, '..', 'cost', 'measured', `${measure}.json`);
      await writeFile(file, `${JSON.stringify(measured, null, 1)}\n`);
    });
}
