import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Random } from '../../samples/random.ts';

/** One way in which calls fail. A rule holds for the calls that have everything it names. */
const faultRule = z.strictObject({
  /** A name of its own, once in a plan: by it the calls that it spoilt are counted over all processes. */
  name: z.string().regex(/^[\w-]+$/),
  /**
   * What happens. Nothing is done: `throttled` (ThrottlingException, 400), `unavailable` (503), `cut` (ECONNRESET),
   * `timeout`; the function's process dies: `killed`. It is done, and the caller never hears of it: `lost`, and where its
   * process dies `killed-after`. It is done late: `slow`.
   */
  kind: z.enum(['throttled', 'unavailable', 'cut', 'timeout', 'killed', 'lost', 'killed-after', 'slow']),
  /** Part of the function's name in the cloud: `readlist`, without hyphens. */
  function: z.string().optional(),
  service: z.enum(['S3', 'DynamoDB', 'SFN', 'KMS', 'SecretsManager']).optional(),
  operation: z.string().optional(),
  /** Only calls that change something. */
  writes: z.literal(true).optional(),
  /** Part of a table's or bucket's name, or the beginning of a key. */
  resource: z.string().optional(),
  key: z.string().optional(),
  /** Of the calls that it holds for, the share that it spoils; all unless it is said. */
  share: z.number().min(0).max(1).default(1),
  /** At most so many calls, over all functions together; without end unless it is said. */
  times: z.number().int().positive().optional(),
  /** For `slow` and `timeout`: how long the caller waits. */
  milliseconds: z.number().int().nonnegative().default(200),
});
export type FaultRule = z.output<typeof faultRule>;

/**
 * `faults.json` of a watched cloud: read at every call, so that it can be put, changed and taken away while functions
 * are warm. The first rule that holds decides. Its seed draws the shares: the same in every process that makes the same calls.
 */
const faultPlan = z.strictObject({ seed: z.string().default('1'), rules: z.array(faultRule) });
export type FaultPlan = z.input<typeof faultPlan>;

interface Asked {
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly resources: readonly string[];
  readonly key?: string | undefined;
}

let drawn: { readonly plan: string; readonly random: Random } | undefined;

/** The rule that spoils this call, if one does. */
export function faultFor(folder: string, asked: Asked): FaultRule | undefined {
  const text = planText(folder);
  if (text === undefined) return undefined;
  const { seed, rules } = faultPlan.parse(JSON.parse(text));
  if (drawn?.plan !== text) drawn = { plan: text, random: new Random(`${seed}/${asked.function}`) };
  const { random } = drawn;
  return rules.find((rule) => holdsFor(rule, asked) && random.chance(rule.share) && takesTurn(folder, rule));
}

/** Makes the call, or lets it fail as the rule says. */
export async function misbehave<Answer>(rule: FaultRule | undefined, call: () => Promise<Answer>): Promise<Answer> {
  switch (rule?.kind) {
    case undefined:
      return call();
    case 'throttled':
      throw failure('ThrottlingException', { $metadata: { httpStatusCode: 400 }, $fault: 'client' });
    case 'unavailable':
      throw failure('ServiceUnavailable', { $metadata: { httpStatusCode: 503 }, $fault: 'server' });
    case 'cut':
      throw failure('Error', { code: 'ECONNRESET' });
    case 'timeout':
      await sleep(rule.milliseconds);
      throw failure('TimeoutError', {});
    case 'killed':
      return await die();
    case 'killed-after':
      await call();
      return await die();
    case 'lost':
      await call();
      throw failure('Error', { code: 'ECONNRESET' });
    case 'slow':
      await sleep(rule.milliseconds);
      return call();
  }
}

/** As when the machine under it breaks: nothing is caught, nothing is cleaned up. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

const WRITES = /^(Put|Update|BatchWrite|BatchExecute|Copy|Delete|Send|Start)/;

function holdsFor(rule: FaultRule, asked: Asked): boolean {
  return (
    (rule.service === undefined || rule.service === asked.service) &&
    (rule.operation === undefined || rule.operation === asked.operation) &&
    (rule.writes === undefined || WRITES.test(asked.operation)) &&
    (rule.function === undefined || asked.function.includes(rule.function)) &&
    (rule.resource === undefined || asked.resources.some((one) => one.includes(rule.resource ?? ''))) &&
    (rule.key === undefined || (asked.key ?? '').startsWith(rule.key))
  );
}

/** Of rules with `times`: whether a turn is left. A file that nobody else has made is a turn, whatever the process. */
function takesTurn(folder: string, { name, times }: FaultRule): boolean {
  if (times === undefined) return true;
  const turns = join(folder, 'turns');
  mkdirSync(turns, { recursive: true });
  for (let turn = 1; turn <= times; turn++) {
    try {
      closeSync(openSync(join(turns, `${name}-${turn}`), 'wx'));
      return true;
    } catch {
      // Taken; so the next.
    }
  }
  return false;
}

function planText(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'faults.json'), 'utf8');
  } catch {
    return undefined;
  }
}

function failure(name: string, about: object): Error {
  return Object.assign(new Error(`Injected: ${name}`), { name, ...about });
}
