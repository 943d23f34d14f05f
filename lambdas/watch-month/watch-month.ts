import { inParallel } from '../domain/in-parallel.ts';
import { isReleased, type Manifest, manifest, type PayoutRun } from '../domain/payouts/payout-run.ts';
import { releasedManifestKey } from '../domain/payouts/run-objects.ts';
import { addMonths, dayOf, type Period, periodOf } from '../domain/period.ts';
import type { Clock, Exceptions, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { unitsWithoutList } from '../domain/reports/late-units.ts';
import type { RollPointer } from '../domain/rolls/submission.ts';
import type { PaymentException } from '../domain/settlement/payment-exception.ts';
import { settledBooks } from '../domain/settlement/settlement.ts';
import { unitCodesIn } from '../domain/unit.ts';
import {
  type Deadline,
  deadlinesOf,
  hoursSince,
  type WaitingRun,
  waitingExceptions,
  waitingListsIn,
  waitingRun,
} from '../domain/watching/waiting-work.ts';

export interface Ports {
  readonly work: Pick<Objects, 'jsonIfThere'>;
  readonly outbox: Pick<Objects, 'json' | 'keys'>;
  readonly submissions: Pick<Submissions, 'rolls' | 'ofUnit'>;
  readonly references: Pick<References, 'current'>;
  readonly runs: Pick<Runs, 'periods' | 'ofPeriod'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** How the open months stand, in figures: what the dashboard shows and alarms watch. Lists are of the newest open month. */
export interface SeenMonths {
  readonly period: Period;
  readonly listsMissing: number;
  readonly listsWaiting: number;
  readonly oldestListHours: number;
  readonly listsOverdue: number;
  readonly rowsHeld: number;
  readonly daysToListDeadline: number;
  /** Whole đồng that providers were told to pay and of which no outcome is known. */
  readonly outstandingDong: number;
  readonly daysToResultsDeadline: number;
  readonly paymentsUnknown: number;
  readonly exceptionsOpen: number;
  readonly exceptionsOverdue: number;
  readonly approvalsWaiting: number;
  readonly oldestApprovalHours: number;
  readonly approvalsOverdue: number;
  readonly deadlinesMissed: number;
}

/** A month is closed within a year, or it is a matter for the books. */
const MONTHS_BACK = 12;

/**
 * Looks at the small tables, never at payments or rows: a province's month is some hundred reads. What is outstanding
 * is what the released manifests instructed less what the newest answer's record says of it, so a decision of an
 * officer shows with the next answer; `ansinh status` counts the payments themselves.
 * @returns undefined where no month is open.
 */
export async function watchMonth(ports: Ports): Promise<SeenMonths | undefined> {
  const now = await ports.clock.now();
  const current = periodOf(dayOf(now));
  const months = Array.from({ length: MONTHS_BACK + 2 }, (_, index) => addMonths(current, index - MONTHS_BACK));
  const records = await ports.runs.periods(months);
  const open = records.filter(({ status }) => status !== 'closed').map(({ period }) => period);
  const newest = open.at(-1);
  if (newest === undefined) return undefined;
  const { data } = await ports.references.current();
  const seen = await inParallel(2, open, (month) => watchOne(ports, data, month, now));
  const exceptions = (await inParallel(4, records, ({ period }) => ports.exceptions.ofPeriod(period))).flat();
  const lists = await listsOf(ports, data, newest, now);
  const results = seen.flatMap((one) =>
    one.outstanding > 0 ? one.deadlines.filter(({ what }) => what === 'results') : [],
  );
  const ofNewest = seen.at(-1)?.deadlines ?? [];
  const daysLeft = (deadlines: readonly Deadline[], what: Deadline['what']) =>
    Math.min(...deadlines.filter((one) => one.what === what).map((one) => one.daysLeft));
  // Opened by its schedule on the first; that it was not is nobody's failed execution, so nothing else would tell.
  const isUnopened =
    records.every(({ period }) => period !== current) && records.some(({ period }) => period < current);
  return {
    period: newest,
    ...lists,
    daysToListDeadline: daysLeft(ofNewest, 'lists'),
    outstandingDong: seen.reduce((sum, { outstanding }) => sum + outstanding, 0),
    daysToResultsDeadline: daysLeft(results.length > 0 ? results : ofNewest, 'results'),
    ...exceptionFigures(exceptions, now),
    ...approvalFigures(
      seen.flatMap(({ approvals }) => approvals),
      now,
    ),
    deadlinesMissed: seen.flatMap((one) => one.missed).length + (isUnopened ? 1 : 0),
  };
}

async function listsOf(ports: Ports, data: ReferenceData, month: Period, now: Date) {
  const codes = unitCodesIn(data.units, month);
  const rolls = await ports.submissions.rolls(codes, month);
  const submissions = await inParallel(16, codes, (unit) => ports.submissions.ofUnit(unit, month));
  const waiting = submissions.flatMap((ofUnit) => waitingListsIn(ofUnit, data, month, now));
  return {
    listsMissing: missingLists(data, month, rolls),
    listsWaiting: waiting.length,
    oldestListHours: Math.max(0, ...waiting.map(({ since }) => hoursSince(since, now))),
    listsOverdue: waiting.filter(({ isOverdue }) => isOverdue).length,
    rowsHeld: rolls.reduce((sum, { totals }) => sum + totals.held.rows, 0),
  };
}

/** A roll that was carried over is no list. */
function missingLists(data: ReferenceData, month: Period, rolls: readonly RollPointer[]): number {
  const sent = new Set(rolls.filter(({ rolledForward }) => !rolledForward).map(({ unit }) => unit));
  return unitsWithoutList(data.units, month, sent).length;
}

interface Seen {
  readonly outstanding: number;
  readonly approvals: readonly WaitingRun[];
  readonly deadlines: readonly Deadline[];
  readonly missed: readonly Deadline[];
}

async function watchOne(ports: Ports, data: ReferenceData, month: Period, now: Date): Promise<Seen> {
  const runs = await ports.runs.ofPeriod(month);
  const rolls = await ports.submissions.rolls(unitCodesIn(data.units, month), month);
  const manifests = await inParallel(4, runs.filter(isReleased), ({ run }) =>
    ports.outbox.json(releasedManifestKey(run), manifest),
  );
  const outstanding = await outstandingOf(ports, month, manifests);
  const deadlines = deadlinesOf(month, data, now, {
    missingLists: missingLists(data, month, rolls),
    runs,
    manifests,
    isOutstanding: outstanding > 0,
  });
  return {
    outstanding,
    approvals: (await inParallel(4, runs, (run) => approvalOf(ports, run, now))).filter((one) => one !== undefined),
    deadlines,
    // Communes that are late are written to on the day after; where nobody has a roll there is nobody to pay.
    missed: deadlines.filter(
      ({ what, isMissed }) => isMissed && (what === 'results' || (what === 'payout' && rolls.length > 0)),
    ),
  };
}

async function approvalOf({ work }: Pick<Ports, 'work'>, run: PayoutRun, now: Date): Promise<WaitingRun | undefined> {
  if (run.status !== 'awaiting-approval' || run.manifestKey === null) return undefined;
  const asked = await work.jsonIfThere(run.manifestKey, manifest);
  return waitingRun(run, asked?.approveBy ?? null, now);
}

async function outstandingOf({ outbox }: Ports, month: Period, manifests: readonly Manifest[]): Promise<number> {
  const instructed = manifests.reduce((sum, one) => sum + one.instructed.amount, 0);
  if (instructed === 0) return 0;
  const keys = [...(await outbox.keys(`settlements/${month}/`))];
  // An answer's name begins with when it came. One that came earlier may have been closed later, and what is known never
  // becomes less: of the last few, whichever knows most.
  const newestFirst = keys.toSorted((one, other) => (nameOf(one) > nameOf(other) ? -1 : 1));
  let read = 0;
  let known = 0;
  for (const key of newestFirst) {
    const { books } = await outbox.json(key, settledBooks);
    if (books === undefined) continue;
    const decided = books.filter(({ state }) => state === 'paid' || state === 'failed' || state === 'returned');
    known = Math.max(
      known,
      decided.reduce((sum, { amount }) => sum + amount, 0),
    );
    read += 1;
    if (read === LAST_FEW) break;
  }
  return Math.max(0, instructed - known);
}

/** Answers are closed side by side, a few at a time. */
const LAST_FEW = 4;

function nameOf(key: string): string {
  return key.split('/').at(-1) ?? key;
}

function exceptionFigures(exceptions: readonly PaymentException[], now: Date) {
  const waiting = waitingExceptions(exceptions, now);
  return {
    paymentsUnknown: waiting.filter(({ code }) => code === 'no-answer').length,
    exceptionsOpen: waiting.length,
    exceptionsOverdue: waiting.filter(({ isOverdue }) => isOverdue).length,
  };
}

function approvalFigures(waiting: readonly WaitingRun[], now: Date) {
  return {
    approvalsWaiting: waiting.length,
    oldestApprovalHours: Math.max(0, ...waiting.map(({ since }) => hoursSince(since, now))),
    approvalsOverdue: waiting.filter(({ isOverdue }) => isOverdue).length,
  };
}
