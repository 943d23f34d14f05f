import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { recordedCall } from './client-watch.ts';

/** A kind of call that functions made, in the template's own names: what differs only in ids and hashes is one kind. */
const madeCall = z.object({
  /** Logical ids of the function and of what it called upon. */
  function: z.string(),
  service: z.string(),
  operation: z.string(),
  resources: z.array(z.string()),
  /** One of the keys: as it was. */
  key: z.string().optional(),
  sourceBucket: z.string().optional(),
  sourceKey: z.string().optional(),
  prefix: z.string().optional(),
  hasVersion: z.boolean(),
  verbs: z.array(z.string()),
  index: z.string().optional(),
  /** Whether it was answered that there is no such object: S3 says so only to those who may list. */
  wasMissing: z.boolean(),
  /** How many such calls there were. */
  times: z.number(),
});
export type MadeCall = z.output<typeof madeCall>;

/** Where the calls of the last end-to-end tests stand, all of them together. */
const CALLS = join(import.meta.dirname, '..', '..', '.local-cloud', 'e2e-calls.json');

/** The calls of the last end-to-end tests. Throws when there were none. */
export function callsMade(): MadeCall[] {
  if (!existsSync(CALLS))
    throw new Error('No calls are recorded: run the end-to-end tests first (vitest --project e2e)');
  return z.array(madeCall).parse(JSON.parse(readFileSync(CALLS, 'utf8')));
}

/** Gathers what a watched cloud recorded, while it still runs and tells what its resources are called. */
export async function gatherCalls(watched: string): Promise<void> {
  const logicalIds = await resourcesOfStacks();
  // A KMS key is called upon by its ARN, which ends in its name.
  const logical = (name: string) =>
    logicalIds.get(name) ?? logicalIds.get(name.slice(name.lastIndexOf('/') + 1)) ?? name;
  const kinds = new Map<string, MadeCall>();
  for (const file of readdirSync(join(watched, 'calls'))) {
    for (const line of readFileSync(join(watched, 'calls', file), 'utf8').split('\n')) {
      if (line === '') continue;
      const call = recordedCall.parse(JSON.parse(line));
      if (call.fault !== undefined) continue;
      const [sourceBucket, ...sourceKey] = call.source?.split('/') ?? [];
      const made: MadeCall = {
        function: logical(call.function),
        service: call.service,
        operation: call.operation,
        resources: call.resources.map(logical),
        key: call.key,
        ...(sourceBucket !== undefined && { sourceBucket: logical(sourceBucket), sourceKey: sourceKey.join('/') }),
        prefix: call.prefix,
        hasVersion: call.version !== undefined,
        verbs: call.verbs ?? [],
        index: call.index,
        wasMissing: call.error === 'NoSuchKey' || call.error === 'NotFound',
        times: 0,
      };
      const kind = JSON.stringify({
        ...made,
        key: shapeOf(made.key),
        sourceKey: shapeOf(made.sourceKey),
        prefix: shapeOf(made.prefix),
      });
      const known = kinds.get(kind) ?? made;
      kinds.set(kind, { ...known, times: known.times + 1 });
    }
  }
  writeFileSync(CALLS, JSON.stringify([...kinds.values()], null, 1));
}

/** A key without what is different in each: numbers, hashes and ids. */
function shapeOf(key: string | undefined): string | undefined {
  return key?.replace(/[0-9a-f]{8,}/g, '#').replace(/\d+/g, '#');
}

/** What every resource of this cloud is called in its template, by its name here and by its ARN. */
async function resourcesOfStacks(): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient({});
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  const found = new Map<string, string>();
  for (const { StackName } of StackSummaries) {
    let token: string | undefined;
    do {
      const page = await client.send(new ListStackResourcesCommand({ StackName, ...(token && { NextToken: token }) }));
      for (const { PhysicalResourceId: name, LogicalResourceId: id } of page.StackResourceSummaries ?? [])
        if (name !== undefined && id !== undefined) found.set(name, id);
      token = page.NextToken;
    } while (token);
  }
  return found;
}
