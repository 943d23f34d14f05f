import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const sources = ['ansinh-stack.ts', 'approvals-api.ts', 'pipeline-machine.ts']
  .map((file) => readFileSync(new URL(`../../lib/${file}`, import.meta.url), 'utf8'))
  .join('\n');

describe('Every alarm has its entry in the runbook', () => {
  const named = [...sources.matchAll(/see the runbook, "([^"]+)"/g)].map(([, name]) => name ?? '');
  const machines = ['ingest-list', 'open-period', 'run-payout', 'settle-results', 'publish-reports', 'close-period'];
  const entries = named.flatMap((name) => (name.includes('$') ? machines : [name]));

  it.each(entries)('%s', (name) => {
    expect(runbook).toContain(`\n### ${name}\n`);
  });

  it('and there are alarms to look for', () => {
    expect(entries.length).toBeGreaterThan(6);
  });
});
