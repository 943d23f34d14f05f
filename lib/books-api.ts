import type { Construct } from 'constructs';
import type { Environment as AskClosing } from '../lambdas/ask-closing/env.ts';
import type { Environment as AskUnpaidList } from '../lambdas/ask-unpaid-list/env.ts';
import type { Environment as RecordTreasuryReturn } from '../lambdas/record-treasury-return/env.ts';
import type { Environment as ReopenPeriod } from '../lambdas/reopen-period/env.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineMachine } from './pipeline-machine.ts';
import { allow } from './pipeline-tasks.ts';
import type { Storage } from './storage.ts';

export interface BooksRoutesProps {
  readonly storage: Storage;
  readonly bundles: string;
  readonly closePeriod: PipelineMachine;
  /** Whose tokens the functions believe. */
  readonly tokens: { readonly USER_POOL_ID: string; readonly USER_POOL_CLIENT_ID: string };
  readonly SANDBOX: 'true' | 'false';
}

/** What officers ask about the books of a period: the functions of the HTTP API by their routes. */
export function booksRoutes(
  scope: Construct,
  { storage, bundles, closePeriod, tokens, SANDBOX }: BooksRoutesProps,
): Readonly<Record<string, PipelineFunction>> {
  const RUNS_TABLE = storage.runs.tableName;
  const REFERENCE_BUCKET = storage.reference.bucketName;
  const CLOSE_PERIOD_ARN = closePeriod.machine.stateMachineArn;
  const common = { ...tokens, RUNS_TABLE, REFERENCE_BUCKET, SANDBOX };
  const task = <Environment extends Record<string, string>>(name: string, environment: Environment) => {
    const made = new PipelineFunction(scope, name, { task: name, bundles, environment });
    // The sandbox's clock stands there.
    allow(made, storage.reference, ['s3:GetObject']);
    return made;
  };

  const askClosing = task<AskClosing & Record<string, string>>('ask-closing', { ...common, CLOSE_PERIOD_ARN });
  const askUnpaidList = task<AskUnpaidList & Record<string, string>>('ask-unpaid-list', {
    ...common,
    CLOSE_PERIOD_ARN,
  });
  for (const asking of [askClosing, askUnpaidList]) {
    allow(asking, storage.runs, ['dynamodb:BatchGetItem', 'dynamodb:Query']);
    closePeriod.machine.grantStartExecution(asking.function);
  }
  const reopenPeriod = task<ReopenPeriod & Record<string, string>>('reopen-period', common);
  allow(reopenPeriod, storage.runs, ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem']);
  const recordTreasuryReturn = task<RecordTreasuryReturn & Record<string, string>>('record-treasury-return', {
    ...common,
    OUTBOX_BUCKET: storage.outbox.bucketName,
    PAYMENTS_TABLE: storage.payments.tableName,
  });
  allow(recordTreasuryReturn, storage.runs, ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem']);
  allow(recordTreasuryReturn, storage.payments, ['dynamodb:BatchGetItem']);
  allow(recordTreasuryReturn, storage.outbox, ['s3:GetObject']);
  return {
    '/v1/periods/{period}/closing': askClosing,
    '/v1/periods/{period}/unpaid-list': askUnpaidList,
    '/v1/periods/{period}/reopening': reopenPeriod,
    '/v1/treasury-returns': recordTreasuryReturn,
  };
}
