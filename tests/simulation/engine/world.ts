import { readdirSync, readFileSync } from 'node:fs';
import {
  ExecutionAlreadyExists,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { type HttpRequest, HttpFailure, type HttpResponse } from '../../../lambdas/adapters/http.ts';
import type { Citizen } from '../../../lambdas/domain/citizen.ts';
import { verificationRequest } from '../../../lambdas/domain/identity.ts';
import { verifyPerson } from '../../../lambdas/identity-stub/verify-person.ts';
import { Random } from '../../../samples/random.ts';
import { type Chain, readMachine } from '../asl/definition.ts';
import { Interpreter, type Place, StateError } from '../asl/interpreter.ts';
import { isObject, type Json, type JsonObject, toJson } from '../asl/json-path.ts';
import { Buckets } from '../cloud/buckets.ts';
import { Tables } from '../cloud/tables.ts';
import { Faults } from './faults.ts';
import { Invocation, invocations } from './invocation.ts';
import { Scheduler } from './scheduler.ts';

/** The names under which handlers find what they need: one environment for all. */
export const NAMES = {
  INBOX_BUCKET: 'inbox',
  WORK_BUCKET: 'work',
  OUTBOX_BUCKET: 'outbox',
  REFERENCE_BUCKET: 'reference',
  SUBMISSIONS_TABLE: 'submissions',
  ENTITLEMENTS_TABLE: 'entitlements',
  CLAIMS_TABLE: 'claims',
  PAYMENTS_TABLE: 'payments',
  RUNS_TABLE: 'runs',
} as const;

const ROOT = new URL('../../../', import.meta.url);
const MACHINES = readdirSync(new URL('state-machines/', ROOT))
  .filter((name) => name.endsWith('.asl.json'))
  .map((name) => name.replace('.asl.json', ''));
export type Machine = string;

/** What a deployment decides, small, so that a month of forty people has several chunks and batches. */
const NUMBERS = { MapConcurrency: 3, ApprovalSeconds: 5 * 24 * 3600 };
const SETTINGS = {
  SANDBOX: 'false',
  CHUNK_ROWS: '12',
  UNITS_PER_BATCH: '2',
  SHARD_RANGES: '2',
  REGISTRY_URL: 'http://registry.localhost',
  REGISTRY_API_KEY: '',
  REGISTRY_CALLS_PER_SECOND: '20',
};

/** Sets the environment that every handler reads when it loads. */
export function setEnvironment(): void {
  const machines = Object.fromEntries(
    MACHINES.map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_ARN`, `machine:${name}`]),
  );
  const quiet = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true', POWERTOOLS_TRACE_ENABLED: 'false', POWERTOOLS_DEV: 'true' };
  Object.assign(process.env, NAMES, SETTINGS, machines, quiet, { AWS_REGION: 'ap-southeast-1' });
}

/** An execution of a machine, as a person who watches them sees it. */
export interface Execution {
  readonly machine: Machine;
  readonly name: string;
  readonly input: Json;
  readonly place: Place;
  status: 'running' | 'succeeded' | 'failed' | 'given-up';
  error: StateError | undefined;
  output: Json;
}

type Handler = (event: Json, context: object) => Promise<unknown>;

/** Stands between the world and what it carries out: planted defects are put in here. */
export interface Plants {
  /** A request of a handler in the moment in which it is carried out; `carryOut` does, with it or with another. */
  readonly request?: (command: unknown, invocation: Invocation, carryOut: (command: unknown) => object) => object;
}

export type Service = 's3' | 'dynamodb' | 'sfn';

const CONTEXT = { functionName: 'simulated', awsRequestId: 'simulated', invokedFunctionArn: 'simulated' };
/** A function that timed out is stopped by then at the latest. */
const ZOMBIES_LIVE = 5 * 60_000;

let loads = 0;

/** A cloud in memory with everything of ours deployed into it, in which one seed's month happens. */
export class World {
  readonly seed: number;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly buckets: Buckets;
  readonly tables = new Tables();
  readonly executions: Execution[] = [];
  readonly messages: { topic: string; subject: string; body: string }[] = [];
  readonly population = new Map<string, Citizen>();
  readonly #plants: Plants;
  /** The registry answers nobody before this time. */
  registryDownUntil = 0;
  readonly #machines: Readonly<Record<Machine, Chain>>;
  readonly #interpreter: Interpreter;
  readonly #tokens = new Map<string, PromiseWithResolvers<Json> & { isWaiting: boolean }>();
  readonly #handlers = new Map<string, Promise<Handler>>();
  #invocations = 0;
  #names = 0;

  constructor(seed: number, start: Date, plants: Plants = {}) {
    this.seed = seed;
    this.#plants = plants;
    this.random = new Random(`simulation/${seed}`);
    this.scheduler = new Scheduler(this.random.fork('schedule'), start.getTime());
    this.faults = new Faults(this.random.fork('faults'));
    this.buckets = new Buckets(() => this.scheduler.now());
    this.buckets.onPut = (bucket, key, versionId) => this.#landed(bucket, key, versionId);
    this.#machines = machines();
    this.#interpreter = new Interpreter(this.scheduler, {
      call: (resource, input) => this.#call(resource, input),
      newToken: () => this.#newToken(),
      untilBroughtBack: (token) => this.#token(token).promise,
      forget: (token) => {
        this.#token(token).isWaiting = false;
      },
    });
  }

  /** Starts an execution, as EventBridge, the scheduler or an operator does. */
  start(machine: Machine, input: Json, name = `x${++this.#names}`): Execution {
    const place = { state: undefined, input };
    const execution: Execution = { machine, name, input, place, status: 'running', error: undefined, output: null };
    this.executions.push(execution);
    this.#carryOut(execution);
    return execution;
  }

  /** Lets an execution that failed go on where it failed, as an operator does after mending the cause. */
  redrive(execution: Execution): void {
    execution.status = 'running';
    execution.error = undefined;
    this.#carryOut(execution);
  }

  #carryOut(execution: Execution): void {
    const { machine, name, input, place } = execution;
    const label = `${machine}/${name}`;
    this.scheduler.note(`${label} started at ${place.state ?? 'its beginning'}`);
    const chain = this.#machines[machine];
    if (!chain) throw new Error(`No machine ${machine}`);
    const context = {
      Execution: { Id: `execution:${label}`, Name: name, Input: input, StartTime: new Date(this.scheduler.now()).toISOString() },
      StateMachine: { Id: `machine:${machine}`, Name: machine },
    };
    this.#interpreter.run(chain, place, context, label).then(
      (output) => {
        execution.status = 'succeeded';
        execution.output = output;
        this.scheduler.note(`${label} succeeded`);
      },
      (error: unknown) => {
        execution.status = 'failed';
        execution.error = error instanceof StateError ? error : new StateError('Simulation', String(error));
        this.scheduler.note(`${label} failed: ${execution.error.error}`);
      },
    );
  }

  /** Answers a request of a handler through the scheduler; of anybody else at once, without a fault. */
  request(service: Service, command: unknown): Promise<object> {
    const invocation = invocations.getStore();
    if (!invocation) return Promise.resolve().then(() => this.#answer(service, command, false));
    // Of 256 shards of a small month most are empty: to ask them takes no time, so that a seed stays quick.
    if (service === 'dynamodb' && this.tables.findsNothing(command)) return Promise.resolve({ Items: [] });
    const label = service === 'sfn' ? 'sfn' : service === 's3' ? Buckets.label(command) : Tables.label(command);
    const isWrite = service === 'sfn' || (service === 's3' ? Buckets.writes(command) : Tables.writes(command));
    invocation.requests += 1;
    const { faults } = this;
    const slow = faults.happens('slow request') ? this.scheduler.random.integer(200, 20_000) : 0;
    return invocation.wait(this.scheduler.random.integer(1, 40) + slow, label, () => {
      if (isWrite && faults.happens('crash before a write')) return this.#lose(invocation, 'Runtime.ExitError');
      if (!isWrite && faults.happens('crash while reading')) return this.#lose(invocation, 'Runtime.ExitError');
      if (faults.happens('throttled')) throw throttling();
      const carryOut = (one: unknown) => this.#answer(service, one, true);
      const answered = this.#plants.request?.(command, invocation, carryOut) ?? carryOut(command);
      if (isWrite && faults.happens('crash after a write')) return this.#lose(invocation, 'Runtime.ExitError');
      if (faults.happens('time-out')) this.#abandon(invocation);
      return answered;
    });
  }

  /** Invokes a function by the name of its folder. Rejects with {@link StateError}: its error's name, or the platform's. */
  invoke(task: string, event: Json): Promise<Json> {
    return new Promise((resolve, reject) => {
      const twice = this.faults.happens('repeated invocation');
      this.#run(task, event, resolve, reject);
      if (twice) {
        this.scheduler.after(this.scheduler.random.integer(0, 3000), `${task} is invoked a second time`, () =>
          this.#run(task, event, () => undefined, () => undefined),
        );
      }
    });
  }

  /** Answers a call of the registry's contract. */
  callRegistry({ body, timeoutMilliseconds = 10_000 }: HttpRequest): Promise<HttpResponse> {
    const invocation = invocations.getStore();
    if (!invocation) throw new Error('Only handlers call the registry');
    const { faults } = this;
    const isSlow = faults.happens('registry slow');
    const pause = isSlow ? timeoutMilliseconds : this.scheduler.random.integer(5, 300);
    return invocation.wait(pause, 'registry', () => {
      if (isSlow) throw new HttpFailure('timeout');
      if (this.scheduler.now() < this.registryDownUntil) throw new HttpFailure('connection', 'ECONNREFUSED');
      if (faults.happens('registry failed')) return { status: 503, headers: {}, text: '' };
      if (faults.happens('registry throttled')) return { status: 429, headers: { 'retry-after': '2' }, text: '' };
      const { people } = verificationRequest.parse(toJson(body));
      const asked = faults.happens('registry partial') ? people.slice(0, Math.floor(people.length / 2)) : people;
      const answers = asked.map((subject) => ({
        personalId: subject.personalId,
        answer: verifyPerson(subject, this.population.get(subject.personalId)),
      }));
      return { status: 200, headers: {}, text: JSON.stringify({ answers }) };
    });
  }

  #run(task: string, event: Json, resolve: (output: Json) => void, reject: (error: StateError) => void): void {
    if (this.faults.happens('cold start')) this.#handlers.delete(task);
    const invocation = new Invocation(this.scheduler, `${task}#${++this.#invocations}`);
    this.#losses.set(invocation, (error) => {
      this.#handlers.delete(task);
      reject(new StateError(error));
    });
    this.scheduler.begin(invocation);
    const handler = this.#handlers.get(task) ?? load(task);
    this.#handlers.set(task, handler);
    const ending = invocations.run(invocation, async () => (await handler)(toJson(event), CONTEXT));
    const end = (then: () => void) => {
      if (invocation.isOver) return;
      invocation.isOver = true;
      this.#losses.delete(invocation);
      then();
    };
    ending.then(
      (output) =>
        end(() => {
          if (this.faults.happens('answer lost')) reject(new StateError('Lambda.ServiceException', 'the answer was lost'));
          else resolve(toJson(output));
        }),
      (error: unknown) => end(() => reject(errorOf(error))),
    );
  }

  readonly #losses = new Map<Invocation, (error: string) => void>();

  /** The function is gone in the middle of its work. */
  #lose(invocation: Invocation, error: string): object {
    this.scheduler.note(`${invocation.label} ${error}`);
    invocation.kill();
    this.#losses.get(invocation)?.(error);
    this.#losses.delete(invocation);
    return {};
  }

  /** Whoever invoked it gives it up, but it goes on, slower, until it is stopped. */
  #abandon(invocation: Invocation): void {
    const lose = this.#losses.get(invocation);
    if (!lose) return;
    this.scheduler.note(`${invocation.label} is given up and goes on`);
    this.#losses.delete(invocation);
    invocation.slowness = this.scheduler.random.integer(1, 200);
    this.scheduler.after(ZOMBIES_LIVE, '', () => invocation.kill());
    lose('Sandbox.Timedout');
  }

  #answer(service: Service, command: unknown, mayFail: boolean): object {
    const happens: Faults['happens'] = (kind) => mayFail && this.faults.happens(kind);
    const pageSize = () => (happens('short pages') ? this.scheduler.random.integer(1, 7) : 1000);
    switch (service) {
      case 's3':
        return this.buckets.answer(command, pageSize);
      case 'dynamodb':
        return this.tables.answer(command, { leavesUndone: () => happens('left unprocessed'), pageSize });
      case 'sfn':
        return this.#machineRequest(command);
    }
  }

  #machineRequest(command: unknown): object {
    if (command instanceof StartExecutionCommand) {
      const { stateMachineArn = '', name = `x${++this.#names}`, input = '{}' } = command.input;
      return this.#startOnce(stateMachineArn.replace('machine:', ''), name, toJson(JSON.parse(input)));
    }
    if (command instanceof SendTaskSuccessCommand) {
      const { taskToken = '', output = '' } = command.input;
      this.#waiting(taskToken).resolve(toJson(JSON.parse(output)));
      return {};
    }
    if (command instanceof SendTaskFailureCommand) {
      const { taskToken = '', error = 'States.TaskFailed', cause = '' } = command.input;
      this.#waiting(taskToken).reject(new StateError(error, cause));
      return {};
    }
    throw new Error('A request to Step Functions that the simulation does not know');
  }

  /** Idempotent while an execution of that name and input runs; afterwards the name is taken (API reference). */
  #startOnce(machine: Machine, name: string, input: Json): object {
    const before = this.executions.find((one) => one.machine === machine && one.name === name);
    if (before) {
      const isSame = before.status === 'running' && JSON.stringify(before.input) === JSON.stringify(input);
      if (!isSame) throw new ExecutionAlreadyExists({ message: 'Execution already exists', $metadata: {} });
    } else this.start(machine, input, name);
    return { executionArn: `execution:${machine}/${name}` };
  }

  #token(token: string) {
    const found = this.#tokens.get(token);
    if (!found) throw new TaskDoesNotExist({ message: 'No such task', $metadata: {} });
    return found;
  }

  /** A token that is waited for is brought back once. */
  #waiting(token: string) {
    const found = this.#token(token);
    if (!found.isWaiting) throw new TaskTimedOut({ message: 'Task timed out', $metadata: {} });
    found.isWaiting = false;
    return found;
  }

  /** A token counts from the moment it exists: it may be brought back before the function that was given it has ended. */
  #newToken(): string {
    const token = `token-${++this.#names}`;
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    promise.catch(() => undefined);
    this.#tokens.set(token, { isWaiting: true, promise, resolve, reject });
    return token;
  }

  #call(resource: string, input: Json): Promise<Json> {
    if (resource.startsWith('function:')) return this.invoke(resource.replace('function:', ''), input);
    const given = isObject(input) ? input : {};
    switch (resource) {
      case 'arn:aws:states:::lambda:invoke.waitForTaskToken':
        return this.invoke(textIn(given, 'FunctionName').replace('function:', ''), given['Payload'] ?? null);
      case 'arn:aws:states:::sns:publish':
        return this.#publish(given);
      case 'arn:aws:states:::states:startExecution': {
        const started = this.start(textIn(given, 'StateMachineArn').replace('machine:', ''), given['Input'] ?? {});
        return Promise.resolve({ ExecutionArn: `execution:${started.name}` });
      }
      default:
        throw new Error(`A resource that the simulation does not know: ${resource}`);
    }
  }

  async #publish(input: JsonObject): Promise<Json> {
    await this.scheduler.sleep(this.scheduler.random.integer(5, 50));
    if (this.faults.happens('notification failed')) throw new StateError('SNS.InternalErrorException');
    const [topic, subject, body] = [textIn(input, 'TopicArn'), textIn(input, 'Subject'), textIn(input, 'Message')];
    // API reference, "Publish": ASCII, less than 100 characters, no line breaks.
    if (!/^[!-~][ -~]{0,98}$/.test(subject) || body === '') throw new StateError('SNS.InvalidParameterException', subject);
    this.messages.push({ topic, subject, body });
    return { MessageId: String(this.messages.length) };
  }

  /** EventBridge delivers at least once, in no particular order. */
  #landed(bucket: string, key: string, versionId: string): void {
    const machine = key.startsWith('lists/') ? 'ingest-list' : key.startsWith('results/') ? 'settle-results' : undefined;
    if (bucket !== NAMES.INBOX_BUCKET || machine === undefined) return;
    const detail = { bucket: { name: bucket }, object: { key, 'version-id': versionId } };
    const deliver = () => {
      const delay = this.faults.happens('event delayed') ? this.scheduler.random.integer(1000, 600_000) : 0;
      this.scheduler.after(delay + this.scheduler.random.integer(50, 2000), '', () => {
        this.undelivered -= 1;
        this.start(machine, detail);
      });
    };
    this.undelivered += 1;
    deliver();
    if (this.faults.happens('event duplicated')) {
      this.undelivered += 1;
      deliver();
    }
  }

  /** Events under way. */
  undelivered = 0;
}

