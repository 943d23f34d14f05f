import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledged.ts';
import { ApprovalsApi } from './approvals-api.ts';
import { OfficeDashboard } from './dashboard.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { alarmOnOne } from './house-alarm.ts';
import { Journal } from './journal.ts';
import { MonthWatch } from './month-watch.ts';
import { Parties } from './parties.ts';
import { PipelineMachine } from './pipeline-machine.ts';
import { Signing } from './signing.ts';
import { allowThrough, Storage, zoneKey } from './storage.ts';
import { closingTasks } from './tasks/closing-tasks.ts';
import { intakeTasks } from './tasks/intake-tasks.ts';
import { openingTasks } from './tasks/opening-tasks.ts';
import { payoutTasks } from './tasks/payout-tasks.ts';
import { reportTasks } from './tasks/report-tasks.ts';
import { settlementTasks } from './tasks/settlement-tasks.ts';
import { type Registry, TaskRoom } from './tasks/task-room.ts';
import { watchTask } from './tasks/watch-task.ts';
import { Schedules, startOnUpload } from './triggers.ts';

export interface AnsinhStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly bundles: string;
  readonly registry: Registry;
}

/** The whole pipeline, wired: storage, tasks, the six machines, what starts them, and who may decide. */
export class AnsinhStack extends Stack {
  readonly approvals: ApprovalsApi;

