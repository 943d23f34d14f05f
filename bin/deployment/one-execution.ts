import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import { NotPossible, type Say } from '../text/officer.ts';

/** An execution as the command line shows it. */
export interface SeenExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date;
}

const FAILED: readonly (string | undefined)[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** By hand it bears the run's own name; on schedule the run's name ends with the first letters of its. */
function isOfRun(name: string, run: RunId): boolean {
  return name === run || run.endsWith(`-${name.toLowerCase().slice(0, 8)}`);
}

/** Executions one by one: what an operator started, and what an upload set off. */
export class Executions {
  readonly #client = new SFNClient({});

  /** Starts a machine and waits for its end. Throws {@link NotPossible} with the machine's own reason when it fails. */
  async runToEnd(machine: string, input: object, name: string, say: Say): Promise<void> {
    const { executionArn = '' } = await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
    );
    for (;;) {
      const { status } = await this.#describe(executionArn);
      if (status === 'SUCCEEDED') return;
      if (FAILED.includes(status)) throw await this.#failure(executionArn, name, say);
      await sleep(400);
    }
  }

  /**
   * Waits for the end of an execution that somebody started under a name, and gives what it came to. Throws
   * {@link NotPossible} with the machine's own reason when it fails.
   */
  async outcomeOf(machine: string, name: string, say: Say): Promise<unknown> {
    for (;;) {
      const found = (await this.newest(machine, 20)).find((one) => one.name === name);
      if (found?.status === 'SUCCEEDED') return JSON.parse((await this.#describe(found.arn)).output ?? 'null');
      if (found && FAILED.includes(found.status)) throw await this.#failure(found.arn, name, say);
      await sleep(400);
    }
  }

  /** The newest executions of a machine, newest first. */
  async newest(machine: string, count: number): Promise<SeenExecution[]> {
    const { executions = [] } = await this.#client.send(
      new ListExecutionsCommand({ stateMachineArn: machine, maxResults: count }),
    );
    return executions
      .map(({ executionArn = '', name = '', status = '', startDate = new Date(0) }) => ({
        arn: executionArn,
        name,
        status,
        startedAt: startDate,
      }))
      .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  }

  /** What an execution was started with. */
  async inputOf(arn: string): Promise<unknown> {
    return JSON.parse((await this.#describe(arn)).input ?? '{}');
  }

  /**
   * Throws {@link NotPossible} if an execution that was started for an object has failed: whoever waits for its outcome
   * would wait for ever. Executions already looked at are remembered in `seen`.
   */
  async mustNotHaveFailed(machine: string, key: string, seen: Set<string>, say: Say): Promise<void> {
    for (const { arn, name, status } of await this.newest(machine, 20)) {
      if (!FAILED.includes(status) || seen.has(arn)) continue;
      seen.add(arn);
      if (JSON.stringify(await this.inputOf(arn)).includes(JSON.stringify(key)))
        throw await this.#failure(arn, name, say);
    }
  }

  /** The same for an execution known by its name. */
  async mustNotHaveFailedAs(machine: string, wanted: string, say: Say): Promise<void> {
    const found = (await this.newest(machine, 20)).find(({ name }) => name === wanted);
    if (found && FAILED.includes(found.status)) throw await this.#failure(found.arn, found.name, say);
  }

  /**
   * Lets a failed execution that bears a run's name go on from where it stopped. False when it has not failed. Throws
   * {@link NotPossible} where that can't be done: then the runbook says what can.
   */
  async redriveFailed(machine: string, run: RunId, say: Say): Promise<boolean> {
    const found = (await this.newest(machine, 100)).find(({ name }) => isOfRun(name, run));
    if (!found || !FAILED.includes(found.status)) return false;
    try {
      await this.#client.send(new RedriveExecutionCommand({ executionArn: found.arn }));
      return true;
    } catch (error) {
      const failure = await this.#failure(found.arn, found.name, say);
      throw new NotPossible(
        `${failure.message} ${say('Hệ thống không cho chạy tiếp được công việc này.', 'It cannot be let go on.')}`,
        { cause: error },
      );
    }
  }

  #describe(executionArn: string): Promise<DescribeExecutionOutput> {
    return this.#client.send(new DescribeExecutionCommand({ executionArn }));
  }

  async #failure(executionArn: string, name: string, say: Say): Promise<NotPossible> {
    const { events } = await this.#client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    const { error = '?', cause = '' } = events?.[0]?.executionFailedEventDetails ?? {};
    return new NotPossible(
      say(
        `Hệ thống gặp lỗi nên chưa làm xong; tệp và số liệu đã có vẫn nguyên. Hãy báo quản trị hệ thống tên công việc “${name}” (${error}: ${cause.slice(0, 300)}).`,
        `The system failed before it was done; nothing that stood before has changed. Tell the administrator the execution “${name}” (${error}: ${cause.slice(0, 300)}).`,
      ),
    );
  }
}
