import { type PaymentReference, placeOf, type RunId } from '../domain/payouts/payment.ts';
import { mayStillInstruct } from '../domain/payouts/payout-run.ts';
import { type Period, periodOfMonthNumber } from '../domain/period.ts';
import type { Exceptions, Runs } from '../domain/ports.ts';
import type { ProviderId } from '../domain/reference-data.ts';

/** What runs, returns to the Treasury and exceptions are asked for, each once: thousands of people depend on the same few. */
export class MonthsKnown {
  readonly #runs: Pick<Runs, 'find' | 'treasuryReturns'>;
  readonly #exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly #doubted = new Map<Period, Promise<Set<string>>>();
  readonly #ended = new Map<RunId, Promise<boolean>>();
  readonly #returned = new Map<Period, Promise<Set<ProviderId>>>();

  constructor(runs: Pick<Runs, 'find' | 'treasuryReturns'>, exceptions: Pick<Exceptions, 'ofPeriod'>) {
    this.#runs = runs;
    this.#exceptions = exceptions;
  }

  /** Whether a run can certainly instruct nothing any more: what it left drafted is never paid on its account. */
  hasEnded(run: RunId): Promise<boolean> {
    const ended =
      this.#ended.get(run) ??
      this.#runs.find(run).then((found) => found !== undefined && !mayStillInstruct(found.status));
    this.#ended.set(run, ended);
    return ended;
  }

  /**
   * Whether somebody reports that a payment was paid though it stands as failed, and no person has decided yet who is
   * right: until then nothing is paid in its place.
   */
  async isInDoubt(reference: PaymentReference): Promise<boolean> {
    const month = periodOfMonthNumber(placeOf(reference).monthNumber);
    const doubted =
      this.#doubted.get(month) ??
      this.#exceptions
        .ofPeriod(month)
        .then((all) => all.filter(({ decision, status }) => decision === null && status === 'paid'))
        .then((open) => new Set(open.map((one) => one.reference)));
    this.#doubted.set(month, doubted);
    return (await doubted).has(reference);
  }

  /** Whether an office gave a month's unpaid money at a provider back to the Treasury: then it is asked for anew. */
  async wentBack(month: Period, provider: ProviderId): Promise<boolean> {
    const returned =
      this.#returned.get(month) ??
      this.#runs.treasuryReturns(month).then((all) => new Set(all.map((one) => one.provider)));
    this.#returned.set(month, returned);
    return (await returned).has(provider);
  }
}
