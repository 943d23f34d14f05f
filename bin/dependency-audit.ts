import { spawnSync } from 'node:child_process';
import { z } from 'zod';

/**
 * `npm run audit`: known weaknesses of our dependencies, those of development too. Exit 0 where there are none, 1 where
 * there are, 2 where the registry in use has no audit service: then nothing is known, which is not the same as nothing.
 */
const found = z.object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }) });
const failed = z.object({ message: z.string() });

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const answer = answered(stdout);
const audit = found.safeParse(answer);
if (audit.success) {
  const { total = 0, ...bySeverity } = audit.data.metadata.vulnerabilities;
  const counts = Object.entries(bySeverity).map(([severity, count]) => `${severity} ${count}`);
  process.stdout.write(`${total} known weaknesses (${counts.join(', ')})\n${total > 0 ? 'See: npm audit\n' : ''}`);
  process.exitCode = total > 0 ? 1 : 0;
} else {
  // The method and the status say enough; which registry a machine uses is nobody's business here.
  const status = /\b[45]\d\d [A-Za-z ]+/.exec(failed.safeParse(answer).data?.message ?? '')?.[0].trim() ?? 'no answer';
  process.stdout.write(
    `Not audited: the registry in use has no audit service (${status}). Run it where there is one.\n`,
  );
  process.exitCode = 2;
}

function answered(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
