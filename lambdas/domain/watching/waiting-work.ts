import { answersDueOn, daysBetween, listDeadline, payDayOf, payoutDay } from '../calendar.ts';
import { APPROVALS_NEEDED, approversOf, isReleased, type Manifest, type PayoutRun } from '../payouts/payout-run.ts';
import { type Day, day, dayOf, type Period } from '../period.ts';
import type { ReferenceData } from '../reference-data.ts';
import type { Submission } from '../rolls/submission.ts';
import type { PaymentException } from '../settlement/payment-exception.ts';

/*
 * What waits for somebody, since when, and whether for too long: the hourly watch rings about it, `ansinh status` shows it.
 */

const HOUR = 60 * 60 * 1000;

/** How long something may wait, in milliseconds, before somebody is told. */
const PATIENCE = {
  /** A list is read within minutes. The machine waits up to 92 minutes for the registry, up to 100 for an earlier list. */
  reading: 4 * HOUR,
  /** A working day; and half of one when the last day for lists has come. */
  confirmation: 24 * HOUR,
  confirmationOnLastDay: 4 * HOUR,
  approval: 24 * HOUR,
  /** So long before files must be at a provider, approvers are reminded whatever they had. */
  approveBy: 4 * HOUR,
  /** A provider asked by telephone answers in writing within three days. */
  exception: 72 * HOUR,
} as const;

interface Waiting {
  /** An instant. */
  readonly since: string;
  readonly isOverdue: boolean;
}

/** reading: under way, or crashed; unanswered: closed, without a receipt yet; confirmation: an officer must say that it is meant so. */
export interface WaitingList extends Waiting, Pick<Submission, 'unit' | 'id'> {
  readonly why: 'reading' | 'unanswered' | 'confirmation';
}

/** The lists of a unit that wait, for the system or for an officer. */
export function waitingListsIn(
  submissions: readonly Submission[],
  data: ReferenceData,
  month: Period,
  now: Date,
): WaitingList[] {
  const isLastDay = dayOf(now) >= listDeadline(data, month);
  return submissions.flatMap((one): WaitingList[] => {
    if (one.origin !== 'list') return [];
    const why = whyWaiting(one);
    if (why === undefined) return [];
    const patience =
      why !== 'confirmation' ? PATIENCE.reading : isLastDay ? PATIENCE.confirmationOnLastDay : PATIENCE.confirmation;
    const { unit, id, receivedAt } = one;
    return [{ unit, id, why, since: receivedAt, isOverdue: ageOf(receivedAt, now) > patience }];
  });
}

function whyWaiting({ status, receiptVersion }: Submission): WaitingList['why'] | undefined {
  if (status === 'reading') return 'reading';
  if (status === 'awaiting-confirmation') return 'confirmation';
  return status === 'current' && receiptVersion === 0 ? 'unanswered' : undefined;
}

export interface WaitingRun extends Waiting, Pick<PayoutRun, 'run'> {
  /** How many people must approve still. */
  readonly missing: number;
  /** By when, so that every provider has its files in time; null where any hour will do. */
  readonly approveBy: string | null;
}

/** A run before its approvers; undefined when it is not there. It counts since it was started: drafting takes minutes. */
export function waitingRun(run: PayoutRun, approveBy: Manifest['approveBy'], now: Date): WaitingRun | undefined {
  if (run.status !== 'awaiting-approval') return undefined;
  const isUrgent = approveBy !== null && Date.parse(approveBy) - now.getTime() < PATIENCE.approveBy;
  return {
    run: run.run,
    since: run.startedAt,
    missing: APPROVALS_NEEDED - approversOf(run).size,
    approveBy,
    isOverdue: isUrgent || ageOf(run.startedAt, now) > PATIENCE.approval,
  };
}

export interface WaitingException extends Waiting, Pick<PaymentException, 'id' | 'code' | 'provider'> {}

/** The exceptions that nobody has decided, the oldest first. */
export function waitingExceptions(exceptions: readonly PaymentException[], now: Date): WaitingException[] {
  return exceptions
    .filter(({ decision }) => decision === null)
    .map(({ id, code, provider, openedAt }) => ({
      id,
      code,
      provider,
      since: openedAt,
      isOverdue: ageOf(openedAt, now) > PATIENCE.exception,
    }))
    .sort((one, other) => (one.since < other.since ? -1 : 1));
}

/** Whole hours since an instant; 0 where it lies ahead. */
export function hoursSince(instant: string, now: Date): number {
  return Math.max(0, Math.floor(ageOf(instant, now) / HOUR));
}

function ageOf(instant: string, now: Date): number {
  return now.getTime() - Date.parse(instant);
}

/** A day of the month's calendar. `daysLeft`: 0 today, below nothing once it has passed. */
export interface Deadline {
  readonly what: 'lists' | 'payout' | 'results';
  readonly day: Day;
  readonly daysLeft: number;
  /** Whether the work that was due is done. */
  readonly isDone: boolean;
  readonly isMissed: boolean;
}

/**
 * The days of a month by which something must be done. Lists: by the end of the calendar's day. Payout: the last day on
 * which the calendar lets a provider pay (weekends and holidays move it). Results: the day of the runs that are out.
 */
export function deadlinesOf(
  month: Period,
  data: ReferenceData,
  now: Date,
  known: {
    readonly missingLists: number;
    readonly runs: readonly Pick<PayoutRun, 'kind' | 'status'>[];
    readonly manifests: readonly Pick<Manifest, 'payOn' | 'byProvider'>[];
    readonly isOutstanding: boolean;
  },
): Deadline[] {
  const today = dayOf(now);
  const deadline = (what: Deadline['what'], on: Day, isDone: boolean): Deadline => {
    const daysLeft = daysBetween(today, on);
    return { what, day: on, daysLeft, isDone, isMissed: daysLeft < 0 && !isDone };
  };
  const begin = new Date(`${payoutDay(data, month)}T00:00:00+07:00`);
  const payDays = data.providers.map((provider) => payDayOf(provider, data, month, begin));
  const paidFrom = known.manifests.flatMap(({ payOn, byProvider }) => [
    payOn,
    ...byProvider.map((one) => one.payOn ?? payOn),
  ]);
  const isPaid = known.runs.some((run) => run.kind === 'regular' && isReleased(run));
  const isEmpty = known.runs.some((run) => run.kind === 'regular' && run.status === 'nothing-to-pay');
  return [
    deadline('lists', listDeadline(data, month), known.missingLists === 0),
    deadline('payout', latest(payDays) ?? payoutDay(data, month), isPaid || isEmpty),
    deadline('results', answersDueOn(data, month, latest(paidFrom) ?? payoutDay(data, month)), !known.isOutstanding),
  ];
}

function latest(days: readonly Day[]): Day | undefined {
  const last = days.toSorted().at(-1);
  return last === undefined ? undefined : day.parse(last);
}
