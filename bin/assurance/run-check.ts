import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Check } from './checks.ts';

/** What tests/support/plain-summary.ts writes. */
const testSummary = z.object({
  passed: z.number(),
  failed: z.number(),
  figures: z.array(z.object({ test: z.string(), figure: z.string() })),
});

export interface Checked extends Check {
  readonly holds: boolean;
  readonly seconds: number;
  /** What was measured; for a command that tells no figures, its last line. */
  readonly figures: readonly string[];
  /** The end of what the command said, when it failed. */
  readonly failure: string | null;
}

/** Lines of a failed command that the report shows. */
const LINES_SHOWN = 40;

/** Runs a check's command in the checkout, as somebody would. It holds when the command ends with 0. */
export async function runCheck(check: Check, checkout: string): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-assurance-'));
  const summaryFile = join(folder, 'tests.json');
  try {
    const started = performance.now();
    const { code, said, complaints } = await run(check.command, checkout, { ANSINH_TEST_SUMMARY: summaryFile });
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const summary = await readFile(summaryFile, 'utf8').catch(() => undefined);
    const figures = summary === undefined ? said.slice(-1) : figuresOf(testSummary.parse(JSON.parse(summary)));
    const failure = code === 0 ? null : [...complaints, ...said].slice(-LINES_SHOWN).join('\n');
    return { ...check, holds: code === 0, seconds, figures, failure };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf({ passed, failed, figures }: z.infer<typeof testSummary>): string[] {
  return [`${passed} tests passed, ${failed} failed`, ...figures.map(({ figure }) => figure)];
}

async function run(command: string, cwd: string, environment: Readonly<Record<string, string>>) {
  const [program = '', ...programArguments] = command.split(' ');
  const child = spawn(program, programArguments, {
    cwd,
    env: { ...process.env, ...environment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complaints, code] = await Promise.all([
    linesOf(child.stdout),
    linesOf(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ]);
  return { code, said, complaints };
}

async function linesOf(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}
