import type { Period } from '../../../lambdas/domain/period.ts';
import type { Exceptions } from '../../../lambdas/domain/ports.ts';
import {
  type ExceptionDecision,
  type PaymentException,
  paymentException,
} from '../../../lambdas/domain/settlement/payment-exception.ts';

/** Exceptions by period and id; the first of each stands. */
export class ExceptionsInMemory implements Exceptions {
  readonly #exceptions = new Map<string, PaymentException>();

  async openAll(exceptions: readonly PaymentException[]): Promise<void> {
    for (const one of exceptions) {
      const key = `${one.period}|${one.id}`;
      if (!this.#exceptions.has(key)) this.#exceptions.set(key, paymentException.parse(one));
    }
  }

  async find(month: Period, id: string): Promise<PaymentException | undefined> {
    return this.#exceptions.get(`${month}|${id}`);
  }

  async getAll(keys: readonly { period: Period; id: string }[]): Promise<PaymentException[]> {
    return keys.flatMap(({ period, id }) => this.#exceptions.get(`${period}|${id}`) ?? []);
  }

  async ofPeriod(month: Period): Promise<PaymentException[]> {
    const own = [...this.#exceptions.values()].filter((one) => one.period === month);
    return own.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async decide(month: Period, id: string, decision: ExceptionDecision): Promise<boolean> {
    const one = await this.find(month, id);
    if (one?.decision !== null) return false;
    this.#exceptions.set(`${month}|${id}`, { ...one, decision });
    return true;
  }
}
