import { readdirSync, readFileSync } from 'node:fs';
import { USER_POOL_CLIENT_ID, USER_POOL_ID } from '../../support/tokens.ts';
import { type Chain, readMachine } from '../asl/definition.ts';
import type { Json } from '../asl/json-path.ts';

/** The names under which handlers find what they need: one environment for all. */
export const NAMES = {
  INBOX_BUCKET: 'inbox',
  WORK_BUCKET: 'work',
  OUTBOX_BUCKET: 'outbox',
  REFERENCE_BUCKET: 'reference',
  JOURNAL_BUCKET: 'journal',
  SUBMISSIONS_TABLE: 'submissions',
  ENTITLEMENTS_TABLE: 'entitlements',
  CLAIMS_TABLE: 'claims',
  PAYMENTS_TABLE: 'payments',
  RUNS_TABLE: 'runs',
  EXCEPTIONS_TABLE: 'exceptions',
} as const;

const ROOT = new URL('../../../', import.meta.url);
const MACHINES: readonly string[] = readdirSync(new URL('state-machines/', ROOT))
  .filter((name) => name.endsWith('.asl.json'))
  .map((name) => name.replace('.asl.json', ''));

/** What a deployment decides, small, so that a month of forty people has several chunks and batches. */
const NUMBERS = { MapConcurrency: 3, ApprovalSeconds: 5 * 24 * 3600, ClosingWaitSeconds: 660 };
const SETTINGS = {
  SANDBOX: 'false',
  CHUNK_ROWS: '12',
  UNITS_PER_BATCH: '2',
  SHARD_RANGES: '2',
  REGISTRY_URL: 'http://registry.localhost',
  REGISTRY_SECRET: '',
  REGISTRY_CALLS_PER_SECOND: '20',
  USER_POOL_ID,
  USER_POOL_CLIENT_ID,
  SIGNING_KEYS: 'signing-key',
};

/** Sets the environment that every handler reads when it loads; `others` are what somebody else's world decides otherwise. */
export function setEnvironment(others: Readonly<Record<string, string>> = {}): void {
  const machines = Object.fromEntries(
    MACHINES.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_ARN`, `machine:${name}`]),
  );
  const quiet = {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_TRACE_ENABLED: 'false',
    POWERTOOLS_DEV: 'true',
  };
  // Whoever plays may have a local cloud in their shell: nothing of ours is there.
  delete process.env['AWS_ENDPOINT_URL'];
  Object.assign(process.env, NAMES, SETTINGS, machines, quiet, { AWS_REGION: 'ap-southeast-1' }, others);
}

/** A handler as the platform calls it. */
export type Handler = (event: Json, context: object) => Promise<unknown>;

const factories = new Map<string, Promise<() => Handler>>();

/** A handler with a composition of its own: what a cold start gives. What its imports keep, they keep. */
export async function loadHandler(task: string): Promise<Handler> {
  const factory = factories.get(task) ?? loadFactory(task);
  factories.set(task, factory);
  return (await factory)();
}

async function loadFactory(task: string): Promise<() => Handler> {
  const { href } = new URL(`lambdas/${task}/handler.ts?factory`, ROOT);
  const module: { make: () => Handler } = await import(href);
  return module.make;
}

let read: Readonly<Record<string, Chain>> | undefined;

/** Every machine of the repository, with the numbers of the simulation. */
export function machines(): Readonly<Record<string, Chain>> {
  read ??= machinesWith(NUMBERS);
  return read;
}

/** Every machine of the repository. A placeholder leads to a machine, a topic or a function by its name. */
export function machinesWith(numbers: Readonly<Record<string, number>>): Readonly<Record<string, Chain>> {
  const place = (placeholder: string) => {
    const name = placeholder
      .replace(/Arn$/, '')
      .replace(/(?!^)([A-Z])/g, '-$1')
      .toLowerCase();
    return placeholder.endsWith('TopicArn')
      ? `topic:${name}`
      : MACHINES.includes(name)
        ? `machine:${name}`
        : `function:${name}`;
  };
  return Object.fromEntries(
    MACHINES.map((name) => {
      const text = readFileSync(new URL(`state-machines/${name}.asl.json`, ROOT), 'utf8');
      return [name, readMachine(text, numbers, place)];
    }),
  );
}
