import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import type { Payment } from '../../../lambdas/domain/payouts/payment.ts';
import { isReleased } from '../../../lambdas/domain/payouts/payout-run.ts';
import { deferrals } from '../../../lambdas/domain/payouts/run-objects.ts';
import type { PaymentException } from '../../../lambdas/domain/settlement/payment-exception.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import type { Played } from './play.ts';

/** How often what happened in the months that were played: a simulation in which nothing happens holds too. */
export async function happenedIn(
  world: World,
  { periods, answers, sent }: Pick<Played, 'periods' | 'answers' | 'sent'>,
  payments: readonly Payment[],
  exceptions: readonly PaymentException[],
): Promise<Map<string, number>> {
  const happened = new Map<string, number>();
  const count = (what: string, times = 1) => {
    if (times > 0) happened.set(what, (happened.get(what) ?? 0) + times);
  };
  const runs = new RunsTable(new Store(), NAMES.RUNS_TABLE);
  for (const month of periods) {
    for (const { what } of (await runs.period(month))?.steps ?? []) count(`month ${what}`);
    count('returned to the Treasury', (await runs.treasuryReturns(month)).length);
    for (const { status, kind, startedBy, decisions } of await runs.ofPeriod(month)) {
      count(`run ${status}`);
      if (kind === 'emergency') count(`emergency run ${isReleased({ status }) ? 'released' : status}`);
      if (startedBy === 'schedule') count('run on schedule');
      count('approval withdrawn', decisions.filter(({ verdict }) => verdict === 'withdrawn').length);
    }
  }
  const key = ({ period, person }: Payment) => `${period} ${person}`;
  const helped = new Set(payments.filter(isSentHelp).map(key));
  for (const payment of payments) {
    const { state, attempt, carried, fromBalance, history, channel, benefit } = payment;
    count(`payment ${state}`);
    if (state === 'drafted') continue;
    if (channel === 'cash') count(`cash ${state}`);
    if (benefit === 'EMERGENCY') count(`emergency help ${state}`);
    else if (helped.has(key(payment))) count('both a benefit and emergency help');
    if (benefit === 'EMERGENCY' && attempt > 1) count('second attempt of emergency help');
    if (attempt > 1) count('second attempt');
    if (carried.length > 0) count('carried over');
    if (fromBalance > 0) count('paid from the balance');
    if (history.some((event) => event.state === 'unknown')) count('unknown for a while');
    if (history.some(({ by }) => by !== undefined)) count('decided by a person');
  }
  for (const { code, decision } of exceptions) count(`exception ${code}${decision ? ', decided' : ''}`);
  for (const { tells } of answers)
    if (tells !== 'payments') count(tells === 'nothing' ? 'rejection not believed' : 'file rejected as a whole');
  count('emergency list', sent.filter(({ purpose }) => purpose === 'emergency').length);
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  for (const key of world.buckets.keys(NAMES.OUTBOX_BUCKET, 'worklists/').filter((one) => one.includes('/deferred-'))) {
    for (const { reason } of (await outbox.json(key, deferrals)).deferrals) count(`deferred ${reason}`);
  }
  return happened;
}

function isSentHelp({ state, benefit }: Payment): boolean {
  return state !== 'drafted' && benefit === 'EMERGENCY';
}
