import {
  DECIDED_FROM,
  type Payment,
  type PaymentReference,
  type PaymentState,
  payment,
  placeOf,
  REACHED_FROM,
  toldOf,
} from '../../../lambdas/domain/payouts/payment.ts';
import { monthNumber, type Period, periodOfMonthNumber } from '../../../lambdas/domain/period.ts';
import type { ConditionalOutcome, Payments, Succession, Told, Transition } from '../../../lambdas/domain/ports.ts';
import { type CountedPayment, countedPayment } from '../../../lambdas/domain/reports/counted-rows.ts';
import { pagesOf } from './pages.ts';

/** Payments by reference. Every write has its own condition; two writes about one payment never go in one batch. */
export class PaymentsInMemory implements Payments {
  readonly #payments = new Map<PaymentReference, Payment>();

  async draftAll(payments: readonly Payment[]): Promise<ConditionalOutcome[]> {
    mustDiffer(payments);
    return payments.map((one) => {
      if (this.#payments.has(one.reference)) return 'refused';
      this.#payments.set(one.reference, payment.parse(one));
      return 'done';
    });
  }

  async redraftAll(payments: readonly { payment: Payment; abandonedRun: string }[]): Promise<ConditionalOutcome[]> {
    mustDiffer(payments.map((one) => one.payment));
    return payments.map(({ payment: one, abandonedRun }) => {
      const stored = this.#payments.get(one.reference);
      if (stored?.state !== 'drafted' || stored.run !== abandonedRun) return 'refused';
      this.#payments.set(one.reference, payment.parse(one));
      return 'done';
    });
  }

  async transitionAll(transitions: readonly Transition[]): Promise<ConditionalOutcome[]> {
    mustDiffer(transitions);
    return transitions.map(({ reference, to, event, told, paidOn, reasonCode, isDecided, despite }) => {
      const stored = this.#payments.get(reference);
      if (!stored || !(isDecided ? DECIDED_FROM : REACHED_FROM)[to].includes(stored.state)) return 'refused';
      const isDespite = stored.successor === despite?.successor && stored.successorRun === despite?.run;
      if (isDecided && stored.successor !== null && !isDespite) return 'refused';
      if (isDecided && despite && !isDespite) return 'refused';
      const { run, provider, total, fromBalance } = toldOf(stored);
      const isMeant = run === told.run && provider === told.provider && total === told.total;
      if (!isMeant || fromBalance !== told.fromBalance) return 'refused';
      const history = [...stored.history, event];
      this.#payments.set(reference, payment.parse({ ...stored, state: to, paidOn, reasonCode, history }));
      return 'done';
    });
  }

  async succeedAll(successions: readonly Succession[]): Promise<ConditionalOutcome[]> {
    mustDiffer(successions);
    return successions.map(({ reference, successor, run, instead }) => {
      const before = this.#payments.get(reference);
      if (before?.state !== 'failed' && before?.state !== 'returned') return 'refused';
      const isNamed = (one: Pick<Succession, 'successor' | 'run'> | null) =>
        before.successor === one?.successor && before.successorRun === one?.run;
      if (before.successor !== null && !isNamed({ successor, run }) && !isNamed(instead)) return 'refused';
      this.#payments.set(reference, { ...before, successor, successorRun: run });
      return 'done';
    });
  }

  async getAll(references: readonly PaymentReference[]): Promise<Map<PaymentReference, Payment>> {
    mustDiffer(references.map((reference) => ({ reference })));
    // A key is made of the month that a reference carries; one that names no month makes none.
    for (const reference of references) periodOfMonthNumber(placeOf(reference).monthNumber);
    const found = references.map((reference) => this.#payments.get(reference)).filter((one) => one !== undefined);
    return new Map(found.map((one) => [one.reference, payment.parse(one)]));
  }

  async *ofShard(month: Period, shard: number): AsyncGenerator<Payment> {
    for (const one of this.all()) {
      const place = placeOf(one.reference);
      if (place.monthNumber === monthNumber(month) && place.shard === shard) yield one;
    }
  }

  async *countedOfShard(month: Period, shard: number): AsyncGenerator<CountedPayment[]> {
    yield* pagesOf(await Array.fromAsync(this.ofShard(month, shard), (one) => countedPayment.parse(one)));
  }

  async *booksOfShard(month: Period, shard: number): AsyncGenerator<Told & { state: PaymentState }> {
    for await (const one of this.ofShard(month, shard)) yield { ...toldOf(one), state: one.state };
  }

  /** Every payment there is, by reference. */
  all(): Payment[] {
    return [...this.#payments.values()]
      .map((one) => payment.parse(one))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1));
  }
}

/** DynamoDB refuses a batch that names one item twice, reads (BatchGetItem) as well as writes. */
function mustDiffer(batch: readonly { reference: PaymentReference }[]): void {
  if (new Set(batch.map(({ reference }) => reference)).size < batch.length) {
    throw new Error('A batch names one item twice');
  }
}
