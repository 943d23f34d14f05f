import { HttpFailure, type HttpRequest, type HttpResponse } from '../../../lambdas/adapters/http.ts';
import type { Citizen } from '../../../lambdas/domain/identity/citizen.ts';
import { verificationRequest } from '../../../lambdas/domain/identity/identity.ts';
import { verifyPerson } from '../../../lambdas/identity-stub/verify-person.ts';
import { Random } from '../../../samples/random.ts';
import type { Witness } from '../asl/interpreter.ts';
import { toJson } from '../asl/json-path.ts';
import { Buckets } from '../cloud/buckets.ts';
import { Keys } from '../cloud/keys.ts';
import { Tables } from '../cloud/tables.ts';
import { machines, NAMES } from './deployment.ts';
import { Faults } from './faults.ts';
import { Functions } from './functions.ts';
import { type Invocation, invocations } from './invocation.ts';
import { Scheduler } from './scheduler.ts';
import { StepFunctions } from './step-functions.ts';

/** Stands between the world and what it carries out: planted defects are put in here. */
export interface Plants {
  /** A request of a handler in the moment in which it is carried out; `carryOut` does, with it or with another. */
  readonly request?: (command: unknown, invocation: Invocation, carryOut: (command: unknown) => object) => object;
  /** The same for what is asked by nobody in the month: the journal is kept, and the tables are made again, after it. */
  readonly outside?: (command: unknown, carryOut: (command: unknown) => object) => object;
}

export type Service = 's3' | 'dynamodb' | 'sfn' | 'kms';

/** A cloud in memory with everything of ours deployed into it, in which one seed's months happen. */
export class World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly buckets: Buckets;
  readonly tables = new Tables();
  readonly keys = new Keys();
  readonly functions: Functions;
  readonly machines: StepFunctions;
  /** The people whom the registry knows, by personal id. */
  readonly population = new Map<string, Citizen>();
  /** The registry answers nobody before this time. */
  registryDownUntil = 0;
  /** Events under way. */
  undelivered = 0;
  readonly #plants: Plants;

  /** @param witness told of what machines pass on. */
  constructor(seed: number, start: Date, plants: Plants = {}, witness?: Witness) {
    this.#plants = plants;
    this.random = new Random(`simulation/${seed}`);
    this.scheduler = new Scheduler(this.random.fork('schedule'), start.getTime());
    this.faults = new Faults(this.random.fork('faults'));
    this.functions = new Functions(this.scheduler, this.faults);
    this.machines = new StepFunctions(this.scheduler, this.faults, this.functions, machines(), witness);
    this.buckets = new Buckets(() => this.scheduler.now());
    this.buckets.onPut = (bucket, key, versionId) => this.#landed(bucket, key, versionId);
  }

  /** Answers a request of a handler through the scheduler; of anybody else at once, without a fault. */
  request(service: Service, command: unknown): Promise<object> {
    const invocation = invocations.getStore();
    if (!invocation) {
      const answer = (one: unknown) => this.#answer(service, one, false);
      return Promise.resolve().then(() => this.#plants.outside?.(command, answer) ?? answer(command));
    }
    // Of 256 shards of a small month most are empty: to ask them takes no time, so that a seed stays quick.
    if (service === 'dynamodb' && this.tables.findsNothing(command)) return Promise.resolve({ Items: [] });
    const { label, isWrite } = told(service, command);
    const { faults } = this;
    const slow = faults.happens('slow request') ? this.scheduler.random.integer(200, 20_000) : 0;
    return invocation.wait(this.scheduler.random.integer(1, 40) + slow, label, () => {
      if (isWrite && faults.happens('crash before a write')) return this.functions.lose(invocation);
      if (!isWrite && faults.happens('crash while reading')) return this.functions.lose(invocation);
      if (faults.happens('throttled')) throw throttling();
      const carryOut = (one: unknown) => this.#answer(service, one, true);
      const answered = this.#plants.request?.(command, invocation, carryOut) ?? carryOut(command);
      if (isWrite && faults.happens('crash after a write')) return this.functions.lose(invocation);
      if (faults.happens('time-out')) this.functions.abandon(invocation);
      return answered;
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

  #answer(service: Service, command: unknown, mayFail: boolean): object {
    const happens: Faults['happens'] = (kind) => mayFail && this.faults.happens(kind);
    const pageSize = () => (happens('short pages') ? this.scheduler.random.integer(1, 7) : 1000);
    switch (service) {
      case 's3':
        return this.buckets.answer(command, pageSize);
      case 'dynamodb':
        return this.tables.answer(command, { leavesUndone: () => happens('left unprocessed'), pageSize });
      case 'sfn':
        return this.machines.answer(command);
      case 'kms':
        return this.keys.answer(command);
    }
  }

  /** EventBridge delivers at least once, in no particular order. */
  #landed(bucket: string, key: string, versionId: string): void {
    const machine = key.startsWith('lists/')
      ? 'ingest-list'
      : key.startsWith('results/')
        ? 'settle-results'
        : undefined;
    if (bucket !== NAMES.INBOX_BUCKET || machine === undefined) return;
    const detail = { bucket: { name: bucket }, object: { key, 'version-id': versionId } };
    const deliver = () => {
      const delay = this.faults.happens('event delayed') ? this.scheduler.random.integer(1000, 600_000) : 0;
      this.scheduler.after(delay + this.scheduler.random.integer(50, 2000), '', () => {
        this.undelivered -= 1;
        this.machines.start(machine, detail);
      });
    };
    this.undelivered += 1;
    deliver();
    if (this.faults.happens('event duplicated')) {
      this.undelivered += 1;
      deliver();
    }
  }
}

/** How a request stands in the trace, and whether it changes anything. */
function told(service: Service, command: unknown): { label: string; isWrite: boolean } {
  switch (service) {
    case 's3':
      return { label: Buckets.label(command), isWrite: Buckets.writes(command) };
    case 'dynamodb':
      return { label: Tables.label(command), isWrite: Tables.writes(command) };
    case 'kms':
      return { label: 'kms', isWrite: Keys.writes(command) };
    case 'sfn':
      return { label: 'sfn', isWrite: true };
  }
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

function throttling(): Error {
  const error = new Error('Rate exceeded');
  error.name = 'ThrottlingException';
  return error;
}
