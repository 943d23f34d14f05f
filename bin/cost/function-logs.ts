import { z } from 'zod';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';

const groups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().nullish(),
});
const page = z.object({
  events: z.array(z.object({ message: z.string(), timestamp: z.number() })),
  nextToken: z.string().nullish(),
});
type LogLine = z.output<typeof page>['events'][number];

/** The lines of every log group of a local cloud, by the group's name. There is no client of CloudWatch here otherwise. */
export async function functionLogs(endpoint: string): Promise<Map<string, LogLine[]>> {
  const ask = async (operation: string, body: object): Promise<unknown> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/ap-southeast-1/logs/aws4_request, SignedHeaders=host, Signature=0',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Logs_20140328.${operation}`,
      },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const names: string[] = [];
  let more: string | null | undefined;
  do {
    const found = groups.parse(await ask('DescribeLogGroups', { limit: 50, ...(more && { nextToken: more }) }));
    names.push(...found.logGroups.map(({ logGroupName }) => logGroupName));
    more = found.nextToken;
  } while (more);
  const logs = await inParallel(2, names, async (logGroupName) => {
    const lines: LogLine[] = [];
    let nextToken: string | null | undefined;
    do {
      const query = { logGroupName, limit: 10_000, ...(nextToken && { nextToken }) };
      const found = page.parse(await ask('FilterLogEvents', query));
      lines.push(...found.events);
      nextToken = found.nextToken;
    } while (nextToken);
    return [logGroupName, lines] as const;
  });
  return new Map(logs);
}

/** CloudWatch counts every event's bytes and 26 more (Amazon CloudWatch Logs User Guide, "PutLogEvents"). */
export function ingestedBytes(lines: readonly LogLine[]): number {
  return lines.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
}

/** How long each call took, in milliseconds, by the platform's own line. */
export function durationsIn(lines: readonly LogLine[]): number[] {
  return lines.flatMap(({ message }) => {
    const found = /^REPORT .*\tDuration: ([\d.]+) ms/.exec(message)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
}
