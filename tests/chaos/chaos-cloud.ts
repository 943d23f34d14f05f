import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { deployToCloud } from '../../bin/local-cloud/deploy.ts';
import { type RunningCloud, startCloud, stateFolder, stopCloud } from '../../bin/local-cloud/local-cloud.ts';
import type { faultPlan as stubFaultPlan } from '../../lambdas/identity-stub/faults.ts';
import { taskNames } from '../../lib/bundles.ts';
import type { SampleMonth } from '../../samples/sample-month.ts';
import type { FaultPlan } from '../support/client-faults.ts';
import { functionProcesses } from '../support/function-processes.ts';
import { connectTo, type LocalCloud, stubBucket } from '../support/local-month.ts';

const NAME = 'chaos';
const WATCH = join(stateFolder(NAME), 'watch');
const TURNS = join(WATCH, 'turns');
const CALLS = join(WATCH, 'calls');

export type FaultRule = FaultPlan['rules'][number];
export type RegistryFaults = z.input<typeof stubFaultPlan>;

/** What a function is called in the cloud holds this: CloudFormation's names for functions have no hyphen. */
export function nameInCloud(task: string): string {
  return `${task.replaceAll('-', '')}Function`;
}

/** The local cloud of the fault tests: its functions can be told to fail and to die, its registry to misbehave, and it can be broken off. */
export class ChaosCloud implements AsyncDisposable {
  #running: RunningCloud;
  #local: LocalCloud;
  readonly #sample: SampleMonth;

  private constructor(running: RunningCloud, local: LocalCloud, sample: SampleMonth) {
    this.#running = running;
    this.#local = local;
    this.#sample = sample;
  }

  /** Starts a clean cloud and deploys the pipeline to it, for the units and people of a sample. */
  static async start(sample: SampleMonth): Promise<ChaosCloud> {
    await stopCloud(NAME);
    await rm(stateFolder(NAME), { recursive: true, force: true });
    const running = await startCloud({ name: NAME, persist: true, environment: { ANSINH_WATCH: WATCH } });
    try {
      await deployToCloud(running.port, join(running.state, 'cdk.out'), { watchCalls: 'true' });
      return new ChaosCloud(running, await connectTo(running, sample.reference, sample.populationCsv), sample);
    } catch (error) {
      await stopCloud(NAME);
      throw error;
    }
  }

  get local(): LocalCloud {
    return this.#local;
  }

  /** Does something while calls of the functions to the store fail as the rules say. @returns how many calls did. */
  async whileFailing<Done>(
    rules: readonly FaultRule[],
    work: () => Promise<Done>,
  ): Promise<{ done: Done; spoilt: number }> {
    await rm(TURNS, { recursive: true, force: true });
    const before = await callsSpoilt();
    await mkdir(WATCH, { recursive: true });
    await writeFile(join(WATCH, 'faults.json'), JSON.stringify({ seed: NAME, rules }));
    try {
      const done = await work();
      // A process that dies leaves no line of its last call; its turn it has taken before.
      const deaths = rules.filter(({ kind }) => kind.startsWith('killed')).map(({ name }) => `${name}-`);
      const died = (await namesIn(TURNS)).filter((turn) => deaths.some((name) => turn.startsWith(name)));
      return { done, spoilt: (await callsSpoilt()) - before + died.length };
    } finally {
      await rm(join(WATCH, 'faults.json'), { force: true });
    }
  }

  /** Does something while the registry misbehaves. */
  async whileRegistry<Done>(faults: RegistryFaults, work: () => Promise<Done>): Promise<Done> {
    await this.tellRegistry(faults);
    try {
      return await work();
    } finally {
      await this.tellRegistry({});
    }
  }

  /** Tells the registry how to behave from its next answer on. */
  async tellRegistry(faults: RegistryFaults): Promise<void> {
    await stubBucket(this.#local.at).putJson('population/faults.json', faults);
  }

  /** Kills every function at work at once, then stops the cloud and starts it again with the data that it had. */
  async breakOff(): Promise<void> {
    for (const task of taskNames()) {
      for (const pid of await functionProcesses(this.#running, task)) process.kill(pid, 'SIGKILL');
    }
    const { port } = this.#running;
    await stopCloud(NAME);
    // What is deployed names the port.
    process.env['ANSINH_CLOUD_PORT'] = String(port);
    this.#running = await startCloud({ name: NAME, persist: true, environment: { ANSINH_WATCH: WATCH } });
    delete process.env['ANSINH_CLOUD_PORT'];
    this.#local = await connectTo(this.#running, this.#sample.reference, this.#sample.populationCsv);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopCloud(NAME);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** How many calls have been spoilt so far by those that lived to say so. */
async function callsSpoilt(): Promise<number> {
  let spoilt = 0;
  for (const name of await namesIn(CALLS)) {
    spoilt += ((await readFile(join(CALLS, name), 'utf8')).match(/"fault":/g) ?? []).length;
  }
  return spoilt;
}
