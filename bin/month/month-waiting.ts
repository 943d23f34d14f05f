import { worklistsKey } from '../../lambdas/domain/answers/answer-keys.ts';
import { waitingLists } from '../../lambdas/domain/answers/waiting.ts';
import { type WorklistKind, worklistKind } from '../../lambdas/domain/answers/worklist.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { type Day, dayOf, type Period } from '../../lambdas/domain/period.ts';
import type { ProviderId, ReferenceData } from '../../lambdas/domain/reference-data.ts';
import type { Submission } from '../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { waitingExceptions, waitingListsIn, waitingRun } from '../../lambdas/domain/watching/waiting-work.ts';
import type { Deployment } from '../deployment/deployment.ts';

/** Something that waits for somebody: so many of it, since when the first of them, until when. */
export interface WaitingFor {
  readonly what:
    | 'list-missing'
    | 'list-reading'
    | 'list-confirmation'
    | 'approval'
    | 'exception'
    | 'answer'
    | WorklistKind;
  /** The unit, run or provider; null of all units together. */
  readonly about: string | null;
  /** Lists, runs, exceptions, payments or people. */
  readonly count: number;
  /** Whole đồng of payments without an answer; null of anything else. */
  readonly amount: number | null;
  readonly since: Day | null;
  readonly by: Day | null;
  readonly isOverdue: boolean;
}

/** What waits in a month, as far as it was read already. */
export interface KnownMonth {
  readonly missing: readonly UnitCode[];
  readonly openedOn: Day | null;
  readonly listsBy: Day;
  readonly submissions: readonly Submission[];
  readonly runs: readonly PayoutRun[];
  /** Payments without an answer, by provider, with the day by which it is due. */
  readonly outstanding: readonly { provider: ProviderId; people: number; amount: number; by: Day | null }[];
}

/** Everything that waits in a month: lists, approvals, answers, exceptions, then what units' worklists say. */
export async function readWaiting(
  at: Deployment,
  month: Period,
  data: ReferenceData,
  known: KnownMonth,
  now: Date,
): Promise<WaitingFor[]> {
  return [
    ...missingLists(known, now),
    ...listsUnderWay(known.submissions, data, month, now),
    ...(await approvals(at, known.runs, now)),
    ...known.outstanding.map(({ provider, people, amount, by }) => ({
      what: 'answer' as const,
      about: provider,
      count: people,
      amount,
      since: null,
      by,
      isOverdue: by !== null && by < dayOf(now),
    })),
    ...exceptionsOf(await at.exceptions.ofPeriod(month), now),
    ...(await onWorklists(at, month, known.submissions)),
  ];
}

const nothingMore = { about: null, amount: null, by: null } as const;

function missingLists({ missing, openedOn, listsBy }: KnownMonth, now: Date): WaitingFor[] {
  if (missing.length === 0) return [];
  const isOverdue = dayOf(now) > listsBy;
  return [{ ...nothingMore, what: 'list-missing', count: missing.length, since: openedOn, by: listsBy, isOverdue }];
}

/** One line for each list that an officer must confirm; those that the system is at count together. */
function listsUnderWay(
  submissions: readonly Submission[],
  data: ReferenceData,
  month: Period,
  now: Date,
): WaitingFor[] {
  const waiting = waitingListsIn(submissions, data, month, now);
  const reading = waiting.filter(({ why }) => why !== 'confirmation');
  return [
    ...waiting
      .filter(({ why }) => why === 'confirmation')
      .map(({ unit, since, isOverdue }) => ({
        ...nothingMore,
        what: 'list-confirmation' as const,
        about: unit,
        count: 1,
        since: dayOf(new Date(since)),
        isOverdue,
      })),
    ...together('list-reading', reading),
  ];
}

async function approvals({ work }: Deployment, runs: readonly PayoutRun[], now: Date): Promise<WaitingFor[]> {
  const asked = runs.filter(({ status }) => status === 'awaiting-approval');
  const found = await inParallel(4, asked, async (run): Promise<WaitingFor[]> => {
    const shown = run.manifestKey === null ? undefined : await work.jsonIfThere(run.manifestKey, manifest);
    const waiting = waitingRun(run, shown?.approveBy ?? null, now);
    if (waiting === undefined) return [];
    const { missing, since, approveBy, isOverdue } = waiting;
    const by = approveBy === null ? null : dayOf(new Date(approveBy));
    return [
      { what: 'approval', about: run.run, count: missing, amount: null, since: dayOf(new Date(since)), by, isOverdue },
    ];
  });
  return found.flat();
}

function exceptionsOf(exceptions: Parameters<typeof waitingExceptions>[0], now: Date): WaitingFor[] {
  return together('exception', waitingExceptions(exceptions, now));
}

function together(
  what: 'list-reading' | 'exception',
  waiting: readonly { since: string; isOverdue: boolean }[],
): WaitingFor[] {
  const [first] = waiting.map(({ since }) => since).toSorted();
  if (first === undefined) return [];
  const isOverdue = waiting.some((one) => one.isOverdue);
  return [{ ...nothingMore, what, count: waiting.length, since: dayOf(new Date(first)), isOverdue }];
}

/** How many people wait for the police, a bank, their commune … over all units that have sent something. */
async function onWorklists(
  { outbox }: Deployment,
  month: Period,
  submissions: readonly Submission[],
): Promise<WaitingFor[]> {
  const units = [...new Set(submissions.map(({ unit }) => unit))];
  const published = await inParallel(16, units, (unit) => outbox.jsonIfThere(worklistsKey(unit, month), waitingLists));
  const lists = published.flatMap((one) => one?.lists ?? []);
  return worklistKind.options.flatMap((kind): WaitingFor[] => {
    const people = lists.filter((list) => list.kind === kind).flatMap((list) => list.people);
    const [since] = people.map((person) => person.since).toSorted();
    return since === undefined ? [] : [{ ...nothingMore, what: kind, count: people.length, since, isOverdue: false }];
  });
}
