import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import { manifest } from '../../lambdas/domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { addMonths, type Period } from '../../lambdas/domain/period.ts';
import { taskNames } from '../../lib/bundles.ts';
import { taskIn } from '../bench/function-memory.ts';
import { type MonthInput, readMonthInput } from '../demo/month-input.ts';
import { playMonth } from '../demo/play-month.ts';
import { Progress } from '../demo/progress.ts';
import { connect, type Deployment, ownMachines, ownTables } from '../deployment/deployment.ts';
import { ExecutionsWatch } from '../deployment/executions-watch.ts';
import { setSandboxClock } from '../deployment/reference-files.ts';
import { deployToCloud } from '../local-cloud/deploy.ts';
import { cloudEnvironment, startCloud, stateFolder, stopCloud } from '../local-cloud/local-cloud.ts';
import { RawTables } from '../rebuild/raw-tables.ts';
import { configuredSizes } from './configured.ts';
import { durationsIn, functionLogs, ingestedBytes } from './function-logs.ts';
import { sizeOf } from './item-size.ts';
import type { MeasuredSample, PlayedMonth } from './measured-month.ts';
import { callsBetween, itemsLike, processorSeconds, watchedProcesses } from './watched-calls.ts';

const CLOUD = 'cost';
const WATCHED = join(stateFolder(CLOUD), 'watch');
/** Changes of the tables are gathered so long, in seconds, and then written: a month waits for its last ones. */
const GATHER = 10;
const STACK = 'ansinh';

/**
 * Plays two months of a sample on a local cloud that records every call: one in which every commune sends its whole list,
 * and the next, which carries everything over. Takes two to four minutes on two free cores.
 */
export async function measureSample(sample: string): Promise<MeasuredSample> {
  await stopCloud(CLOUD);
  const input = await readMonthInput({ sample });
  const { port, state } = await startCloud({ name: CLOUD, persist: false, environment: { ANSINH_WATCH: WATCHED } });
  try {
    await deployToCloud(port, join(state, 'cdk.out'), { watchCalls: 'true', journalSeconds: String(GATHER) });
    Object.assign(process.env, cloudEnvironment(port));
    const at = await connect(STACK);
    const watching = new Watching(at, `http://127.0.0.1:${port}`);
    const lists = await watching.month(input);
    const carried = await watching.month({ ...input, period: addMonths(input.period, 1), lists: [] });
    const template = templateIn(join(state, 'cdk.out', `${STACK}.template.json`));
    const config = configuredSizes();
    return {
      schemaVersion: 1,
      sample,
      measuredOn: new Date().toISOString().slice(0, 10),
      people: watching.people,
      communes: input.lists.length,
      chunkRows: config.chunkRows,
      unitsPerBatch: config.unitsPerBatch,
      shardRanges: config.shardRanges,
      ...template,
      months: { lists, carried },
    };
  } finally {
    await stopCloud(CLOUD);
  }
}

/** Plays months and counts what each has cost. */
class Watching {
  people = 0;
  readonly #at: Deployment;
  readonly #endpoint: string;
  readonly #tasks = taskNames();
  #before: Standing = { kept: {}, machines: {} };
  #from = new Date();

  constructor(at: Deployment, endpoint: string) {
    this.#at = at;
    this.#endpoint = endpoint;
  }

