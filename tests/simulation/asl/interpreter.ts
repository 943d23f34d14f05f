import type { Scheduler } from '../engine/scheduler.ts';
import type { Chain, Choice, MapState, Retrier, State, Task, Test } from './definition.ts';
import { fill, find, get, type Json, PathError, put } from './json-path.ts';

/** An error as state machines see it: a name to match, and never anything of a person. */
export class StateError extends Error {
  readonly error: string;

  constructor(error: string, cause = '') {
    super(`${error}: ${cause}`);
    this.error = error;
  }
}

/** What a machine calls: functions and services by the resource of their task. */
export interface Resources {
  call(resource: string, input: Json): Promise<Json>;
  /** Waits until a token is brought back. */
  untilBroughtBack(token: string): Promise<Json>;
  newToken(): string;
  /** A token that is not waited for any more. */
  forget(token: string): void;
}

/** Told of what Step Functions has limits for. */
export interface Witness {
  /** What a state was given or gave, as JSON. */
  payload(state: string, bytes: number): void;
  /** How many events the history of an execution has come to: of a machine, or of one item of a distributed map. */
  history(of: string, events: number): void;
  /** How many executions of its own a distributed map has started. */
  children(state: string, count: number): void;
}

/** Payloads beyond this end an execution (Step Functions, "Quotas"). */
const LARGEST_PAYLOAD = 256 * 1024;
const WAITS_FOR_TOKEN = '.waitForTaskToken';

/** What goes through a chain of states: its context, and whether somebody has called it off. */
interface Way {
  readonly context: { readonly [name: string]: Json };
  readonly label: string;
  readonly history: History;
  isCalledOff(): boolean;
}

/** Events of one execution: each costs one of the 25,000 that it may have. */
interface History {
  events: number;
}

/**
 * What leaves how many events (Step Functions API, "HistoryEvent"): a start and an end; entering and leaving a state; a
 * task besides scheduled, started and succeeded or failed, submitted too where it waits for its token; a map besides
 * started and succeeded, and so has each item of it that is no execution of its own; a distributed map has a run besides.
 */
const EVENTS = { execution: 2, state: 2, task: 3, token: 1, map: 2, item: 2, run: 2 };

/** The state that is entered next, and what with; undefined is the first one. */
export interface Place {
  state: string | undefined;
  input: Json;
}

/** A way that was called off since another item of its map failed: it ends where it is. */
class CalledOff extends Error {}

/**
 * Carries out machines in virtual time. What Step Functions leaves open (how long a step takes, where jitter falls, in
 * which order items of a map run) is drawn from the seed.
 */
export class Interpreter {
  readonly #scheduler: Scheduler;
  readonly #resources: Resources;
  readonly #witness: Witness | undefined;

  constructor(scheduler: Scheduler, resources: Resources, witness?: Witness) {
    this.#scheduler = scheduler;
    this.#resources = resources;
    this.#witness = witness;
  }

  /**
   * Runs a machine to its end. Throws {@link StateError} where it fails.
   *
   * @param place where to begin; kept up to date on the way, so that a machine that failed can go on from there
   *   (a redrive). A map is begun anew as a whole, which repeats more than Step Functions would.
   */
  async run(machine: Chain, place: Place, context: { readonly [name: string]: Json }, label: string): Promise<Json> {
    return this.#recorded(machine, place, { context, label, isCalledOff: () => false }, label);
  }

