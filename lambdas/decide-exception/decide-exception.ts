import { takesChanges } from '../domain/closing/period-record.ts';
import {
  DECIDED_FROM,
  namesAPlace,
  type Payment,
  type PaymentState,
  paymentReference,
  REACHED_FROM,
  toldOf,
  totalOf,
} from '../domain/payouts/payment.ts';
import { mayStillInstruct } from '../domain/payouts/payout-run.ts';
import type { Period } from '../domain/period.ts';
import type { Clock, Exceptions, Payments, Runs, Transition } from '../domain/ports.ts';
import {
  decisionCause,
  type ExceptionDecision,
  type ExceptionVerdict,
  movedBy,
  type PaymentException,
  VERDICTS,
} from '../domain/settlement/payment-exception.ts';

export interface Ports {
  readonly exceptions: Pick<Exceptions, 'find' | 'decide'>;
  readonly payments: Pick<Payments, 'getAll' | 'transitionAll'>;
  readonly runs: Pick<Runs, 'period' | 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What a person says of an exception of a period, and what they checked. */
export interface WantedDecision extends Omit<ExceptionDecision, 'at'> {
  readonly period: Period;
  readonly id: string;
}

export type ExceptionDecided =
  | { readonly decision: ExceptionDecision }
  | Refusal
  | { readonly refused: 'wrong-verdict'; readonly allowed: readonly ExceptionVerdict[] }
  | { readonly refused: 'decided-already'; readonly decision: ExceptionDecision };

interface Refusal {
  readonly refused: 'no-such-exception' | 'period-closed' | 'paid-again' | 'moved-meanwhile' | 'not-that-payment';
}

/**
 * Records a person's decision on an exception. Where it moves the payment, that comes first, and the payment's event
 * names the decision: after a crash between the two, whoever decides next finds it there, and it is recorded as it was
 * made. The same decision again is answered as it stands.
 */
export async function decideException(ports: Ports, wanted: WantedDecision): Promise<ExceptionDecided> {
  const { period, id, by, verdict, checked } = wanted;
  const found = await ports.exceptions.find(period, id);
  if (!found) return { refused: 'no-such-exception' };
  if (found.decision) return answerTo(wanted, found.decision);
  const allowed = VERDICTS[found.code];
  if (!allowed.includes(verdict)) return { refused: 'wrong-verdict', allowed };
  const at = (await ports.clock.now()).toISOString();
  const carried = await carryOut(ports, found, { by, at, verdict, checked });
  if ('refused' in carried) return carried;
  if (await ports.exceptions.decide(period, id, carried)) return answerTo(wanted, carried);
  const { decision } = (await ports.exceptions.find(period, id)) ?? found;
  return answerTo(wanted, decision ?? carried);
}

/** Whether what stands is what was wanted. */
function answerTo({ by, verdict }: WantedDecision, decision: ExceptionDecision): ExceptionDecided {
  const isThis = decision.by === by && decision.verdict === verdict;
  return isThis ? { decision } : { refused: 'decided-already', decision };
}

/** Moves the payment where the decision says so. @returns the decision that the payment now bears out, or why none can. */
async function carryOut(
  ports: Ports,
  exception: PaymentException,
  decision: ExceptionDecision,
): Promise<ExceptionDecision | Refusal> {
  const { payments, runs } = ports;
  // A payment that changed between reading and writing is looked at once more; payments only move forward, so this ends.
  for (;;) {
    const payment = await paymentOf(payments, exception);
    const made = payment && madeBefore(exception, payment);
    if (made) return made;
    const to = movedBy(exception, decision.verdict, payment?.state);
    if (to === null) return decision;
    if (!payment || !isMeant(exception, payment)) return { refused: 'not-that-payment' };
    if (standsSo(payment.state, decision.verdict, to)) return decision;
    const step = stepOf(exception, decision, payment, to);
    if ('refused' in step) return step;
    if (!(await isNeverReplaced(ports, payment))) return { refused: 'paid-again' };
    if (!takesChanges(await runs.period(payment.period))) return { refused: 'period-closed' };
    const [outcome] = await payments.transitionAll([step]);
    if (outcome === 'done') return decision;
  }
}

async function paymentOf(payments: Ports['payments'], exception: PaymentException): Promise<Payment | undefined> {
  const { data: reference } = paymentReference.safeParse(exception.reference);
  if (reference === undefined || !namesAPlace(reference)) return undefined;
  return (await payments.getAll([reference])).get(reference);
}

/** The decision that moved the payment already, though its try ended before it was recorded. */
function madeBefore(exception: PaymentException, { history }: Payment): ExceptionDecision | undefined {
  const at = history.findIndex(({ cause }) => cause === decisionCause(exception));
  const { [at]: event, [at - 1]: before } = history;
  if (event?.by === undefined || event.checked === undefined) return undefined;
  const verdict = VERDICTS[exception.code].find((one) => movedBy(exception, one, before?.state) === event.state);
  return verdict && { by: event.by, at: event.at, verdict, checked: event.checked };
}

/** Whether the exception is about what this provider was told: the rule for a result holds for a decision on one. */
function isMeant({ provider, amount, sent }: PaymentException, payment: Payment): boolean {
  const total = totalOf(payment);
  return payment.provider === provider && (amount === null || amount === total) && (sent === null || sent === total);
}

/** Whether an answer that came meanwhile says the same: then there is nothing to move. */
function standsSo(state: PaymentState, verdict: ExceptionVerdict, to: PaymentState): boolean {
  return state === to || (verdict === 'was-not-paid' && state === 'returned');
}

function stepOf(
  exception: PaymentException,
  { by, at, checked }: ExceptionDecision,
  payment: Payment,
  to: PaymentState,
): Transition | Refusal {
  const isOverdue = exception.code === 'no-answer';
  const comesByItself = !isOverdue && REACHED_FROM[to].includes(payment.state);
  // About silence a person decides only while there is silence: a late answer goes before.
  const mayBeDecided = isOverdue ? payment.state === 'unknown' : DECIDED_FROM[to].includes(payment.state);
  if (!comesByItself && !mayBeDecided) return { refused: 'moved-meanwhile' };
  return {
    reference: payment.reference,
    to,
    event: { state: to, at, cause: decisionCause(exception), by, checked },
    told: toldOf(payment),
    paidOn: to === 'paid' ? exception.paidOn : null,
    reasonCode: to === 'paid' ? null : exception.reasonCode,
    ...(!comesByItself && { isDecided: true, ...despiteOf(payment) }),
  };
}

function despiteOf({ successor, successorRun }: Payment): Pick<Transition, 'despite'> {
  return successor === null || successorRun === null ? {} : { despite: { successor, run: successorRun } };
}

/**
 * Whether nothing will be paid in the payment's place: nobody named a successor, or the run that did has ended without
 * instructing it. Another run can't take it over unseen: it would name itself, and the step is refused then.
 */
async function isNeverReplaced(
  { payments, runs }: Pick<Ports, 'payments' | 'runs'>,
  { reference, successor, successorRun }: Payment,
): Promise<boolean> {
  if (successor === null || successorRun === null) return true;
  // First the run: asked the other way round, it might instruct in between.
  const run = await runs.find(successorRun);
  if (run === undefined || mayStillInstruct(run.status)) return false;
  const made = (await payments.getAll([successor])).get(successor);
  return made === undefined || made.state === 'drafted' || !made.predecessors.includes(reference);
}
