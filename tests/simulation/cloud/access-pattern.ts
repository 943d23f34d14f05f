import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ExpressionReader } from './expression-reader.ts';
import { keyIn } from './expressions.ts';

/** How often the partitions of a table were written to, and how much the busiest of them had of it. */
export interface TableLoad {
  readonly table: string;
  readonly writes: number;
  readonly partitions: number;
  readonly busiest: string;
  /** Of all writes to the table. */
  readonly busiestShare: number;
  readonly queries: number;
}

/** Looks at every request to the tables: which partition it writes to. What does not hold its condition is a write too. */
export class AccessPattern {
  readonly #writes = new Map<string, Map<string, number>>();
  readonly #queries = new Map<string, number>();

  see(command: unknown): void {
    if (command instanceof PutItemCommand) this.#write(command.input.TableName, command.input.Item?.['pk']);
    else if (command instanceof UpdateItemCommand) this.#write(command.input.TableName, command.input.Key?.['pk']);
    else if (command instanceof BatchWriteItemCommand) {
      for (const [table, requests] of Object.entries(command.input.RequestItems ?? {})) {
        for (const { PutRequest } of requests) this.#write(table, PutRequest?.Item?.['pk']);
      }
    } else if (command instanceof BatchExecuteStatementCommand) {
      for (const { Statement = '', Parameters = [] } of command.input.Statements ?? []) {
        this.#write(...placeOf(Statement, Parameters));
      }
    } else if (command instanceof QueryCommand) {
      const { TableName = '' } = command.input;
      this.#queries.set(TableName, (this.#queries.get(TableName) ?? 0) + 1);
    }
  }

  loads(): TableLoad[] {
    return [...this.#writes]
      .map(([table, partitions]) => {
        const all = [...partitions].sort(([, one], [, other]) => other - one);
        const writes = all.reduce((sum, [, count]) => sum + count, 0);
        const [busiest = '', most = 0] = all[0] ?? [];
        const queries = this.#queries.get(table) ?? 0;
        return { table, writes, partitions: all.length, busiest, busiestShare: most / writes, queries };
      })
      .sort((one, other) => other.writes - one.writes);
  }

  #write(table = '', pk: AttributeValue | undefined): void {
    const partitions = this.#writes.get(table) ?? new Map<string, number>();
    this.#writes.set(table, partitions);
    const key = pk?.S ?? '';
    partitions.set(key, (partitions.get(key) ?? 0) + 1);
  }
}

/** The table and the partition that a conditional statement writes to. */
function placeOf(statement: string, parameters: readonly AttributeValue[]): [string, AttributeValue | undefined] {
  const reader = new ExpressionReader(statement, { parameters });
  if (reader.takes('INSERT')) {
    reader.expect('INTO');
    const [table = ''] = reader.path();
    reader.expect('VALUE');
    reader.expect('{');
    do {
      const name = reader.value().S;
      reader.expect(':');
      const value = reader.value();
      if (name === 'pk') return [table, value];
    } while (reader.takes(','));
    return [table, undefined];
  }
  reader.expect('UPDATE');
  const [table = ''] = reader.path();
  reader.changes();
  reader.expect('WHERE');
  return [table, keyIn(reader.condition())['pk']];
}