let current: World | undefined;

/** The world in which requests of this process happen from now on. */
export function enter(world: World): void {
  current = world;
}

export function currentWorld(): World {
  if (!current) throw new Error('There is no world yet');
  return current;
}

let read: Readonly<Record<Machine, Chain>> | undefined;

/** Every machine of the repository. A placeholder leads to a machine, a topic or a function by its name. */
function machines(): Readonly<Record<Machine, Chain>> {
  const place = (placeholder: string) => {
    const name = placeholder.replace(/Arn$/, '').replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
    return placeholder.endsWith('TopicArn') ? `topic:${name}` : MACHINES.includes(name) ? `machine:${name}` : `function:${name}`;
  };
  read ??= Object.fromEntries(
    MACHINES.map((name) => {
      const text = readFileSync(new URL(`state-machines/${name}.asl.json`, ROOT), 'utf8');
      return [name, readMachine(text, NUMBERS, place)];
    }),
  );
  return read;
}

/** A handler in a module of its own: what a cold start gives. */
async function load(task: string): Promise<Handler> {
  const { href } = new URL(`lambdas/${task}/handler.ts?start=${++loads}`, ROOT);
  const module: { handler: Handler } = await import(href);
  return module.handler;
}

function throttling(): Error {
  const error = new Error('Rate exceeded');
  error.name = 'ThrottlingException';
  return error;
}

function errorOf(error: unknown): StateError {
  return error instanceof Error ? new StateError(error.name, error.message) : new StateError('Error', String(error));
}

function textIn(input: JsonObject, name: string): string {
  const found = input[name];
  if (typeof found !== 'string') throw new StateError('States.Runtime', `${name} is no text`);
  return found;
}
