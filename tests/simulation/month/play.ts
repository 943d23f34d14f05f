import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { ReferenceStore } from '../../../lambdas/adapters/reference-store.ts';
import { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { SubmissionsTable } from '../../../lambdas/adapters/submissions-table.ts';
import { type RunId, runId } from '../../../lambdas/domain/payment.ts';
import { endedUnpaid, manifest, type PayoutRun } from '../../../lambdas/domain/payout-run.ts';
import { type Period, period } from '../../../lambdas/domain/period.ts';
import type { Provider } from '../../../lambdas/domain/reference-data.ts';
import { releasedFileKey, releasedManifestKey } from '../../../lambdas/domain/run-objects.ts';
import { unitCode } from '../../../lambdas/domain/unit.ts';
import { type Instruction, readInstructions } from '../../../samples/instructions.ts';
import type { Random } from '../../../samples/random.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import { type AnswerFile, answersOf } from './answers.ts';
import { OnCall } from './on-call.ts';
import { citizenOf, residents } from './people.ts';
import { PeopleApi } from './people-api.ts';
import { publishSimulatedReference, UNITS } from './reference.ts';
import { type Office, type Sent, sendingsOf } from './sending.ts';
import { MINUTE, Violation } from './violation.ts';

/** What people did in a simulation: what its outcome is held against. */
export interface Played {
  readonly periods: readonly Period[];
  readonly sent: Sent[];
  readonly answers: AnswerFile[];
  readonly units: readonly string[];
  /** People who had died before a month: nobody may be paid for them. */
  readonly died: Map<string, string>;
}

const OFFICER = 'can-bo-1';
const APPROVERS = ['lanh-dao-1', 'lanh-dao-2'] as const;

/** Noon in Viet Nam on a day of a month. */
const noon = (month: string, day: number) => Date.parse(`${month}-${String(day).padStart(2, '0')}T12:00:00+07:00`);

/** Plays one to three months as their people would: officers, approvers, providers' clerks, and whoever is on call. */
export class Play {
  readonly played: Played;
  readonly #world: World;
  readonly #random: Random;
  readonly #submissions: SubmissionsTable;
  readonly #runs: RunsTable;
  readonly #outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  readonly #references = new ReferenceStore(new Bucket(NAMES.REFERENCE_BUCKET));
  readonly #api: PeopleApi;
  readonly #onCall: OnCall;
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
      [1, 6],
      [2, 3],
      [3, 1],
    ] as const);
    const units = UNITS.slice(
      0,
      random.weighted([
        [3, 5],
        [4, 2],
        [5, 1],
        [6, 1],
      ] as const),
    );
    const size = random.weighted([
      [random.integer(3, 10), 5],
      [random.integer(10, 40), 1],
    ] as const);
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
      periods: Array.from({ length: months }, (_, index) => period.parse(`2023-0${6 + index}`)),
      sent: [],
      answers: [],
      units,
      died: new Map(),
    };
    this.#api = new PeopleApi(world);
    this.#onCall = new OnCall(world, this.#runs, this.played.periods);
    for (const one of people) {
      const died = random.chance(0.03) ? `2023-0${random.integer(4, 7)}-1${random.integer(0, 9)}` : null;
      world.population.set(one.personalId, citizenOf(one, died));
      if (died) this.played.died.set(one.personalId, died);
    }
  }

  async run(): Promise<void> {
    await publishSimulatedReference(this.#random.chance(0.2));
    for (const [index, month] of this.played.periods.entries()) await this.#month(month, index === 0);
    // Runs that nobody decides expire.
    await this.#world.scheduler.sleep(6 * 24 * 60 * MINUTE);
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
    this.#send(this.#offices.flatMap((office) => sendingsOf(office, month, isFirst, this.#faulty, random)));
    await world.scheduler.sleep(3 * 24 * 60 * MINUTE);
    await this.#onCall.untilQuiet();
    await this.#confirmLists(month);
    await this.#until(noon(month, 8));
    await this.#payout(month, 'regular');
    if (random.chance(0.5)) {
      // Mended after the cut-off: paid by the supplementary run.
      this.#send(
        this.#offices
          .flatMap((office) => (random.chance(0.4) ? sendingsOf(office, month, false, 0, random) : []))
          .map((list) => ({ ...list, key: list.key.replace('.csv', '-muon.csv') })),
      );
      await world.scheduler.sleep(2.5 * 24 * 60 * MINUTE);
      await this.#onCall.untilQuiet();
      await this.#confirmLists(month);
    }
    if (random.chance(0.6)) await this.#payout(month, 'supplementary');
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
    const listed = sent.flatMap(({ unit, rows }) => rows.map(({ who, programme }) => ({ unit, who, programme })));
    for (const { unit, who, programme } of listed) {
      const isContested = listed.some((one) => one.who === who && one.unit !== unit);
      if (!isContested || !this.#random.chance(0.15)) continue;
      const body = { period: month, person: who.personalId, programme, unit, reason: 'Đã xác minh nơi cư trú' };
      await this.#api.ask('decide-conflict', OFFICER, 'officers', {}, body);
    }
  }

  async #payout(month: Period, kind: PayoutRun['kind']): Promise<void> {
    for (let tries = 0; tries < 6; tries++) {
      const run = await this.#startRun(month, kind);
      if (run === undefined) continue;
      const decided = await this.#decided(run);
      if (decided.status === 'nothing-to-pay') return;
      if (endedUnpaid(decided.status)) continue;
      await this.#untilReleased(run);
      await this.#answer(run);
      return;
    }
  }

  async #startRun(month: Period, kind: PayoutRun['kind']): Promise<RunId | undefined> {
    const answer = await this.#api.ask('start-run', OFFICER, 'officers', {}, { period: month, kind });
    if (this.#world.faults.happens('execution started again')) {
      await this.#api.ask('start-run', OFFICER, 'officers', {}, { period: month, kind });
    }
    const run = runId.safeParse(answer['run']);
    return run.success ? run.data : undefined;
  }

  /** The two approvers, and whatever goes wrong between them, until the run is decided. */
  async #decided(run: RunId): Promise<PayoutRun> {
    const random = this.#random;
    const waiting = await this.#runIn(run, (status) => status !== 'drafting');
    if (waiting.status !== 'awaiting-approval') return waiting;
    const decide = (by: string, verdict: 'approved' | 'rejected', hash = waiting.manifestHash ?? '') =>
      this.#api.ask('decide-run', by, 'approvers', { run }, { verdict, manifestHash: hash, reason: 'Sai danh sách' });
    if (random.chance(0.1)) await decide(OFFICER, 'approved');
    if (random.chance(0.1)) await decide(APPROVERS[0], 'approved', '0'.repeat(64));
    const mood = random.fraction();
    const delay = () => this.#world.scheduler.sleep(random.integer(0, 36 * 60) * MINUTE);
    if (mood < 0.1) {
      await decide(APPROVERS[0], 'approved');
      await decide(APPROVERS[1], 'rejected');
    } else if (mood < 0.2) {
      // Only one of them: it expires. The second comes in the very hour of it, or not at all.
      await decide(APPROVERS[0], 'approved');
      await this.#world.scheduler.sleep(5 * 24 * 60 * MINUTE - random.integer(0, 4000));
      if (random.chance(0.5)) await decide(APPROVERS[1], 'approved');
    } else {
      await delay();
      const both = APPROVERS.map(async (by) => {
        if (random.chance(0.5)) await delay();
        await decide(by, 'approved');
        if (random.chance(0.2)) await decide(by, 'approved');
      });
      await Promise.all(both);
    }
    return this.#runIn(run, (status) => status !== 'awaiting-approval');
  }

  /** The files are out; whoever is on call redrives what stopped on the way. */
  async #untilReleased(run: RunId): Promise<void> {
    await this.#runIn(run, (status) => status !== 'approved');
    await this.#onCall.untilQuiet();
  }

  async #answer(run: RunId): Promise<void> {
    const found = await this.#runs.get(run);
    if (found.status !== 'released' && found.status !== 'settled') return;
    const { data } = await this.#references.current();
    const { files } = await this.#outbox.json(releasedManifestKey(run), manifest);
    const told = new Map<Provider, Instruction[]>();
    for (const file of files) {
      const provider = data.providers.find(({ id }) => id === file.provider);
      if (!provider) throw new Violation(`A file of ${file.provider}, who is no provider`);
      const name = file.key.slice(file.key.lastIndexOf('/') + 1);
      const bytes = await this.#outbox.bytes(releasedFileKey(run, provider.id, name));
      told.set(provider, [
        ...(told.get(provider) ?? []),
        ...(await readInstructions(provider.instructionFormat, bytes)),
      ]);
    }
    const answers = answersOf(told, run, this.#random.chance(0.3), this.#random);
    for (const { provider, name, bytes } of answers) {
      this.#world.scheduler.after(this.#random.integer(0, 6 * 60) * MINUTE, `answer of ${provider}`, () => {
        this.#world.buckets.put(NAMES.INBOX_BUCKET, `results/${run.slice(0, 7)}/${provider}/${name}`, bytes);
      });
    }
    this.played.answers.push(...answers);
    await this.#world.scheduler.sleep(7 * 60 * MINUTE);
    await this.#onCall.untilQuiet();
  }

  /** Waits until a run is in a state, while whoever is on call looks after what failed. */
  async #runIn(run: RunId, isSo: (status: PayoutRun['status']) => boolean): Promise<PayoutRun> {
    for (let waits = 0; waits < 2000; waits++) {
      const found = await this.#runs.find(run);
      if (found && isSo(found.status)) return found;
      await this.#onCall.repair();
      await this.#world.scheduler.sleep(10 * MINUTE);
    }
    throw new Violation('A run stands still, and no execution has failed to show for it');
  }

  async #until(instant: number): Promise<void> {
    const { scheduler } = this.#world;
    if (instant > scheduler.now()) await scheduler.sleep(instant - scheduler.now());
  }
}
