/**
 * Granted, and not called by the end-to-end tests. Each line says why it is needed all the same. Those of `NEVER` must
 * be true: one that is called after all, or not granted any more, fails the test. Those of `BY_CHANCE` are called only
 * where tries meet or something is missing, which an end-to-end test may bring about or not.
 */
export interface NotCalled {
  readonly tasks: readonly string[];
  readonly action: string;
  /** What it is done to, as its ARN has it. */
  readonly on: RegExp;
  readonly why: string;
}

const CLOSING_GIVES_UP = 'Only when a closing has used up its retries: tests/simulation and npm run chaos do that';

const FILE_TURNED_DOWN = 'Only when a bank turns a whole file down: tests/simulation and tests/unit/settlement do that';

export const NEVER: readonly NotCalled[] = [
  {
    tasks: ['register-submission'],
    action: 's3:GetObjectVersion',
    on: /storageinbox/,
    why: 'The event of AWS names the version that landed; the local cloud’s does not, so it asks for the newest',
  },
  {
    tasks: ['record-treasury-return'],
    action: 'dynamodb:PutItem',
    on: /StorageRuns/,
    why: 'The end-to-end test tries a return that is refused; one that is taken is in tests/unit/books',
  },
  { tasks: ['abandon-closing'], action: 'dynamodb:BatchGetItem', on: /StorageRuns/, why: CLOSING_GIVES_UP },
  { tasks: ['abandon-closing'], action: 'dynamodb:UpdateItem', on: /StorageRuns/, why: CLOSING_GIVES_UP },
  { tasks: ['abandon-closing'], action: 's3:GetObject', on: /closings/, why: CLOSING_GIVES_UP },
  { tasks: ['abandon-closing'], action: 's3:ListBucket', on: /storagework/, why: CLOSING_GIVES_UP },
  { tasks: ['abandon-closing'], action: 'kms:Decrypt', on: /StorageOurKey/, why: CLOSING_GIVES_UP },
  ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => ({
    tasks: ['journal-changes'],
    action: `dynamodb:${action}`,
    on: /./,
    why: 'Lambda reads the streams in its name: it makes no such call itself',
  })),
  { tasks: ['read-results'], action: 'dynamodb:Query', on: /StorageRuns/, why: FILE_TURNED_DOWN },
  { tasks: ['read-results'], action: 's3:GetObject', on: /payouts|drafted/, why: FILE_TURNED_DOWN },
  { tasks: ['read-results'], action: 'kms:Decrypt', on: /StorageOutboxKey/, why: FILE_TURNED_DOWN },
];

/** What `writesOnce` reads. */
const FIRST = 'Read only where two tries of one task meet, and the second finds what the first wrote';
const CLOCK = 'The end-to-end tests set the clock; in a fresh sandbox nobody has, and S3 must be able to say so';
const TWICE = 'Only where the same is done twice, or by two at once, and the second finds what stands';
const RECOVERY = 'Only where somebody’s death becomes known after they were paid';
const IN_DOUBT = 'Only where what an earlier month owes was paid after all, or its run has not ended';

const HOURLY = 'A rule starts it once an hour: the local cloud may come to its hour, or not';

export const BY_CHANCE: readonly NotCalled[] = [
  {
    tasks: ['release-files'],
    action: 's3:ListBucket',
    on: /storagework/,
    why: 'Only where a run comes to its release unsigned: then it must be told that there is no signature',
  },
  ...['dynamodb:BatchGetItem', 'dynamodb:Query', 's3:GetObject', 's3:ListBucket', 'kms:Decrypt'].map((action) => ({
    tasks: ['watch-month'],
    action,
    on: /./,
    why: HOURLY,
  })),
  {
    tasks: [
      'answer-unit',
      'apply-results',
      'ask-closing',
      'ask-unpaid-list',
      'begin-closing',
      'confirm-list',
      'count-books',
      'cut-off',
      'decide-conflict',
      'decide-exception',
      'decide-run',
      'instruct-payments',
      'list-rolls',
      'plan-reports',
      'publish-books',
      'read-results',
      'record-treasury-return',
      'register-submission',
      'reopen-period',
      'roll-forward-unit',
    ],
    action: 's3:ListBucket',
    on: /storagereference/,
    why: CLOCK,
  },
  { tasks: ['assemble-manifest'], action: 's3:GetObject', on: /paid-before/, why: FIRST },
  { tasks: ['apply-results'], action: 's3:GetObject', on: /applying/, why: FIRST },
  { tasks: ['begin-closing'], action: 's3:GetObject', on: /closings/, why: FIRST },
  { tasks: ['count-books'], action: 's3:GetObject', on: /counted/, why: FIRST },
  { tasks: ['publish-books'], action: 's3:GetObject', on: /verdict/, why: FIRST },
  { tasks: ['count-payments'], action: 's3:GetObject', on: /paid/, why: FIRST },
  { tasks: ['count-rolls'], action: 's3:GetObject', on: /rolls/, why: FIRST },
  { tasks: ['roll-up-figures'], action: 's3:GetObject', on: /figures/, why: FIRST },
  { tasks: ['write-transfer-request'], action: 's3:GetObject', on: /funding/, why: FIRST },
  { tasks: ['plan-reports'], action: 's3:GetObject', on: /storagework/, why: FIRST },
  { tasks: ['request-approval'], action: 'dynamodb:BatchGetItem', on: /StorageRuns/, why: TWICE },
  { tasks: ['request-approval'], action: 'states:SendTaskSuccess', on: /RunPayout/, why: TWICE },
  { tasks: ['instruct-payments'], action: 'dynamodb:BatchGetItem', on: /StoragePayments/, why: TWICE },
  { tasks: ['list-rolls'], action: 'dynamodb:BatchGetItem', on: /StorageRuns/, why: TWICE },
  { tasks: ['reconcile-chunk'], action: 'dynamodb:Query', on: /StorageEntitlements/, why: TWICE },
  {
    tasks: ['cut-off'],
    action: 'dynamodb:UpdateItem',
    on: /StorageRuns/,
    why: 'Only where a run finds nothing to pay',
  },
  {
    tasks: ['answer-unit'],
    action: 's3:ListBucket',
    on: /storagework/,
    why: 'Only where an earlier list of the unit is not closed yet',
  },
  {
    tasks: ['record-treasury-return'],
    action: 's3:ListBucket',
    on: /storageoutbox/,
    why: 'Only where a period is closed and has no books: S3 must be able to say so',
  },
  { tasks: ['answer-unit'], action: 'dynamodb:BatchGetItem', on: /Storage(Exceptions|Payments)/, why: RECOVERY },
  { tasks: ['answer-unit'], action: 'dynamodb:PartiQLInsert', on: /StorageExceptions/, why: RECOVERY },
  { tasks: ['draft-payments'], action: 'dynamodb:BatchGetItem', on: /Storage(Exceptions|Runs)/, why: IN_DOUBT },
  { tasks: ['draft-payments'], action: 'dynamodb:PartiQLInsert', on: /StorageExceptions/, why: IN_DOUBT },
];
