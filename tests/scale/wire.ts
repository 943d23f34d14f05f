import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { SendTaskFailureCommand, SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';

/*
 * What goes between the cloud in memory and the processes of its functions, as structured clones: the same commands and
 * answers that adapters make and get, without HTTP.
 */

/** What a function asks of the cloud. */
export const asked = z.object({
  kind: z.literal('asked'),
  id: z.number(),
  service: z.enum(['s3', 'dynamodb', 'sfn', 'kms', 'http']),
  command: z.string(),
  input: z.unknown(),
});
export type Asked = z.infer<typeof asked>;

/** An error by its name, and the item that a failed condition tells. */
const failure = z.object({ name: z.string(), message: z.string(), item: z.unknown() });
export type Failure = z.infer<typeof failure>;

const readObject = z.record(z.string(), z.unknown());
export const answered = z.object({
  kind: z.literal('answered'),
  id: z.number(),
  answer: readObject.optional(),
  failure: failure.optional(),
});
export type Answered = z.infer<typeof answered>;

/** An event for the function, and what became of it. */
export const invoked = z.object({ kind: z.literal('invoked'), event: z.unknown() });
export const ended = z.object({
  kind: z.literal('ended'),
  output: z.unknown(),
  failure: failure.optional(),
  /** Processor time from the event to its end, of all threads of the process. */
  cpuSeconds: z.number(),
  seconds: z.number(),
  /** The most that the process has held so far. */
  peakMemoryMiB: z.number(),
});
export type Ended = z.infer<typeof ended>;

function maker<Input extends object>(Command: new (input: Input) => object): (input: unknown) => object {
  const inputs = z.custom<Input>((input) => typeof input === 'object' && input !== null);
  return (input) => new Command(inputs.parse(input));
}

const COMMANDS: Readonly<Record<string, (input: unknown) => object>> = {
  GetObjectCommand: maker(GetObjectCommand),
  HeadObjectCommand: maker(HeadObjectCommand),
  PutObjectCommand: maker(PutObjectCommand),
  CopyObjectCommand: maker(CopyObjectCommand),
  ListObjectsV2Command: maker(ListObjectsV2Command),
  PutItemCommand: maker(PutItemCommand),
  UpdateItemCommand: maker(UpdateItemCommand),
  QueryCommand: maker(QueryCommand),
  BatchWriteItemCommand: maker(BatchWriteItemCommand),
  BatchGetItemCommand: maker(BatchGetItemCommand),
  BatchExecuteStatementCommand: maker(BatchExecuteStatementCommand),
  StartExecutionCommand: maker(StartExecutionCommand),
  SendTaskSuccessCommand: maker(SendTaskSuccessCommand),
  SendTaskFailureCommand: maker(SendTaskFailureCommand),
  SignCommand: maker(SignCommand),
  GetPublicKeyCommand: maker(GetPublicKeyCommand),
};

/** The command that was asked, as the SDK makes it. */
export function commandOf({ command, input }: Pick<Asked, 'command' | 'input'>): object {
  const make = COMMANDS[command];
  if (make === undefined) throw new Error(`A command that the cloud in memory does not know: ${command}`);
  return make(input);
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), item: undefined };
  return { name: error.name, message: error.message, item: 'Item' in error ? error.Item : undefined };
}
