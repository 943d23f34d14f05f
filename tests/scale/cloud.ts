import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { verificationRequest } from '../../lambdas/domain/identity/identity.ts';
import { verifyPerson } from '../../lambdas/identity-stub/verify-person.ts';
import { hash32, Random } from '../../samples/random.ts';
import { AccessPattern } from '../simulation/cloud/access-pattern.ts';
import { Buckets, type Shelf } from '../simulation/cloud/buckets.ts';
import { Keys } from '../simulation/cloud/keys.ts';
import { AS_BYTES } from '../simulation/cloud/partition.ts';
import { Tables } from '../simulation/cloud/tables.ts';
import { machinesWith, NAMES } from '../simulation/engine/deployment.ts';
import { Faults } from '../simulation/engine/faults.ts';
import { Limits } from '../simulation/engine/limits.ts';
import { StepFunctions } from '../simulation/engine/step-functions.ts';
import { KEYS_URL, keySet, POOL_KEY } from '../support/tokens.ts';
import { FunctionPool } from './function-pool.ts';
import { PromptScheduler } from './prompt-scheduler.ts';
import { type Asked, commandOf } from './wire.ts';

/** What a deployment decides, for the functions and for the machines. */
export interface Sizes {
  readonly chunkRows: number;
  readonly unitsPerBatch: number;
  readonly shardRanges: number;
  readonly mapConcurrency: number;
}

const LARGEST_PAGE = 1000;
const PLAIN = { leavesUndone: () => false, pageSize: () => LARGEST_PAGE };
/** The registry's rate is arithmetic (docs/scale.md); here nobody waits for it. */
const NO_WAITING = '100000';

const httpInput = z.object({ url: z.string(), body: z.unknown() });
const streamed = z.object({
  transformToByteArray: z.custom<() => Promise<Uint8Array>>((one) => typeof one === 'function'),
});
const bodyOf = (body: unknown): Promise<Uint8Array> => streamed.parse(body).transformToByteArray();

/** Objects lie in a folder that goes with this process: a million people's would take some ten gigabytes of memory. */
function onDisk(): Shelf {
  const folder = mkdtempSync(join(tmpdir(), 'ansinh-scale-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  let count = 0;
  return (bytes) => {
    const file = join(folder, String(++count));
    writeFileSync(file, bytes);
    return () => readFileSync(file);
  };
}

/** Everything of ours in memory, without faults: the real machines, and the functions in processes of their own. */
export class ScaleCloud {
  readonly buckets = new Buckets(Date.now, onDisk());
  readonly tables = new Tables(AS_BYTES);
  readonly accesses = new AccessPattern();
  readonly limits = new Limits();
  readonly functions: FunctionPool;
  readonly machines: StepFunctions;
  readonly #keys = new Keys();
  /** Seconds that this process spent answering for the store. */
  storeSeconds = 0;

  constructor({ chunkRows, unitsPerBatch, shardRanges, mapConcurrency }: Sizes) {
    const scheduler = new PromptScheduler(new Random('scale'), Date.now());
    const faults = new Faults(new Random('scale'));
    faults.calm();
    const settings = {
      SANDBOX: 'true',
      CHUNK_ROWS: String(chunkRows),
      UNITS_PER_BATCH: String(unitsPerBatch),
      SHARD_RANGES: String(shardRanges),
      REGISTRY_CALLS_PER_SECOND: NO_WAITING,
    };
    this.functions = new FunctionPool(scheduler, faults, settings, (asked) => this.#answer(asked));
    const numbers = { MapConcurrency: mapConcurrency, ApprovalSeconds: 5 * 24 * 3600, ClosingWaitSeconds: 1 };
    this.machines = new StepFunctions(scheduler, faults, this.functions, machinesWith(numbers), this.limits);
    this.buckets.onPut = (bucket, key, versionId) => {
      if (bucket !== NAMES.INBOX_BUCKET) return;
      const detail = { bucket: { name: bucket }, object: { key, 'version-id': versionId } };
      this.machines.start(key.startsWith('lists/') ? 'ingest-list' : 'settle-results', detail);
    };
  }

  /** Turns the clients of this process, those of whoever plays the month, to this cloud too. */
  answerHere(): void {
    for (const [prototype, service] of [
      [S3Client.prototype, 's3'],
      [DynamoDBClient.prototype, 'dynamodb'],
    ] as const) {
      Object.defineProperty(prototype, 'send', { value: async (command: unknown) => this.#carryOut(service, command) });
    }
  }

  async #answer({ service, command, input }: Asked): Promise<object> {
    const started = performance.now();
    try {
      if (service === 'http') return this.#http(input);
      const made = commandOf({ command, input });
      if (service === 'dynamodb') this.accesses.see(made);
      const answer = this.#carryOut(service, made);
      return 'Body' in answer ? { ...answer, Body: await bodyOf(answer.Body) } : answer;
    } finally {
      this.storeSeconds += (performance.now() - started) / 1000;
    }
  }

  #carryOut(service: Exclude<Asked['service'], 'http'>, command: unknown): object {
    switch (service) {
      case 's3':
        return this.buckets.answer(command, () => LARGEST_PAGE);
      case 'dynamodb':
        return this.tables.answer(command, PLAIN);
      case 'sfn':
        return this.machines.answer(command);
      case 'kms':
        return this.#keys.answer(command);
    }
  }

  #http(input: unknown): object {
    const { url, body } = httpInput.parse(input);
    const text = url === KEYS_URL ? keySet(POOL_KEY) : JSON.stringify({ answers: answersTo(body) });
    return { status: 200, headers: {}, text };
  }
}

/** A registry that knows everybody who is asked about as they are listed; of one in fifty it knows nothing. */
function answersTo(body: unknown): object[] {
  return verificationRequest.parse(body).people.map((subject) => {
    const { personalId, fullName, birthDate, sex, account } = subject;
    const accounts = account ? [{ bank: account.bank, number: account.number }] : [];
    const known = { personalId, fullName: fullName ?? '?', birthDate, sex, deceasedOn: null, accounts };
    return { personalId, answer: verifyPerson(subject, hash32(personalId) % 50 === 0 ? undefined : known) };
  });
}
