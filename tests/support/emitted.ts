import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectTaggingCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  ListMapRunsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { LocalCloud } from './local-month.ts';

/** Every text that a deployment gave away in some place: to logs, to consoles, to people's mailboxes. */
export type Emitted = Readonly<Record<string, readonly string[]>>;

const STATE = join(import.meta.dirname, '..', '..', '.local-cloud', 'e2e');
const stepFunctions = new SFNClient({});

/**
 * What stands where an engineer or a mailbox can read it. Executions are those that began since then; logs are whole.
 * @param own text in the input of executions that the test began itself: only what went wrong in them is told.
 * @param prefix of the objects whose metadata and tags are read: of all objects the keys are.
 */
export async function emitted(
  cloud: LocalCloud,
  { since, mailbox, prefix, own }: { since: Date; mailbox: string; prefix: string; own: string },
): Promise<Emitted> {
  const { at } = cloud;
  const logs = await functionLogs();
  const executions = await executionsSince(cloud, since, own);
  const buckets = Object.entries(at.outputs).flatMap(([name, value]) => (/Bucket$/.test(name) ? [String(value)] : []));
  const keys = await inParallel(2, [at.inbox, at.work, at.outbox, at.reference], (bucket) => bucket.keys(''));
  return {
    'the log of the cloud': [await readFile(join(STATE, 'cloud.log'), 'utf8')],
    'logs of functions': logs,
    'metrics, in the embedded format': logs.filter((line) => line.includes('"CloudWatchMetrics"')),
    ...executions,
    notices: await messagesIn(mailbox),
    'inputs of schedules': await scheduleInputs(),
    'outputs and template of the stack': await stackTexts(),
    'keys of objects': keys.flat().filter((key) => !/^(lists|results)\//.test(key) || !keys[0]?.includes(key)),
    'keys of the inbox': keys[0] ?? [],
    'metadata and tags of objects': await metadata(
      buckets,
      [...new Set(keys.flat())].filter((key) => key.includes(prefix)),
    ),
  };
}

async function executionsSince({ at }: LocalCloud, since: Date, own: string): Promise<Emitted> {
  const machines = Object.entries(at.outputs).flatMap(([name, value]) =>
    /Machine$/.test(name) ? [String(value)] : [],
  );
  const listed = await inParallel(3, machines, (stateMachineArn) => listOf({ stateMachineArn, maxResults: 1000 }));
  const begun = listed.flat().filter(({ startDate }) => startDate !== undefined && startDate >= since);
  const children = await inParallel(4, begun, async ({ executionArn }) => {
    const { mapRuns = [] } = await stepFunctions.send(new ListMapRunsCommand({ executionArn, maxResults: 1000 }));
    return (await inParallel(1, mapRuns, ({ mapRunArn }) => listOf({ mapRunArn, maxResults: 1000 }))).flat();
  });
  const all = [...begun, ...children.flat()];
  const told = await inParallel(4, all, async ({ executionArn }) => {
    const { events = [] } = await stepFunctions.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    const { input, output, error, cause } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    const failures = events.flatMap((event) => [
      event.taskFailedEventDetails,
      event.executionFailedEventDetails,
      event.lambdaFunctionFailedEventDetails,
    ]);
    const isOwn = input?.includes(own) === true;
    return {
      inputs: isOwn ? [] : [input ?? ''],
      outputs: isOwn ? [] : [output ?? ''],
      errors: [error, cause, ...failures.flatMap((one) => [one?.error, one?.cause])].filter(
        (text) => text !== undefined,
      ),
      history: events.filter(({ type }) => !isOwn && type !== 'ExecutionStarted').map((event) => JSON.stringify(event)),
    };
  });
  return {
    'names of executions': all.map(({ executionArn }) => executionArn ?? ''),
    'inputs of executions': told.flatMap(({ inputs }) => inputs),
    'outputs of executions': told.flatMap(({ outputs }) => outputs),
    'errors and causes of executions': told.flatMap(({ errors }) => errors),
    'histories of executions': told.flatMap(({ history }) => history),
  };
}

async function listOf(which: ListExecutionsCommandInput): Promise<ExecutionListItem[]> {
  return (await stepFunctions.send(new ListExecutionsCommand(which))).executions ?? [];
}

const endpoint = () => z.url().parse(process.env['AWS_ENDPOINT_URL']);
const as = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** The local cloud answers services of which we have no client, and does not look at signatures. */
async function queried(service: string, parameters: Record<string, string>): Promise<string> {
  const answer = await fetch(endpoint(), {
    method: 'POST',
    headers: { ...as(service), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters),
  });
  if (!answer.ok) throw new Error(`${service} answered ${answer.status}`);
  return answer.text();
}

async function logsQueried<Schema extends z.ZodType>(
  operation: string,
  body: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await fetch(endpoint(), {
    method: 'POST',
    headers: {
      ...as('logs'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
    },
    body: JSON.stringify(body),
  });
  return schema.parse(await answer.json());
}

const groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().nullish(),
});
const lines = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.string().nullish() });

