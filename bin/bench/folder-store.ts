import { appendFileSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BatchStatementRequest, DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { Store, type StoredItem, toStored } from '../../lambdas/adapters/dynamodb.ts';

/**
 * Tables as files: each partition a file, each line an item, its attributes as the texts that the adapters stored. The
 * adapters above do all of their own work, parsing those texts too; what is left out is the store, the network and the
 * SDK. It keeps items in the order in which they came, and overwrites nothing: enough for tables that are filled once
 * and then read by attributes that are texts.
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

  override async *pages({
    TableName = '',
    ProjectionExpression,
    ExpressionAttributeNames = {},
    ExpressionAttributeValues = {},
  }: QueryCommandInput): AsyncGenerator<Record<string, unknown>[]> {
    const [partition] = Object.values(ExpressionAttributeValues);
    const names = ProjectionExpression?.split(', ').map((name) => ExpressionAttributeNames[name] ?? name);
    const lines = await linesOf(this.#fileOf(TableName, partition?.S ?? ''));
    yield lines.map((line) => textsIn(line, names));
  }

  #append(table: string, items: readonly StoredItem[]): void {
    mkdirSync(join(this.#folder, table), { recursive: true });
    for (const [partition, own] of Map.groupBy(items, ({ pk }) => pk?.S ?? '')) {
      appendFileSync(this.#fileOf(table, partition), own.map(lineOf).join(''));
    }
  }

  #fileOf(table: string, partition: string): string {
    return join(this.#folder, table, `${partition.replaceAll('#', '_')}.jsonl`);
  }
}

/** The lines of a partition; none where there is no such partition. */
export async function linesOf(file: string): Promise<string[]> {
  // At once, since a file that is read as text is decoded piece by piece, which takes three times as long.
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const lines = bytes.toString().split('\n');
  lines.pop();
  return lines;
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

/** Neither names nor JSON hold a tab or a line feed. */
function lineOf(item: StoredItem): string {
  const texts = Object.entries(item).flatMap(([name, value]) => [name, value.S ?? JSON.stringify(value)]);
  return `${texts.join('\t')}\n`;
}

/** The attributes of a line, or those that a projection names. */
export function textsIn(line: string, names?: readonly string[]): Record<string, string> {
  const item: Record<string, string> = {};
  for (let at = 0; at < line.length; ) {
    const ofName = line.indexOf('\t', at);
    const ofText = line.indexOf('\t', ofName + 1);
    const end = ofText === -1 ? line.length : ofText;
    const name = line.slice(at, ofName);
    if (names?.includes(name) ?? true) item[name] = line.slice(ofName + 1, end);
    at = end + 1;
  }
  return item;
}
