import type { Payment } from '../../lambdas/domain/payouts/payment.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { Exceptions, Objects, Payments, Rolls, Runs, Submissions } from '../../lambdas/domain/ports.ts';
import { SHARDS } from '../../lambdas/domain/shard.ts';
import type { Instruction } from '../../samples/instructions.ts';

/** The tables to be proven, and what was given out and came in: objects that nobody changes. */
export interface ToProve {
  readonly submissions: Pick<Submissions, 'ofUnit' | 'roll'>;
  readonly rolls: Pick<Rolls, 'ofRoll'>;
  readonly payments: Pick<Payments, 'ofShard'>;
  readonly runs: Pick<Runs, 'ofPeriod' | 'period'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
  readonly inbox: Pick<Objects, 'keys' | 'facts'>;
  readonly outbox: Pick<Objects, 'keys' | 'bytes' | 'json'>;
  /** Reads a payout file back, by its name. */
  readonly linesOf: (name: string, bytes: Uint8Array) => Promise<readonly Instruction[]>;
}

/** One kind of thing that must be so, how often it was looked at, and where it is not: keys of months, units, runs. */
export interface Proof {
  readonly name: string;
  readonly checked: number;
  readonly wrong: readonly string[];
}

/** Gathers what is looked at, and what is wrong. */
export class Looking {
  readonly #name: string;
  readonly #wrong = new Set<string>();
  #checked = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** @param where in whose folder it is wrong: never whose it is. */
  look(isRight: boolean, where: string): void {
    this.#checked += 1;
    if (!isRight) this.#wrong.add(where);
  }

  told(): Proof {
    return { name: this.#name, checked: this.#checked, wrong: [...this.#wrong].sort() };
  }
}

/** Every payment of a month. */
export async function* paymentsOf({ payments }: Pick<ToProve, 'payments'>, month: Period): AsyncGenerator<Payment> {
  for (let shard = 0; shard < SHARDS; shard++) yield* payments.ofShard(month, shard);
}
