import { CORRELATION, FIELDS, type FieldName, type Fields, type FieldValue, fitting } from './log-fields.ts';

/** Measured in CloudWatch, 0.30 USD each and month: so few, and with no dimension but the deployment's name. */
export const METRICS = {
  ListsRefused: 'Count',
  RegistryCalls: 'Count',
  RegistryErrors: 'Count',
  RegistryThrottled: 'Count',
  RegistrySlowest: 'Milliseconds',
  RegistryFailures: 'Count',
  ControlTotalsBroken: 'Count',
  StoreThrottled: 'Count',
  PaymentsPaid: 'Count',
  PaymentsFailed: 'Count',
  PaymentsReturned: 'Count',
  ListsMissing: 'Count',
  ListsWaiting: 'Count',
  OldestListHours: 'Count',
  ListsOverdue: 'Count',
  RowsHeld: 'Count',
  DaysToListDeadline: 'Count',
  OutstandingDong: 'Count',
  DaysToResultsDeadline: 'Count',
  PaymentsUnknown: 'Count',
  ExceptionsOpen: 'Count',
  ExceptionsOverdue: 'Count',
  ApprovalsWaiting: 'Count',
  OldestApprovalHours: 'Count',
  ApprovalsOverdue: 'Count',
  DeadlinesMissed: 'Count',
} as const;
export type MetricName = keyof typeof METRICS;

interface Entry {
  readonly level: 'info' | 'warn' | 'error';
  readonly means: string;
  readonly fields: readonly FieldName[];
  /** Which metrics the line carries: a field's value, or 1 for each line. */
  readonly metrics?: Readonly<Partial<Record<MetricName, FieldName | 'each'>>>;
}

/**
 * Every line that a task may log, and no other: its code, its level, what it means and its fields, besides what it is
 * about (CORRELATION). Codes are stable: the runbook, the dashboard and saved searches name them.
 */
