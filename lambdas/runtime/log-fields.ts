import { z } from 'zod';
import { journaledTable } from '../domain/journal.ts';
import { runId } from '../domain/payouts/payment.ts';
import { period } from '../domain/period.ts';
import { providerId } from '../domain/reference-data.ts';
import { publicationRef } from '../domain/reports/report-objects.ts';
import { submissionId } from '../domain/rolls/submission.ts';
import { unitCode } from '../domain/unit.ts';

/** Below a hundred million: more rows than any list has, and too few digits for a personal id or an account. */
const count = z.number().int().nonnegative().max(99_999_999);
/** A word of our own code, as `awaiting-confirmation`. */
const code = z.string().regex(/^[a-z]{1,30}(?:-[a-z]{1,30}){0,5}$/);
const flag = z.boolean();
/** An execution's name. One of digits alone is none of ours. */
const execution = z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9_-]{1,80}$/);

/**
 * What a log line is about, so that everything about a month, a unit, a run or a payment is found with one search. The
 * runtime reads it out of a task's input; each line has those that its task was given.
 */
export const CORRELATION = {
  period: { schema: period, means: 'the month of payment' },
  unit: { schema: unitCode, means: 'code of the commune or district' },
  submission: { schema: submissionId, means: 'the list' },
  provider: { schema: providerId, means: 'the payment provider' },
  answer: { schema: z.string().regex(/^\d{8}T\d{6}Z-[a-z0-9]{8}$/), means: 'the file with a provider’s results' },
  run: { schema: runId, means: 'the payout run' },
  publication: { schema: publicationRef.shape.publication, means: 'the publication of reports' },
  closing: { schema: execution, means: 'the closing of a period, by its execution' },
  reference: { schema: z.string().regex(/^(?=.*[A-Z])[A-Z0-9]{16}$/), means: 'the payment' },
  execution: { schema: execution, means: 'the execution, where its machine says it' },
} as const;

