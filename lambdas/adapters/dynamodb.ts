import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementRequest,
  type BatchStatementResponse,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { inParallel } from '../domain/in-parallel.ts';
import { awsClient } from './aws-client.ts';

/** An item as it is stored: attribute values by name. */
export type StoredItem = Record<string, AttributeValue>;

/** DynamoDB's limits: BatchWriteItem and BatchExecuteStatement take 25 at once, BatchGetItem 100. */
const WRITE_BATCH = 25;
const READ_BATCH = 100;
/** How many batches are under way at once: enough to hide the round trip, few enough for one function's sockets. */
const SIDE_BY_SIDE = 6;

/** Batches of writes that the store kept refusing. The chunk is tried again by the state machine. */
export class StoreThrottled extends Error {
  override readonly name = 'StoreThrottled';
}

/** The few operations that every table here is built from. Throttled remainders are tried again with growing pauses. */
export class Store {
  readonly #client: DynamoDBClient;

  constructor(client = awsClient(DynamoDBClient)) {
    this.#client = client;
  }

  get client(): DynamoDBClient {
    return this.#client;
  }

  /** Sends a conditional write: false when its condition did not hold, and then nothing is written. */
  async conditionally(write: PutItemCommand | UpdateItemCommand): Promise<boolean> {
    try {
      if (write instanceof PutItemCommand) await this.#client.send(write);
      else await this.#client.send(write);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Puts items, overwriting. The order is not kept, so no two may have the same key. */
  async putAll(table: string, items: readonly object[]): Promise<void> {
    await inParallel(SIDE_BY_SIDE, slices(items, WRITE_BATCH), async (slice) => {
      let pending = slice.map((item) => ({ PutRequest: { Item: toStored(item) } }));
      await untilDone(async () => {
        const { UnprocessedItems } = await this.#client.send(
          new BatchWriteItemCommand({ RequestItems: { [table]: pending } }),
        );
        pending = (UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
          PutRequest?.Item ? [{ PutRequest: { Item: PutRequest.Item } }] : [],
        );
        return pending.length === 0;
      });
    });
  }

  /**
   * Runs conditional statements in batches; each has its own outcome, in the order given. `refused` is a condition
   * that did not hold or an item that was there already; any other error is thrown once retries are used up.
   */
  async executeAll(statements: readonly BatchStatementRequest[]): Promise<('done' | 'refused')[]> {
    const outcomes: ('done' | 'refused')[] = Array.from({ length: statements.length }, () => 'done');
    const numbered = statements.map((statement, index) => ({ statement, index }));
    await inParallel(SIDE_BY_SIDE, slices(numbered, WRITE_BATCH), async (slice) => {
      let pending = slice;
      await untilDone(async () => {
        const { Responses = [] } = await this.#client.send(
          new BatchExecuteStatementCommand({ Statements: pending.map(({ statement }) => statement) }),
        );
        // An entry that is absent would read as one without an error, that is as done.
        if (Responses.length !== pending.length)
          throw new Error('The store gave more or fewer answers than statements');
        const again: typeof pending = [];
        for (const [at, entry] of pending.entries()) {
          const outcome = outcomeOf(Responses[at]);
          if (outcome === 'again') again.push(entry);
          else outcomes[entry.index] = outcome;
        }
        pending = again;
        return pending.length === 0;
      });
    });
    return outcomes;
  }

  /** Reads items by key, strongly consistent, in no particular order; those that are not there are left out. */
  async getAll(table: string, keys: readonly object[]): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    await inParallel(SIDE_BY_SIDE, slices(keys, READ_BATCH), async (slice) => {
      let pending: StoredItem[] = slice.map(toStored);
      await untilDone(async () => {
        const { Responses, UnprocessedKeys } = await this.#client.send(
          new BatchGetItemCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } }),
        );
        for (const item of Responses?.[table] ?? []) found.push(unmarshall(item));
        pending = UnprocessedKeys?.[table]?.Keys ?? [];
        return pending.length === 0;
      });
    });
    return found;
  }

  /** Every item of a query, strongly consistent. */
  async *query(input: QueryCommandInput): AsyncGenerator<Record<string, unknown>> {
    for await (const page of this.pages(input)) yield* page;
  }

  /** The same, a page at a time: for who reads a million items, to whom waiting at each would cost as much as the rest. */
  async *pages(input: QueryCommandInput): AsyncGenerator<Record<string, unknown>[]> {
    let start: StoredItem | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({ ConsistentRead: true, ...input, ...(start ? { ExclusiveStartKey: start } : {}) }),
      );
      yield (page.Items ?? []).map((item) => unmarshall(item));
      start = page.LastEvaluatedKey;
    } while (start);
  }
}

/** An attribute that holds JSON as text. Our own writing, so text that is no JSON is a bug. */
export const jsonText = z.string().transform((text): unknown => JSON.parse(text));

/** What an object says: without what is null or an empty list, which whoever reads it takes for granted. */
export function saidOf(content: object): object {
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}

/** Marshals a plain object. Undefined properties are left out; brands are plain numbers and strings underneath. */
export function toStored(item: object): StoredItem {
  return marshall(item, { removeUndefinedValues: true });
}

/** One value as a statement's parameter. */
export function toParameter(value: string | number | boolean | null | object): AttributeValue {
  const { value: marshalled } = marshall({ value }, { removeUndefinedValues: true });
  if (!marshalled) throw new Error('A parameter marshalled to nothing');
  return marshalled;
}

/** Codes of BatchStatementError, as the API's reference lists them. */
function outcomeOf(response: BatchStatementResponse | undefined): 'done' | 'refused' | 'again' {
  const code = response?.Error?.Code;
  switch (code) {
    case undefined:
      return 'done';
    case 'ConditionalCheckFailed':
    case 'DuplicateItem':
      return 'refused';
    case 'ProvisionedThroughputExceeded':
    case 'RequestLimitExceeded':
    case 'ThrottlingError':
    case 'InternalServerError':
    case 'TransactionConflict':
      return 'again';
    default:
      throw new Error(`A statement failed: ${code}`);
  }
}

/** Eight tries with pauses that double from 50 ms and are drawn at random (full jitter): about 6 s in the worst case. */
async function untilDone(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    if (await attempt()) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** tries));
  }
  throw new StoreThrottled('The store left items unprocessed');
}

/** Items in slices of a size, the last as long as it comes. */
export function slices<T>(items: readonly T[], size: number): T[][] {
  const made: T[][] = [];
  for (let start = 0; start < items.length; start += size) made.push(items.slice(start, start + size));
  return made;
}
