import type { z } from 'zod';
import { accountFeed } from '../../lambdas/domain/answers/account-feed.ts';
import { accountFeedsPrefix } from '../../lambdas/domain/answers/answer-keys.ts';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import type { Objects } from '../../lambdas/domain/ports.ts';

interface Outbox extends Pick<Objects, 'json'> {
  keys(prefix: string): Promise<readonly string[]>;
}

/**
 * The accounts newly collected in a period, unit by unit, by the units' codes. Every unit whose list is answered has a
 * feed, be it an empty one.
 */
export async function readAccountFeeds(outbox: Outbox, month: Period): Promise<z.infer<typeof accountFeed>[]> {
  const keys = (await outbox.keys(accountFeedsPrefix(month))).filter((key) => key.endsWith('.json')).toSorted();
  return inParallel(8, keys, (key) => outbox.json(key, accountFeed));
}