  /** Carries out what has a history of its own. */
  async #recorded(chain: Chain, place: Place, way: Omit<Way, 'history'>, name: string): Promise<Json> {
    const history = { events: EVENTS.execution };
    const output = await this.#chain(chain, place, { ...way, history });
    this.#witness?.history(name, history.events);
    return output;
  }

  async #chain(chain: Chain, place: Place, way: Way): Promise<Json> {
    let at: string | undefined = place.state ?? chain.StartAt;
    let data = place.input;
    while (at !== undefined) {
      place.state = at;
      place.input = data;
      const state: State | undefined = chain.States[at];
      if (state === undefined) throw new StateError('States.Runtime', `no state ${at}`);
      await this.#scheduler.sleep(this.#scheduler.random.integer(1, 40));
      if (way.isCalledOff()) throw new CalledOff();
      way.history.events += EVENTS.state;
      const entered: Way = { ...way, context: { ...way.context, State: { Name: at } } };
      const step = await this.#step(at, state, data, entered);
      data = this.#withinLimits(at, step.output);
      at = step.next;
    }
    return data;
  }

  async #step(name: string, state: State, input: Json, way: Way): Promise<{ output: Json; next: string | undefined }> {
    switch (state.Type) {
      case 'Succeed':
        return { output: input, next: undefined };
      case 'Fail':
        throw new StateError(state.Error, state.Cause);
      case 'Wait':
        await this.#scheduler.sleep(state.Seconds * 1000);
        return { output: input, next: state.Next };
      case 'Choice':
        return { output: input, next: chosen(state, input, way.context) };
      case 'Pass': {
        const output = state.Result ?? taken(state, input, way.context);
        return { output: placed(state.ResultPath, input, output), next: state.Next };
      }
      case 'Task':
        return this.#trying(name, state, input, way, () => this.#task(name, state, input, way));
      case 'Map':
        return this.#trying(name, state, input, way, () => this.#map(name, state, input, way));
    }
  }

  /** Tries a state, again and again as its retriers say, and hands what stays an error to its catchers. */
  async #trying(
    name: string,
    state: Task | MapState,
    input: Json,
    way: Way,
    attempt: () => Promise<Json>,
  ): Promise<{ output: Json; next: string | undefined }> {
    const tries = new Map<Retrier, number>();
    for (;;) {
      try {
        const raw = await attempt();
        const result = state.ResultSelector === undefined ? raw : fill(state.ResultSelector, raw, way.context);
        const output = placed(state.ResultPath, input, result);
        return { output: state.OutputPath ? get(state.OutputPath, output, way.context) : output, next: state.Next };
      } catch (thrown) {
        const error = stateErrorOf(thrown);
        const retrier = state.Retry.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
        const tried = (retrier && tries.get(retrier)) ?? 0;
        if (retrier && tried < retrier.MaxAttempts) {
          tries.set(retrier, tried + 1);
          await this.#scheduler.sleep(this.#delay(retrier, tried), `${way.label} ${name} again after ${error.error}`);
          if (way.isCalledOff()) throw new CalledOff();
          continue;
        }
        const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
        if (!catcher) throw error;
        this.#scheduler.note(`${way.label} ${name} caught ${error.error}`);
        const told = { Error: error.error, Cause: error.message };
        return { output: placed(catcher.ResultPath, input, told), next: catcher.Next };
      }
    }
  }

  #delay({ IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier, tried: number): number {
    const longest = Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
    return 1000 * longest * (JitterStrategy === 'FULL' ? this.#scheduler.random.fraction() : 1);
  }

  async #task(name: string, state: Task, input: Json, way: Way): Promise<Json> {
    const waits = state.Resource.endsWith(WAITS_FOR_TOKEN);
    const token = waits ? this.#resources.newToken() : undefined;
    const context = token === undefined ? way.context : { ...way.context, Task: { Token: token } };
    const payload = this.#withinLimits(name, taken(state, input, context));
    way.history.events += EVENTS.task + (waits ? EVENTS.token : 0);
    const work = async () => {
      const result = await this.#resources.call(state.Resource, payload);
      return token === undefined ? result : this.#resources.untilBroughtBack(token);
    };
    this.#scheduler.note(`${way.label} ${name}`);
    if (state.TimeoutSeconds === undefined) return work();
    try {
      return await this.#orTimeout(work(), state.TimeoutSeconds);
    } finally {
      if (token !== undefined) this.#resources.forget(token);
    }
  }

  #orTimeout(work: Promise<Json>, seconds: number): Promise<Json> {
    return new Promise((resolve, reject) => {
      work.then(resolve, reject);
      this.#scheduler.after(seconds * 1000, '', () => reject(new StateError('States.Timeout')));
    });
  }

  /**
   * The first item that fails beyond those that are tolerated ends the map: others are called off, though what they have
   * begun goes on by itself.
   */
  async #map(name: string, state: MapState, input: Json, way: Way): Promise<Json> {
    const items = get(state.ItemsPath, state.InputPath ? get(state.InputPath, input, way.context) : input, way.context);
    if (!Array.isArray(items)) throw new StateError('States.Runtime', 'a map needs an array');
    const results: Json[] = items.map(() => null);
    const isDistributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
    way.history.events += EVENTS.map + (isDistributed ? EVENTS.run : EVENTS.item * items.length);
    if (isDistributed) this.#witness?.children(name, items.length);
    const queue = [...items.entries()];
    let failed: unknown;
    let tolerated = state.ToleratedFailureCount;
    const tolerate = (error: unknown): Json => {
      if (tolerated === 0) throw error;
      tolerated -= 1;
      return null;
    };
    const worker = async () => {
      for (let taking = queue.shift(); taking !== undefined; taking = queue.shift()) {
        const [index, item] = taking;
        const context = { ...way.context, Map: { Item: { Index: index, Value: item } } };
        const selector = state.ItemSelector ?? state.Parameters;
        const given = selector === undefined ? item : fill(selector, input, context);
        const isCalledOff = () => failed !== undefined || way.isCalledOff();
        const start = { state: undefined, input: given };
        const label = `${way.label}[${index}]`;
        const own = { ...way, context, label, isCalledOff };
        const ending = isDistributed
          ? this.#recorded(state.ItemProcessor, start, own, `${way.label} ${name}`)
          : this.#chain(state.ItemProcessor, start, own);
        results[index] = await ending.catch(tolerate);
      }
    };
    const width = state.MaxConcurrency === 0 ? queue.length : Math.min(state.MaxConcurrency, queue.length);
    await new Promise<void>((resolve, reject) => {
      let left = width;
      if (left === 0) resolve();
      for (let index = 0; index < width; index++) {
        worker().then(
          () => {
            left -= 1;
            if (left === 0) resolve();
          },
          (error: unknown) => {
            if (failed === undefined) failed = error;
            queue.length = 0;
            reject(error);
          },
        );
      }
    });
    return results;
  }

  #withinLimits(state: string, data: Json): Json {
    const size = Buffer.byteLength(JSON.stringify(data));
    this.#witness?.payload(state, size);
    if (size > LARGEST_PAYLOAD) throw new StateError('States.DataLimitExceeded');
    return data;
  }
}

