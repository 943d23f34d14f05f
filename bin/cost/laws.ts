import type { Driver } from './size.ts';

/** What the figures of a task grow with. */
export interface Law {
  /** Invocations, and with them starts, logs, and what it reads and writes of submissions and runs unless said otherwise. */
  readonly calls: Driver;
  /** Items of people that it reads and writes: lines, claims, payments, exceptions. Its time too, unless said otherwise. */
  readonly rows: Driver;
  readonly time?: Driver;
  /** Requests to buckets. */
  readonly objects: Driver;
  /** Exceptions that are read again and again: the samples' months have none, so each is a query that finds nothing. */
  readonly exceptions?: Driver;
  /** Items of submissions and runs. */
  readonly records?: Driver;
  readonly why: string;
}

/** Every task of a month. One that is missing here is an error: a new task has to say what it grows with. */
export const LAWS: Readonly<Record<string, Law>> = {
  'register-submission': { calls: 'communes', rows: 'communes', objects: 'communes', why: 'one list, one head' },
  'read-list': { calls: 'communes', rows: 'people', objects: 'chunks', why: 'reads every row, writes it in chunks' },
  'reconcile-chunk': {
    calls: 'chunks',
    rows: 'people',
    objects: 'chunks',
    why: 'a chunk, a line and a claim for each row',
  },
  'close-submission': { calls: 'communes', rows: 'people', objects: 'chunks', why: 'adds up the chunks of a list' },
  'settle-conflicts': {
    calls: 'communes',
    rows: 'people',
    objects: 'communes',
    why: 'people on two lists, of each closing',
  },
  'answer-unit': {
    calls: 'communes',
    rows: 'people',
    objects: 'chunks',
    why: 'a receipt of every row, read from the chunks',
  },
  'list-rolls': {
    calls: 'month',
    rows: 'communes',
    objects: 'month',
    records: 'communes',
    why: 'the pointer of every roll',
  },
  'roll-forward-unit': {
    calls: 'communes',
    rows: 'people',
    objects: 'chunks',
    why: 'reads the last roll, writes it in chunks',
  },
  'cut-off': {
    calls: 'month',
    rows: 'communes',
    objects: 'month',
    records: 'communes',
    why: 'the pointer of every roll',
  },
  'draft-payments': {
    calls: 'batches',
    rows: 'people',
    objects: 'communes',
    why: 'reads each line, writes a payment; a file for each unit',
  },
  'build-instructions': {
    calls: 'month',
    rows: 'people',
    objects: 'communes',
    why: 'each provider reads the drafts of every unit',
  },
  'write-transfer-request': { calls: 'month', rows: 'files', objects: 'files', why: 'one for each provider' },
  'assemble-manifest': { calls: 'month', rows: 'people', objects: 'communes', why: 'reads the sums of every unit' },
  'request-approval': { calls: 'month', rows: 'month', objects: 'month', why: 'one run' },
  'start-run': { calls: 'month', rows: 'month', objects: 'month', why: 'one run' },
  'decide-run': { calls: 'month', rows: 'month', objects: 'month', why: 'two people' },
  'sign-manifest': { calls: 'month', rows: 'month', objects: 'files', why: 'one run, the hashes of its files' },
  'instruct-payments': { calls: 'batches', rows: 'people', objects: 'communes', why: 'an update for each payment' },
  'release-files': { calls: 'month', rows: 'people', objects: 'files', why: 'copies every file' },
  'close-run': { calls: 'month', rows: 'month', objects: 'month', why: 'a run that nobody approved' },
  'abandon-closing': { calls: 'closings', rows: 'closings', objects: 'closings', why: 'a closing that failed' },
  'read-results': {
    calls: 'files',
    rows: 'people',
    objects: 'resultChunks',
    why: 'reads each line of an answer, writes it in chunks',
  },
  'apply-results': {
    calls: 'resultChunks',
    rows: 'people',
    objects: 'resultChunks',
    why: 'reads and updates each payment',
  },
  'close-settlement': {
    calls: 'files',
    rows: 'payments walked',
    exceptions: 'files',
    objects: 'resultChunks',
    why: 'four answers and the last add up all payments of the month; each asks for its exceptions',
  },
  'plan-reports': {
    calls: 'publications',
    rows: 'publications × communes',
    exceptions: 'publications',
    time: 'publications × communes',
    objects: 'publications',
    records: 'publications × communes',
    why: 'the pointer of every roll; the exceptions of the month',
  },
  'count-rolls': {
    calls: 'publications × batches',
    rows: 'publications × people',
    objects: 'publications × batches',
    records: 'publications × communes',
    why: 'reads each line of this month and of the last',
  },
  'count-payments': {
    calls: 'publications × ranges',
    rows: 'publications × people × months read',
    time: 'publications × people × months',
    objects: 'publications × months',
    why: 'counts the payments of every month since January; the closed ones lie in 256 objects each',
  },
  'roll-up-figures': {
    calls: 'publications',
    rows: 'publications × communes',
    objects: 'publications × batches',
    why: 'adds up every unit',
  },
  'render-reports': {
    calls: 'publications × batches',
    rows: 'publications × communes',
    objects: 'publications × communes',
    why: 'the files of every unit',
  },
  'publish-manifest': {
    calls: 'publications',
    rows: 'publications × communes',
    objects: 'publications × batches',
    why: 'names the files of every unit',
  },
  'begin-closing': { calls: 'closings', rows: 'closings', objects: 'closings', why: 'one period' },
  'count-books': {
    calls: 'closings × ranges',
    rows: 'closings × people',
    objects: 'closings × communes',
    why: 'adds up all payments of the month; what each unit is owed',
  },
  'publish-books': {
    calls: 'closings',
    rows: 'closings × people',
    objects: 'closings × communes',
    why: 'the files of every unit',
  },
  'watch-month': {
    calls: 'hours',
    rows: 'hours',
    exceptions: 'hours × months',
    time: 'hours × communes',
    objects: 'hours',
    records: 'hours × communes',
    why: 'every hour: the pointers of the open months, the exceptions of a year',
  },
  'journal-changes': {
    calls: 'communes',
    rows: 'people',
    objects: 'communes',
    why: 'a few batches for each list; every change of the tables',
  },
};

/** Not of a real deployment: the stub of the registry, and who makes the users of a sandbox. */
export const OF_A_SANDBOX = ['identity-stub', 'sample-users'];

/** The tasks of a month's opening: in a month without lists they have done nothing else. */
export const OF_OPENING = [
  'list-rolls',
  'roll-forward-unit',
  'reconcile-chunk',
  'close-submission',
  'settle-conflicts',
  'answer-unit',
];
