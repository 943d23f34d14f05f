import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);

/**
 * How the stub is told to misbehave: `faults.json` beside the population file. The shares are of all requests, and
 * together at most 1; every request waits `slowMilliseconds` first. Unknown names are refused, so that a slip of the
 * pen does not pass for a healthy registry.
 */
export const faultPlan = z
  .strictObject({
    schemaVersion: z.literal(1).default(1),
    slowMilliseconds: z.number().int().min(0).max(60_000).default(0),
    throttleShare: share,
    failShare: share,
    partialShare: share,
    nonsenseShare: share,
    /** Answers that are all about somebody who was not asked about. */
    strangerShare: share,
    /** Ids at which the stub fails whenever one of them is asked about, whoever else is asked about with them. */
    failAbout: z.array(z.string()).default([]),
    /** What `Retry-After` says when the stub throttles. */
    retryAfterSeconds: z.number().int().min(0).max(3_600).default(1),
    seed: z.number().int().default(1),
  })
  .refine(
    ({ throttleShare, failShare, partialShare, nonsenseShare, strangerShare }) =>
      throttleShare + failShare + partialShare + nonsenseShare + strangerShare <= 1 + Number.EPSILON,
    'the shares add up to more than 1',
  );
export type FaultPlan = z.infer<typeof faultPlan>;

/** What goes wrong with one request. */
export interface Fault {
  readonly kind: 'none' | 'throttle' | 'fail' | 'partial' | 'nonsense' | 'stranger';
  readonly slowMilliseconds: number;
  /** As the header says it: seconds, or an HTTP date. */
  readonly retryAfter: string;
  readonly failAbout: readonly string[];
}

export const NO_FAULT: Fault = { kind: 'none', slowMilliseconds: 0, retryAfter: '1', failAbout: [] };

/** The fault of the request with this number, from 0: the same plan and number always give the same. */
export function faultOf(plan: FaultPlan, requestNumber: number): Fault {
  const drawn = draw(plan.seed, requestNumber);
  let upTo = 0;
  const falls = (size: number) => {
    upTo += size;
    return drawn < upTo;
  };
  const { slowMilliseconds, failAbout } = plan;
  const common = { slowMilliseconds, failAbout, retryAfter: String(plan.retryAfterSeconds) };
  if (falls(plan.throttleShare)) return { kind: 'throttle', ...common };
  if (falls(plan.failShare)) return { kind: 'fail', ...common };
  if (falls(plan.partialShare)) return { kind: 'partial', ...common };
  if (falls(plan.nonsenseShare)) return { kind: 'nonsense', ...common };
  if (falls(plan.strangerShare)) return { kind: 'stranger', ...common };
  return { kind: 'none', ...common };
}

/** The n-th number of the sequence that mulberry32 (Ettinger, public domain) draws from a seed: at least 0, below 1. */
function draw(seed: number, n: number): number {
  const state = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
