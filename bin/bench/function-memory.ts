import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cloudStatus } from '../local-cloud/local-cloud.ts';
import { peakKibibytesIn } from './tell-reading.ts';

const TASKS = join(import.meta.dirname, '..', '..', 'lambdas');
const EVERY_MS = 200;

/** The most memory that any process of one function held, and what its deployment gives it. */
export interface FunctionPeak {
  readonly task: string;
  readonly peakMiB: number;
  readonly budgetMiB: number;
}

interface FunctionProcess {
  readonly task: string;
  readonly budgetMiB: number;
}

/** Whether this system tells how much memory a process held at most: Linux does, in /proc. */
export const canSeeFunctions = existsSync('/proc/self/status');

/**
 * Watches the function processes of a local cloud that another process starts and stops. The local cloud runs each
 * function in Node processes of its own, its children, and keeps them warm; the kernel keeps each one's high-water
 * mark, so a look a few times a second misses only what a process gained between the last look and its end.
 */
export class FunctionMemory {
  readonly #peaks = new Map<string, FunctionPeak>();
  readonly #known = new Map<string, FunctionProcess | null>();
  readonly #tasks = taskFolders();
  #cloud: { readonly pid: number } | undefined;

  /** Looks until `done`, then gives the functions, the largest first. The cloud of that name must not run yet. */
  async watch(cloudName: string, done: Promise<unknown>): Promise<FunctionPeak[]> {
    let ended = false;
    const end = done.finally(() => {
      ended = true;
    });
    while (!ended) {
      if (canSeeFunctions) {
        // Its file may be half-written at this moment: look again.
        this.#cloud ??= await cloudStatus(cloudName).catch(() => undefined);
        if (this.#cloud) await this.#look(this.#cloud.pid);
      }
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, EVERY_MS))]);
    }
    return [...this.#peaks.values()].sort((one, other) => other.peakMiB - one.peakMiB);
  }

  async #look(cloud: number): Promise<void> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    await Promise.all(
      pids.map(async (pid) => {
        const status = await textOf(`/proc/${pid}/status`);
        const peak = peakKibibytesIn(status);
        if (peak === undefined || parentIn(status) !== cloud) return;
        const found = await this.#functionOf(pid);
        if (found) this.#note(found, peak / 1024);
      }),
    );
  }

  async #functionOf(pid: string): Promise<FunctionProcess | null> {
    const known = this.#known.get(pid);
    if (known !== undefined) return known;
    const environment = await textOf(`/proc/${pid}/environ`);
    // Between fork and exec a child still has the cloud's own environment: look again next time.
    if (!environment.includes('AWS_LAMBDA_FUNCTION_NAME=')) return null;
    const found = functionIn(environment, this.#tasks);
    this.#known.set(pid, found);
    return found;
  }

  #note({ task, budgetMiB }: FunctionProcess, peakMiB: number): void {
    const before = this.#peaks.get(task)?.peakMiB ?? 0;
    this.#peaks.set(task, { task, budgetMiB, peakMiB: Math.max(before, peakMiB) });
  }
}

/** PPid in a text of /proc/{pid}/status. */
export function parentIn(status: string): number | undefined {
  const found = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Which task a process runs, and with what budget, by the environment that Lambda gives it (/proc/{pid}/environ). */
export function functionIn(environment: string, tasks: readonly string[]): FunctionProcess | null {
  const variables = new Map(
    environment.split('\0').map((line) => [line.split('=', 1)[0], line.replace(/^[^=]*=/, '')]),
  );
  const name = variables.get('AWS_LAMBDA_FUNCTION_NAME');
  if (name === undefined) return null;
  return { task: taskIn(name, tasks), budgetMiB: Number(variables.get('AWS_LAMBDA_FUNCTION_MEMORY_SIZE') ?? 0) };
}

/** The CDK names the function of `cut-off` `…TaskscutoffFunction2F4F518E-…`; a function of no task keeps its name. */
export function taskIn(functionName: string, tasks: readonly string[]): string {
  const [construct = ''] = functionName.split(/Function[0-9A-F]{8}/, 1);
  const fitting = tasks.filter((task) => construct.endsWith(task.replaceAll('-', '')));
  return fitting.toSorted((one, other) => other.length - one.length)[0] ?? functionName;
}

function taskFolders(): string[] {
  return readdirSync(TASKS).filter((folder) => existsSync(join(TASKS, folder, 'handler.ts')));
}

/** A process may end at any time: then it says nothing. */
async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
