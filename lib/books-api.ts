import type { Construct } from 'constructs';
import type { Environment as AskClosing } from '../lambdas/ask-closing/env.ts';
import type { Environment as AskUnpaidList } from '../lambdas/ask-unpaid-list/env.ts';
import type { Environment as RecordTreasuryReturn } from '../lambdas/record-treasury-return/env.ts';
import type { Environment as ReopenPeriod } from '../lambdas/reopen-period/env.ts';
import { allow, GET, PUT, QUERY, reads, readsClock, seeks, UPDATE, uses } from './grants.ts';
import { PipelineFunction } from './pipeline-function.ts';
import type { PipelineMachine } from './pipeline-machine.ts';
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
    allow(made, ...readsClock(storage.reference, SANDBOX === 'true'));
    return made;
  };

  const askClosing = task<AskClosing & Record<string, string>>('ask-closing', { ...common, CLOSE_PERIOD_ARN });
  const askUnpaidList = task<AskUnpaidList & Record<string, string>>('ask-unpaid-list', {
    ...common,
    CLOSE_PERIOD_ARN,
  });
  for (const asking of [askClosing, askUnpaidList]) {
    allow(asking, uses(storage.runs, GET, QUERY));
    closePeriod.machine.grantStartExecution(asking.function);
  }
  const reopenPeriod = task<ReopenPeriod & Record<string, string>>('reopen-period', common);
  allow(reopenPeriod, uses(storage.runs, GET, UPDATE));
  const recordTreasuryReturn = task<RecordTreasuryReturn & Record<string, string>>('record-treasury-return', {
    ...common,
    OUTBOX_BUCKET: storage.outbox.bucketName,
    PAYMENTS_TABLE: storage.payments.tableName,
  });
  allow(
    recordTreasuryReturn,
    uses(storage.runs, GET, QUERY, PUT),
    uses(storage.payments, GET),
    seeks(storage.outbox, 'books/*/books.json'),
    reads(storage.outbox, 'books/*/kept/*'),
  );
  return {
    '/v1/periods/{period}/closing': askClosing,
    '/v1/periods/{period}/unpaid-list': askUnpaidList,
    '/v1/periods/{period}/reopening': reopenPeriod,
    '/v1/treasury-returns': recordTreasuryReturn,
  };
}
