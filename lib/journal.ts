import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Environment as JournalChanges } from '../lambdas/journal-changes/env.ts';
import { allow, writes } from './grants.ts';
import { alarmOnOne } from './house-alarm.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { Storage } from './storage.ts';

/**
 * Keeps every change of the six tables as immutable objects, from which `ansinh rebuild` makes the tables again. It reads
 * the tables' streams, so no writer can forget it or crash between its write and the journal's (docs/adr/0026-rebuild.md).
 */
export class Journal extends Construct {
  readonly writer: PipelineFunction;

  constructor(
    scope: Construct,
    id: string,
    { storage: at, bundles, gather, alarms }: { storage: Storage; bundles: string; gather: Duration; alarms: ITopic },
  ) {
    super(scope, id);
    this.writer = new PipelineFunction(this, 'journal-changes', {
      task: 'journal-changes',
      bundles,
      environment: {
        JOURNAL_BUCKET: at.journal.bucketName,
        SUBMISSIONS_TABLE: at.submissions.tableName,
        ENTITLEMENTS_TABLE: at.entitlements.tableName,
        CLAIMS_TABLE: at.claims.tableName,
        PAYMENTS_TABLE: at.payments.tableName,
        RUNS_TABLE: at.runs.tableName,
        EXCEPTIONS_TABLE: at.exceptions.tableName,
      } satisfies JournalChanges,
    });
    allow(this.writer, writes(at.journal, 'journal/*'));
    const { function: writer } = this.writer;
    const tables = {
      Submissions: at.submissions,
      Entitlements: at.entitlements,
      Claims: at.claims,
      Payments: at.payments,
      Runs: at.runs,
      Exceptions: at.exceptions,
    };
    for (const [name, { tableStreamArn }] of Object.entries(tables)) {
      if (tableStreamArn === undefined) throw new Error(`The table ${name} has no stream`);
      writer.addToRolePolicy(
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [tableStreamArn],
        }),
      );
      new EventSourceMapping(this, name, {
        target: writer,
        eventSourceArn: tableStreamArn,
        // From the first change on.
        startingPosition: StartingPosition.TRIM_HORIZON,
        // So many, or 6 MB (Lambda's limit), or those of the time given: a list of 3000 people is one object or two.
        batchSize: 5000,
        // What fails is tried again until the stream forgets it after 24 hours: the alarm below rings 23 hours before.
        maxBatchingWindow: gather,
      });
    }
    // ListStreams names no stream (Service Authorization Reference, DynamoDB): Lambda asks for it to set up a mapping.
    writer.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));

    alarmOnOne(
      this,
      'Failing',
      writer.metricErrors(),
      'Changes of the tables could not be kept and are tried again: see the runbook, "journal-failing".',
      alarms,
    );
    new Alarm(this, 'Behind', {
      alarmDescription: 'The journal of the tables is an hour behind: see the runbook, "journal-behind".',
      metric: writer.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
      threshold: Duration.hours(1).toMilliseconds(),
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(alarms));
  }
}
