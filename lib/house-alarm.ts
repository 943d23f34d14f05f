import { type Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { MetricName } from '../lambdas/runtime/log-events.ts';

/** When an alarm rings; what is left out is as for something that should never happen: once within five minutes. */
export interface Rings {
  /** At this value or above. */
  readonly at?: number;
  /** In so many periods in a row. */
  readonly periods?: number;
}

/** Rings as soon as something that should never happen has happened. The description leads to the runbook. */
export function alarmOnOne(
  scope: Construct,
  id: string,
  metric: IMetric,
  alarmDescription: string,
  to: ITopic | readonly ITopic[],
  { at = 1, periods = 1 }: Rings = {},
): void {
  const alarm = new Alarm(scope, id, {
    alarmDescription,
    metric,
    threshold: at,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  for (const topic of [to].flat()) alarm.addAlarmAction(new SnsAction(topic));
}

/** A metric of the catalogue of log events, of this deployment. */
export function houseMetric(scope: Construct, metricName: MetricName, statistic: string, period: Duration): Metric {
  return new Metric({
    namespace: 'ansinh',
    metricName,
    dimensionsMap: { service: Stack.of(scope).stackName },
    statistic,
    period,
  });
}
