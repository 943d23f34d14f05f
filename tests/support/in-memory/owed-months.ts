import { cutOff } from '../../../lambdas/cut-off/cut-off.ts';
import {
  type CarryEntry,
  carryIndex,
  carryIndexPrefix,
  carryList,
  carryListPrefix,
  owedBy,
} from '../../../lambdas/domain/closing/carry.ts';
import type { CheckedRow } from '../../../lambdas/domain/lists/list-row.ts';
import { type Payment, type RunId, runId, toldOf } from '../../../lambdas/domain/payouts/payment.ts';
import type { PayoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import {
  type BatchRef,
  type Deferral,
  type DraftedUnit,
  deferrals,
  draftedLines,
  draftedUnit,
  draftedUnitKey,
} from '../../../lambdas/domain/payouts/run-objects.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { UnitCode } from '../../../lambdas/domain/unit.ts';
import { draftPayments, type Ports } from '../../../lambdas/draft-payments/draft-payments.ts';
import { takeIn } from './month.ts';
import { CU_KHE } from './people.ts';
import { Province } from './province.ts';

/** What a provider's answer says of a payment. */
export interface Answer {
  readonly to: 'paid' | 'failed' | 'returned' | 'unknown';
  readonly reasonCode?: string;
}

export const UNCOLLECTED: Answer = { to: 'failed', reasonCode: 'UNCOLLECTED' };

/**
 * Months that follow each other, for tests of what one leaves to the next. Runs are drafted by the use cases; that they
 * are approved, released and answered, and that a month is closed, is written down at once.
 */
export class OwedMonths {
  readonly province = new Province();
  readonly #batches = new Map<RunId, readonly BatchRef[]>();

  /** The roll of a unit, from a list that comes on the second of the month, or later. */
  async list(month: Period, rows: readonly CheckedRow[], unit: UnitCode = CU_KHE, day = '02'): Promise<void> {
    await takeIn(this.province, { unit, at: `${month}-${day}T03:00:00Z`, rows, period: month });
  }

  /** Cuts a run off. */
  async start(name: string, kind: PayoutRun['kind'] = 'regular'): Promise<RunId> {
    const run = runId.parse(name);
    const period = periodIn(run);
    this.province.clock.set(`${period}-08T03:00:00Z`);
    const frozen = await cutOff(this.province, { period, kind, startedBy: 'can-bo', run }, 'execution', 1);
    if (frozen.outcome !== 'cut-off') throw new Error(frozen.message.body);
    this.#batches.set(run, frozen.batches);
    return run;
  }

  /** Drafts a run that was cut off, one try. */
  async draft(run: RunId, ports: Ports = this.province): Promise<void> {
    for (const batch of this.#batches.get(run) ?? []) await draftPayments(ports, batch);
  }

  /** Marks instructed what the run's units came to, and nothing else. */
  async release(run: RunId): Promise<void> {
    const { work, payments, runs } = this.province;
    for (const { byProvider } of await this.units(run)) {
      for (const { provider, linesKey } of byProvider) {
        const { lines } = await work.unpackSealed(linesKey, draftedLines);
        for (const line of lines) {
          const event = { state: 'instructed', at: '2023-06-08T04:00:00Z', cause: run } as const;
          const step = { reference: line.reference, to: 'instructed', event, paidOn: null, reasonCode: null } as const;
          const [outcome] = await payments.transitionAll([{ ...step, told: toldOf({ ...line, run, provider }) }]);
          if (outcome !== 'done') throw new Error('What was to be released is not what was drafted');
        }
      }
    }
    await runs.advance(run, ['drafting'], 'released');
  }

  async reject(run: RunId): Promise<void> {
    await this.province.runs.advance(run, ['drafting'], 'rejected');
  }

  /** A whole run: cut off, drafted, released. */
  async pay(name: string, kind?: PayoutRun['kind']): Promise<RunId> {
    const run = await this.start(name, kind);
    await this.draft(run);
    await this.release(run);
    return run;
  }

  /** Answers every payment of a run that waits for an answer. */
  async answer(run: RunId, answerTo: Answer | ((payment: Payment) => Answer | undefined)): Promise<void> {
    for (const payment of this.province.payments.all()) {
      if (payment.run !== run || (payment.state !== 'instructed' && payment.state !== 'unknown')) continue;
      const answer = typeof answerTo === 'function' ? answerTo(payment) : answerTo;
      if (answer === undefined || answer.to === payment.state) continue;
      const event = { state: answer.to, at: '2023-06-12T03:00:00Z', cause: 'answer' };
      const step = { reference: payment.reference, to: answer.to, event, told: toldOf(payment), paidOn: null };
      await this.province.payments.transitionAll([{ ...step, reasonCode: answer.reasonCode ?? null }]);
    }
  }

  /** Closes a month: writes down what it owes still. */
  async close(month: Period): Promise<void> {
    const { outbox, payments, runs } = this.province;
    const sent = payments.all().filter((one) => one.period === month && one.state !== 'drafted');
    const byPerson = Map.groupBy(sent, ({ person, benefit }) => `${person} ${benefit}`);
    const last = [...byPerson.values()].map((all) =>
      all.reduce((one, other) => (one.attempt > other.attempt ? one : other)),
    );
    const unpaid = last.filter(({ state }) => state === 'failed' || state === 'returned');
    const units: { unit: UnitCode; key: string }[] = [];
    for (const [unit, own] of Map.groupBy(unpaid, (one) => one.unit)) {
      const list = carryList.parse({ period: month, unit, entries: own.map(entryOf) });
      units.push({ unit, key: await outbox.packSealed(carryListPrefix(month, unit), list) });
    }
    const key = await outbox.packSealed(carryIndexPrefix(month), carryIndex.parse({ period: month, units }));
    const step = { what: 'closed', by: 'can-bo', at: '2023-06-28T03:00:00Z', reason: null } as const;
    await runs.movePeriod(month, ['open'], 'closed', step, key);
  }

  async reopen(month: Period): Promise<void> {
    const step = { what: 'reopened', by: 'can-bo', at: '2023-07-01T03:00:00Z', reason: 'Ngân hàng báo nhầm' } as const;
    await this.province.runs.movePeriod(month, ['closed'], 'open', step);
  }

  /** What the units of a run came to. */
  async units(run: RunId): Promise<DraftedUnit[]> {
    const { work, submissions, references } = this.province;
    const codes = (await references.current()).data.units.map(({ code }) => code);
    const rolls = await submissions.rolls(codes, periodIn(run));
    return Promise.all(rolls.map(({ unit }) => work.unpack(draftedUnitKey(run, unit), draftedUnit)));
  }

  /** Who is not paid in a run, or what is not paid to them. */
  async deferred(run: RunId): Promise<Deferral[]> {
    const lists = (await this.units(run)).map(({ deferralsKey }) =>
      this.province.work.unpackSealed(deferralsKey, deferrals),
    );
    return (await Promise.all(lists)).flatMap((list) => list.deferrals);
  }

  /** The payments of a month, by reference. */
  of(month: Period): Payment[] {
    return this.province.payments.all().filter(({ period }) => period === month);
  }
}

function periodIn(run: RunId): Period {
  return carryList.shape.period.parse(run.slice(0, 7));
}

function entryOf(payment: Payment): CarryEntry {
  const { reference, person, benefit, unit, provider, reasonCode } = payment;
  const parts = owedBy(payment, reasonCode === UNCOLLECTED.reasonCode);
  return { reference, person, fullName: 'Nguyễn Thị Tư', benefit, unit, provider, parts };
}

/** Payments that have paid, or may still pay. */
export function alive(payments: readonly Payment[]): Payment[] {
  return payments.filter(({ state }) => state === 'instructed' || state === 'unknown' || state === 'paid');
}

/** How often each month is paid to each person, or may still be: `{ '2023-05 001045000001 BTXH': 1 }`. */
export function timesPaid(payments: readonly Payment[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { period, carried, person, benefit } of alive(payments)) {
    for (const month of [period, ...carried.map((part) => part.period)]) {
      const key = `${month} ${person} ${benefit}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return times;
}
