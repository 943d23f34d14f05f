import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { realDeployment, synthesised } from '../support/synthesised.ts';

/*
 * Whatever fails ends where a person sees it: an execution that rings an alarm, or a message in a queue that rings one.
 * And nothing waits for ever, or asks more of another system than was agreed with it.
 */

const config = realDeployment();
const template = synthesised(config);

const anything = z.record(z.string(), z.unknown());
const resource = z.object({ Properties: anything.default({}) });

/** The resources of a type: logical id → properties. */
function all(type: string): [id: string, properties: z.output<typeof anything>][] {
  return Object.entries(template.findResources(type)).map(([id, found]) => [id, resource.parse(found).Properties]);
}

/** Whether a part of the template names a resource. */
const names = (part: unknown, id: string) => JSON.stringify(part ?? null).includes(`"${id}"`);

const [undelivered = '', ...otherQueues] = all('AWS::SQS::Queue').map(([id]) => id);
const alarms = all('AWS::CloudWatch::Alarm').map(([, properties]) => properties);
const machines = all('AWS::StepFunctions::StateMachine').map(([id]) => id);
const functions = all('AWS::Lambda::Function').map(([id, properties]) => ({
  id,
  task: z.string().parse(properties.Description).replace('ansinh ', ''),
  properties,
}));
const isInMachine = ({ id }: { id: string }) =>
  all('AWS::StepFunctions::StateMachine').some(([, properties]) => names(properties, id));

describe('Alarms', () => {
  it('reach somebody, every one', () => {
    const [topic = ''] = all('AWS::SNS::Topic').flatMap(([id]) => (id.startsWith('Alarms') ? [id] : []));
    expect(alarms.length).toBeGreaterThan(12);
    for (const alarm of alarms) expect(names(alarm.AlarmActions, topic), String(alarm.AlarmDescription)).toBe(true);
  });

  it.each(machines)('ring when an execution of %s fails, and when it times out', (machine) => {
    for (const MetricName of ['ExecutionsFailed', 'ExecutionsTimedOut']) {
      const ringing = alarms.filter((alarm) => alarm.MetricName === MetricName && names(alarm.Dimensions, machine));
      expect(ringing).toMatchObject([{ Threshold: 1, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' }]);
    }
  });

  it.each(functions.filter((one) => !isInMachine(one)))('ring when $task fails, which is in no machine', ({ id }) => {
    expect(alarms.filter((alarm) => alarm.MetricName === 'Errors' && names(alarm.Dimensions, id))).toHaveLength(1);
  });
});

describe('What cannot be delivered', () => {
  it('goes to one queue, is kept for 14 days there, and rings', () => {
    expect(otherQueues).toEqual([]);
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    const ringing = alarms.filter(
      ({ MetricName, Dimensions }) =>
        MetricName === 'ApproximateNumberOfMessagesVisible' && names(Dimensions, undelivered),
    );
    expect(ringing).toHaveLength(1);
  });

  const target = z.object({ DeadLetterConfig: z.object({ Arn: z.unknown() }) });

  it.each(all('AWS::Events::Rule'))('of the rule %s goes there', (_, { Targets }) => {
    for (const one of z.array(target).min(1).parse(Targets)) {
      expect(names(one.DeadLetterConfig.Arn, undelivered)).toBe(true);
    }
  });

  it.each(all('AWS::Scheduler::Schedule'))('of the schedule %s goes there', (_, { Target }) => {
    expect(names(target.parse(Target).DeadLetterConfig.Arn, undelivered)).toBe(true);
  });

  it('is let in by the queue', () => {
    const policies = all('AWS::SQS::QueuePolicy').filter(([, { Queues }]) => names(Queues, undelivered));
    expect(JSON.stringify(policies)).toContain('events.amazonaws.com');
  });
});

describe('Nothing waits for ever', () => {
  it.each(functions)('$task lives ten minutes at most, as long as the machines wait for it', ({ properties }) => {
    expect(properties.Timeout).toBeGreaterThan(0);
    expect(properties.Timeout).toBeLessThanOrEqual(600);
  });

  it('for approvers: a run expires', () => {
    const definitions = all('AWS::StepFunctions::StateMachine').map(([, properties]) => JSON.stringify(properties));
    const waiting = definitions.filter((definition) => definition.includes('waitForTaskToken'));
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toContain(String.raw`\"TimeoutSeconds\": ${config.approvalDays * 24 * 60 * 60}`);
  });
});

describe('The registry is asked no more than was agreed', () => {
  it('by all functions that may ask it at once, at the share of each', () => {
    const [asking, ...others] = functions.filter(({ properties }) =>
      JSON.stringify(properties).includes('REGISTRY_URL'),
    );
    expect(others).toEqual([]);
    const { ReservedConcurrentExecutions: atOnce, Environment } = z
      .object({
        ReservedConcurrentExecutions: z.number(),
        Environment: z.object({ Variables: z.object({ REGISTRY_CALLS_PER_SECOND: z.coerce.number<string>() }) }),
      })
      .parse(asking?.properties);
    const share = Environment.Variables.REGISTRY_CALLS_PER_SECOND;
    expect(atOnce * share).toBeLessThanOrEqual(config.registry.callsPerSecond);
    expect(atOnce * share, 'and none of it is given away').toBeGreaterThan(0.9 * config.registry.callsPerSecond);
  });
});
