import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementRequest,
  type BatchStatementResponse,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ExpressionReader, type Item, NotUnderstood } from './expression-reader.ts';
import { changed, compare, holds, keyIn, partitionKeyIn } from './expressions.ts';
import { AS_THEY_ARE, type Keeping, Partition } from './partition.ts';

interface Place {
  readonly table: string;
  readonly partition: Partition;
  readonly sortKey: AttributeValue;
  readonly item: Item | undefined;
}

/** What a fault may make of a request that goes by the batch. */
export interface BatchLuck {
  /** Whether one of the batch's parts is left undone, to be asked for again. */
  leavesUndone(): boolean;
  /** After how many items a query's page ends. */
  pageSize(): number;
}

/**
 * DynamoDB as our adapters see it: every table has `pk` and `sk`, every read is strongly consistent, every write is
 * judged and done in one moment. Requests beyond the real limits, and fields that are not known here, are refused.
 */
export class Tables {
  readonly #tables = new Map<string, Map<string, Partition>>();
  readonly #newPartition: () => Partition;
  /** Told of every item that is written, as a table's stream would be. */
  onChange: (table: string, item: Item) => void = () => undefined;

  constructor(keeping: Keeping<unknown> = AS_THEY_ARE) {
    this.#newPartition = () => new Partition(keeping);
  }

  /** Whether this is a request that changes something. */
  static writes(command: unknown): boolean {
    return (
      command instanceof PutItemCommand ||
      command instanceof UpdateItemCommand ||
      command instanceof BatchWriteItemCommand ||
      command instanceof BatchExecuteStatementCommand
    );
  }

  /** A word for the trace: what is asked of which table, and never of whom. */
  static label(command: unknown): string {
    if (command instanceof PutItemCommand) return `put ${command.input.TableName}`;
    if (command instanceof UpdateItemCommand) return `update ${command.input.TableName}`;
    if (command instanceof QueryCommand) return `query ${command.input.TableName}`;
    if (command instanceof BatchWriteItemCommand) return `write ${Object.keys(command.input.RequestItems ?? {})}`;
    if (command instanceof BatchGetItemCommand) return `get ${Object.keys(command.input.RequestItems ?? {})}`;
    if (command instanceof BatchExecuteStatementCommand) {
      const [first] = command.input.Statements ?? [];
      return `statements ${command.input.Statements?.length} ${first?.Statement?.slice(0, 24)}`;
    }
    return 'unknown';
  }