function taken(
  state: { Parameters?: Json | undefined; InputPath?: string | undefined },
  input: Json,
  context: Json,
): Json {
  const seen = state.InputPath === undefined ? input : get(state.InputPath, input, context);
  return state.Parameters === undefined ? seen : fill(state.Parameters, seen, context);
}

/** Null drops the result, nothing replaces the input by it. */
function placed(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) return input;
  return path === undefined || path === '$' ? result : put(path, input, result);
}

function matches(names: readonly string[], error: string): boolean {
  return names.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && error !== 'States.DataLimitExceeded' && error !== 'States.Runtime') ||
      (name === 'States.TaskFailed' && error !== 'States.Timeout' && !error.startsWith('States.')),
  );
}

function stateErrorOf(thrown: unknown): StateError {
  if (thrown instanceof StateError) return thrown;
  if (thrown instanceof PathError) return new StateError(thrown.name, thrown.message);
  // Anything else is a fault of the simulation itself, or a way that was called off.
  throw thrown;
}

function chosen({ Choices, Default }: Choice, input: Json, context: Json): string {
  const found = Choices.find((one) => holds(one, input, context));
  const next = found?.Next ?? Default;
  if (next === undefined) throw new StateError('States.NoChoiceMatched');
  return next;
}

function holds(test: Test, input: Json, context: Json): boolean {
  if (test.And) return test.And.every((one) => holds(one, input, context));
  if (test.Or) return test.Or.some((one) => holds(one, input, context));
  if (test.Not) return !holds(test.Not, input, context);
  const { Variable } = test;
  if (Variable === undefined) throw new StateError('States.Runtime', 'a choice compares a variable');
  const value = Variable.startsWith('$$') ? find(Variable.slice(1), context) : find(Variable, input);
  if (test.IsPresent !== undefined) return (value !== undefined) === test.IsPresent;
  if (value === undefined) throw new StateError('States.Runtime', `${Variable} leads nowhere`);
  if (test.IsNull !== undefined) return (value === null) === test.IsNull;
  if (test.StringEquals !== undefined) return value === test.StringEquals;
  if (test.StringMatches !== undefined) return typeof value === 'string' && patternOf(test.StringMatches).test(value);
  if (test.BooleanEquals !== undefined) return value === test.BooleanEquals;
  if (typeof value !== 'number') return false;
  if (test.NumericEquals !== undefined) return value === test.NumericEquals;
  if (test.NumericGreaterThan !== undefined) return value > test.NumericGreaterThan;
  if (test.NumericGreaterThanEquals !== undefined) return value >= test.NumericGreaterThanEquals;
  if (test.NumericLessThan !== undefined) return value < test.NumericLessThan;
  if (test.NumericLessThanEquals !== undefined) return value <= test.NumericLessThanEquals;
  throw new StateError('States.Runtime', 'a comparison that the simulation does not know');
}

function patternOf(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
}
