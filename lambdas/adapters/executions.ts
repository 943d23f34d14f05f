import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { awsClient } from './aws-client.ts';

/** The state machines, as those who start them or bring a token back see them. */
export class Executions {
  readonly #client: SFNClient;

  constructor(client = awsClient(SFNClient)) {
    this.#client = client;
  }

  /** Starts an execution under a name. False when that name has been used: somebody started it already. */
  async start(machine: string, name: string, input: object): Promise<boolean> {
    try {
      await this.#client.send(
        new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
      );
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }

  /** Brings a task token back. A token that was brought already, or waited too long, changes nothing. */
  async resume(token: string, output: object): Promise<void> {
    try {
      await this.#client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
    } catch (error) {
      if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken) return;
      throw error;
    }
  }
}