export const EVENTS = {
  'list-registered': { level: 'info', means: 'a list landed and is recorded', fields: [] },
  'list-repeated': {
    level: 'info',
    means: 'the event, or the same bytes, came again: the answer given stands',
    fields: [],
  },
  'list-refused': {
    level: 'warn',
    means: 'a file that is no list, or stands under a wrong key',
    fields: ['code'],
    metrics: { ListsRefused: 'each' },
  },
  'list-read': { level: 'info', means: 'a list was read into chunks of rows', fields: ['chunks'] },
  'chunk-reconciled': {
    level: 'info',
    means: 'the registry was asked about a chunk of rows, and claims are taken',
    fields: ['chunk', 'rows', 'rowsHeld', 'registryCalls', 'registryRetries', 'registryThrottled', 'registrySlowest'],
    metrics: {
      RegistryCalls: 'registryCalls',
      RegistryErrors: 'registryRetries',
      RegistryThrottled: 'registryThrottled',
      RegistrySlowest: 'registrySlowest',
    },
  },
  'list-closed': {
    level: 'info',
    means: 'a list has its standing',
    fields: ['outcome', 'status', 'rowsRead', 'rowsHeld', 'rowsRejected'],
  },
  'conflicts-settled': { level: 'info', means: 'who holds which claim is decided anew', fields: ['answers'] },
  'unit-answered': { level: 'info', means: 'a receipt and worklists are published', fields: ['version', 'waiting'] },
  'period-opened': { level: 'info', means: 'a month is open; so many rolls are carried over', fields: ['units'] },
  'roll-carried-over': {
    level: 'info',
    means: 'last month’s roll of a unit is to be verified again',
    fields: ['chunks'],
  },

  'run-cut-off': { level: 'info', means: 'rolls and reference data of a run are frozen', fields: ['batches'] },
  'run-not-cut-off': { level: 'warn', means: 'a run that was asked for was not begun', fields: ['outcome'] },
  'payments-drafted': { level: 'info', means: 'units of a run are drafted', fields: ['units', 'drafted', 'deferred'] },
  'files-built': { level: 'info', means: 'a provider’s files are built', fields: ['files', 'lines'] },
  'treasury-asked': { level: 'info', means: 'the request to the Treasury is written', fields: ['people', 'documents'] },
  'manifest-assembled': { level: 'info', means: 'what two people approve is assembled', fields: ['manifest'] },
  'approval-asked': { level: 'info', means: 'a run waits for its approvers', fields: [] },
  'run-ended': { level: 'warn', means: 'a run ended before any money moved', fields: ['verdict'] },
  'manifest-signed': { level: 'info', means: 'an approved run is signed', fields: ['signatures'] },
  'payments-instructed': { level: 'info', means: 'approved payments are marked as instructed', fields: ['instructed'] },
  'files-released': { level: 'info', means: 'files are published to the providers', fields: ['files'] },

  'changes-journaled': { level: 'info', means: 'changes of a table are kept', fields: ['table', 'changes'] },

  'answer-read': { level: 'info', means: 'a provider’s results were read', fields: ['chunks'] },
  'answer-refused': { level: 'warn', means: 'a file that holds no results we can read', fields: ['code'] },
  'answer-applied': {
    level: 'info',
    means: 'a chunk of results is applied',
    fields: ['chunk', 'lines', 'paid', 'failed', 'returned', 'known', 'exceptions'],
    metrics: { PaymentsPaid: 'paid', PaymentsFailed: 'failed', PaymentsReturned: 'returned' },
  },
  'answer-closed': { level: 'info', means: 'an answer’s totals hold', fields: ['settled', 'exceptions'] },

  'closing-begun': {
    level: 'info',
    means: 'books or unpaid lists of a period are being made, or were refused',
    fields: ['outcome'],
  },
  'books-counted': {
    level: 'info',
    means: 'a range of payments is counted',
    fields: ['payments', 'unpaid', 'unknown'],
  },
  'books-published': { level: 'info', means: 'books or unpaid lists are out', fields: ['outcome'] },
  'closing-abandoned': { level: 'warn', means: 'a closing failed', fields: ['reopened'] },

  'reports-planned': { level: 'info', means: 'what a publication counts is pinned', fields: ['outcome', 'also'] },
  'rolls-counted': { level: 'info', means: 'rolls of some units are counted', fields: ['units', 'people'] },
  'payments-counted': { level: 'info', means: 'payments of a range of shards are counted', fields: ['payments'] },
  'figures-rolled-up': {
    level: 'info',
    means: 'communes are added up to districts and the province',
    fields: ['batches'],
  },
  'reports-rendered': { level: 'info', means: 'files of some units are written', fields: ['units', 'files'] },
  'reports-published': { level: 'info', means: 'a publication is out', fields: ['version', 'files'] },

  'month-watched': {
    level: 'info',
    means: 'how the open months stand, once an hour',
    fields: [
      'listsMissing',
      'listsWaiting',
      'oldestListHours',
      'listsOverdue',
      'rowsHeld',
      'daysToListDeadline',
      'outstandingDong',
      'daysToResultsDeadline',
      'paymentsUnknown',
      'exceptionsOpen',
      'exceptionsOverdue',
      'approvalsWaiting',
      'oldestApprovalHours',
      'approvalsOverdue',
      'deadlinesMissed',
    ],
    metrics: {
      ListsMissing: 'listsMissing',
      ListsWaiting: 'listsWaiting',
      OldestListHours: 'oldestListHours',
      ListsOverdue: 'listsOverdue',
      RowsHeld: 'rowsHeld',
      DaysToListDeadline: 'daysToListDeadline',
      OutstandingDong: 'outstandingDong',
      DaysToResultsDeadline: 'daysToResultsDeadline',
      PaymentsUnknown: 'paymentsUnknown',
      ExceptionsOpen: 'exceptionsOpen',
      ExceptionsOverdue: 'exceptionsOverdue',
      ApprovalsWaiting: 'approvalsWaiting',
      OldestApprovalHours: 'oldestApprovalHours',
      ApprovalsOverdue: 'approvalsOverdue',
      DeadlinesMissed: 'deadlinesMissed',
    },
  },
  'no-month-open': { level: 'info', means: 'no month is open: nothing is watched', fields: [] },
  'request-answered': { level: 'info', means: 'somebody asked the HTTP API', fields: ['status'] },

  'registry-unavailable': {
    level: 'error',
    means: 'the registry did not answer; the machine tries again',
    fields: ['error'],
    metrics: { RegistryFailures: 'each' },
  },
  'registry-refused': {
    level: 'error',
    means: 'the registry refused our calls: address, key or contract',
    fields: ['error'],
    metrics: { RegistryFailures: 'each' },
  },
  'control-total-broken': {
    level: 'error',
    means: 'two counts that must be equal are not',
    fields: ['error'],
    metrics: { ControlTotalsBroken: 'each' },
  },
  'store-throttled': {
    level: 'error',
    means: 'a table kept refusing batches; the machine tries again',
    fields: ['error'],
    metrics: { StoreThrottled: 'each' },
  },
  'task-waits': { level: 'info', means: 'the machine tries again when what comes first is done', fields: ['error'] },
  'task-failed': {
    level: 'error',
    means: 'a task ended with an error; the runbook lists them by name',
    fields: ['error'],
  },
} as const satisfies Readonly<Record<string, Entry>>;