/** Every other field that a log line may have. A value that its schema does not take is left out of the line. */
export const FIELDS = {
  task: { schema: code, means: 'the folder of `lambdas/`' },
  error: { schema: z.string().regex(/^[A-Za-z][A-Za-z.]{0,59}$/), means: 'the name of the error, as in ASL' },
  status: {
    schema: z.union([code, z.number().int().min(100).max(599)]),
    means: 'where it stands now, or the HTTP status',
  },
  outcome: { schema: code, means: 'how the task ended' },
  code: { schema: code, means: 'why a file is refused (codes.md)' },
  verdict: { schema: code, means: 'how the run ended' },
  manifest: { schema: z.string().regex(/^[0-9a-f]{64}$/), means: 'SHA-256 of the manifest' },
  version: { schema: count, means: 'the number of a receipt, or of a publication' },
  table: { schema: journaledTable, means: 'the table, as the journal names it' },
  changes: { schema: count, means: 'changes of its items' },
  chunk: { schema: count, means: 'the number of the chunk' },
  chunks: { schema: count, means: 'chunks' },
  batches: { schema: count, means: 'slices to be worked on side by side' },
  units: { schema: count, means: 'units' },
  people: { schema: count, means: 'people' },
  rows: { schema: count, means: 'rows' },
  rowsRead: { schema: count, means: 'rows of the list' },
  rowsHeld: { schema: count, means: 'of them held' },
  rowsRejected: { schema: count, means: 'of them rejected' },
  registryCalls: { schema: count, means: 'calls of the identity registry' },
  registryRetries: { schema: count, means: 'of them repetitions' },
  registryThrottled: { schema: count, means: 'of them turned away with 429' },
  registrySlowest: { schema: count, means: 'milliseconds of the slowest' },
  answers: { schema: count, means: 'lists that get a new receipt' },
  waiting: { schema: count, means: 'people on the unit’s worklists' },
  drafted: { schema: count, means: 'payments drafted' },
  deferred: { schema: count, means: 'people put off' },
  files: { schema: count, means: 'files' },
  lines: { schema: count, means: 'lines' },
  documents: { schema: count, means: 'papers to sign' },
  signatures: { schema: count, means: 'signatures, one of the run and one for each provider' },
  instructed: { schema: count, means: 'payments instructed' },
  paid: { schema: count, means: 'payments that are paid now' },
  failed: { schema: count, means: 'payments that have failed now' },
  returned: { schema: count, means: 'payments that came back now' },
  known: { schema: count, means: 'lines that said what was known' },
  exceptions: { schema: count, means: 'exceptions opened, or open' },
  settled: { schema: flag, means: 'whether nothing of the period is outstanding' },
  also: { schema: count, means: 'reports that an earlier schedule missed' },
  payments: { schema: count, means: 'payments' },
  unpaid: { schema: count, means: 'payments that nobody has' },
  unknown: { schema: count, means: 'payments that became unknown' },
  reopened: { schema: flag, means: 'whether the period was opened again' },
  listsMissing: { schema: count, means: 'communes that have sent nothing for the newest open period' },
  listsWaiting: { schema: count, means: 'lists that are being read or wait to be confirmed' },
  oldestListHours: { schema: count, means: 'age of the oldest of them' },
  listsOverdue: { schema: count, means: 'of them beyond their time' },
  daysToListDeadline: {
    schema: z.number().int().min(-999).max(999),
    means: 'days left to send lists; below zero: passed',
  },
  outstandingDong: { schema: z.number().int().nonnegative(), means: 'đồng instructed, of which no outcome is known' },
  daysToResultsDeadline: {
    schema: z.number().int().min(-999).max(999),
    means: 'days left for the providers to answer',
  },
  paymentsUnknown: { schema: count, means: 'payments without an answer in time that nobody has decided' },
  exceptionsOpen: { schema: count, means: 'exceptions that wait for a person' },
  exceptionsOverdue: { schema: count, means: 'of them beyond their time' },
  approvalsWaiting: { schema: count, means: 'runs that wait for approvers' },
  oldestApprovalHours: { schema: count, means: 'how long the oldest of them waits' },
  approvalsOverdue: { schema: count, means: 'of them beyond their time' },
  deadlinesMissed: { schema: count, means: 'days of the calendar that passed with their work undone' },
} as const;

export type FieldName = keyof typeof FIELDS;
export type FieldValue<Name extends FieldName> = z.output<(typeof FIELDS)[Name]['schema']>;

/** The names under which inputs carry what a line is about, `id` apart: it means a list, or a provider's answer. */
const named = z.looseObject({
  id: z.unknown().optional(),
  provider: z.unknown().optional(),
  request: z.unknown().optional(),
  pathParameters: z.unknown().optional(),
});

/**
 * What an input is about: of it, and of the request or the path in it, only what has the shape of our own ids. Whatever
 * else it holds is not looked at.
 */
export function correlationOf(input: unknown): Fields {
  const read = named.safeParse(input);
  if (!read.success) return {};
  const { id, provider, request, pathParameters, ...others } = read.data;
  return {
    ...(request !== undefined && correlationOf(request)),
    ...(pathParameters !== undefined && correlationOf(pathParameters)),
    ...fitting(CORRELATION, { ...others, provider, [provider === undefined ? 'submission' : 'answer']: id }),
  };
}

interface Kinds {
  readonly [name: string]: { readonly schema: z.ZodType };
}

/** What stands in a line. */
export type Fields = Readonly<Record<string, string | number | boolean>>;

/** Of some values those that are of a kind named here, and of its shape. */
export function fitting(kinds: Kinds, values: Readonly<Record<string, unknown>>): Fields {
  const fit: Record<string, string | number | boolean> = {};
  for (const [name, { schema }] of Object.entries(kinds)) {
    const read = loggable.safeParse(values[name]);
    if (read.success && schema.safeParse(read.data).success) fit[name] = read.data;
  }
  return fit;
}

const loggable = z.union([z.string(), z.number(), z.boolean()]);
