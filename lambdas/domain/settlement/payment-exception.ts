import { z } from 'zod';
import { type PaymentState, paymentReference, paymentState } from '../payouts/payment.ts';
import { period } from '../period.ts';
import { providerId } from '../reference-data.ts';
import { unitCode } from '../unit.ts';

/**
 * What about a payment needs a person. Lines of a provider's answer that were not believed, and what the system finds
 * itself: `no-answer` by the configured day, `uncollected` for so many months that payment is suspended, and
 * `paid-after-death`, money to be recovered.
 */
export const exceptionCode = z.enum([
  'unknown-reference',
  'other-provider',
  'wrong-amount',
  'before-release',
  'second-outcome',
  'paid-after-reinstructed',
  'returned-after-paid',
  'unknown-reason',
  'period-closed',
  'no-answer',
  'uncollected',
  'paid-after-death',
]);
export type ExceptionCode = z.infer<typeof exceptionCode>;

/**
 * `no-change`: looked into, everything stays as it is. `as-reported`: what the provider reported is true, and the
 * payment moves. `was-paid`, `was-not-paid`: about a payment without an answer. `resume`: a suspended person is paid
 * again. `recovered`: the money has come back to the office.
 */
export const exceptionVerdict = z.enum(['no-change', 'as-reported', 'was-paid', 'was-not-paid', 'resume', 'recovered']);
export type ExceptionVerdict = z.infer<typeof exceptionVerdict>;

/** A person's word on an exception. */
const exceptionDecision = z.object({
  by: z.string().min(1),
  at: z.iso.datetime(),
  verdict: exceptionVerdict,
  /** What they say they checked: with whom, which paper. */
  checked: z.string().min(1),
});
export type ExceptionDecision = z.infer<typeof exceptionDecision>;

/**
 * An exception stays open until a person decides it. It holds no name and no account: the reference leads to both for
 * whoever may see them.
 */
export const paymentException = z.object({
  schemaVersion: z.literal(1),
  /** Made of what it is about, so that the same complaint told twice is one: {@link exceptionIdOf}. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{4,79}$/),
  /** The period of the payment; of a reference that is nobody's, the one in whose folder the answer came. */
  period,
  code: exceptionCode,
  /** As it was told; whether it is one of ours is another question. */
  reference: z.string(),
  provider: providerId,
  /** The unit of the payment, where there is one. */
  unit: unitCode.nullable(),
  /** What the provider reported: paid, failed, returned, pending; null where the system itself found it. */
  status: z.string().nullable(),
  reasonCode: z.string().nullable(),
  paidOn: z.string().nullable(),
  /** What the provider says, and what was sent; null where there is none. */
  amount: z.number().int().nullable(),
  sent: z.number().int().nullable(),
  /** The file that told it first, and the line there. */
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  openedAt: z.iso.datetime(),
  decision: exceptionDecision.nullable(),
});
export type PaymentException = z.infer<typeof paymentException>;

/** What may be decided about each. The first is what a careful officer does when in doubt. */
export const VERDICTS: Readonly<Record<ExceptionCode, readonly ExceptionVerdict[]>> = {
  'unknown-reference': ['no-change'],
  'other-provider': ['no-change'],
  'wrong-amount': ['no-change'],
  'before-release': ['no-change'],
  'second-outcome': ['no-change', 'as-reported'],
  // The last only where the payment in its place will certainly never be made.
  'paid-after-reinstructed': ['no-change', 'recovered', 'as-reported'],
  'returned-after-paid': ['no-change', 'as-reported'],
  'unknown-reason': ['no-change', 'as-reported'],
  'period-closed': ['no-change', 'as-reported'],
  'no-answer': ['was-paid', 'was-not-paid'],
  uncollected: ['resume'],
  'paid-after-death': ['no-change', 'recovered'],
};

/**
 * Into which state a verdict moves the payment; null where it moves nothing. A second outcome *failed* of one that
 * `stands` as paid says that the money came back: pain.002 has no other word for it.
 */
export function movedBy(
  exception: Pick<PaymentException, 'code' | 'status'>,
  verdict: ExceptionVerdict,
  stands?: PaymentState,
): PaymentState | null {
  switch (verdict) {
    case 'no-change':
    case 'resume':
    case 'recovered':
      return null;
    case 'was-paid':
      return 'paid';
    case 'was-not-paid':
      return 'failed';
    case 'as-reported':
      if (exception.code === 'second-outcome' && exception.status === 'failed' && stands === 'paid') return 'returned';
      return paymentState.safeParse(exception.status).data ?? null;
  }
}

/** What a payment's event names as its cause when a person decided it. */
export function decisionCause({ id }: Pick<PaymentException, 'id'>): string {
  return `exception/${id}`;
}

/** An exception that the system finds about a payment of its own: no provider reported anything, no file told it. */
export function foundException(
  code: ExceptionCode,
  { reference, period, provider, unit }: Pick<PaymentException, 'reference' | 'period' | 'provider' | 'unit'>,
  sent: number,
  openedAt: string,
): PaymentException {
  return {
    schemaVersion: 1,
    id: exceptionIdOf(code, reference),
    period,
    code,
    reference,
    provider,
    unit,
    status: null,
    reasonCode: null,
    paidOn: null,
    amount: null,
    sent,
    file: null,
    line: null,
    openedAt,
    decision: null,
  };
}

/** The id of an exception that the system finds about a payment of its own. */
export function exceptionIdOf(code: ExceptionCode, reference: string): string {
  return `${code}-${paymentReference.parse(reference).toLowerCase()}`;
}
