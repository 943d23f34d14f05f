import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { Bucket } from '../../lambdas/adapters/buckets.ts';
import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { EntitlementsTable } from '../../lambdas/adapters/entitlements-table.ts';
import { ExceptionsTable } from '../../lambdas/adapters/exceptions-table.ts';
import { PaymentsTable } from '../../lambdas/adapters/payments-table.ts';
import { ReferenceStore } from '../../lambdas/adapters/reference-store.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { KmsSigningKeys } from '../../lambdas/adapters/signing-keys.ts';
import { SubmissionsTable } from '../../lambdas/adapters/submissions-table.ts';
import type { JournaledTable } from '../../lambdas/domain/journal.ts';
import { signingKeyArns } from '../../lambdas/runtime/env.ts';

const outputs = z.object({
  InboxBucket: z.string(),
  WorkBucket: z.string(),
  OutboxBucket: z.string(),
  ReferenceBucket: z.string(),
  JournalBucket: z.string(),
  SubmissionsTable: z.string(),
  EntitlementsTable: z.string(),
  ClaimsTable: z.string(),
  PaymentsTable: z.string(),
  RunsTable: z.string(),
  ExceptionsTable: z.string(),
  /** The ARN of the key with which the tables are encrypted. */
  TablesKey: z.string(),
  IngestListMachine: z.string(),
  OpenPeriodMachine: z.string(),
  RunPayoutMachine: z.string(),
  SettleResultsMachine: z.string(),
  ClosePeriodMachine: z.string(),
  PublishReportsMachine: z.string(),
  ScheduleGroup: z.string(),
  ScheduleRole: z.string(),
  /** How long links to reports can be opened. */
  ReportLinkHours: z.coerce.number().int().positive(),
  ApiUrl: z.string(),
  UserPoolClient: z.string(),
  SigningKeys: signingKeyArns,
});

/** A deployment as the command line sees it: what its stack says of itself, and adapters to it. */
export interface Deployment {
  readonly outputs: z.infer<typeof outputs>;
  readonly inbox: Bucket;
  /** What two people are asked to approve stands here until it is released. */
  readonly work: Bucket;
  readonly outbox: Bucket;
  readonly reference: Bucket;
  /** Every change of the tables. */
  readonly journal: Bucket;
  readonly references: ReferenceStore;
  readonly submissions: SubmissionsTable;
  readonly rolls: EntitlementsTable;
  readonly payments: PaymentsTable;
  readonly runs: RunsTable;
  readonly exceptions: ExceptionsTable;
  readonly signingKeys: KmsSigningKeys;
  /** The identity stub's population; only a sandbox has it. */
  readonly population: Bucket | undefined;
}

export type TableNames = Readonly<Record<JournaledTable, string>>;

/** The names of a deployment's own tables. */
export function ownTables({ outputs }: Pick<Deployment, 'outputs'>): TableNames {
  return {
    submissions: outputs.SubmissionsTable,
    entitlements: outputs.EntitlementsTable,
    claims: outputs.ClaimsTable,
    payments: outputs.PaymentsTable,
    runs: outputs.RunsTable,
    exceptions: outputs.ExceptionsTable,
  };
}

/** The ARNs of a deployment's machines, by the names of their files in `state-machines/`. */
export function ownMachines({ outputs }: Pick<Deployment, 'outputs'>) {
  return {
    'open-period': outputs.OpenPeriodMachine,
    'ingest-list': outputs.IngestListMachine,
    'run-payout': outputs.RunPayoutMachine,
    'settle-results': outputs.SettleResultsMachine,
    'publish-reports': outputs.PublishReportsMachine,
    'close-period': outputs.ClosePeriodMachine,
  };
}

/** Finds a deployment by the name of its stack, in the account, region and endpoint that the environment gives. */
export async function connect(stackName: string): Promise<Deployment> {
  const client = new CloudFormationClient({});
  const found = outputs.parse(await outputsOf(client, stackName));
  const stub = await outputsOf(client, `${stackName}-registry-stub`).catch(() => undefined);
  const store = new Store();
  const reference = new Bucket(found.ReferenceBucket);
  return {
    outputs: found,
    inbox: new Bucket(found.InboxBucket),
    work: new Bucket(found.WorkBucket),
    outbox: new Bucket(found.OutboxBucket),
    reference,
    journal: new Bucket(found.JournalBucket),
    references: new ReferenceStore(reference),
    submissions: new SubmissionsTable(store, found.SubmissionsTable),
    rolls: new EntitlementsTable(store, found.EntitlementsTable),
    payments: new PaymentsTable(store, found.PaymentsTable),
    runs: new RunsTable(store, found.RunsTable),
    exceptions: new ExceptionsTable(store, found.ExceptionsTable),
    signingKeys: new KmsSigningKeys(found.SigningKeys),
    population: stub?.['PopulationBucket'] ? new Bucket(stub['PopulationBucket']) : undefined,
  };
}

async function outputsOf(client: CloudFormationClient, stackName: string): Promise<Record<string, string>> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}
