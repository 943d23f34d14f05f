import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { sizeOf, writeUnitsOf } from '../../bin/cost/item-size.ts';
import { linesIn } from '../../lambdas/adapters/entitlements-table.ts';
import { type BatchLuck, Tables } from '../simulation/cloud/tables.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** One write of one item, and what it costs; of an item that several people share, the share of one. */
export interface MeteredWrite {
  readonly table: string;
  /** Whom the item is about, where it is about one person. */
  readonly person: string | undefined;
  readonly units: number;
  /** Bytes of the item, before or after the write, whichever is larger. */
  readonly size: number;
}

const NO_FAULTS: BatchLuck = { leavesUndone: () => false, pageSize: () => 1000 };

/**
 * DynamoDB's tables in memory, with a meter: what every write would cost on AWS. A write costs one unit for each
 * started kilobyte of the item, before or after it, whichever is larger; a condition that does not hold costs the same,
 * and a unit at least (Amazon DynamoDB Developer Guide, "DynamoDB read and write operations"). Nothing here is a
 * transaction, which would cost double.
 */
export class MeteredTables {
  readonly client = new DynamoDBClient({});
  readonly #tables = new Tables();
  #writes: MeteredWrite[] = [];

  constructor() {
    const mock = mockClient(this.client);
    mock.on(PutItemCommand).callsFake((input) => this.#metered(new PutItemCommand(input)));
    mock.on(UpdateItemCommand).callsFake((input) => this.#metered(new UpdateItemCommand(input)));
    mock.on(BatchWriteItemCommand).callsFake((input) => this.#metered(new BatchWriteItemCommand(input)));
    mock.on(BatchExecuteStatementCommand).callsFake((input) => this.#metered(new BatchExecuteStatementCommand(input)));
    mock.on(QueryCommand).callsFake((input) => this.#tables.answer(new QueryCommand(input), NO_FAULTS));
    mock.on(BatchGetItemCommand).callsFake((input) => this.#tables.answer(new BatchGetItemCommand(input), NO_FAULTS));
  }

  /** The writes since this was asked last. */
  taken(): MeteredWrite[] {
    const writes = this.#writes;
    this.#writes = [];
    return writes;
  }

  #metered(command: Writing): object {
    const places = placesOf(command);
    const before = places.map((place) => this.#itemAt(place));
    try {
      return this.#tables.answer(command, NO_FAULTS);
    } finally {
      for (const [index, place] of places.entries()) this.#note(place, before[index], this.#itemAt(place));
    }
  }

  #note({ table }: Place, before: Item | undefined, after: Item | undefined): void {
    const size = Math.max(before ? sizeOf(before) : 0, after ? sizeOf(after) : 0);
    const item = after ?? before ?? {};
    const people = peopleIn(item);
    const share = writeUnitsOf(size) / people.length;
    for (const person of people) this.#writes.push({ table, person, units: share, size });
  }

  #itemAt({ table, partition, sort }: Place): Item | undefined {
    const wanted = JSON.stringify(sort);
    return this.#tables.partition(table, partition?.S ?? '').find(({ sk }) => JSON.stringify(sk) === wanted);
  }
}

/** The person of a claim stands in its key, that of a payment in its text; a page of a roll has many. */
function peopleIn(item: Item): (string | undefined)[] {
  const page = item['page']?.S;
  const texts =
    page === undefined
      ? [item['payment']?.S ?? `"person":"${item['sk']?.S}"`]
      : linesIn(page).map((line) => JSON.stringify(line));
  return texts.map((text) => /"person(?:alId)?":"(\d{12})"/.exec(text)?.[1]);
}

type Writing = PutItemCommand | UpdateItemCommand | BatchWriteItemCommand | BatchExecuteStatementCommand;

interface Place {
  readonly table: string;
  readonly partition: AttributeValue | undefined;
  readonly sort: AttributeValue | undefined;
}

/** The items that a request writes, or would write if their conditions held. */
function placesOf(command: Writing): Place[] {
  if (command instanceof PutItemCommand) return [placeOf(command.input.TableName, command.input.Item)];
  if (command instanceof UpdateItemCommand) return [placeOf(command.input.TableName, command.input.Key)];
  if (command instanceof BatchWriteItemCommand) {
    return Object.entries(command.input.RequestItems ?? {}).flatMap(([table, requests]) =>
      requests.map(({ PutRequest }) => placeOf(table, PutRequest?.Item)),
    );
  }
  return (command.input.Statements ?? []).map(({ Statement = '', Parameters = [] }) => {
    const parameter = (name: string) => {
      const match = new RegExp(`\\b${name}'?\\s*[=:]\\s*\\?`).exec(Statement);
      if (match === null) throw new Error(`A statement that names no ${name}: ${Statement}`);
      return Parameters[Statement.slice(0, match.index).split('?').length - 1];
    };
    return { table: /"([^"]+)"/.exec(Statement)?.[1] ?? '', partition: parameter('pk'), sort: parameter('sk') };
  });
}

function placeOf(table: string | undefined, item: Item | undefined): Place {
  return { table: table ?? '', partition: item?.['pk'], sort: item?.['sk'] };
}
