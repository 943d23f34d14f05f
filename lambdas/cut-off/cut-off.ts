import { payoutDay } from '../domain/calendar.ts';
import { carryIndex } from '../domain/closing/carry.ts';
import { takesChanges } from '../domain/closing/period-record.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type RunId, runId } from '../domain/payouts/payment.ts';
import { type CutOff, cutOff as cutOffSchema, mayStillInstruct, type PayoutRun } from '../domain/payouts/payout-run.ts';
import { type BatchRef, cutOffKey, type ProviderRef } from '../domain/payouts/run-objects.ts';
import { addMonths, dayOf, formatPeriod, type Period, periodOf } from '../domain/period.ts';
import type { Clock, Message, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import { slicesOf } from '../domain/slices.ts';
import { type UnitCode, unitCodesIn } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst' | 'unpackIfThere'>;
  readonly outbox: Pick<Objects, 'unpackSealed'>;
  readonly submissions: Pick<Submissions, 'rolls'>;
  readonly references: References;
  readonly runs: Pick<Runs, 'start' | 'period' | 'periods' | 'advance' | 'ofPeriod'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface RunRequest {
  /** Left out on schedule: then it is the month of today in Viet Nam. */
  readonly period?: Period | undefined;
  readonly kind: PayoutRun['kind'];
  readonly startedBy: string;
  /** Left out on schedule: then it is made from the name of the execution. */
  readonly run?: RunId | undefined;
}

export type CutOffOutcome =
  | {
      readonly outcome: 'cut-off';
      readonly run: RunId;
      readonly period: Period;
      readonly batches: BatchRef[];
      readonly providers: ProviderRef[];
    }
  | { readonly outcome: 'nothing-to-pay'; readonly message: Message };

/**
 * Freezes what a run uses: the revision of every unit's roll, and the version of the reference data. What arrives
 * later waits for the supplementary run. A run gives way to one that started before it and is still open. Repeated, it
 * gives the same cut-off: the first one stands.
 */
export async function cutOff(
  ports: Ports,
  request: RunRequest,
  execution: string,
  unitsPerBatch: number,
): Promise<CutOffOutcome> {
  const now = await ports.clock.now();
  const month = request.period ?? periodOf(dayOf(now));
  const run = request.run ?? runId.parse(`${month}-${request.kind}-${execution.toLowerCase().slice(0, 8)}`);
  const recorded = await ports.runs.start({
    schemaVersion: 1,
    run,
    period: month,
    kind: request.kind,
    startedBy: request.startedBy,
    startedAt: now.toISOString(),
    status: 'drafting',
    manifestHash: null,
    manifestKey: null,
    taskTokens: [],
    decisions: [],
  });
  // A run has one cut-off: a repeat that finds it uses it, though rolls may have moved on since.
  const frozen = (await ports.work.unpackIfThere(cutOffKey(run), cutOffSchema)) ?? (await freeze(ports, recorded));
  if ('nothing' in frozen) {
    await ports.runs.advance(run, ['drafting'], 'nothing-to-pay');
    return {
      outcome: 'nothing-to-pay',
      message: { subject: `ansinh: nothing to pay in ${run}`, body: frozen.nothing },
    };
  }
  const { data: used } = await ports.references.version(frozen.referenceVersion);
  return {
    outcome: 'cut-off',
    run,
    period: month,
    batches: slicesOf(frozen.rolls.length, unitsPerBatch).map((slice) => ({ run, ...slice })),
    providers: used.providers.map(({ id }) => ({ run, provider: id })),
  };
}

/** Writes the cut-off, or says why there is nothing to pay, in the words that officers are told. */
async function freeze(ports: Ports, own: PayoutRun): Promise<CutOff | { readonly nothing: string }> {
  const { run, period: month } = own;
  if (!takesChanges(await ports.runs.period(month))) {
    return { nothing: `Kỳ ${formatPeriod(month)} đã khóa sổ, không lập đợt chi trả mới.` };
  }
  const before = await openRunBefore(ports.runs, own);
  if (before) {
    const isWaiting = before.status === 'awaiting-approval';
    return {
      nothing:
        `Đợt ${run} không được lập vì đợt ${before.run}, lập trước, ${isWaiting ? 'đang chờ phê duyệt' : 'chưa kết thúc'}. ` +
        `Hãy ${isWaiting ? 'phê duyệt hoặc từ chối' : 'chờ'} đợt ${before.run}, rồi lập lại nếu vẫn cần: ansinh run ${month}`,
    };
  }
  const { data, version } = await ports.references.current();
  // An emergency is paid by runs of its own, at its own time; no other run touches its lists.
  const purpose = own.kind === 'emergency' ? 'emergency' : 'regular';
  const rolls = await ports.submissions.rolls(unitCodesIn(data.units, month), month, purpose);
  if (rolls.length === 0) {
    const which = purpose === 'emergency' ? ' trợ giúp đột xuất' : '';
    return {
      nothing: `Chưa có đơn vị nào có danh sách${which} của kỳ ${formatPeriod(month)}. Đợt chi trả không được lập.`,
    };
  }
  if (own.status === 'nothing-to-pay') {
    // What was in its way may be gone by now, but the run is over, and its drafts would be everybody's.
    return { nothing: `Đợt ${run} đã kết thúc mà không chi trả. Nếu vẫn cần, hãy lập đợt mới: ansinh run ${month}` };
  }
  const carry = purpose === 'emergency' ? new Map<UnitCode, string[]>() : await carryOf(ports, month);
  // Two tries at the same time use the same one. Its units are what every later task counts on.
  return ports.work.packFirst(cutOffKey(run), cutOffSchema, {
    run,
    period: month,
    kind: own.kind,
    cutOffAt: own.startedAt,
    payOn: payoutDay(data, month),
    referenceVersion: version,
    rolls: rolls.map(({ unit, revision }) => ({ unit, revision, carry: carry.get(unit) ?? [] })),
  });
}

/**
 * Another regular or supplementary run of the month that started before this one and may still instruct: both would pay
 * from the same rolls, and this one would find everybody drafted. A schedule does not ask `start-run`, so it is asked
 * here too. Emergency help comes from lists of its own and waits for nobody.
 */
async function openRunBefore(runs: Pick<Runs, 'ofPeriod'>, own: PayoutRun): Promise<PayoutRun | undefined> {
  if (own.kind === 'emergency') return undefined;
  const startedBefore = (one: PayoutRun) =>
    one.startedAt < own.startedAt || (one.startedAt === own.startedAt && one.run < own.run);
  return (await runs.ofPeriod(own.period)).find(
    (one) => one.kind !== 'emergency' && mayStillInstruct(one.status) && startedBefore(one),
  );
}

/** How long somebody's unpaid money is looked for among closed periods. */
const CARRY_MONTHS = 24;

/** Where the closed periods before this one say what the people of each unit are owed still. */
async function carryOf(
  { runs, outbox }: Pick<Ports, 'runs' | 'outbox'>,
  month: Period,
): Promise<Map<UnitCode, string[]>> {
  const before = Array.from({ length: CARRY_MONTHS }, (_, index) => addMonths(month, -1 - index));
  const keys = (await runs.periods(before)).flatMap(({ status, carryIndexKey }) =>
    status === 'closed' && carryIndexKey !== null ? [carryIndexKey] : [],
  );
  const indexes = await inParallel(4, keys, (key) => outbox.unpackSealed(key, carryIndex));
  const byUnit = Map.groupBy(
    indexes.flatMap(({ units }) => units),
    ({ unit }) => unit,
  );
  return new Map([...byUnit].map(([unit, own]) => [unit, own.map(({ key }) => key)]));
}
