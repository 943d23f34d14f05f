import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readUnitsOf, writeUnitsOf } from './item-size.ts';
import type { MeasuredCalls } from './measured-month.ts';

/** What is read of a line that a watched cloud writes for every call (`tests/support/client-watch.ts`). */
const watchedCall = z.object({
  at: z.iso.datetime(),
  function: z.string(),
  service: z.string(),
  operation: z.string(),
  resources: z.array(z.string()),
  items: z.number().optional(),
  found: z.number().optional(),
  processor: z.number().default(0),
});
type WatchedCall = z.output<typeof watchedCall>;

/** The calls of one process, in their order: a process serves one function only. */
export interface WatchedProcess {
  readonly task: string;
  readonly calls: readonly WatchedCall[];
}

/** Every process that a watched cloud has recorded. */
export function watchedProcesses(folder: string, taskOf: (functionName: string) => string): WatchedProcess[] {
  return readdirSync(join(folder, 'calls')).flatMap((file) => {
    const lines = readFileSync(join(folder, 'calls', file), 'utf8').split('\n');
    const calls = lines.filter((line) => line !== '').map((line) => watchedCall.parse(JSON.parse(line)));
    const [first] = calls;
    return first === undefined ? [] : [{ task: taskOf(first.function), calls }];
  });
}

/** Seconds of processor time of a process between two moments: of its start, if it falls between them, and of its work. */
export function processorSeconds(
  { calls }: WatchedProcess,
  from: Date,
  to: Date,
): { startSeconds: number; workSeconds: number; starts: number } {
  const until = (moment: Date) =>
    Math.max(0, ...calls.filter(({ at }) => new Date(at) < moment).map(({ processor }) => processor));
  const [first] = calls;
  // Until its first call a process has done little else than start.
  const started = first !== undefined && new Date(first.at) >= from && new Date(first.at) < to ? first.processor : 0;
  return {
    startSeconds: started / 1000,
    workSeconds: Math.max(0, until(to) - until(from) - started) / 1000,
    starts: started > 0 ? 1 : 0,
  };
}

const WRITING = ['PutItem', 'UpdateItem', 'BatchWriteItem', 'BatchExecuteStatement'];
const READING = ['GetItem', 'BatchGetItem', 'Query'];

/** The calls between two moments by task and kind; `sizes` are the items' mean sizes, a table's by its name. */
export function callsBetween(
  processes: readonly WatchedProcess[],
  [from, to]: readonly [Date, Date],
  nameOf: (resource: string) => string,
  tables: Readonly<Record<string, { readonly meanBytes: number; readonly meanWriteUnits: number }>>,
): MeasuredCalls[] {
  const kinds = new Map<string, MeasuredCalls>();
  for (const { task, calls } of processes) {
    for (const call of calls) {
      if (new Date(call.at) < from || new Date(call.at) >= to) continue;
      const { service, operation } = call;
      const resource = nameOf(call.resources[0] ?? '-');
      const kind = `${task} ${service} ${operation} ${resource}`;
      const none = { task, service, operation, resource, calls: 0, items: 0, readUnits: 0, writeUnits: 0 };
      const known = kinds.get(kind) ?? none;
      const items = call.items ?? (operation === 'GetItem' || WRITING.includes(operation) ? 1 : 0);
      const table = tables[resource] ?? { meanBytes: 0, meanWriteUnits: 1 };
      kinds.set(kind, {
        ...known,
        calls: known.calls + 1,
        items: known.items + items,
        readUnits: known.readUnits + (READING.includes(operation) ? readUnits(call, items, table.meanBytes) : 0),
        writeUnits: known.writeUnits + (WRITING.includes(operation) ? items * table.meanWriteUnits : 0),
      });
    }
  }
  return [...kinds.values()];
}

/** A query pays for its page as a whole, everything else for each item, there or not. */
function readUnits({ operation, found = 0 }: WatchedCall, items: number, meanBytes: number): number {
  return operation === 'Query' ? readUnitsOf(found * meanBytes) : items * readUnitsOf(meanBytes);
}

/** What a table's items are like; both 0 where it holds none. */
export function itemsLike(sizes: readonly number[]): { meanBytes: number; meanWriteUnits: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  return { meanBytes: mean(sizes), meanWriteUnits: Math.max(1, mean(sizes.map(writeUnitsOf))) };
}
