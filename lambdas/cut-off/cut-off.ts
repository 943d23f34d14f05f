import { payoutDay } from '../domain/calendar.ts';
import { carryIndex } from '../domain/carry.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { type RunId, runId } from '../domain/payment.ts';
import { cutOff as cutOffSchema, type PayoutRun } from '../domain/payout-run.ts';
import { addMonths, dayOf, formatPeriod, type Period, periodOf } from '../domain/period.ts';
import { takesChanges } from '../domain/period-record.ts';
import type { Clock, Message, Objects, References, Runs, Submissions } from '../domain/ports.ts';
import { type BatchRef, cutOffKey, type ProviderRef } from '../domain/run-objects.ts';
import { type UnitCode, unitCodesIn } from '../domain/unit.ts';

export interface Ports {
  readonly work: Pick<Objects, 'packFirst'>;
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
 * later waits for the supplementary run. Repeated, it gives the same cut-off: the first one stands.
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
    taskToken: null,
    decisions: [],
  });
  const nothing = async (body: string): Promise<CutOffOutcome> => {
    await ports.runs.advance(run, ['drafting'], 'nothing-to-pay');
    return { outcome: 'nothing-to-pay', message: { subject: `ansinh: nothing to pay in ${run}`, body } };
  };
  const { data, version } = await ports.references.current();
  if (!takesChanges(await ports.runs.period(month))) {
    return nothing(`Kỳ ${formatPeriod(month)} đã khóa sổ, không lập đợt chi trả mới.`);
  }
  const codes = unitCodesIn(data.units, month);
  // An emergency is paid by runs of its own, at its own time; no other run touches its lists.
  const purpose = request.kind === 'emergency' ? 'emergency' : 'regular';
  const rolls = await ports.submissions.rolls(codes, month, purpose);
  if (rolls.length === 0) {
    return nothing(
      `Chưa có đơn vị nào có danh sách${purpose === 'emergency' ? ' trợ giúp đột xuất' : ''} của kỳ ${formatPeriod(month)}. Đợt chi trả không được lập.`,
    );
  }

  const carry = purpose === 'emergency' ? new Map<UnitCode, string[]>() : await carryOf(ports, month);
  // A run has one cut-off: a retry that finds one uses it, though rolls may have moved on since, and two tries at the
  // same time use the same one. Its units are what every later task counts on.
  const frozen = await ports.work.packFirst(cutOffKey(run), cutOffSchema, {
    run,
    period: month,
    cutOffAt: recorded.startedAt,
    payOn: payoutDay(data, month),
    referenceVersion: version,
    rolls: rolls.map(({ unit, revision }) => ({ unit, revision, carry: carry.get(unit) ?? [] })),
  });
  const { data: used } = await ports.references.version(frozen.referenceVersion);
  return {
    outcome: 'cut-off',
    run,
    period: month,
    batches: batchesOf(run, frozen.rolls.length, unitsPerBatch),
    providers: used.providers.map(({ id }) => ({ run, provider: id })),
  };
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

function batchesOf(run: RunId, units: number, unitsPerBatch: number): BatchRef[] {
  return Array.from({ length: Math.ceil(units / unitsPerBatch) }, (_, batch) => ({
    run,
    from: batch * unitsPerBatch,
    to: Math.min((batch + 1) * unitsPerBatch, units),
  }));
}
