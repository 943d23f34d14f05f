import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';

/** An execution ended otherwise than well. Its name leads to its history. */
class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed';
}

/** Watches the state machines of a deployment. */
export class ExecutionsWatch {
  readonly #client = new SFNClient({});

  async start(machine: string, input: object, name?: string): Promise<void> {
    await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input), ...(name && { name }) }),
    );
  }

  async list(machine: string): Promise<ExecutionListItem[]> {
    const found: ExecutionListItem[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#client.send(
        new ListExecutionsCommand({ stateMachineArn: machine, maxResults: 1000, ...(nextToken && { nextToken }) }),
      );
      found.push(...(page.executions ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found;
  }

  /**
   * Waits until a machine has that many ended executions in all. Throws {@link ExecutionFailed} as soon as one failed,
   * and when nothing has ended for `patience` milliseconds.
   */
  async untilEnded(
    machine: string,
    count: number,
    onProgress: (ended: number) => void,
    patience = 120_000,
  ): Promise<void> {
    let seen = -1;
    let lastChange = Date.now();
    for (;;) {
      const executions = await this.list(machine);
      const failed = executions.find(
        ({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED',
      );
      if (failed) throw new ExecutionFailed(`${failed.name}: ${await this.#causeOf(failed)}`);
      const ended = executions.filter(({ status }) => status === 'SUCCEEDED').length;
      if (ended !== seen) {
        onProgress(ended);
        seen = ended;
        lastChange = Date.now();
      }
      if (ended >= count) return;
      if (Date.now() - lastChange > patience) throw new ExecutionFailed(`Nothing has ended for ${patience / 1000} s`);
      await sleep(100);
    }
  }

  /** How many times a state was entered: what Step Functions bills, child executions of maps included. */
  async transitions(machine: string): Promise<number> {
    const own = await this.ownTransitions(machine);
    const children = await inParallel(4, await this.list(machine), async ({ executionArn }) => {
      const { mapRuns = [] } = await this.#client.send(new ListMapRunsCommand({ executionArn, maxResults: 1000 }));
      const entered = await inParallel(1, mapRuns, async ({ mapRunArn }) => {
        const { executions: ofMap = [] } = await this.#client.send(
          new ListExecutionsCommand({ mapRunArn, maxResults: 1000 }),
        );
        // The local cloud keeps no history of a map's children: each has entered one state at least.
        return inParallel(4, ofMap, async (child) => Math.max(1, await this.#entered(child.executionArn)));
      });
      return entered.flat().reduce((sum, count) => sum + count, 0);
    });
    return children.reduce((sum, count) => sum + count, own);
  }

  /** The same without what child executions of maps entered. */
  async ownTransitions(machine: string): Promise<number> {
    const entered = await inParallel(4, await this.list(machine), ({ executionArn }) => this.#entered(executionArn));
    return entered.reduce((sum, count) => sum + count, 0);
  }

  async #entered(executionArn: string | undefined): Promise<number> {
    let entered = 0;
    let nextToken: string | undefined;
    do {
      const page = await this.#client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
      );
      entered += (page.events ?? []).filter(({ type }) => type?.endsWith('StateEntered')).length;
      nextToken = page.nextToken;
    } while (nextToken);
    return entered;
  }

  async #causeOf({ executionArn }: ExecutionListItem): Promise<string> {
    const { error = 'unknown error', cause = '' } = await this.#client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    // A map says only that items of it failed: why stands on them.
    const { mapRuns = [] } = await this.#client.send(new ListMapRunsCommand({ executionArn, maxResults: 1000 }));
    const items = await inParallel(1, mapRuns, async ({ mapRunArn }) => {
      const { executions = [] } = await this.#client.send(
        new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED', maxResults: 1 }),
      );
      return inParallel(1, executions, (item) =>
        this.#client.send(new DescribeExecutionCommand({ executionArn: item.executionArn })),
      );
    });
    const reasons = items.flat().map((item) => `${item.error}: ${item.cause}`);
    return [`${error}: ${cause}`, ...reasons].join('; ').slice(0, 2000);
  }
}
