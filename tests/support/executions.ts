import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';

/** An execution that has come to an end. */
export interface Ended {
  readonly arn: string;
  readonly status: string;
  /** Undefined where it failed. */
  readonly output: unknown;
  /** The names of the states it entered, in their order; what is inside a map is not among them. */
  readonly states: readonly string[];
  /** What went wrong in its tasks, maps' tasks included, whether they were tried again or not. */
  readonly failures: readonly string[];
  /** What its tasks gave back, maps' tasks included. */
  readonly taskOutputs: readonly unknown[];
}

/** Nothing of a test is decided by time; this only keeps a broken pipeline from holding the tests for ever. */
const PATIENCE_MILLISECONDS = 280_000;

/** Looks again and again until there is something. Throws when there never is; `what` says what was waited for. */
export async function until<Found>(what: string, look: () => Promise<Found | undefined>, pause = 100): Promise<Found> {
  const givenUpAt = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givenUpAt) throw new Error(`Waited in vain for ${what}`);
    await sleep(pause);
  }
}

/** The executions of a deployment's machines, found by what they were started with. */
export class Executions {
  readonly #client = new SFNClient({});
  readonly #inputs = new Map<string, unknown>();

  /** Starts a machine as an event or a schedule would. @returns the execution's ARN. */
  async start(machine: string, input: object): Promise<string> {
    const { executionArn } = await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input) }),
    );
    return z.string().parse(executionArn);
  }

  /** The executions of a machine whose input fits, oldest first. */
  async find(machine: string, fits: (input: unknown) => boolean): Promise<string[]> {
    const { executions = [] } = await this.#client.send(
      new ListExecutionsCommand({ stateMachineArn: machine, maxResults: 1000 }),
    );
    const found: string[] = [];
    for (const { executionArn } of executions.toSorted(
      (one, other) => Number(one.startDate) - Number(other.startDate),
    )) {
      if (executionArn !== undefined && fits(await this.input(executionArn))) found.push(executionArn);
    }
    return found;
  }

  async input(arn: string): Promise<unknown> {
    if (!this.#inputs.has(arn)) {
      const { input = '{}' } = await this.#client.send(new DescribeExecutionCommand({ executionArn: arn }));
      this.#inputs.set(arn, JSON.parse(input));
    }
    return this.#inputs.get(arn);
  }

  /** Waits for the first execution of a machine whose input fits and that is none of `known`. */
  async untilStarted(
    machine: string,
    fits: (input: unknown) => boolean,
    known: readonly string[] = [],
  ): Promise<string> {
    return until('an execution to start', async () =>
      (await this.find(machine, fits)).find((arn) => !known.includes(arn)),
    );
  }

  /** Waits for the end of an execution, whatever the end. */
  async untilEnded(arn: string): Promise<Ended> {
    const { status, output } = await until(`the end of ${arn}`, async () => {
      const now = await this.#client.send(new DescribeExecutionCommand({ executionArn: arn }));
      return now.status === 'RUNNING' ? undefined : now;
    });
    const own = await this.#history(arn);
    const all = [...own, ...(await this.#inMaps(arn))];
    return {
      arn,
      status: status ?? 'unknown',
      output: output === undefined ? undefined : JSON.parse(output),
      states: own.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
      failures: failuresIn(all),
      taskOutputs: all.flatMap(({ taskSucceededEventDetails: succeeded }) =>
        succeeded?.output === undefined ? [] : [JSON.parse(succeeded.output)],
      ),
    };
  }

  /** An execution that has ended, event by event: its own, and those of its distributed maps' items. */
  async told(arn: string): Promise<{ own: HistoryEvent[]; inMaps: HistoryEvent[] }> {
    return { own: await this.#history(arn), inMaps: await this.#inMaps(arn) };
  }

  /** What has gone wrong so far in the tasks of an execution's maps. */
  async failuresInMaps(arn: string): Promise<string[]> {
    return failuresIn(await this.#inMaps(arn));
  }

  /** How many tasks of an execution's maps have been begun so far, each try by itself. */
  async begunInMaps(arn: string): Promise<number> {
    return (await this.#inMaps(arn)).filter(({ type }) => type === 'TaskScheduled').length;
  }

  /** The items of a distributed map are executions of their own, each with a history of its own. */
  async #inMaps(arn: string): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    const { mapRuns = [] } = await this.#client.send(new ListMapRunsCommand({ executionArn: arn }));
    for (const { mapRunArn } of mapRuns) {
      const { executions = [] } = await this.#client.send(new ListExecutionsCommand({ mapRunArn }));
      for (const { executionArn = '' } of executions) events.push(...(await this.#history(executionArn)));
    }
    return events;
  }

  async #history(arn: string): Promise<HistoryEvent[]> {
    const found: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#client.send(
        new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000, ...(nextToken && { nextToken }) }),
      );
      found.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found;
  }
}

/** In the local cloud every error of a function is a `Runtime.HandlerError`; only its cause tells which. */
function failuresIn(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(({ taskFailedEventDetails: failed }) => (failed ? `${failed.error}: ${failed.cause}` : []));
}
