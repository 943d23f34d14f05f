import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { ExceptionsTable } from '../../../lambdas/adapters/exceptions-table.ts';
import type { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { dayOf, type Period } from '../../../lambdas/domain/period.ts';
import { VERDICTS } from '../../../lambdas/domain/settlement/payment-exception.ts';
import type { Random } from '../../../samples/random.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import type { OnCall } from './on-call.ts';
import { OFFICER, type PeopleApi } from './people-api.ts';
import { DAY } from './violation.ts';

/** The officer who keeps the books: decides exceptions, closes months and opens them again, returns money. */
export class Books {
  readonly #world: World;
  readonly #random: Random;
  readonly #runs: RunsTable;
  readonly #api: PeopleApi;
  readonly #onCall: OnCall;
  readonly #periods: readonly Period[];
  readonly #providers: readonly string[];
  readonly #exceptions = new ExceptionsTable(new Store(), NAMES.EXCEPTIONS_TABLE);
  #vouchers = 0;

  constructor(
    world: World,
    people: {
      runs: RunsTable;
      api: PeopleApi;
      onCall: OnCall;
      periods: readonly Period[];
      providers: readonly string[];
    },
  ) {
    this.#world = world;
    this.#random = world.random.fork('books');
    this.#runs = people.runs;
    this.#api = people.api;
    this.#onCall = people.onCall;
    this.#periods = people.periods;
    this.#providers = people.providers;
  }

  /** Decides open exceptions of all months: each with a chance. */
  async decide(share: number): Promise<void> {
    const all = (await Promise.all(this.#periods.map((month) => this.#exceptions.ofPeriod(month)))).flat();
    for (const { period, id, code } of all.filter(({ decision }) => decision === null)) {
      if (!this.#random.chance(share)) continue;
      const verdict = this.#random.pick(VERDICTS[code]);
      const body = { verdict, checked: 'Đã hỏi ngân hàng, đối chiếu sao kê' };
      await this.#api.ask('decide-exception', OFFICER, 'officers', { period, id }, body);
    }
  }

  /** On the 20th, as the schedule does it: the month is that of the day. */
  async listUnpaid(): Promise<void> {
    this.#world.machines.start('close-period', { occasion: 'unpaid', by: 'schedule' });
    if (this.#random.chance(0.7)) await this.#onCall.untilQuiet();
  }

  /** Has a month closed, deciding what is in the way; it may stay open. */
  async close(month: Period): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      await this.decide(0.9);
      const asked = [this.#api.ask('ask-closing', OFFICER, 'officers', { period: month }, {})];
      if (this.#random.chance(0.1))
        asked.push(this.#api.ask('ask-closing', 'can-bo-2', 'officers', { period: month }, {}));
      await Promise.all(asked);
      await this.#onCall.untilQuiet();
      if (await this.#isClosed(month)) break;
      await this.#world.scheduler.sleep(this.#random.integer(0, 2) * DAY);
    }
    if (this.#random.chance(0.15)) await this.returnMoney(month);
  }

  /** Opens a closed month again, if it is closed. */
  async reopen(month: Period): Promise<boolean> {
    const reason = 'Ngân hàng gửi kết quả bổ sung';
    await this.#api.ask('reopen-period', OFFICER, 'officers', { period: month }, { reason });
    return !(await this.#isClosed(month));
  }

  /** Gives some of what stayed at a provider back to the Treasury: a voucher, now and then told twice. */
  async returnMoney(month: Period): Promise<void> {
    const voucher = {
      period: month,
      provider: this.#random.pick(this.#providers),
      amount: 10_000 * this.#random.integer(1, 100),
      returnedOn: dayOf(new Date(this.#world.scheduler.now())),
      document: `NT-${++this.#vouchers}`,
    };
    for (let times = this.#random.integer(1, 2); times > 0; times--) {
      await this.#api.ask('record-treasury-return', OFFICER, 'officers', {}, voucher);
    }
  }

  async #isClosed(month: Period): Promise<boolean> {
    return (await this.#runs.period(month))?.status === 'closed';
  }
}
