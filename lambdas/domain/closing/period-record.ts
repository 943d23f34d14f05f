import { z } from 'zod';
import { period } from '../period.ts';

/** `closing`: changes are refused already while the books are made. */
const periodStatus = z.enum(['open', 'closing', 'closed']);
export type PeriodStatus = z.infer<typeof periodStatus>;

/** Who closed or reopened a period, and why. Appended, never rewritten. */
const periodStep = z.object({
  what: z.enum(['closing', 'closed', 'not-closed', 'reopened']),
  by: z.string(),
  at: z.iso.datetime(),
  /** Of a reopening: why; of a closing that was given up: what has to be done first. */
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

/** A step that somebody took at an instant: who took it knows it again by these. */
type TakenStep = Pick<PeriodStep, 'by' | 'at'>;

/** The step of that kind that was taken by somebody at an instant, if it stands on record. */
export function stepOf(
  record: Pick<PeriodRecord, 'steps'> | undefined,
  what: PeriodStep['what'],
  { by, at }: TakenStep,
): PeriodStep | undefined {
  return record?.steps.find((step) => step.what === what && step.by === by && step.at === at);
}

/** Whether a period is being closed by the closing that began so, and by no later one. */
export function isOwnClosing(record: PeriodRecord | undefined, begun: TakenStep): boolean {
  const last = record?.steps.at(-1);
  return record?.status === 'closing' && last !== undefined && last === stepOf(record, 'closing', begun);
}

/** By which closing a period is closed, as a name: every one adds steps, so a reopened period is closed by another. */
export function closingOf({ status, steps }: Pick<PeriodRecord, 'status' | 'steps'>): string | undefined {
  return status === 'closed' ? `closing-${steps.length}` : undefined;
}