  constructor(scope: Construct, id: string, { config, bundles, registry, ...props }: AnsinhStackProps) {
    super(scope, id, props);
    const storage = new Storage(this, 'Storage', config);
    const signing = new Signing(this, 'Signing', { names: config.signingKeys });
    const room = new TaskRoom(this, 'Tasks', { config, storage, signing, bundles, registry });
    const intake = intakeTasks(room);
    const payout = payoutTasks(room);
    const masterKey = zoneKey(this, 'NoticesKey', 'ansinh: notices to officers, approvers and engineers');
    allowThrough('sns', masterKey, ['kms:Decrypt', 'kms:GenerateDataKey*']);
    const officers = new Topic(this, 'Officers', { enforceSSL: true, masterKey });
    const approvers = new Topic(this, 'Approvers', { enforceSSL: true, masterKey });
    const alarms = new Topic(this, 'Alarms', { enforceSSL: true, masterKey });
    // The policy that asks for TLS takes the place of the default one, which lets alarms publish. They need the key too:
    // without it a topic with a key of ours swallows every alarm.
    for (const topic of [alarms, officers]) topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    const undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(undelivered, 'SQS3', 'It is the dead-letter queue, of rules and schedules');
    alarmOnOne(
      this,
      'UndeliveredEvents',
      undelivered.metricApproximateNumberOfMessagesVisible(),
      'An upload or a schedule could not start its machine: see the runbook, "undelivered".',
      alarms,
    );

    if (config.journalSeconds !== null) {
      const gather = Duration.seconds(config.journalSeconds);
      new Journal(this, 'TableJournal', { storage, bundles, gather, alarms });
    }

    const MapConcurrency = config.mapConcurrency;
    const OfficersTopicArn = officers;
    const ingestList = new PipelineMachine(this, 'IngestList', {
      machine: 'ingest-list',
      functions: intake,
      numbers: { MapConcurrency },
      topics: { OfficersTopicArn },
      alarms,
    });
    const openPeriod = new PipelineMachine(this, 'OpenPeriod', {
      machine: 'open-period',
      functions: openingTasks(room, intake),
      numbers: { MapConcurrency },
      topics: { OfficersTopicArn },
      alarms,
    });
    const runPayout = new PipelineMachine(this, 'RunPayout', {
      machine: 'run-payout',
      functions: payout,
      numbers: { MapConcurrency, ApprovalSeconds: Duration.days(config.approvalDays).toSeconds() },
      topics: { OfficersTopicArn, ApproversTopicArn: approvers },
      alarms,
    });
    runPayout.allowTokensFrom(payout.RequestApproval);
    const publishReports = new PipelineMachine(this, 'PublishReports', {
      machine: 'publish-reports',
      functions: reportTasks(room),
      numbers: { MapConcurrency },
      topics: { OfficersTopicArn },
      alarms,
    });
    const settleResults = new PipelineMachine(this, 'SettleResults', {
      machine: 'settle-results',
      functions: settlementTasks(room),
      numbers: { MapConcurrency },
      topics: { OfficersTopicArn },
      starts: { PublishReportsArn: publishReports },
      alarms,
    });

    const closePeriod = new PipelineMachine(this, 'ClosePeriod', {
      machine: 'close-period',
      functions: closingTasks(room),
      numbers: { MapConcurrency, ClosingWaitSeconds: config.closingWaitSeconds },
      topics: { OfficersTopicArn },
      alarms,
    });

    startOnUpload(this, 'ListLanded', { inbox: storage.inbox, prefix: 'lists/', machine: ingestList, undelivered });
    startOnUpload(this, 'ResultLanded', {
      inbox: storage.inbox,
      prefix: 'results/',
      machine: settleResults,
      undelivered,
    });
    const schedules = new Schedules(this, 'Schedules', {
      schedules: config.schedules,
      openPeriod,
      runPayout,
      publishReports,
      closePeriod,
      undelivered,
    });
    this.approvals = new ApprovalsApi(this, 'Approvals', {
      config,
      storage,
      bundles,
      ingestList,
      runPayout,
      closePeriod,
      alarms,
    });

    const parties =
      config.sandbox || config.partiesIdentityProvider
        ? new Parties(this, 'Parties', { storage, identityProvider: config.partiesIdentityProvider })
        : undefined;
    new MonthWatch(this, 'Watch', { task: watchTask(room), undelivered, alarms, officers });
    new OfficeDashboard(this, 'Dashboard', {
      machines: { ingestList, openPeriod, runPayout, settleResults, publishReports, closePeriod },
      undelivered,
    });

    /** What the command line needs to know of a deployment. */
    const outputs: Record<string, string> = {
      InboxBucket: storage.inbox.bucketName,
      WorkBucket: storage.work.bucketName,
      OutboxBucket: storage.outbox.bucketName,
      ReferenceBucket: storage.reference.bucketName,
      JournalBucket: storage.journal.bucketName,
      SubmissionsTable: storage.submissions.tableName,
      EntitlementsTable: storage.entitlements.tableName,
      ClaimsTable: storage.claims.tableName,
      PaymentsTable: storage.payments.tableName,
      RunsTable: storage.runs.tableName,
      ExceptionsTable: storage.exceptions.tableName,
      TablesKey: storage.tableKey.keyArn,
      IngestListMachine: ingestList.machine.stateMachineArn,
      OpenPeriodMachine: openPeriod.machine.stateMachineArn,
      RunPayoutMachine: runPayout.machine.stateMachineArn,
      SettleResultsMachine: settleResults.machine.stateMachineArn,
      PublishReportsMachine: publishReports.machine.stateMachineArn,
      ClosePeriodMachine: closePeriod.machine.stateMachineArn,
      ScheduleGroup: schedules.group.ref,
      ScheduleRole: schedules.role.roleArn,
      ReportLinkHours: String(config.reportLinkHours),
      ApiUrl: this.approvals.api.apiEndpoint,
      UserPool: this.approvals.users.userPoolId,
      OfficersTopic: officers.topicArn,
      ApproversTopic: approvers.topicArn,
      AlarmsTopic: alarms.topicArn,
      UserPoolClient: this.approvals.client.userPoolClientId,
      SigningKeys: signing.arns,
      UndeliveredQueue: undelivered.queueUrl,
      ...(parties && { UnitsRole: parties.units.roleArn, ProvidersRole: parties.providers.roleArn }),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
