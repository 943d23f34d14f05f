import { z } from 'zod';
import type { ResultLine } from './instruction.ts';
import {
  namesAPlace,
  type Payment,
  type PaymentReference,
  paymentReference,
  REACHED_FROM,
  totalOf,
} from './payment.ts';
import { period } from './period.ts';
import { type ProviderId, providerId } from './reference-data.ts';

/** Why a line of a provider's answer was not believed. Each stays open until a person decides it. */
const exceptionCode = z.enum([
  'unknown-reference',
  'other-provider',
  'wrong-amount',
  'before-release',
  'second-outcome',
]);
export type ExceptionCode = z.infer<typeof exceptionCode>;

/** A line that was not applied. No name, no account: the reference leads to both for whoever may see them. */
export const settlementException = z.object({
  code: exceptionCode,
  line: z.number().int().positive(),
  reference: z.string(),
  status: z.string(),
  /** What the provider says, and what was sent; null where there is none. */
  amount: z.number().int().nullable(),
  sent: z.number().int().nullable(),
});
export type SettlementException = z.infer<typeof settlementException>;

/** What is to be done with a line. `known`: it says what stands already, or that nothing is decided yet. */
export type Judgement =
  | { readonly kind: 'apply'; readonly to: 'paid' | 'failed' | 'returned'; readonly reference: PaymentReference }
  | { readonly kind: 'known' }
  | { readonly kind: 'exception'; readonly code: ExceptionCode };

/** The reference of a line if it could be one of ours: of the right shape, and carrying a month and a shard that exist. */
export function referenceIn(line: ResultLine): PaymentReference | undefined {
  const parsed = paymentReference.safeParse(line.reference.trim().toUpperCase());
  return parsed.success && namesAPlace(parsed.data) ? parsed.data : undefined;
}

/**
 * Judges a line against the payment that its reference names: it counts only from the provider that was instructed and
 * for the amount that was sent. A format that carries no amount on a line is judged by the reference alone.
 */
export function judgeResult(line: ResultLine, payment: Payment | undefined, from: ProviderId): Judgement {
  if (!payment) return { kind: 'exception', code: 'unknown-reference' };
  if (payment.provider !== from) return { kind: 'exception', code: 'other-provider' };
  if (line.amount !== null && line.amount !== totalOf(payment)) {
    return { kind: 'exception', code: 'wrong-amount' };
  }
  if (payment.state === 'drafted') return { kind: 'exception', code: 'before-release' };
  if (line.status === 'pending' || line.status === payment.state) return { kind: 'known' };
  return REACHED_FROM[line.status].includes(payment.state)
    ? { kind: 'apply', to: line.status, reference: payment.reference }
    : { kind: 'exception', code: 'second-outcome' };
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

/** What applying a chunk came to. */
export const appliedChunk = z.object({
  lines: z.number().int(),
  applied: z.object({ paid: z.number().int(), failed: z.number().int(), returned: z.number().int() }),
  known: z.number().int(),
  exceptions: z.array(settlementException),
});
export type AppliedChunk = z.infer<typeof appliedChunk>;

const folder = ({ period: month, provider, id }: Pick<ResultRef, 'period' | 'provider' | 'id'>) =>
  `results/${month}/${provider}/${id}`;
export const resultLinesKey = (ref: ResultChunkRef) => `${folder(ref)}/lines-${ref.chunk}.json.gz`;
export const resultFactsKey = (ref: ResultRef) => `${folder(ref)}/facts.json.gz`;
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
