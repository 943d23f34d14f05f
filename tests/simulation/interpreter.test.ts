import { describe, expect, it } from 'vitest';
import { Random } from '../../samples/random.ts';
import { readMachine } from './asl/definition.ts';
import { Interpreter, StateError } from './asl/interpreter.ts';
import type { Json } from './asl/json-path.ts';
import { Scheduler } from './engine/scheduler.ts';

interface Played {
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly calls: readonly { resource: string; input: Json; at: number }[];
}

/** Runs a machine whose tasks answer as `answer` says; times are in seconds of virtual time. */
async function play(
  definition: object,
  input: Json,
  answer: (resource: string, input: Json, call: number) => Json,
): Promise<Played> {
  const scheduler = new Scheduler(new Random('interpreter'), 0);
  const calls: { resource: string; input: Json; at: number }[] = [];
  const tokens = new Map<string, PromiseWithResolvers<Json>>();
  const interpreter = new Interpreter(scheduler, {
    call: async (resource, given) => {
      calls.push({ resource, input: given, at: scheduler.now() / 1000 });
      await scheduler.sleep(10);
      return answer(resource, given, calls.length);
    },
    newToken: () => {
      tokens.set('token', Promise.withResolvers());
      return 'token';
    },
    untilBroughtBack: (token) => tokens.get(token)?.promise ?? Promise.reject(new Error('no such token')),
    forget: () => undefined,
  });
  const machine = readMachine(JSON.stringify(definition), { Width: 2 }, (placeholder) => `function:${placeholder}`);
  let over = false;
  let played: Pick<Played, 'output' | 'error'> = { output: undefined, error: undefined };
  const context = { Execution: { Name: 'x1' } };
  interpreter.run(machine, { state: undefined, input }, context, 'test').then(
    (output) => {
      played = { output, error: undefined };
      over = true;
    },
    (error: unknown) => {
      played = { output: undefined, error: error instanceof StateError ? error.error : String(error) };
      over = true;
    },
  );
  await scheduler.runUntil(() => over);
  return { ...played, calls };
}

/** As the files of the machines write what a deployment fills in. */
const placeholder = (name: string) => `$${'{'}${name}}`;
const task = (more: object = {}) => ({ Type: 'Task', Resource: placeholder('WorkArn'), ...more });
const machineOf = (states: object) => ({ StartAt: Object.keys(states)[0], States: states });

describe('the interpreter of state machines', () => {
  it('hands the output of a task to the next state', async () => {
    const machine = machineOf({ One: task({ Next: 'Two' }), Two: task({ End: true }) });
    const { output, calls } = await play(machine, { n: 1 }, (_, input) => ({ got: input }));
    expect(output).toEqual({ got: { got: { n: 1 } } });
    expect(calls[0]?.resource).toBe('function:WorkArn');
  });

  it('fills parameters from the input and from the context', async () => {
    const Parameters = { 'run.$': '$.run', 'execution.$': '$$.Execution.Name', fixed: true };
    const { calls } = await play(machineOf({ One: task({ Parameters, End: true }) }), { run: 'r' }, () => null);
    expect(calls[0]?.input).toEqual({ run: 'r', execution: 'x1', fixed: true });
  });

  it('puts a result where its path says, or drops it', async () => {
    const machine = machineOf({
      One: task({ ResultPath: '$.a.b', Next: 'Two' }),
      Two: task({ ResultPath: null, End: true }),
    });
    expect((await play(machine, { c: 1 }, () => 'done')).output).toEqual({ c: 1, a: { b: 'done' } });
  });

  it('takes the first choice that holds, else the default', async () => {
    const states = {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.there', IsPresent: true, Next: 'There' },
          { Variable: '$.n', NumericGreaterThan: 2, Next: 'Many' },
        ],
        Default: 'Few',
      },
      There: { Type: 'Pass', Result: 'there', End: true },
      Many: { Type: 'Pass', Result: 'many', End: true },
      Few: { Type: 'Pass', Result: 'few', End: true },
    };
    const end = async (input: Json) => (await play(machineOf(states), input, () => null)).output;
    expect([await end({ there: null }), await end({ n: 3 }), await end({ n: 2 })]).toEqual(['there', 'many', 'few']);
  });

  it('tries again as the first retrier that matches says, waiting longer each time', async () => {
    const Retry = [
      { ErrorEquals: ['Never'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 3 },
    ];
    const fails = (error: string) => () => {
      throw new StateError(error);
    };
    const { error, calls } = await play(machineOf({ One: task({ Retry, End: true }) }), {}, fails('Late'));
    expect(error).toBe('Late');
    expect(calls.slice(1).map(({ at }, index) => Math.round(at - (calls[index]?.at ?? 0)))).toEqual([1, 2, 3]);
    expect((await play(machineOf({ One: task({ Retry, End: true }) }), {}, fails('Never'))).calls.length).toBe(1);
  });

  it('hands an error that stays to its catcher', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' }];
    const machine = machineOf({ One: task({ Catch, End: true }), Caught: { Type: 'Succeed' } });
    const { output } = await play(machine, { n: 1 }, () => {
      throw new StateError('Broken');
    });
    expect(output).toMatchObject({ n: 1, failure: { Error: 'Broken' } });
  });

  it('maps over items, no more at once than allowed, and keeps their order', async () => {
    const machine = machineOf({
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: placeholder('Width'),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          ...machineOf({ One: task({ End: true }) }),
        },
        End: true,
      },
    });
    const { output } = await play(machine, { items: [1, 2, 3, 4, 5] }, (_, input) => Number(input) * 10);
    expect(output).toEqual([10, 20, 30, 40, 50]);
  });

  it('fails a map with its first item that fails, and begins no further item', async () => {
    const item = machineOf({ One: task({ End: true }) });
    const machine = machineOf({
      Each: { Type: 'Map', ItemsPath: '$', MaxConcurrency: 1, ItemProcessor: item, End: true },
    });
    const { error, calls } = await play(machine, [1, 2, 3], (_, input) => {
      if (input === 2) throw new StateError('Bad');
      return input;
    });
    expect(error).toBe('Bad');
    expect(calls.length).toBe(2);
  });

  it('gives a waiting task up when its time is over', async () => {
    const Catch = [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Expired' }];
    const waiting = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { 'token.$': '$$.Task.Token' },
      TimeoutSeconds: 3600,
      Catch,
      End: true,
    };
    const machine = machineOf({ Wait: waiting, Expired: { Type: 'Pass', Result: 'expired', End: true } });
    expect((await play(machine, {}, () => null)).output).toBe('expired');
  });

  it('does not start on a machine with something that it does not know', async () => {
    const machine = machineOf({ One: task({ HeartbeatSeconds: 5, End: true }) });
    await expect(play(machine, {}, () => null)).rejects.toThrow('HeartbeatSeconds');
  });
});
