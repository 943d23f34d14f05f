import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import validate from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { Executions } from './executions.ts';

/** The way an execution went. */
interface Way {
  /** Its states in their order, each with what it was given and what it gave on; what is inside a map is not among them. */
  readonly states: readonly { readonly name: string; readonly input: unknown; readonly output: unknown }[];
  readonly output: unknown;
  /** How often each function or service was asked, in maps too. */
  readonly asked: Readonly<Record<string, number>>;
}

type Definition = ConstructorParameters<typeof StateMachine>[0];
const text = z.string().transform((content): unknown => JSON.parse(content));
const json = text.pipe(z.json());
const definition = text.pipe(z.custom<Definition>((content) => validate(z.looseObject({}).parse(content)).isValid));

/**
 * An execution of the local cloud that went without a failure, and beside it the same definition, as the cloud has it,
 * in another interpreter, whose tasks are answered as they were there: both must go the same way. What tasks in a map
 * answered is given in the order in which it came, so it may meet another item: nothing of it leaves a map
 * (tests/state-machines hold that).
 */
export async function bothWays(executions: Executions, arn: string): Promise<{ here: Way; there: Way }> {
  const client = new SFNClient({});
  const { stateMachineArn, input, output, name } = await client.send(
    new DescribeExecutionCommand({ executionArn: arn }),
  );
  const machine = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { own, inMaps } = await executions.told(arn);
  const all = [...own, ...inMaps];
  const answers = Map.groupBy(
    all.flatMap(({ taskSucceededEventDetails: answer }) => answer ?? []),
    ({ resource }) => resource ?? '',
  );
  const asked: string[] = [];
  const answer = (resource: string) => {
    const next = answers.get(resource)?.[asked.filter((one) => one === resource).length];
    if (next === undefined) throw new Error(`${resource} is asked more often than it was`);
    asked.push(resource);
    return json.parse(next.output);
  };
  const run = new StateMachine(definition.parse(machine.definition)).run(json.parse(input), {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        tasksIn(JSON.parse(machine.definition ?? '{}')).map(([state, resource]) => [state, () => answer(resource)]),
      ),
    },
    context: { Execution: { Id: arn, Name: name }, StateMachine: { Id: stateMachineArn }, Task: { Token: 'any' } },
  });
  const states: Way['states'][number][] = [];
  for await (const event of run.eventLogs) {
    if (event.type === 'StateExited' && event.index === undefined)
      states.push({ name: event.state.name, input: event.state.input, output: event.state.output });
  }
  return {
    here: {
      states: statesOf(own),
      output: json.parse(output),
      asked: counted(all.flatMap(({ taskScheduledEventDetails: task }) => task?.resource ?? [])),
    },
    there: { states, output: await run.result, asked: counted(asked) },
  };
}

const machineIn = z.object({
  get States() {
    return z.record(z.string(), stateIn);
  },
});
const stateIn = z.object({ Resource: z.string().optional(), ItemProcessor: machineIn.optional() });

/** The tasks of a machine and of its maps, each with what it asks. */
function tasksIn(machine: unknown): [state: string, resource: string][] {
  const found: [string, string][] = [];
  for (const [name, { Resource: resource, ItemProcessor: items }] of Object.entries(machineIn.parse(machine).States)) {
    if (resource !== undefined) found.push([name, resource]);
    if (items !== undefined) found.push(...tasksIn(items));
  }
  return found;
}

/** The last state has no `StateExited` of its own where it ends the execution at once. */
function statesOf(events: readonly HistoryEvent[]): Way['states'] {
  const entered = events.flatMap(({ stateEnteredEventDetails: details }) => details ?? []);
  const exited = events.flatMap(({ stateExitedEventDetails: details }) => details ?? []);
  return entered.map(({ name = '', input }, index) => ({
    name,
    input: json.parse(input),
    output: json.parse(exited[index]?.output),
  }));
}

function counted(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length]));
}
