import { z } from 'zod';
import { period } from './period.ts';

/** `closing`: changes are refused already while the books are made. */
const periodStatus = z.enum(['open', 'closing', 'closed']);
export type PeriodStatus = z.infer<typeof periodStatus>;

/** Who closed or reopened a period, and why. Appended, never rewritten. */
const periodStep = z.object({
  what: z.enum(['closing', 'closed', 'not-closed', 'reopened']),
  by: z.string(),
  at: z.iso.datetime(),
  /** Of a reopening: why. */
  reason: z.string().nullable(),
});
export type PeriodStep = z.infer<typeof periodStep>;

/** Whether a month takes lists, runs and results. */
export const periodRecord = z.object({
  period,
  status: periodStatus,
  openedAt: z.iso.datetime(),
  steps: z.array(periodStep).default([]),
  /** Where the closed period says what is owed still, in the outbox; null before it was closed. */
  carryIndexKey: z.string().nullable().default(null),
});
export type PeriodRecord = z.infer<typeof periodRecord>;

/** Whether a period may still be changed. One that nobody opened may: opening is for lists, not for books. */
export function takesChanges(record: PeriodRecord | undefined): boolean {
  return record === undefined || record.status === 'open';
}
