import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StateError } from '../simulation/asl/interpreter.ts';
import { type Json, toJson } from '../simulation/asl/json-path.ts';
import type { Faults } from '../simulation/engine/faults.ts';
import { Functions } from '../simulation/engine/functions.ts';
import type { Scheduler } from '../simulation/engine/scheduler.ts';
import { memoryOf } from './function-sizes.ts';
import { type Answered, type Asked, asked, type Ended, ended, failureOf } from './wire.ts';

const FUNCTION_PROCESS = fileURLToPath(new URL('function-process.ts', import.meta.url));
/** Idle processes are kept warm up to this many: each holds about 150 MB. */
const WARM = 12;

/** What all invocations of a task came to. */
export interface TaskFigures {
  invocations: number;
  cpuSeconds: number;
  /** Of the longest invocation, by the clock. */
  longestSeconds: number;
  peakMemoryMiB: number;
}

const heard = z.discriminatedUnion('kind', [z.object({ kind: z.literal('ready') }), asked, ended]);

/** One process of one function. */
class FunctionProcess {
  readonly task: string;
  readonly #child: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  #ended: PromiseWithResolvers<Ended> | undefined;

  constructor(task: string, settings: Readonly<Record<string, string>>, answer: (asked: Asked) => Promise<Answered>) {
    this.task = task;
    const memory = memoryOf(task);
    // What Lambda's bootstrap for Node gives a function of so much memory (bin/bench/own-process.ts).
    const execArgv = [
      `--max-old-space-size=${Math.floor(memory * 0.9)}`,
      `--max-semi-space-size=${Math.floor(memory / 20)}`,
    ];
    this.#child = fork(FUNCTION_PROCESS, [task], {
      execArgv,
      env: { ...process.env, ...settings, NODE_COMPILE_CACHE: join(tmpdir(), 'ansinh-scale-code') },
      serialization: 'advanced',
    });
    this.#ready.promise.catch(() => undefined);
    this.#child.on('message', (message) => {
      const told = heard.parse(message);
      if (told.kind === 'ready') this.#ready.resolve();
      else if (told.kind === 'ended') this.#ended?.resolve(told);
      else void answer(told).then((answered) => this.#child.connected && this.#child.send(answered));
    });
    this.#child.on('exit', (code, signal) => {
      const lost = new StateError('Runtime.ExitError', `${task} is gone: ${code ?? signal}`);
      this.#ready.reject(lost);
      this.#ended?.reject(lost);
    });
  }

  async invoke(event: Json): Promise<Ended> {
    await this.#ready.promise;
    this.#ended = Promise.withResolvers();
    this.#child.send({ kind: 'invoked', event });
    return this.#ended.promise;
  }

  end(): void {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }
}

/** Lambda: each function in warm processes of its own, with the heap of its memory, one event at a time in each. */
export class FunctionPool extends Functions {
  readonly figures = new Map<string, TaskFigures>();
  /** Idle ones, the longest idle first. */
  readonly #idle: FunctionProcess[] = [];
  readonly #settings: Readonly<Record<string, string>>;
  readonly #answer: (service: Asked) => Promise<object>;

  constructor(
    scheduler: Scheduler,
    faults: Faults,
    settings: Readonly<Record<string, string>>,
    answer: (asked: Asked) => Promise<object>,
  ) {
    super(scheduler, faults);
    this.#settings = settings;
    this.#answer = answer;
  }

  override async invoke(task: string, event: Json): Promise<Json> {
    const warm = this.#idle.findLastIndex((one) => one.task === task);
    const [found] = warm === -1 ? [] : this.#idle.splice(warm, 1);
    const process = found ?? new FunctionProcess(task, this.#settings, (asked) => this.#answered(asked));
    try {
      const told = await process.invoke(event);
      this.#count(task, told);
      this.#idle.push(process);
      while (this.#idle.length > WARM) this.#idle.shift()?.end();
      if (!told.failure) return toJson(told.output);
      throw new StateError(told.failure.name, told.failure.message);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.onError(task, error);
      throw error;
    }
  }

  /** Ends every process. Nothing may be under way. */
  end(): void {
    for (const one of this.#idle.splice(0)) one.end();
  }

  async #answered(question: Asked): Promise<Answered> {
    const { id } = question;
    try {
      return { kind: 'answered', id, answer: { ...(await this.#answer(question)) } };
    } catch (error) {
      return { kind: 'answered', id, failure: failureOf(error) };
    }
  }

  #count(task: string, { cpuSeconds, seconds, peakMemoryMiB }: Ended): void {
    const nothing = { invocations: 0, cpuSeconds: 0, longestSeconds: 0, peakMemoryMiB: 0 };
    const figures = this.figures.get(task) ?? nothing;
    figures.invocations += 1;
    figures.cpuSeconds += cpuSeconds;
    figures.longestSeconds = Math.max(figures.longestSeconds, seconds);
    figures.peakMemoryMiB = Math.max(figures.peakMemoryMiB, peakMemoryMiB);
    this.figures.set(task, figures);
  }
}