type EventCode = keyof typeof EVENTS;
type FieldsOf<Code extends EventCode> = (typeof EVENTS)[Code]['fields'][number];

/** One line of the log, as a task tells it. */
export type LogEvent = {
  [Code in EventCode]: { readonly event: Code } & { readonly [Name in FieldsOf<Code>]: FieldValue<Name> } & About;
}[EventCode];

/** What the input does not say of what the line is about, a task may tell. */
type About = { readonly [Name in keyof typeof CORRELATION]?: string | undefined };

/** The event of an error that ended a task. */
export function failureOf(error: unknown): LogEvent {
  const name = error instanceof Error ? error.name : 'unknown';
  switch (name) {
    case 'RegistryUnavailable':
      return { event: 'registry-unavailable', error: name };
    case 'RegistryRefused':
      return { event: 'registry-refused', error: name };
    case 'ControlTotalBroken':
      return { event: 'control-total-broken', error: name };
    case 'StoreThrottled':
      return { event: 'store-throttled', error: name };
    case 'RollUnderWay':
      return { event: 'task-waits', error: name };
    default:
      return { event: 'task-failed', error: name };
  }
}

/** A line as it is written: level, fields that fit their kinds, and the metrics that it carries. */
export interface Line {
  readonly level: Entry['level'];
  readonly fields: Fields;
  readonly metrics: readonly { readonly name: MetricName; readonly value: number }[];
}

/**
 * What is written of an event. Fields that the catalogue does not name for it, and values that are not of their
 * field's kind, are left out: a log can't hold what nobody meant to log.
 */
export function lineOf({ event, ...told }: LogEvent, task: string, about: Fields): Line {
  const { level, fields: names, metrics = {} }: Entry = EVENTS[event];
  const known = Object.fromEntries(names.map((name) => [name, FIELDS[name]]));
  const fields = {
    ...about,
    ...fitting(CORRELATION, told),
    ...fitting({ task: FIELDS.task, ...known }, { ...told, task }),
  };
  return {
    level,
    fields,
    metrics: metricNames(metrics).flatMap((name) => {
      const from = metrics[name];
      const value = from === 'each' ? 1 : from === undefined ? undefined : fields[from];
      return typeof value === 'number' ? [{ name, value }] : [];
    }),
  };
}

function metricNames(metrics: NonNullable<Entry['metrics']>): MetricName[] {
  return METRIC_NAMES.filter((name) => name in metrics);
}

const isMetric = (name: string): name is MetricName => name in METRICS;
/** Every metric, in the order of the catalogue. */
export const METRIC_NAMES: readonly MetricName[] = Object.keys(METRICS).filter(isMetric);
