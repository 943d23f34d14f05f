import { Bucket } from '../../../lambdas/adapters/buckets.ts';
import { Store } from '../../../lambdas/adapters/dynamodb.ts';
import { PaymentsTable } from '../../../lambdas/adapters/payments-table.ts';
import { ReferenceStore } from '../../../lambdas/adapters/reference-store.ts';
import type { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import { paymentReference, type RunId, runId } from '../../../lambdas/domain/payouts/payment.ts';
import { endedUnpaid, manifest, type PayoutRun } from '../../../lambdas/domain/payouts/payout-run.ts';
import { releasedFileKey, releasedManifestKey } from '../../../lambdas/domain/payouts/run-objects.ts';
import { dayOf, type Period, periodOf } from '../../../lambdas/domain/period.ts';
import type { Provider } from '../../../lambdas/domain/reference-data.ts';
import { elementIn, type Instruction, readInstructions, textOf } from '../../../samples/instructions.ts';
import type { Random } from '../../../samples/random.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';
import { type AnswerFile, answersOf } from './answers.ts';
import { payingListLines } from './cash.ts';
import type { OnCall } from './on-call.ts';
import { OFFICER, type PeopleApi } from './people-api.ts';
import { type ReceivedFile, Rejections } from './rejections.ts';
import { DAY, MINUTE, Violation } from './violation.ts';

const APPROVERS = ['lanh-dao-1', 'lanh-dao-2'] as const;

/** Runs of payouts as their people see them: who starts and approves them, and the providers' clerks who answer. */
export class Payouts {
  readonly #world: World;
  readonly #random: Random;
  readonly #runs: RunsTable;
  readonly #api: PeopleApi;
  readonly #onCall: OnCall;
  /** People who never come for their money. */
  readonly #absent: ReadonlySet<string>;
  readonly #answers: AnswerFile[];
  readonly #rejections: Rejections;
  readonly #outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  readonly #references = new ReferenceStore(new Bucket(NAMES.REFERENCE_BUCKET));
  readonly #payments = new PaymentsTable(new Store(), NAMES.PAYMENTS_TABLE);
  /** When the last answer that is on its way lands. */
  #lastAnswerAt = 0;

  constructor(
    world: World,
    people: { runs: RunsTable; api: PeopleApi; onCall: OnCall; absent: ReadonlySet<string>; answers: AnswerFile[] },
  ) {
    this.#world = world;
    this.#random = world.random.fork('payouts');
    this.#runs = people.runs;
    this.#api = people.api;
    this.#onCall = people.onCall;
    this.#absent = people.absent;
    this.#answers = people.answers;
    this.#rejections = new Rejections(world.random.fork('rejections'));
  }

  get lastAnswerAt(): number {
    return this.#lastAnswerAt;
  }

  /** A run, and another one when it comes to nothing, until something is paid or there is nothing to pay. */
  async pay(month: Period, kind: PayoutRun['kind']): Promise<void> {
    for (let tries = 0; tries < (kind === 'emergency' ? 3 : 6); tries++) {
      for (const run of await this.#start(month, kind, tries === 0)) {
        const decided = await this.#decided(run);
        if (decided.status === 'nothing-to-pay' || endedUnpaid(decided.status)) continue;
        await this.#runIn(run, (status) => status !== 'approved');
        await this.#onCall.untilQuiet();
        await this.#answer(run);
        return;
      }
      // Emergencies have lists and runs of their own.
      const all = (await this.#runs.ofPeriod(month)).filter(
        (one) => (one.kind === 'emergency') === (kind === 'emergency'),
      );
      if (all.every(({ status }) => status === 'nothing-to-pay')) return;
    }
  }

  /** By hand, on schedule, or both at the same time: then one of them gives way. */
  async #start(month: Period, kind: PayoutRun['kind'], isFirst: boolean): Promise<RunId[]> {
    const started: RunId[] = [];
    const luck = this.#random.fraction();
    const isOnSchedule = kind === 'regular' && isFirst && luck < 0.3;
    if (isOnSchedule) {
      const { name } = this.#world.machines.start('run-payout', { kind, startedBy: 'schedule', period: month });
      started.push(runId.parse(`${month}-${kind}-${name}`));
    }
    if (!isOnSchedule || luck < 0.15) {
      const answer = await this.#api.ask('start-run', OFFICER, 'officers', {}, { period: month, kind });
      if (this.#world.faults.happens('execution started again')) {
        await this.#api.ask('start-run', OFFICER, 'officers', {}, { period: month, kind });
      }
      const run = runId.safeParse(answer['run']);
      if (run.success) started.push(run.data);
    }
    return started;
  }

  /** The two approvers, and whatever goes wrong between them, until the run is decided. */
  async #decided(run: RunId): Promise<PayoutRun> {
    const random = this.#random;
    const waiting = await this.#runIn(run, (status) => status !== 'drafting');
    if (waiting.status !== 'awaiting-approval') return waiting;
    const decide = (
      by: string,
      verdict: 'approved' | 'rejected' | 'withdrawn',
      manifestHash = waiting.manifestHash ?? '',
    ) => this.#api.ask('decide-run', by, 'approvers', { run }, { verdict, manifestHash, reason: 'Sai danh sách' });
    const delay = () => this.#world.scheduler.sleep(random.integer(0, 36 * 60) * MINUTE);
    if (random.chance(0.1)) await decide(OFFICER, 'approved');
    if (random.chance(0.1)) await decide(APPROVERS[0], 'approved', '0'.repeat(64));
    if (random.chance(0.1)) {
      // A change of mind: it counts as if nothing had been said.
      await decide(APPROVERS[0], 'approved');
      if (random.chance(0.3)) void decide(APPROVERS[1], 'approved');
      await decide(APPROVERS[0], 'withdrawn');
      await delay();
    }
    const mood = random.fraction();
    if (mood < 0.1) {
      await decide(APPROVERS[0], 'approved');
      await decide(APPROVERS[1], 'rejected');
    } else if (mood < 0.2) {
      // Only one of them: it expires. The second comes in the very hour of it, or not at all.
      await decide(APPROVERS[0], 'approved');
      await this.#world.scheduler.sleep(5 * DAY - random.integer(0, 4000));
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

  /** What the providers answer: most within hours, some when the month is long over. */
  async #answer(run: RunId): Promise<void> {
    const found = await this.#runs.get(run);
    if (found.status !== 'released' && found.status !== 'settled') return;
    const told = await this.#instructions(run);
    const idle = await this.#idle([...told.values()].flat().flatMap(({ lines }) => lines));
    const mood = { isHonest: this.#random.chance(0.3), idle, rejections: this.#rejections };
    const answers = answersOf(told, run, mood, this.#random);
    for (const { provider, name, bytes } of answers) {
      const isLate = this.#random.chance(0.15);
      const delay = isLate ? this.#random.integer(2, 75) * DAY : this.#random.integer(0, 6 * 60) * MINUTE;
      // A clerk may lay it into the folder of their own month.
      const landsAt = new Date(this.#world.scheduler.now() + delay);
      const folder = isLate && this.#random.chance(0.2) ? periodOf(dayOf(landsAt)) : run.slice(0, 7);
      this.#lastAnswerAt = Math.max(this.#lastAnswerAt, this.#world.scheduler.now() + delay);
      this.#world.scheduler.after(delay, `answer of ${provider}`, () => {
        this.#world.buckets.put(NAMES.INBOX_BUCKET, `results/${folder}/${provider}/${name}`, bytes);
      });
    }
    this.#answers.push(...answers);
    await this.#world.scheduler.sleep(7 * 60 * MINUTE);
    await this.#onCall.untilQuiet();
  }

  /** What each provider is told to pay in a run, read from the files that it was given. */
  async #instructions(run: RunId): Promise<Map<Provider, ReceivedFile[]>> {
    const { data } = await this.#references.current();
    const { files } = await this.#outbox.json(releasedManifestKey(run), manifest);
    const told = new Map<Provider, ReceivedFile[]>();
    for (const file of files) {
      const provider = data.providers.find(({ id }) => id === file.provider);
      if (!provider) throw new Violation(`A file of ${file.provider}, who is no provider`);
      const name = file.key.slice(file.key.lastIndexOf('/') + 1);
      const bytes = await this.#outbox.bytes(releasedFileKey(run, provider.id, name));
      // A workbook is a text here, which nobody else can read.
      const isText = provider.instructionFormat === 'paying-list-xlsx';
      const text = textOf(bytes);
      const lines = isText ? payingListLines(text) : await readInstructions(provider.instructionFormat, bytes);
      told.set(provider, [...(told.get(provider) ?? []), { messageId: elementIn(text, 'MsgId'), lines }]);
    }
    return told;
  }

  async #idle(lines: readonly Instruction[]): Promise<Set<string>> {
    const references = lines.map(({ reference }) => paymentReference.parse(reference));
    const payments = await this.#payments.getAll(references);
    return new Set(references.filter((reference) => this.#absent.has(payments.get(reference)?.person ?? '')));
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
}
