import { z } from 'zod';
import type { Clock } from '../domain/ports.ts';
import type { Bucket } from './buckets.ts';

/** The hands of a sandbox's clock: how far, in milliseconds, its time lies from the real one. */
export const CLOCK_KEY = 'sandbox/clock.json';
export const sandboxClock = z.object({ offsetMilliseconds: z.number().int() });

/**
 * The real clock, or, where a deployment says it is a sandbox, one that can be set to the month that a demo or a
 * rehearsal plays. Only the deployment's template can make a sandbox; no object in a bucket can.
 */
export function clockOf(sandboxBucket: Bucket | undefined): Clock {
  if (!sandboxBucket) {
    return { now: async () => new Date(), read: async (instant) => instant };
  }
  const read = async (instant: Date) => {
    const hands = await sandboxBucket.jsonIfThere(CLOCK_KEY, sandboxClock);
    return new Date(instant.getTime() + (hands?.offsetMilliseconds ?? 0));
  };
  return { now: () => read(new Date()), read };
}
