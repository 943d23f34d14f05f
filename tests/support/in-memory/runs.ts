import {
  type PeriodRecord,
  type PeriodStatus,
  type PeriodStep,
  periodRecord,
} from '../../../lambdas/domain/closing/period-record.ts';
import type { RunId } from '../../../lambdas/domain/payouts/payment.ts';
import {
  type Decision,
  type PayoutRun,
  payoutRun,
  type RunStatus,
} from '../../../lambdas/domain/payouts/payout-run.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { Runs } from '../../../lambdas/domain/ports.ts';
import type { TreasuryReturn } from '../../../lambdas/domain/settlement/treasury-return.ts';

/** The months and their runs; every step of a run has its condition, as in the table. */
export class RunsInMemory implements Runs {
  readonly #periods = new Map<Period, PeriodRecord>();
  readonly #runs = new Map<RunId, PayoutRun>();
  readonly #returns: TreasuryReturn[] = [];

  async openPeriod(month: Period, openedAt: Date): Promise<PeriodRecord> {
    const stored = this.#periods.get(month);
    const record = stored ?? periodRecord.parse({ period: month, status: 'open', openedAt: openedAt.toISOString() });
    this.#periods.set(month, record);
    return record;
  }

  async movePeriod(
    month: Period,
    from: readonly PeriodStatus[],
    to: PeriodStatus,
    step: PeriodStep,
    carryIndexKey?: string,
    after?: number,
  ): Promise<boolean> {
    const stored = from.includes('open') ? await this.openPeriod(month, new Date(step.at)) : this.#periods.get(month);
    if (!stored || !from.includes(stored.status)) return false;
    if (after !== undefined && after !== stored.steps.length) return false;
    const steps = [...stored.steps, step];
    this.#periods.set(month, { ...stored, status: to, steps, carryIndexKey: carryIndexKey ?? stored.carryIndexKey });
    return true;
  }

  async periods(months: readonly Period[]): Promise<PeriodRecord[]> {
    const found = months.flatMap((month) => this.#periods.get(month) ?? []);
    return found.sort((one, other) => (one.period < other.period ? -1 : 1));
  }

  async recordTreasuryReturn(entry: TreasuryReturn): Promise<boolean> {
    const isSame = (one: TreasuryReturn) => one.provider === entry.provider && one.document === entry.document;
    if (this.#returns.some((one) => one.period === entry.period && isSame(one))) return false;
    this.#returns.push(entry);
    return true;
  }

  async treasuryReturns(month: Period): Promise<TreasuryReturn[]> {
    return this.#returns.filter((one) => one.period === month);
  }

  async period(month: Period): Promise<PeriodRecord | undefined> {
    return this.#periods.get(month);
  }

  async start(run: PayoutRun): Promise<PayoutRun> {
    if (!this.#runs.has(run.run)) this.#runs.set(run.run, payoutRun.parse(run));
    return this.get(run.run);
  }

  async get(run: RunId): Promise<PayoutRun> {
    const found = await this.find(run);
    if (!found) throw new Error('No run of that name is recorded');
    return found;
  }

  async find(run: RunId): Promise<PayoutRun | undefined> {
    const stored = this.#runs.get(run);
    return stored && payoutRun.parse(stored);
  }

  async ofPeriod(month: Period): Promise<PayoutRun[]> {
    const own = [...this.#runs.values()].filter((one) => one.period === month);
    return own.map((one) => payoutRun.parse(one)).sort((a, b) => (a.run < b.run ? -1 : 1));
  }

  async awaitApproval(
    run: RunId,
    { manifestHash, manifestKey, taskToken }: Parameters<Runs['awaitApproval']>[1],
  ): Promise<boolean> {
    const stored = this.#runs.get(run);
    if (stored?.status !== 'drafting' && stored?.status !== 'awaiting-approval') return false;
    const taskTokens = [...stored.taskTokens, taskToken];
    this.#runs.set(run, { ...stored, status: 'awaiting-approval', manifestHash, manifestKey, taskTokens });
    return true;
  }

  async decide(seen: PayoutRun, made: Decision, status: RunStatus): Promise<boolean> {
    const stored = this.#runs.get(seen.run);
    if (stored?.status !== seen.status || stored.decisions.length !== seen.decisions.length) return false;
    if (stored.manifestHash !== made.manifestHash) return false;
    this.#runs.set(seen.run, { ...stored, status, decisions: [...stored.decisions, made] });
    return true;
  }

  async advance(run: RunId, from: readonly RunStatus[], to: RunStatus): Promise<void> {
    this.#runs.set(run, { ...this.#inOneOf(run, [...from, to]), status: to });
  }

  /** Condition and write stand in one turn, so that nothing comes between them. */
  #inOneOf(run: RunId, states: readonly RunStatus[]): PayoutRun {
    const stored = this.#runs.get(run);
    if (!stored || !states.includes(stored.status)) throw new ConditionalCheckFailed('The conditional request failed');
    return stored;
  }
}

class ConditionalCheckFailed extends Error {
  override readonly name = 'ConditionalCheckFailedException';
}