async function functionLogs(): Promise<string[]> {
  const logGroups: z.output<typeof groups>['logGroups'] = [];
  let more: string | null | undefined;
  do {
    const page = await logsQueried('DescribeLogGroups', { limit: 50, ...(more && { nextToken: more }) }, groups);
    logGroups.push(...page.logGroups);
    more = page.nextToken;
  } while (more);
  const found = await inParallel(2, logGroups, async ({ logGroupName }) => {
    const messages: string[] = [];
    let nextToken: string | null | undefined;
    do {
      const page = await logsQueried(
        'FilterLogEvents',
        { logGroupName, limit: 10_000, ...(nextToken && { nextToken }) },
        lines,
      );
      messages.push(...page.events.map(({ message }) => message));
      nextToken = page.nextToken;
    } while (nextToken);
    return messages;
  });
  return found.flat();
}

/** A queue into which every topic of the deployment publishes from now on. @returns its address. */
export async function openMailbox(name: string): Promise<string> {
  const made = await queried('sqs', { Action: 'CreateQueue', QueueName: name, Version: '2012-11-05' });
  const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}));
  const topics = Stacks.flatMap(({ Outputs = [] }) => Outputs).filter(({ OutputKey }) => OutputKey?.endsWith('Topic'));
  if (topics.length < 3) throw new Error('The stacks name no topics');
  for (const { OutputValue: TopicArn = '' } of topics) {
    const Endpoint = `arn:aws:sqs:ap-southeast-1:000000000000:${name}`;
    await queried('sns', { Action: 'Subscribe', Version: '2010-03-31', TopicArn, Protocol: 'sqs', Endpoint });
  }
  return z.string().parse(/<QueueUrl>([^<]+)</.exec(made)?.[1]);
}

async function messagesIn(mailbox: string): Promise<string[]> {
  const answer = await fetch(`${endpoint()}/_ministack/sqs/messages?QueueUrl=${encodeURIComponent(mailbox)}`);
  const texts: string[] = [];
  const walk = (found: unknown): void => {
    if (typeof found === 'string') texts.push(found);
    else if (typeof found === 'object' && found !== null) Object.values(found).forEach(walk);
  };
  walk(await answer.json());
  return texts;
}

async function scheduleInputs(): Promise<string[]> {
  const client = new SchedulerClient({});
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ MaxResults: 100 }));
  return inParallel(2, Schedules, async ({ Name, GroupName }) =>
    JSON.stringify((await client.send(new GetScheduleCommand({ Name, GroupName }))).Target),
  );
}

async function stackTexts(): Promise<string[]> {
  const client = new CloudFormationClient({});
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
  const templates = await inParallel(1, Stacks, ({ StackName }) => client.send(new GetTemplateCommand({ StackName })));
  return [JSON.stringify(Stacks), ...templates.map(({ TemplateBody }) => TemplateBody ?? '')];
}

async function metadata(buckets: readonly string[], keys: readonly string[]): Promise<string[]> {
  const client = new S3Client({});
  const found = await inParallel(
    6,
    buckets.flatMap((Bucket) => keys.map((Key) => ({ Bucket, Key }))),
    async (object) => {
      const head = await client.send(new HeadObjectCommand(object)).catch(() => undefined);
      if (head === undefined) return [];
      const { TagSet } = await client.send(new GetObjectTaggingCommand(object));
      const { Metadata, ContentDisposition, ContentType, ContentLanguage } = head;
      return [JSON.stringify({ Metadata, ContentDisposition, ContentType, ContentLanguage, TagSet })];
    },
  );
  return found.flat();
}
