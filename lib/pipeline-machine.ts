import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from './acknowledged.ts';
import { alarmOnOne } from './house-alarm.ts';
import type { PipelineFunction } from './pipeline-function.ts';

const MACHINES = join(import.meta.dirname, '..', 'state-machines');

export interface PipelineMachineProps {
  /** The file in `state-machines/`, without `.asl.json`. */
  readonly machine: string;
  /** The functions by the name of their state: `ReconcileChunk` fills `${ReconcileChunkArn}`. */
  readonly functions: Readonly<Record<string, PipelineFunction>>;
  /** Numbers, filled in before the file is read: `"${MapConcurrency}"` becomes `4`, so that the file is JSON before and after. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Topics that the machine publishes to, by the name of their placeholder. */
  readonly topics: Readonly<Record<string, ITopic>>;
  /** Machines that it starts and does not wait for, by the name of their placeholder. */
  readonly starts?: Readonly<Record<string, PipelineMachine>>;
  readonly alarms: ITopic;
}

/** One state machine: its ASL file with every placeholder filled and checked, the grants it needs, and an alarm. */
export class PipelineMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: PipelineMachineProps) {
    super(scope, id);
    const starts = Object.entries(props.starts ?? {});
    const substitutions: Record<string, string> = {
      ...Object.fromEntries(
        Object.entries(props.functions).map(([state, task]) => [`${state}Arn`, task.function.functionArn]),
      ),
      ...Object.fromEntries(Object.entries(props.topics).map(([name, topic]) => [name, topic.topicArn])),
      ...Object.fromEntries(starts.map(([name, started]) => [name, started.machine.stateMachineArn])),
    };
    const file = readFileSync(join(MACHINES, `${props.machine}.asl.json`), 'utf8');
    checkPlaceholders(props.machine, file, [...Object.keys(substitutions), ...Object.keys(props.numbers)]);
    const definition = Object.entries(props.numbers).reduce(
      (text, [name, number]) => text.replaceAll(`"\${${name}}"`, String(number)),
      file,
    );
    this.machine = new StateMachine(this, 'Machine', {
      comment: `ansinh ${props.machine}`,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: substitutions,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          retention: RetentionDays.ONE_YEAR,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ERROR,
        // Inputs and outputs are keys and counts, but what is not logged cannot leak.
        includeExecutionData: false,
      },
    });
    // Not `grantInvoke`, which gives every version of a function too.
    const resources = Object.values(props.functions).map((task) => task.function.functionArn);
    this.machine.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }));
    acknowledge(this, 'IAM5[Resource::*]', 'X-Ray and the delivery of logs know no resources to grant');
    acknowledge(this, 'SF1', 'Errors are logged; the history of every execution is kept by the service for 90 days');
    // Not `grantPublish`: it would give the role the topic's key, which opens through SNS only (lib/ansinh-stack.ts).
    for (const { topicArn } of Object.values(props.topics)) {
      this.machine.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }));
    }
    for (const [, started] of starts) started.machine.grantStartExecution(this.machine);
    if (definition.includes('"DISTRIBUTED"')) this.#allowDistributedMaps();
    const see = `see the runbook, "${props.machine}".`;
    alarmOnOne(
      this,
      'Failed',
      this.machine.metricFailed(),
      `An execution of ${props.machine} failed: ${see}`,
      props.alarms,
    );
    alarmOnOne(
      this,
      'TimedOut',
      this.machine.metricTimedOut(),
      `An execution of ${props.machine} timed out: ${see}`,
      props.alarms,
    );
  }

  /** A distributed map starts executions of its own machine. In the role's default policy that would be circular. */
  /**
   * Lets a task of this machine bring a token back to it. A policy of its own: the function waits for its role's policy,
   * the machine for the function, and that policy would wait for the machine.
   */
  allowTokensFrom(task: PipelineFunction): void {
    const { role } = task.function;
    if (role === undefined) throw new Error('The function has no role to allow anything to');
    new Policy(this, 'Tokens', {
      roles: [role],
      statements: [
        new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [this.machine.stateMachineArn] }),
      ],
    });
  }

  #allowDistributedMaps(): void {
    const name = this.machine.stateMachineName;
    const executions = (resourceName: string) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const own = [executions(`${name}:*`), executions(`${name}/*`)];
    acknowledgeWildcards(this, own, 'Executions of this machine only: their names come with them');
    new Policy(this, 'DistributedMaps', {
      roles: [this.machine.role],
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.machine.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: own,
        }),
      ],
    });
  }
}

/** Fails the synthesis when the file has a placeholder without a value, or a value without a placeholder. */
function checkPlaceholders(machine: string, definition: string, given: readonly string[]): void {
  const used = new Set([...definition.matchAll(/\$\{([A-Za-z]+)\}/g)].map(([, name]) => name));
  const missing = [...used].filter((name) => name !== undefined && !given.includes(name));
  const unused = given.filter((name) => !used.has(name));
  if (missing.length > 0) throw new Error(`${machine}: no value for ${missing.join(', ')}`);
  if (unused.length > 0) throw new Error(`${machine}: nothing uses ${unused.join(', ')}`);
}