  async month(input: MonthInput): Promise<PlayedMonth> {
    const run = await playMonth(this.#at, input, new Progress());
    if (run === undefined) throw new Error('The month paid nobody');
    await this.#listUnpaid(input.period);
    await this.#lookOnce();
    await sleep(GATHER * 1000 + 5000);
    const from = this.#from;
    const to = new Date();
    this.#from = to;
    const { outputs } = this.#at;
    const tables = new RawTables();
    const sizes: Record<string, number[]> = {};
    for (const [name, table] of Object.entries(ownTables({ outputs }))) {
      sizes[name] = [];
      for await (const item of tables.items(table)) sizes[name].push(sizeOf(item));
    }
    const processes = watchedProcesses(WATCHED, (name) => taskIn(name, this.#tasks));
    const names = new Map(
      [...Object.entries(ownTables({ outputs })), ...Object.entries(bucketsOf(outputs))].map(([name, id]) => [
        id,
        name,
      ]),
    );
    const calls = callsBetween(
      processes,
      [from, to],
      (resource) => names.get(resource) ?? '-',
      Object.fromEntries(Object.entries(sizes).map(([name, all]) => [name, itemsLike(all)])),
    );
    const now: Standing = {
      kept: { ...keptIn(sizes), ...(await keptInBuckets(bucketsOf(outputs))) },
      machines: await machinesOf(outputs),
    };
    const before = this.#before;
    this.#before = now;
    this.people ||= sizes['claims']?.length ?? 0;
    return {
      tasks: await this.#tasksBetween(from, to, processes),
      calls,
      providers: await this.#providersOf(run),
      machines: difference(now.machines, before.machines, { executions: 0, entered: 0 }),
      kept: difference(now.kept, before.kept, { count: 0, bytes: 0 }),
    };
  }

  async #tasksBetween(
    from: Date,
    to: Date,
    processes: ReturnType<typeof watchedProcesses>,
  ): Promise<PlayedMonth['tasks']> {
    const logs = await functionLogs(this.#endpoint);
    return [...logs].flatMap(([group, lines]) => {
      const task = taskIn(group.replace(/Log([0-9A-F]{8})/, 'Function$1'), this.#tasks);
      const own = lines.filter(({ timestamp }) => timestamp >= from.getTime() && timestamp < to.getTime());
      const durations = durationsIn(own);
      if (durations.length === 0) return [];
      const used = processes.filter((one) => one.task === task).map((one) => processorSeconds(one, from, to));
      const sum = (of: (one: (typeof used)[number]) => number) => used.reduce((total, one) => total + of(one), 0);
      return [
        {
          task,
          invocations: durations.length,
          seconds: durations.reduce((total, one) => total + one, 0) / 1000,
          startSeconds: sum(({ startSeconds }) => startSeconds),
          workSeconds: sum(({ workSeconds }) => workSeconds),
          starts: sum(({ starts }) => starts),
          logBytes: ingestedBytes(own),
        },
      ];
    });
  }

  /** What the schedule of the 20th starts. */
  async #listUnpaid(month: Period): Promise<void> {
    const { outputs, reference } = this.#at;
    await setSandboxClock(reference, new Date(`${month}-20T20:00:00+07:00`));
    const watch = new ExecutionsWatch();
    const before = (await watch.list(outputs.ClosePeriodMachine)).length;
    await watch.start(outputs.ClosePeriodMachine, { occasion: 'unpaid', by: 'schedule' });
    await watch.untilEnded(outputs.ClosePeriodMachine, before + 1, () => {});
  }

  async #providersOf(run: RunId): Promise<PlayedMonth['providers']> {
    const { outbox, references } = this.#at;
    const { files } = await outbox.json(releasedManifestKey(run), manifest);
    const { data } = await references.current();
    return Object.fromEntries(
      data.providers.map(({ id, limits: { linesPerFile } }) => {
        const lines = files.filter(({ provider }) => provider === id).reduce((sum, { count }) => sum + count, 0);
        return [id, { lines, linesPerFile }];
      }),
    );
  }

  /** The hourly look at the months happens once here, so that one is known. */
  async #lookOnce(): Promise<void> {
    const name = encodeURIComponent(await functionOf('watch-month', this.#tasks));
    const answer = await fetch(`${this.#endpoint}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      body: '{}',
    });
    if (!answer.ok || answer.headers.has('x-amz-function-error'))
      throw new Error(`watch-month: ${await answer.text()}`);
  }
}

/** What a task's function is called in this cloud. */
async function functionOf(task: string, tasks: readonly string[]): Promise<string> {
  const client = new CloudFormationClient({});
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListStackResourcesCommand({ StackName: STACK, ...(token && { NextToken: token }) }),
    );
    const found = page.StackResourceSummaries?.find(
      ({ ResourceType, LogicalResourceId = '' }) =>
        ResourceType === 'AWS::Lambda::Function' && taskIn(LogicalResourceId, tasks) === task,
    );
    if (found?.PhysicalResourceId) return found.PhysicalResourceId;
    token = page.NextToken;
  } while (token);
  throw new Error(`The stack has no function ${task}`);
}

interface Standing {
  readonly kept: PlayedMonth['kept'];
  readonly machines: PlayedMonth['machines'];
}

/** What has been added since; both of a kind have the same properties. */
function difference<Figures extends Record<string, number>>(
  now: Readonly<Record<string, Figures>>,
  before: Readonly<Record<string, Figures>>,
  none: Figures,
): Record<string, Figures> {
  return Object.fromEntries(
    Object.entries(now).map(([name, figures]) => {
      const earlier = before[name] ?? none;
      const added = Object.entries(figures).map(([key, value]) => [key, value - (earlier[key] ?? 0)]);
      return [name, { ...none, ...Object.fromEntries(added) }];
    }),
  );
}

type Outputs = Deployment['outputs'];

function bucketsOf(outputs: Outputs): Record<string, string> {
  return {
    inbox: outputs.InboxBucket,
    work: outputs.WorkBucket,
    outbox: outputs.OutboxBucket,
    reference: outputs.ReferenceBucket,
    journal: outputs.JournalBucket,
  };
}

function keptIn(sizes: Readonly<Record<string, readonly number[]>>): PlayedMonth['kept'] {
  return Object.fromEntries(
    Object.entries(sizes).map(([name, all]) => [
      name,
      { count: all.length, bytes: all.reduce((sum, one) => sum + one, 0) },
    ]),
  );
}

async function keptInBuckets(buckets: Readonly<Record<string, string>>): Promise<PlayedMonth['kept']> {
  const client = new S3Client({ forcePathStyle: true });
  const kept: PlayedMonth['kept'] = {};
  for (const [name, Bucket] of Object.entries(buckets)) {
    const own = { count: 0, bytes: 0 };
    const reports = { count: 0, bytes: 0 };
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...(token && { ContinuationToken: token }) }));
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const part = Key.startsWith('reports/') ? reports : own;
        part.count += 1;
        part.bytes += Size;
      }
      token = page.NextContinuationToken;
    } while (token);
    kept[name] = own;
    // They grow with the units and the publications, not with the people.
    if (reports.count > 0) kept['reports'] = reports;
  }
  return kept;
}

async function machinesOf(outputs: Outputs): Promise<PlayedMonth['machines']> {
  const watch = new ExecutionsWatch();
  const found: PlayedMonth['machines'] = {};
  for (const [name, machine] of Object.entries(ownMachines({ outputs }))) {
    found[name] = { executions: (await watch.list(machine)).length, entered: await watch.ownTransitions(machine) };
  }
  return found;
}

const resource = z.object({
  Type: z.string(),
  Properties: z.looseObject({ MemorySize: z.number().optional() }).default({}),
});

function templateIn(file: string): Pick<MeasuredSample, 'memory' | 'resources'> {
  const { Resources } = z
    .object({ Resources: z.record(z.string(), resource) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  const tasks = taskNames();
  const memory: Record<string, number> = {};
  const resources: Record<string, number> = {};
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    resources[Type] = (resources[Type] ?? 0) + 1;
    if (Type === 'AWS::Lambda::Function') memory[taskIn(id, tasks)] = Properties.MemorySize ?? 128;
  }
  return { memory, resources };
}
