import {
  ExecutionAlreadyExists,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Chain } from '../asl/definition.ts';
import { Interpreter, type Place, StateError, type Witness } from '../asl/interpreter.ts';
import { isObject, type Json, type JsonObject, toJson } from '../asl/json-path.ts';
import { machines } from './deployment.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';
import type { Scheduler } from './scheduler.ts';

/** An execution of a machine, as a person who watches them sees it. */
export interface Execution {
  readonly machine: string;
  readonly name: string;
  readonly input: Json;
  readonly place: Place;
  status: 'running' | 'succeeded' | 'failed' | 'given-up';
  error: StateError | undefined;
  output: Json;
}

/** Step Functions, and SNS as far as machines publish to it. */
export class StepFunctions {
  readonly executions: Execution[] = [];
  readonly messages: { topic: string; subject: string; body: string }[] = [];
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #functions: Functions;
  readonly #machines: Readonly<Record<string, Chain>>;
  readonly #interpreter: Interpreter;
  readonly #tokens = new Map<string, PromiseWithResolvers<Json> & { isWaiting: boolean }>();
  #names = 0;

  constructor(
    scheduler: Scheduler,
    faults: Faults,
    functions: Functions,
    chains: Readonly<Record<string, Chain>> = machines(),
    witness?: Witness,
  ) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#functions = functions;
    this.#machines = chains;
    const resources = {
      call: (resource: string, input: Json) => this.#call(resource, input),
      newToken: () => this.#newToken(),
      untilBroughtBack: (token: string) => this.#token(token).promise,
      forget: (token: string) => {
        this.#token(token).isWaiting = false;
      },
    };
    this.#interpreter = new Interpreter(scheduler, resources, witness);
  }

  /** Starts an execution, as EventBridge, the scheduler or an operator does. */
  start(machine: string, input: Json, name = `x${++this.#names}`): Execution {
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

  /** Answers a request of the SDK's client. */
  answer(command: unknown): object {
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

  #carryOut(execution: Execution): void {
    const { machine, name, input, place } = execution;
    const label = `${machine}/${name}`;
    this.#scheduler.note(`${label} started at ${place.state ?? 'its beginning'}`);
    const chain = this.#machines[machine];
    if (!chain) throw new Error(`No machine ${machine}`);
    const context = {
      Execution: {
        Id: `execution:${label}`,
        Name: name,
        Input: input,
        StartTime: new Date(this.#scheduler.now()).toISOString(),
      },
      StateMachine: { Id: `machine:${machine}`, Name: machine },
    };
    this.#interpreter.run(chain, place, context, label).then(
      (output) => {
        execution.status = 'succeeded';
        execution.output = output;
        this.#scheduler.note(`${label} succeeded`);
      },
      (error: unknown) => {
        execution.status = 'failed';
        execution.error = error instanceof StateError ? error : new StateError('Simulation', String(error));
        this.#scheduler.note(`${label} failed: ${execution.error.error}`);
      },
    );
  }

  /** Idempotent while an execution of that name and input runs; afterwards the name is taken (API reference). */
  #startOnce(machine: string, name: string, input: Json): object {
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
    if (resource.startsWith('function:')) return this.#functions.invoke(resource.replace('function:', ''), input);
    const given = isObject(input) ? input : {};
    switch (resource) {
      case 'arn:aws:states:::lambda:invoke.waitForTaskToken':
        return this.#functions.invoke(textIn(given, 'FunctionName').replace('function:', ''), given['Payload'] ?? null);
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
    await this.#scheduler.sleep(this.#scheduler.random.integer(5, 50));
    if (this.#faults.happens('notification failed')) throw new StateError('SNS.InternalErrorException');
    const [topic, subject, body] = [textIn(input, 'TopicArn'), textIn(input, 'Subject'), textIn(input, 'Message')];
    // API reference, "Publish": ASCII, less than 100 characters, no line breaks.
    if (!/^[!-~][ -~]{0,98}$/.test(subject) || body === '')
      throw new StateError('SNS.InvalidParameterException', subject);
    this.messages.push({ topic, subject, body });
    return { MessageId: String(this.messages.length) };
  }
}

function textIn(input: JsonObject, name: string): string {
  const found = input[name];
  if (typeof found !== 'string') throw new StateError('States.Runtime', `${name} is no text`);
  return found;
}
