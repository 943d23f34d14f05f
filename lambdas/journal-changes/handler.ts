import { z } from 'zod';
import { Bucket } from '../adapters/buckets.ts';
import { type JournaledTable, journaledChange, storedImage } from '../domain/journal.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readEnvironment } from '../runtime/env.ts';
import { environment } from './env.ts';
import { journalChanges } from './journal-changes.ts';

const env = readEnvironment(environment);
const ports = { journal: new Bucket(env.JOURNAL_BUCKET) };

const tables = new Map<string | undefined, JournaledTable>([
  [env.SUBMISSIONS_TABLE, 'submissions'],
  [env.ENTITLEMENTS_TABLE, 'entitlements'],
  [env.CLAIMS_TABLE, 'claims'],
  [env.PAYMENTS_TABLE, 'payments'],
  [env.RUNS_TABLE, 'runs'],
  [env.EXCEPTIONS_TABLE, 'exceptions'],
]);

/** What Lambda is given of a stream (AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB"). */
const streamRecord = z
  .object({
    dynamodb: z.object({
      SequenceNumber: journaledChange.shape.sequence,
      Keys: journaledChange.shape.key,
      NewImage: storedImage.nullable().default(null),
      /** Seconds since 1970. */
      ApproximateCreationDateTime: z.number(),
    }),
    // arn:…:table/{name}/stream/{label}
    eventSourceARN: z.string().transform((arn) => tables.get(arn.split('/')[1])),
  })
  .transform(({ dynamodb, eventSourceARN: table }) => ({
    table,
    at: new Date(dynamodb.ApproximateCreationDateTime * 1000),
    change: { sequence: dynamodb.SequenceNumber, key: dynamodb.Keys, image: dynamodb.NewImage },
  }));

/** A mapping of a function to a stream gives it changes of that one table only. */
const streamEvent = z.object({ Records: z.tuple([streamRecord], streamRecord) }).transform(({ Records }, context) => {
  const [{ table, at, change }, ...rest] = Records;
  if (table === undefined || rest.some((one) => one.table !== table)) {
    context.addIssue({ code: 'custom', message: 'Changes of another table' });
    return z.NEVER;
  }
  return { table, at, changes: [change, ...rest.map((one) => one.change)] as const };
});

export const handler = defineHandler(
  'journal-changes',
  streamEvent,
  (batch) => journalChanges(ports, batch),
  ({ table, changes }) => ({ event: 'changes-journaled', table, changes }),
);
