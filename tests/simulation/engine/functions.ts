import { StateError } from '../asl/interpreter.ts';
import { type Json, toJson } from '../asl/json-path.ts';
import { type Handler, loadHandler } from './deployment.ts';
import type { Faults } from './faults.ts';
import { Invocation, invocations } from './invocation.ts';
import type { Scheduler } from './scheduler.ts';

const CONTEXT = { functionName: 'simulated', awsRequestId: 'simulated', invokedFunctionArn: 'simulated' };
/** A function that timed out is stopped by then at the latest. */
const ZOMBIES_LIVE = 5 * 60_000;

/** Lambda: runs handlers, and loses them. */
export class Functions {
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #handlers = new Map<string, Promise<Handler>>();
  /** What to tell whoever waits for an invocation, while somebody does. */
  readonly #losses = new Map<Invocation, (error: string) => void>();
  #invocations = 0;
  /** Told of every error that a handler ends with. */
  onError: (task: string, error: StateError) => void = () => undefined;

  constructor(scheduler: Scheduler, faults: Faults) {
    this.#scheduler = scheduler;
    this.#faults = faults;
  }

  /** Invokes a function by the name of its folder. Rejects with {@link StateError}: its error's name, or the platform's. */
  invoke(task: string, event: Json): Promise<Json> {
    return new Promise((resolve, reject) => {
      const twice = this.#faults.happens('repeated invocation');
      this.#run(task, event, resolve, reject);
      if (twice) {
        this.#scheduler.after(this.#scheduler.random.integer(0, 3000), `${task} is invoked a second time`, () =>
          this.#run(
            task,
            event,
            () => undefined,
            () => undefined,
          ),
        );
      }
    });
  }

  /** The function is gone in the middle of its work. */
  lose(invocation: Invocation): object {
    this.#scheduler.note(`${invocation.label} is gone`);
    invocation.kill();
    this.#losses.get(invocation)?.('Runtime.ExitError');
    this.#losses.delete(invocation);
    return {};
  }

  /** Whoever invoked it gives it up, but it goes on, slower, until it is stopped. */
  abandon(invocation: Invocation): void {
    const lose = this.#losses.get(invocation);
    if (!lose) return;
    this.#scheduler.note(`${invocation.label} is given up and goes on`);
    this.#losses.delete(invocation);
    invocation.slowness = this.#scheduler.random.integer(1, 200);
    this.#scheduler.after(ZOMBIES_LIVE, '', () => invocation.kill());
    lose('Sandbox.Timedout');
  }

  #run(task: string, event: Json, resolve: (output: Json) => void, reject: (error: StateError) => void): void {
    if (this.#faults.happens('cold start')) this.#handlers.delete(task);
    const invocation = new Invocation(this.#scheduler, `${task}#${++this.#invocations}`);
    this.#losses.set(invocation, (error) => {
      this.#handlers.delete(task);
      reject(new StateError(error));
    });
    this.#scheduler.begin(invocation);
    const handler = this.#handlers.get(task) ?? loadHandler(task);
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
          if (this.#faults.happens('answer lost'))
            reject(new StateError('Lambda.ServiceException', 'the answer was lost'));
          else resolve(toJson(output));
        }),
      (error: unknown) =>
        end(() => {
          const told = errorOf(error);
          this.onError(task, told);
          reject(told);
        }),
    );
  }
}

function errorOf(error: unknown): StateError {
  return error instanceof Error ? new StateError(error.name, error.message) : new StateError('Error', String(error));
}
