import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import type { Payment } from '../../../lambdas/domain/payouts/payment.ts';
import { deferrals } from '../../../lambdas/domain/payouts/run-objects.ts';
import { period } from '../../../lambdas/domain/period.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import { paysCash } from '../month/cash.ts';
import { payerOf } from '../month/people.ts';
import type { Played } from '../month/play.ts';

type Tell = (violation: string) => void;

/**
 * Everybody is paid the way in which they asked to be, counted from what the lists say: in cash by the post office who
 * wishes it or has no account, while their unit still pays cash. Whose cash has ended is on the worklist for that
 * reason, and for no other.
 */
export async function checkChannels(
  world: World,
  payments: ReadonlyMap<string, Payment>,
  played: Played,
  tell: Tell,
): Promise<void> {
  for (const { reference, state, person, unit, period: month, provider, channel } of payments.values()) {
    const who = played.people.get(person);
    if (state === 'drafted' || who === undefined) continue;
    const payer = payerOf(who);
    if (provider !== payer) tell(`${reference} is paid by ${provider}, the list says ${payer}`);
    if ((channel === 'cash') !== (payer === 'vnpost')) tell(`${reference} is paid by ${payer} through ${channel}`);
    if (channel === 'cash' && !paysCash(played.cash, unit, month))
      tell(`${reference} is paid in cash, which ${unit} does not pay in ${month}`);
  }
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  for (const key of world.buckets.keys(NAMES.OUTBOX_BUCKET, 'worklists/').filter((one) => one.includes('/deferred-'))) {
    const { deferrals: deferred, unit, period: month } = await outbox.json(key, deferrals);
    for (const { person, reason } of deferred) {
      const who = played.people.get(person ?? '');
      if (who === undefined || (reason !== 'no-channel' && reason !== 'no-contract')) continue;
      const hasEnded = played.cash?.lastMonths.has(unit) === true && !paysCash(played.cash, unit, period.parse(month));
      const expected =
        payerOf(who) !== 'vnpost' ? 'none' : hasEnded ? 'no-channel' : played.cash ? 'none' : 'no-contract';
      if (reason !== expected) tell(`${key}: somebody is deferred for ${reason}, what holds is ${expected}`);
    }
  }
}
