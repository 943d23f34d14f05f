import { z } from 'zod';
import { controlTotal } from '../../../lambdas/domain/control-total.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import type { Played } from '../month/play.ts';

const printed = z.looseObject({ controlTotals: z.array(controlTotal) });
const settlement = z.object({ lines: z.number().int(), key: z.string() });
const refusal = z.object({ refused: z.object({ code: z.string() }), key: z.string() });

/** Every control total that is printed anywhere holds, every answer is settled, and nobody was told of a broken one. */
export function checkTotals(world: World, played: Played, tell: (violation: string) => void): void {
  const settled = new Map<string, number>();
  const refused = new Map<string, string>();
  for (const key of world.buckets.keys(NAMES.OUTBOX_BUCKET, '')) {
    if (!key.endsWith('.json')) continue;
    const content: unknown = JSON.parse(new TextDecoder().decode(world.buckets.bytes(NAMES.OUTBOX_BUCKET, key)));
    const totals = printed.safeParse(content).data?.controlTotals ?? [];
    for (const { name, left, right, holds } of totals)
      if (!holds || left !== right) tell(`${key}: ${name}: ${left} ≠ ${right}`);
    if (!key.startsWith('settlements/')) continue;
    const read = settlement.safeParse(content);
    if (read.success) settled.set(read.data.key, read.data.lines);
    const turnedAway = refusal.safeParse(content);
    if (turnedAway.success) refused.set(turnedAway.data.key, turnedAway.data.refused.code);
  }
  for (const { provider, name, tells, lines, bytes } of played.answers) {
    // The same bytes in the same second are one answer, whatever their names.
    const names = played.answers
      .filter((one) => one.provider === provider && one.bytes === bytes)
      .map((one) => one.name);
    const found = [...settled].find(([key]) => names.some((one) => key.endsWith(`/${provider}/${one}`)));
    if (tells === 'nothing') {
      const code = [...refused].find(([key]) => key.endsWith(`/${provider}/${name}`))?.[1];
      if (found || code !== 'whole-file-rejected')
        tell(`the answer ${name} of ${provider} turns a file down in a way that decides nothing, and was taken`);
    }
    // A file without a single line is refused by name.
    if (lines.length > 0 && found?.[1] !== lines.length) {
      tell(`the answer ${name} of ${provider} is settled with ${found?.[1]} of ${lines.length} lines`);
    }
  }
  // A message goes by e-mail: it names no person.
  for (const { topic, subject, body } of world.machines.messages) {
    if (/\d{12}/.test(`${subject} ${body}`.replaceAll(/\d{8}T\d{6}Z/g, '')))
      tell(`a message to ${topic} has a personal id`);
  }
  for (const { machine, name, status, error } of world.machines.executions) {
    if (status === 'running') tell(`${machine}/${name} runs for good`);
    if (status === 'failed') tell(`${machine}/${name} failed: ${error?.message}`);
  }
}
