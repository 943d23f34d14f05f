import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './deployment-config.ts';
import type { PipelineMachine } from './pipeline-machine.ts';

/** Starts a machine for every object that lands in the inbox under a prefix; what cannot be started goes to the queue. */
export function startOnUpload(
  scope: Construct,
  id: string,
  {
    inbox,
    prefix,
    machine,
    undelivered,
  }: { inbox: Bucket; prefix: string; machine: PipelineMachine; undelivered: Queue },
): Rule {
  return new Rule(scope, id, {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [inbox.bucketName] }, object: { key: [{ prefix }] } },
    },
    targets: [
      new SfnStateMachine(machine.machine, {
        input: RuleTargetInput.fromEventPath('$.detail'),
        deadLetterQueue: undelivered,
      }),
    ],
  });
}

export interface SchedulesProps {
  readonly schedules: DeploymentConfig['schedules'];
  readonly openPeriod: PipelineMachine;
  readonly runPayout: PipelineMachine;
  readonly publishReports: PipelineMachine;
  readonly closePeriod: PipelineMachine;
  readonly undelivered: Queue;
}

/** The month's clockwork, in Asia/Ho_Chi_Minh. */
export class Schedules extends Construct {
  readonly group: CfnScheduleGroup;
  /** May start the machines: for these schedules, and for one-off ones that an operator adds. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.group = new CfnScheduleGroup(this, 'Group', {});
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    // Not `grantSendMessages`, which would also let it read the queue's attributes.
    props.undelivered.grant(this.role, 'sqs:SendMessage');
    for (const { machine } of [props.openPeriod, props.runPayout, props.publishReports, props.closePeriod]) {
      machine.grantStartExecution(this.role);
    }
    const schedule = (name: string, expression: string, { machine }: PipelineMachine, input: object) =>
      new CfnSchedule(this, name, {
        groupName: this.group.ref,
        scheduleExpression: expression,
        scheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: machine.stateMachineArn,
          roleArn: this.role.roleArn,
          input: JSON.stringify(input),
          deadLetterConfig: { arn: props.undelivered.queueArn },
          retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 6 * 60 * 60 },
        },
      });
    schedule('OpenPeriod', props.schedules.openPeriod, props.openPeriod, {});
    schedule('RunPayout', props.schedules.runPayout, props.runPayout, { kind: 'regular', startedBy: 'schedule' });
    schedule('LateLists', props.schedules.lateLists, props.publishReports, { occasion: 'late-lists' });
    schedule('WeeklyReport', props.schedules.weeklyReport, props.publishReports, { occasion: 'weekly' });
    schedule('MonthlyReport', props.schedules.monthlyReport, props.publishReports, { occasion: 'monthly' });
    schedule('YearlyReport', props.schedules.yearlyReport, props.publishReports, { occasion: 'yearly' });
    schedule('UnpaidList', props.schedules.unpaidList, props.closePeriod, { occasion: 'unpaid', by: 'schedule' });
  }
}
