import type { Payment } from '../../../lambdas/domain/payouts/payment.ts';
import { totalOf } from '../../../lambdas/domain/payouts/payment.ts';
import {
  decisionCause,
  exceptionIdOf,
  type PaymentException,
} from '../../../lambdas/domain/settlement/payment-exception.ts';
import { type AnswerFile, statusTold } from '../month/answers.ts';

type Tell = (violation: string) => void;

/** The longest that a handler may take from its first look to its last write, retries included, in milliseconds. */
const SLOWEST = 3600_000;

/**
 * A payment is what its provider truly said of it for the sum that was sent, or what a person decided who said what they
 * checked; what was not believed, and what was never answered, is an exception; nothing is paid again in the place of a
 * payment that somebody says is paid.
 */
export function checkAnswers(
  payments: ReadonlyMap<string, Payment>,
  answers: readonly AnswerFile[],
  exceptions: readonly PaymentException[],
  tell: Tell,
): void {
  const byReference = Map.groupBy(exceptions, ({ reference }) => reference);
  const byId = new Map(exceptions.map((one) => [one.id, one]));
  const said = Map.groupBy(
    answers.flatMap(({ provider, name, lines }) => lines.map((line) => ({ provider, name, line }))),
    ({ line }) => line.reference,
  );
  for (const payment of payments.values()) {
    checkHistory(payment, said.get(payment.reference) ?? [], byId, tell);
    checkDoubt(payment, byReference, tell);
  }
  for (const [reference, lines] of said) {
    const payment = payments.get(reference);
    for (const { provider, name, line } of lines) {
      const status = statusTold(line, name);
      const isMeant = payment?.provider === provider && totalOf(payment) === line.amount;
      const isBelieved = isMeant && (status === 'pending' || payment.history.some(({ state }) => state === status));
      const told = byReference.get(reference)?.some((one) => one.provider === provider) === true;
      if (!isBelieved && !told)
        tell(`${reference}: what ${provider} said (${status}) was not believed, and no exception says so`);
    }
  }
}

function checkHistory(
  payment: Payment,
  said: readonly { provider: string; name: string; line: AnswerFile['lines'][number] }[],
  exceptions: ReadonlyMap<string, PaymentException>,
  tell: Tell,
): void {
  const { reference, provider, history } = payment;
  const true_ = said.filter(
    (one) => one.provider === provider && one.line.isTrue && one.line.amount === totalOf(payment),
  );
  const statuses = new Set(true_.map(({ name, line }) => statusTold(line, name)));
  for (const { state, cause, by, checked } of history) {
    if (state === 'drafted' || state === 'instructed') continue;
    if (state === 'unknown') {
      if (cause !== 'no-answer') tell(`${reference} is unknown because of ${cause}`);
      // An answer that comes in the moment in which nobody expects it any more settles it.
      if (payment.state === 'unknown' && !exceptions.has(exceptionIdOf('no-answer', reference)))
        tell(`${reference} has no answer, and no exception says so`);
    } else if (by === undefined) {
      if (!statuses.has(state))
        tell(`${reference} is ${state}, its provider said ${[...statuses].join(', ') || 'nothing'}`);
    } else {
      const decided = [...exceptions.values()].find((one) => decisionCause(one) === cause);
      if (!checked || decided === undefined) tell(`${reference} is ${state} on the word of ${by}, who checked nothing`);
    }
  }
  if (payment.state === 'instructed' && [...statuses].some((status) => status !== 'pending')) {
    // It may not be believed: its month was closed, or nobody knows the reason.
    const isTold = [...exceptions.values()].some((one) => one.reference === reference);
    if (!isTold) tell(`${reference} is instructed, its provider said ${[...statuses].join(', ')}`);
  }
}

function checkDoubt(
  { reference, predecessors, run, history }: Payment,
  exceptions: ReadonlyMap<string, readonly PaymentException[]>,
  tell: Tell,
): void {
  const instructed = history.find(({ state }) => state === 'instructed');
  const drafted = history.find(({ state }) => state === 'drafted');
  if (!instructed || !drafted) return;
  for (const before of predecessors) {
    for (const { id, status, openedAt, decision } of exceptions.get(before) ?? []) {
      const isEarly = Date.parse(openedAt) + SLOWEST < Date.parse(drafted.at);
      const isOpen = decision === null || decision.at > instructed.at;
      if (status === 'paid' && isEarly && isOpen) {
        tell(`${reference} is paid by ${run} in the place of ${before}, of which ${id} says that it was paid`);
      }
    }
  }
}
