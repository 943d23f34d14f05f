import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const CHECKOUT = join(import.meta.dirname, '..', '..');

/** Where the demo writes. */
export const DEMO_FOLDER = join(CHECKOUT, 'out', 'demo');

/** Runs the demo as the README says, in a process of its own. Throws with the end of what it said when it fails. */
export async function runDemo(...options: string[]): Promise<void> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('VITEST'),
  );
  const child = spawn('npm', ['run', 'demo', '--', ...options], {
    cwd: CHECKOUT,
    env: Object.fromEntries(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`npm run demo ended with ${code}:\n${said.slice(-4000)}`);
}

const summary = z.object({
  period: z.string(),
  units: z.number(),
  people: z.number(),
  amount: z.number(),
  controlTotals: z.array(z.object({ name: z.string(), left: z.number(), right: z.number(), holds: z.boolean() })),
  published: z.array(z.string()),
});

export async function readSummary(): Promise<z.infer<typeof summary>> {
  return summary.parse(JSON.parse(await readFile(join(DEMO_FOLDER, 'summary.json'), 'utf8')));
}

const form = z.object({
  rows: z.array(z.object({ row: z.string(), cells: z.record(z.string(), z.number()).optional() })),
});

/** The cells of a unit's form by the names of its rows. */
export async function readForm(unit: string, name: 'form-1' | 'form-2'): Promise<Map<string, Record<string, number>>> {
  const { rows } = form.parse(JSON.parse(await readFile(join(DEMO_FOLDER, 'reports', unit, `${name}.json`), 'utf8')));
  return new Map(rows.map(({ row, cells }) => [row, cells ?? {}]));
}
