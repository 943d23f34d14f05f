import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { addMonths, type Period, period } from '../../../lambdas/domain/period.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import type { Random } from '../../../samples/random.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import type { AnswerFile } from './answers.ts';
import { Books } from './books.ts';
import { type CashPlan, cashPlanOf } from './cash.ts';
import { Emergencies } from './emergencies.ts';
import { OnCall } from './on-call.ts';
import { Payouts } from './payouts.ts';
import { citizenOf, type Resident, residents } from './people.ts';
import { OFFICER, PeopleApi } from './people-api.ts';
import { publishSimulatedReference, UNITS } from './reference.ts';
import { type Office, type Sent, sendingsOf } from './sending.ts';
import { DAY, MINUTE } from './violation.ts';

/** What people did in a simulation: what its outcome is held against. */
export interface Played {
  readonly periods: readonly Period[];
  readonly sent: Sent[];
  readonly answers: AnswerFile[];
  readonly units: readonly string[];
  /** People who had died before a month: nobody may be paid for them. */
  readonly died: Map<string, string>;
  /** Everybody who may be on a list, by personal id. */
  readonly people: ReadonlyMap<string, Resident>;
  /** Undefined where nobody pays cash. */
  readonly cash: CashPlan | undefined;
}

/** Noon in Viet Nam on a day of a month. */
const noon = (month: string, day: number) => Date.parse(`${month}-${String(day).padStart(2, '0')}T12:00:00+07:00`);

const FIRST = period.parse('2023-06');

