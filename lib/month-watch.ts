import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Function as AnyFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MetricName } from '../lambdas/runtime/log-events.ts';
import { alarmOnOne, houseMetric } from './house-alarm.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface MonthWatchProps {
  readonly task: PipelineFunction;
  readonly undelivered: Queue;
  readonly alarms: ITopic;
  /** Told of what waits for officers, besides the engineers. */
  readonly officers: ITopic;
}

const HOUR = Duration.hours(1);
const QUARTER = Duration.minutes(15);

/** Looks at the open months once an hour, and rings where people wait too long or a day has passed. */
export class MonthWatch extends Construct {
  constructor(scope: Construct, id: string, { task, undelivered, alarms, officers }: MonthWatchProps) {
    super(scope, id);
    new Rule(this, 'Hourly', {
      schedule: Schedule.rate(HOUR),
      targets: [
        new LambdaFunction(task.function, {
          deadLetterQueue: undelivered,
          // After half an hour the next one is near.
          retryAttempts: 3,
          maxEventAge: Duration.minutes(30),
        }),
      ],
    });
    alarmOnOne(
      this,
      'Failed',
      task.function.metricErrors(),
      'Nobody looks at the months: see the runbook, "watch-month".',
      alarms,
    );
    // Alarms on its figures take no figure for a good one: that it is silent must ring by itself.
    new Alarm(this, 'Silent', {
      alarmDescription: 'The hourly look at the months did not happen: see the runbook, "watch-month".',
      metric: task.function.metricInvocations({ period: HOUR }),
      threshold: 1,
      evaluationPeriods: 3,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    }).addAlarmAction(new SnsAction(alarms));

    const waits = (name: MetricName, entry: string, what: string) =>
      alarmOnOne(this, name, houseMetric(this, name, Stats.MAXIMUM, HOUR), `${what}: see the runbook, "${entry}".`, [
        alarms,
        officers,
      ]);
    waits('ListsOverdue', 'list-waiting', 'Danh sách chờ quá lâu. A list waits too long');
    waits(
      'ApprovalsOverdue',
      'approval-waiting',
      'Đợt chi trả chờ phê duyệt quá lâu. A run waits too long for approval',
    );
    waits(
      'ExceptionsOverdue',
      'exception-waiting',
      'Ngoại lệ quá 3 ngày chưa quyết định. An exception waits over 3 days',
    );
    waits('DeadlinesMissed', 'deadline-missed', 'Quá hạn chi trả hoặc hạn kết quả. A day of the calendar has passed');

    const happens = (id: string, name: MetricName, at: number, statistic: string, what: string, entry: string) =>
      alarmOnOne(
        this,
        id,
        houseMetric(this, name, statistic, QUARTER),
        `${what}: see the runbook, "${entry}".`,
        alarms,
        { at },
      );
    // A chunk that is tried again in vain; one alone may be a hiccup, and the machine goes on trying for 92 minutes.
    happens('RegistryDown', 'RegistryFailures', 3, Stats.SUM, 'The identity registry does not answer', 'registry');
    // Its calls are given up after 5 s.
    happens('RegistrySlow', 'RegistrySlowest', 4000, Stats.p(90), 'The identity registry is slow', 'registry');
    happens('ControlTotals', 'ControlTotalsBroken', 1, Stats.SUM, 'A control total is broken', 'control-total');
    happens('StoreThrottled', 'StoreThrottled', 3, Stats.SUM, 'A table refuses writes or reads', 'throttles');
    // Of the account. Machines try again and the registry's functions are held to their number on purpose, so only
    // what lasts is told.
    alarmOnOne(
      this,
      'Throttled',
      AnyFunction.metricAllThrottles({ period: Duration.minutes(5), statistic: Stats.SUM }),
      'Functions are throttled: see the runbook, "throttles".',
      alarms,
      { at: 50, periods: 3 },
    );
  }
}