  answer(command: unknown, luck: BatchLuck): object {
    if (command instanceof PutItemCommand) return this.#put(command.input);
    if (command instanceof UpdateItemCommand) return this.#update(command.input);
    if (command instanceof QueryCommand) return this.#query(command.input, luck);
    if (command instanceof BatchWriteItemCommand) return this.#writeAll(command.input, luck);
    if (command instanceof BatchGetItemCommand) return this.#getAll(command.input, luck);
    if (command instanceof BatchExecuteStatementCommand) {
      const statements = command.input.Statements ?? [];
      if (statements.length === 0 || statements.length > 25) throw new NotUnderstood('1 to 25 statements');
      return { Responses: statements.map((statement) => this.#execute(statement, luck)) };
    }
    throw new NotUnderstood('A request to DynamoDB that the simulation does not know');
  }

  /** Whether a query asks for a partition in which nothing stands. */
  findsNothing(command: unknown): boolean {
    if (!(command instanceof QueryCommand)) return false;
    const { TableName = '', ExpressionAttributeValues = {} } = command.input;
    const partitions = this.#tables.get(TableName);
    return !Object.values(ExpressionAttributeValues).some((value) => partitions?.has(JSON.stringify(value)));
  }

  /** Every item of a table, for whoever checks: by partition, then in the order of the sort key. */
  all(table: string): Item[] {
    const partitions = [...(this.#tables.get(table) ?? new Map<string, Partition>())].sort(([one], [other]) =>
      one < other ? -1 : 1,
    );
    return partitions.flatMap(([, partition]) => partition.items());
  }

  /** The items of one partition, in the order of the sort key. */
  partition(table: string, key: string): Item[] {
    return (
      this.#tables
        .get(table)
        ?.get(JSON.stringify({ S: key }))
        ?.items() ?? []
    );
  }

  #keep({ table, partition, sortKey }: Place, item: Item): void {
    partition.set(sortKey, item);
    this.onChange(table, item);
  }

  #place(table: string | undefined, key: Item): Place {
    const { pk, sk } = key;
    if (!table || !pk || !sk) throw new NotUnderstood('A key is pk and sk');
    const partitions = this.#tables.get(table) ?? new Map<string, Partition>();
    this.#tables.set(table, partitions);
    const name = JSON.stringify(pk);
    const partition = partitions.get(name) ?? this.#newPartition();
    partitions.set(name, partition);
    return { table, partition, sortKey: sk, item: partition.get(sk) };
  }

  #put({
    TableName,
    Item,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    ...unknown
  }: PutItemCommand['input']) {
    nothingElse(unknown);
    const place = this.#place(TableName, Item ?? {});
    mustHold(ConditionExpression, place.item, ExpressionAttributeNames, ExpressionAttributeValues, false);
    this.#keep(place, Item ?? {});
    return {};
  }

  #update({
    TableName,
    Key = {},
    UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    ReturnValues,
    ReturnValuesOnConditionCheckFailure,
    ...unknown
  }: UpdateItemCommand['input']) {
    nothingElse(unknown);
    const place = this.#place(TableName, Key);
    const { item } = place;
    const tellsOld = ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    mustHold(ConditionExpression, item, ExpressionAttributeNames, ExpressionAttributeValues, tellsOld);
    const reader = new ExpressionReader(
      UpdateExpression ?? '',
      given(ExpressionAttributeNames, ExpressionAttributeValues),
    );
    const next = changed(item ?? Key, reader.changes());
    if (!reader.isAtEnd()) throw new NotUnderstood(`Not understood: ${UpdateExpression}`);
    this.#keep(place, next);
    return ReturnValues === 'ALL_NEW' ? { Attributes: next } : {};
  }

  #query(
    {
      TableName,
      KeyConditionExpression = '',
      ExpressionAttributeNames,
      ExpressionAttributeValues,
      ProjectionExpression,
      ScanIndexForward = true,
      Limit = Number.POSITIVE_INFINITY,
      ExclusiveStartKey,
      ConsistentRead,
      ...unknown
    }: QueryCommand['input'],
    luck: BatchLuck,
  ) {
    nothingElse(unknown);
    if (!ConsistentRead) throw new NotUnderstood('A read that is not strongly consistent may tell what was');
    const key = new ExpressionReader(
      KeyConditionExpression,
      given(ExpressionAttributeNames, ExpressionAttributeValues),
    ).condition();
    const pk = partitionKeyIn(key);
    const partition = this.#tables.get(TableName ?? '')?.get(JSON.stringify(pk));
    // A condition of a query names nothing but the key.
    const found = (partition?.order() ?? []).filter((sk) => holds(key, { pk, sk }));
    if (!ScanIndexForward) found.reverse();
    const after = ExclusiveStartKey?.['sk'];
    const isPast = (sk: AttributeValue) => {
      const order = compare(sk, after) ?? 0;
      return ScanIndexForward ? order > 0 : order < 0;
    };
    const rest = after === undefined ? found : found.filter(isPast);
    const page = partition?.items(rest.slice(0, Math.min(Limit, luck.pageSize()))) ?? [];
    const last = page.at(-1);
    const names = ProjectionExpression?.split(',').map((name) => name.trim());
    const Items =
      names === undefined ? page : page.map((item) => projected(item, names, ExpressionAttributeNames ?? {}));
    const goesOn = last !== undefined && page.length < rest.length;
    return {
      Items,
      ...(goesOn && last['pk'] && last['sk'] ? { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } } : {}),
    };
  }

  #writeAll({ RequestItems = {}, ...unknown }: BatchWriteItemCommand['input'], luck: BatchLuck) {
    nothingElse(unknown);
    const undone: Record<string, object[]> = {};
    for (const [table, requests] of Object.entries(RequestItems)) {
      if (requests.length > 25) throw new NotUnderstood('At most 25 items');
      const keys = requests.map(({ PutRequest }) =>
        JSON.stringify([PutRequest?.Item?.['pk'], PutRequest?.Item?.['sk']]),
      );
      if (new Set(keys).size < keys.length) throw new NotUnderstood('Provided list of item keys contains duplicates');
      for (const request of requests) {
        const { PutRequest } = request;
        if (!PutRequest?.Item) throw new NotUnderstood('Only puts are known');
        if (luck.leavesUndone()) {
          undone[table] = [...(undone[table] ?? []), request];
          continue;
        }
        this.#keep(this.#place(table, PutRequest.Item), PutRequest.Item);
      }
    }
    return { UnprocessedItems: undone };
  }

  #getAll({ RequestItems = {}, ...unknown }: BatchGetItemCommand['input'], luck: BatchLuck) {
    nothingElse(unknown);
    const Responses: Record<string, Item[]> = {};
    const UnprocessedKeys: Record<string, { Keys: Item[] }> = {};
    for (const [table, { Keys = [], ConsistentRead }] of Object.entries(RequestItems)) {
      if (Keys.length > 100) throw new NotUnderstood('At most 100 keys');
      if (!ConsistentRead) throw new NotUnderstood('A read that is not strongly consistent may tell what was');
      if (new Set(Keys.map((key) => JSON.stringify(key))).size < Keys.length) {
        throw new NotUnderstood('Provided list of item keys contains duplicates');
      }
      for (const key of Keys) {
        if (luck.leavesUndone()) {
          UnprocessedKeys[table] = { Keys: [...(UnprocessedKeys[table]?.Keys ?? []), key] };
          continue;
        }
        const { item } = this.#place(table, key);
        if (item) Responses[table] = [...(Responses[table] ?? []), item];
      }
    }
    return { Responses, UnprocessedKeys };
  }

  #execute(
    { Statement = '', Parameters = [], ...unknown }: BatchStatementRequest,
    luck: BatchLuck,
  ): BatchStatementResponse {
    nothingElse(unknown);
    if (luck.leavesUndone()) return { Error: { Code: 'ThrottlingError', Message: 'Slow down' } };
    const reader = new ExpressionReader(Statement, { parameters: Parameters });
    return reader.takes('INSERT') ? this.#insert(reader) : this.#updateBy(reader);
  }

  #insert(reader: ExpressionReader): BatchStatementResponse {
    reader.expect('INTO');
    const [table] = reader.path();
    reader.expect('VALUE');
    reader.expect('{');
    const item: Record<string, AttributeValue> = {};
    do {
      const name = reader.value().S ?? '';
      reader.expect(':');
      item[name] = reader.value();
    } while (reader.takes(','));
    reader.expect('}');
    const place = this.#place(table, item);
    if (place.item) return { Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' } };
    this.#keep(place, item);
    return {};
  }

  #updateBy(reader: ExpressionReader): BatchStatementResponse {
    reader.expect('UPDATE');
    const [table] = reader.path();
    const changes = reader.changes();
    reader.expect('WHERE');
    const condition = reader.condition();
    if (!reader.isAtEnd()) throw new NotUnderstood('A statement goes on where it should end');
    const place = this.#place(table, keyIn(condition));
    const { item } = place;
    if (!item || !holds(condition, item)) {
      return { Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' } };
    }
    this.#keep(place, changed(item, changes));
    return {};
  }
}

function given(names: Readonly<Record<string, string>> = {}, values: Readonly<Record<string, AttributeValue>> = {}) {
  return { names, values };
}

function mustHold(
  expression: string | undefined,
  item: Item | undefined,
  names: Readonly<Record<string, string>> | undefined,
  values: Readonly<Record<string, AttributeValue>> | undefined,
  tellsOld: boolean,
): void {
  if (expression === undefined) return;
  const reader = new ExpressionReader(expression, given(names, values));
  const condition = reader.condition();
  if (!reader.isAtEnd()) throw new NotUnderstood(`Not understood: ${expression}`);
  if (holds(condition, item)) return;
  throw new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(tellsOld && item ? { Item: { ...item } } : {}),
  });
}

function projected(item: Item, names: readonly string[], placeholders: Readonly<Record<string, string>>): Item {
  return Object.fromEntries(
    names.flatMap((name) => {
      const real = placeholders[name] ?? name;
      const value = item[real];
      return value === undefined ? [] : [[real, value]];
    }),
  );
}

function nothingElse(unknown: object): void {
  const fields = Object.entries(unknown).filter(([, value]) => value !== undefined);
  if (fields.length > 0) throw new NotUnderstood(`The simulation does not know ${fields.map(([name]) => name)}`);
}