/** Plays one to five months as their people would: officers, approvers, providers' clerks, and whoever is on call. */
export class Play {
  readonly played: Played;
  readonly #world: World;
  readonly #random: Random;
  readonly #submissions: SubmissionsTable;
  readonly #runs: RunsTable;
  readonly #api: PeopleApi;
  readonly #onCall: OnCall;
  readonly #payouts: Payouts;
  readonly #books: Books;
  readonly #emergencies: Emergencies;
  readonly #offices: Office[];
  readonly #faulty: number;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('people');
    const random = this.#random;
    const store = new Store();
    this.#submissions = new SubmissionsTable(store, NAMES.SUBMISSIONS_TABLE);
    this.#runs = new RunsTable(store, NAMES.RUNS_TABLE);
    const months = random.weighted([
      [1, 12],
      [2, 7],
      [3, 2],
      [4, 1],
      [5, 1],
    ] as const);
    const units = UNITS.slice(
      0,
      random.weighted([
        [3, 6],
        [4, 2],
        [5, 1],
        [6, 1],
      ] as const),
    );
    // Many months of many people would take as long as all others together.
    const size = random.integer(3, random.chance(0.08) && months <= 2 ? 40 : 7);
    const people = residents(units.length * size + 20, random);
    this.#faulty = random.chance(0.5) ? 0.08 : 0;
    this.#offices = units.map((unit, index) => {
      const own = people.slice(index * size, (index + 1) * size);
      // Some are on the list of two communes: who moved, and who is on the boundary.
      const shared = people.slice(0, (index + 1) * size).filter(() => random.chance(0.03));
      const members = [...new Set([...own.slice(0, Math.ceil(size * 0.8)), ...shared])];
      return {
        unit,
        members,
        others: [...own.filter((one) => !members.includes(one)), ...people.slice(-20 + 3 * index, -17 + 3 * index)],
      };
    });
    this.played = {
      periods: Array.from({ length: months }, (_, index) => addMonths(FIRST, index)),
      sent: [],
      answers: [],
      units,
      died: new Map(),
      people: new Map(people.map((one) => [one.personalId, one])),
      cash: cashPlanOf(units, FIRST, world.random.fork('cash')),
    };
    this.#emergencies = new Emergencies(this.played.periods, world.random.fork('emergencies'));
    this.#api = new PeopleApi(world);
    this.#onCall = new OnCall(world, this.#runs, this.played.periods);
    // Only who does not come for months is suspended, and few seeds play so many.
    const absence = months > 2 ? 0.15 : 0.05;
    const absent = new Set(people.filter(() => random.chance(absence)).map(({ personalId }) => personalId));
    const helpers = { runs: this.#runs, api: this.#api, onCall: this.#onCall };
    this.#payouts = new Payouts(world, { ...helpers, absent, answers: this.played.answers });
    const providers = ['agribank', 'lpbank', ...(this.played.cash ? ['vnpost'] : [])];
    this.#books = new Books(world, { ...helpers, periods: this.played.periods, providers });
    for (const one of people) {
      const died = random.chance(0.03) ? `2023-0${random.integer(4, 7)}-1${random.integer(0, 9)}` : null;
      world.population.set(one.personalId, citizenOf(one, died));
      if (died) this.played.died.set(one.personalId, died);
    }
  }

  async run(): Promise<void> {
    await publishSimulatedReference({
      waitsForOfficers: this.#random.chance(0.2),
      cash: this.played.cash,
      // Few seeds play so many months that somebody could stay away for three.
      suspendAfterMonths: this.#world.random.fork('calendar').chance(0.5) ? 2 : 3,
    });
    for (const [index, month] of this.played.periods.entries()) await this.#month(month, index === 0);
    // The last answers land, and runs that nobody decides expire.
    await this.#until(this.#payouts.lastAnswerAt);
    await this.#world.scheduler.sleep(6 * DAY);
    await this.#onCall.untilQuiet();
    await this.#books.decide(0.5);
    await this.#onCall.untilQuiet();
  }

  async #month(month: Period, isFirst: boolean): Promise<void> {
    const random = this.#random;
    const world = this.#world;
    await this.#until(noon(month, 1));
    if (world.faults.happens('registry down')) {
      world.registryDownUntil = noon(month, 1) + random.integer(1, 100) * MINUTE;
    }
    world.machines.start('open-period', { period: month });
    if (random.chance(0.7)) await this.#onCall.untilQuiet();
    await this.#until(noon(month, 2));
    if (world.faults.happens('registry down')) {
      world.registryDownUntil = noon(month, 2) + random.integer(10, 2000) * MINUTE;
    }
    const struck = this.#emergencies.lists(this.#offices, month, this.#faulty);
    const regular = this.#offices.flatMap((office) => sendingsOf(office, month, isFirst, this.#faulty, random));
    this.#send([...regular, ...struck]);
    await world.scheduler.sleep(3 * DAY);
    await this.#onCall.untilQuiet();
    await this.#confirmLists(month);
    await this.#until(noon(month, 8));
    const help = struck.length > 0 ? [this.#payouts.pay(month, 'emergency')] : [];
    await Promise.all([this.#payouts.pay(month, 'regular'), this.#anotherMonth(month), ...help]);
    const later = this.#emergencies.later(this.#offices, month);
    if (random.chance(0.5) || later.length > 0) {
      // Mended after the cut-off: paid by the supplementary run.
      const mended = this.#offices
        .flatMap((office) => (random.chance(0.4) ? sendingsOf(office, month, false, 0, random) : []))
        .map((list) => ({ ...list, key: list.key.replace('.csv', '-muon.csv') }));
      this.#send([...mended, ...later]);
      await world.scheduler.sleep(2.5 * DAY);
      await this.#onCall.untilQuiet();
      await this.#confirmLists(month);
    }
    if (random.chance(0.3)) await this.#books.decide(0.4);
    const atOnce: Promise<void>[] = [];
    // Somebody closes the month too early, in the moment in which a run begins.
    if (random.chance(0.1)) atOnce.push(this.#books.close(month));
    // Emergency help that failed, or was listed since, a run of its own pays.
    const isHelpOwed = later.length > 0 || (struck.length > 0 && random.chance(0.2));
    if (isHelpOwed) atOnce.push(this.#payouts.pay(month, 'emergency'));
    if (random.chance(0.4)) atOnce.push(this.#payouts.pay(month, 'supplementary'));
    await Promise.all(atOnce);
    await this.#until(noon(month, 20));
    await this.#books.listUnpaid();
    await this.#books.decide(0.6);
    if (random.chance(0.3)) await this.#payouts.pay(month, 'supplementary');
    await this.#until(noon(month, 27));
    if (random.chance(0.8)) await this.#books.close(month);
  }

  /** Beside a month's payout an earlier one is opened again: what was not believed is decided, and paid, or not. */
  async #anotherMonth(month: Period): Promise<void> {
    const earlier = this.played.periods.filter((one) => one < month);
    if (earlier.length === 0 || !this.#random.chance(0.3)) return;
    const reopened = this.#random.pick(earlier);
    await this.#world.scheduler.sleep(this.#random.integer(0, 30) * MINUTE);
    await this.#books.reopen(reopened);
    await this.#books.decide(0.5);
    if (this.#random.chance(0.7)) await this.#payouts.pay(reopened, 'supplementary');
    if (this.#random.chance(0.7)) await this.#books.close(reopened);
  }

  #send(lists: readonly Sent[]): void {
    const first = Math.min(...lists.map(({ after }) => after));
    for (const list of lists) {
      this.#world.scheduler.after(list.after - first, `list ${list.unit} ${list.kind}`, () => {
        this.#world.buckets.put(NAMES.INBOX_BUCKET, list.key, list.bytes);
      });
    }
    this.played.sent.push(...lists);
  }

  /** Lists that change much: an officer confirms most of them. */
  async #confirmLists(month: Period): Promise<void> {
    for (const unit of this.played.units) {
      for (const one of await this.#submissions.ofUnit(unitCode.parse(unit), month)) {
        if (one.status !== 'awaiting-confirmation' || this.#random.chance(0.3)) continue;
        const as = 'whole-roll';
        await this.#api.ask('confirm-list', OFFICER, 'officers', { unit, period: month, id: one.id }, { as });
      }
    }
    await this.#decideConflicts(month);
    await this.#onCall.untilQuiet();
  }

  /** Of people whom two communes list an officer decides some, after the first list has held them so far. */
  async #decideConflicts(month: Period): Promise<void> {
    const sent = this.played.sent.filter((list) => list.period === month);
    const listed = sent.flatMap(({ unit, rows, purpose }) =>
      rows.map(({ who, programme }) => ({ unit, who, programme: purpose === 'emergency' ? 'EMERGENCY' : programme })),
    );
    for (const { unit, who, programme } of listed) {
      const isContested = listed.some((one) => one.who === who && one.unit !== unit);
      if (!isContested || !this.#random.chance(0.15)) continue;
      const body = { period: month, person: who.personalId, programme, unit, reason: 'Đã xác minh nơi cư trú' };
      await this.#api.ask('decide-conflict', OFFICER, 'officers', {}, body);
    }
  }

  async #until(instant: number): Promise<void> {
    const { scheduler } = this.#world;
    if (instant > scheduler.now()) await scheduler.sleep(instant - scheduler.now());
  }
}
