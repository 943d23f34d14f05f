import type { RunId } from '../domain/payment.ts';
import { mayStillInstruct } from '../domain/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Runs } from '../domain/ports.ts';
import type { ProviderId } from '../domain/reference-data.ts';

/** What runs and returns to the Treasury are asked for, each once: thousands of people depend on the same few. */
export class MonthsKnown {
  readonly #runs: Pick<Runs, 'find' | 'treasuryReturns'>;
  readonly #ended = new Map<RunId, Promise<boolean>>();
  readonly #returned = new Map<Period, Promise<Set<ProviderId>>>();

  constructor(runs: Pick<Runs, 'find' | 'treasuryReturns'>) {
    this.#runs = runs;
  }

  /** Whether a run can certainly instruct nothing any more: what it left drafted is never paid on its account. */
  hasEnded(run: RunId): Promise<boolean> {
    const ended =
      this.#ended.get(run) ??
      this.#runs.find(run).then((found) => found !== undefined && !mayStillInstruct(found.status));
    this.#ended.set(run, ended);
    return ended;
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
