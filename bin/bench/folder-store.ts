import { appendFileSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BatchStatementRequest, DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Store, type StoredItem, toStored } from '../../lambdas/adapters/dynamodb.ts';

/**
 * Tables as files: each partition a file, each line an item as it comes over the wire. The adapters above do all of
 * their own work; what is left out is the network and the store itself. An answer to a query is read, unmarshalled and
 * cut to its projection as the client does it. It keeps items in the order in which they came, and overwrites nothing:
 * enough for tables that are filled once and then read.
 */
export class FolderStore extends Store {
  readonly #folder: string;

  constructor(folder: string) {
    super(new DynamoDBClient({ region: 'local' }));
    this.#folder = folder;
  }

  override async putAll(table: string, items: readonly object[]): Promise<void> {
    this.#append(table, items.map(toStored));
  }

  /** Knows the one statement that drafts a payment: INSERT INTO "table" VALUE {'name': ?, 'name': 'text', …}. */
  override async executeAll(statements: readonly BatchStatementRequest[]): Promise<('done' | 'refused')[]> {
    const byTable = Map.groupBy(statements, ({ Statement = '' }) => /^INSERT INTO "([^"]+)"/.exec(Statement)?.[1]);
    for (const [table, inserts] of byTable) {
      if (table === undefined) throw new Error('Only inserts are known here');
      this.#append(table, inserts.map(insertedItem));
    }
    return statements.map(() => 'done');
  }

  override async *query({
    TableName = '',
    ProjectionExpression,
    ExpressionAttributeNames = {},
    ExpressionAttributeValues = {},
  }: QueryCommandInput): AsyncGenerator<Record<string, unknown>> {
    const [partition] = Object.values(ExpressionAttributeValues);
    const names = ProjectionExpression?.split(', ').map((name) => ExpressionAttributeNames[name] ?? name);
    for (const line of await linesOf(this.#fileOf(TableName, partition?.S ?? ''))) {
      const item: StoredItem = JSON.parse(line);
      yield unmarshall(names === undefined ? item : picked(item, names));
    }
  }

  #append(table: string, items: readonly StoredItem[]): void {
    mkdirSync(join(this.#folder, table), { recursive: true });
    for (const [partition, own] of Map.groupBy(items, ({ pk }) => pk?.S ?? '')) {
      appendFileSync(this.#fileOf(table, partition), own.map((item) => `${JSON.stringify(item)}\n`).join(''));
    }
  }

  #fileOf(table: string, partition: string): string {
    return join(this.#folder, table, `${partition.replaceAll('#', '_')}.jsonl`);
  }
}

/** The lines of a partition; none where there is no such partition. */
export async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter((line) => line !== '');
}

function insertedItem({ Statement = '', Parameters = [] }: BatchStatementRequest): StoredItem {
  let next = 0;
  const fields = [...Statement.matchAll(/'(\w+)': (\?|'[^']*')/g)].map(([, name = '', value = '']) => {
    const given = value === '?' ? Parameters[next++] : { S: value.slice(1, -1) };
    if (given === undefined) throw new Error('A statement has more places than parameters');
    return [name, given] as const;
  });
  return Object.fromEntries(fields);
}

function picked(item: StoredItem, names: readonly string[]): StoredItem {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
