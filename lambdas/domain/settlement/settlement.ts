import { z } from 'zod';
import type { ResultLine } from '../payouts/instruction.ts';
import {
  namesAPlace,
  type Payment,
  type PaymentReference,
  paymentReference,
  paymentState,
  REACHED_FROM,
  totalOf,
} from '../payouts/payment.ts';
import { type Period, period } from '../period.ts';
import { type Provider, providerId } from '../reference-data.ts';
import { type ExceptionCode, paymentException } from './payment-exception.ts';
import { reasonOf, saysDuplicate } from './reason-codes.ts';

/** A line that was not applied, as the record of its answer tells it; what is decided of it stands under its id. */
export const settlementException = paymentException
  .pick({ id: true, period: true, code: true, reference: true, amount: true, sent: true })
  .extend({ line: z.number().int().positive(), status: z.string() });

type Outcome = 'paid' | 'failed' | 'returned';

/**
 * What is to be done with a line. `taken`: a try before took this very step for this very file. `known`: it says what
 * stands already, or that nothing is decided yet.
 */
export type Judgement =
  | { readonly kind: 'apply' | 'taken'; readonly to: Outcome; readonly reference: PaymentReference }
  | { readonly kind: 'known' }
  | { readonly kind: 'exception'; readonly code: ExceptionCode };

/** Where a line comes from, and what is to be known to judge it. */
export interface Answer {
  readonly key: ResultRef['key'];
  /** When its lines began to be applied: the same in every try, and the instant of every step that they cause. */
  readonly at: string;
  readonly provider: Provider;
  /** Whether the payments of a period may still change. */
  readonly isOpen: (month: Period) => boolean;
}

/** The reference of a line if it could be one of ours: of the right shape, and carrying a month and a shard that exist. */
export function referenceIn(line: ResultLine): PaymentReference | undefined {
  const parsed = paymentReference.safeParse(line.reference.trim().toUpperCase());
  return parsed.success && namesAPlace(parsed.data) ? parsed.data : undefined;
}

/**
 * Judges a line against the payment that its reference names: it counts only from the provider that was instructed and
 * for the amount that was sent, as a step that the payment may take. Everything else is a person's to decide. A format
 * that carries no amount on a line is judged by the reference alone.
 */
export function judgeResult(line: ResultLine, payment: Payment | undefined, from: Answer): Judgement {
  if (!payment) return exception('unknown-reference');
  if (payment.provider !== from.provider.id) return exception('other-provider');
  if (line.amount !== null && line.amount !== totalOf(payment)) return exception('wrong-amount');
  if (line.status === 'pending') return { kind: 'known' };
  if (payment.state === 'drafted') return exception('before-release');
  const step = { to: line.status, reference: payment.reference };
  if (tookStep(from, payment, line.status)) return { kind: 'taken', ...step };
  if (line.status === payment.state) return { kind: 'known' };
  const refused = contradiction(line.status, payment) ?? doubt(line, payment, from);
  return refused === undefined ? { kind: 'apply', ...step } : exception(refused);
}

function exception(code: ExceptionCode): Judgement {
  return { kind: 'exception', code };
}

/** How an outcome goes against what stands already. */
function contradiction(to: Outcome, { state, successor }: Payment): ExceptionCode | undefined {
  if (REACHED_FROM[to].includes(state)) return undefined;
  if (to === 'returned' && state === 'paid') return 'returned-after-paid';
  return to === 'paid' && successor !== null ? 'paid-after-reinstructed' : 'second-outcome';
}

/** Why an outcome that the payment could take is not believed yet. */
function doubt({ status, reasonCode }: ResultLine, payment: Payment, from: Answer): ExceptionCode | undefined {
  if (!from.isOpen(payment.period)) return 'period-closed';
  if (status === 'paid' || reasonCode === null) return undefined;
  // A second copy was turned away: the first may still be paid, so nothing has failed yet.
  const isClear = reasonOf(from.provider, reasonCode) !== undefined && !saysDuplicate(from.provider, reasonCode);
  return isClear ? undefined : 'unknown-reason';
}

/** Whether a try before took the step and was killed before it could say so. Another file of the same name began at another time. */
function tookStep({ key, at }: Answer, { history }: Payment, state: Outcome): boolean {
  return history.some((event) => event.state === state && event.cause === key && event.at === at);
}

/** Which result file a task is about. */
export const resultRef = z.object({
  id: z.string().regex(/^[0-9TZ]+-[a-z0-9]{8}$/),
  period,
  provider: providerId,
  key: z.string(),
});
export type ResultRef = z.infer<typeof resultRef>;

export const resultChunkRef = resultRef.extend({ chunk: z.number().int().nonnegative() });
export type ResultChunkRef = z.infer<typeof resultChunkRef>;

/** Written by the first try of a chunk. */
export const applyingChunk = z.object({ at: z.iso.datetime() });

/** What applying a chunk came to. */
export const appliedChunk = z.object({
  lines: z.number().int(),
  applied: z.object({ paid: z.number().int(), failed: z.number().int(), returned: z.number().int() }),
  known: z.number().int(),
  exceptions: z.array(settlementException),
});
export type AppliedChunk = z.infer<typeof appliedChunk>;

/** How a provider's payments of the month stood when the answer was closed, by state; an answer that was refused says nothing. */
const bookedSum = z.object({
  provider: providerId,
  state: paymentState.exclude(['drafted']),
  people: z.number().int().nonnegative(),
  amount: z.number().int().nonnegative(),
});
export type BookedSum = z.infer<typeof bookedSum>;
/** What the hourly watch reads of an answer's record. */
export const settledBooks = z.object({ books: z.array(bookedSum).optional() });

const folder = ({ period: month, provider, id }: Pick<ResultRef, 'period' | 'provider' | 'id'>) =>
  `results/${month}/${provider}/${id}`;
export const resultLinesKey = (ref: ResultChunkRef) => `${folder(ref)}/lines-${ref.chunk}.json.gz`;
export const resultFactsKey = (ref: ResultRef) => `${folder(ref)}/facts.json.gz`;
export const applyingChunkKey = (ref: ResultChunkRef) => `${folder(ref)}/applying-${ref.chunk}.json.gz`;
export const appliedChunkKey = (ref: ResultChunkRef) => `${folder(ref)}/applied-${ref.chunk}.json.gz`;
/** The answer that the province office reads, in the outbox. */
export const settlementKey = (ref: Pick<ResultRef, 'period' | 'provider' | 'id'>) =>
  `settlements/${ref.period}/${ref.provider}/${ref.id}.json`;

/** What a key in the inbox says, or undefined: `results/{period}/{provider}/{name}`. */
export function readResultKey(key: string): Pick<ResultRef, 'period' | 'provider'> | undefined {
  const [root, month, provider, ...rest] = key.split('/');
  const parsed = resultRef.pick({ period: true, provider: true }).safeParse({ period: month, provider });
  return root === 'results' && parsed.success && rest.join('/') !== '' ? parsed.data : undefined;
}
