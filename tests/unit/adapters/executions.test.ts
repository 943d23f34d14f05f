import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Executions } from '../../../lambdas/adapters/executions.ts';
import { refusal } from './answers.ts';

const client = new SFNClient({});
const machines = mockClient(client);
const executions = new Executions(client);

beforeEach(() => {
  machines.reset();
});

describe('An execution', () => {
  const start = () => executions.start('run-payout', '2023-06-regular-1', { period: '2023-06' });

  it('is started under its name, with its input', async () => {
    machines.on(StartExecutionCommand).resolves({});
    expect(await start()).toBe(true);
    expect(machines.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'run-payout',
      name: '2023-06-regular-1',
      input: '{"period":"2023-06"}',
    });
  });

  it('is not started again under a name that was used', async () => {
    machines.on(StartExecutionCommand).rejects(refusal(ExecutionAlreadyExists));
    expect(await start()).toBe(false);
  });

  it('fails to start with any other error', async () => {
    machines.on(StartExecutionCommand).rejects(new Error('no such machine'));
    await expect(start()).rejects.toThrow('no such machine');
  });
});

describe('A task token', () => {
  const resume = () => executions.resume('token', { verdict: 'approved' });

  it('is brought back with the verdict', async () => {
    machines.on(SendTaskSuccessCommand).resolves({});
    await resume();
    expect(machines.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      output: '{"verdict":"approved"}',
    });
  });

  it.each([
    ['was brought already', refusal(TaskDoesNotExist)],
    ['waited too long', refusal(TaskTimedOut)],
    ['is none', refusal(InvalidToken)],
  ])('that %s changes nothing', async (_, error) => {
    machines.on(SendTaskSuccessCommand).rejects(error);
    await expect(resume()).resolves.toBeUndefined();
  });

  it('fails to be brought with any other error, so that the approval is tried again', async () => {
    machines.on(SendTaskSuccessCommand).rejects(new Error('throttled'));
    await expect(resume()).rejects.toThrow('throttled');
  });
});
