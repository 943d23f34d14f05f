import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { untilStatus } from '../../bin/demo/play-month.ts';
import { ApiRefused } from '../../bin/deployment/people-api.ts';
import { type RunId, runId } from '../../lambdas/domain/payouts/payment.ts';
import type { PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { generateMonth, type MonthOptions } from '../../samples/generate.ts';
import { referenceOf } from '../../samples/reference.ts';
import type { SampleMonth } from '../../samples/sample-month.ts';
import { type Ended, until } from '../support/executions.ts';
import { APPROVERS, answersTo, land, OFFICER, onDay, post, signIn, untilReported } from '../support/local-month.ts';
import type { ChaosCloud } from './chaos-cloud.ts';

/** Three communes with a few dozen people and the usual faults: every stage has something to do, and takes seconds. */
export async function smallSample(layoutOf?: MonthOptions['layoutOf']): Promise<SampleMonth> {
  const { 'units.csv': units, ...others } = referenceOf('thanh-oai');
  const kept = units.split('\n').filter((line) => /^(code|01|278|10180|10177|10174),/.test(line));
  return generateMonth({
    name: 'chaos',
    seed: 'chaos',
    period: period.parse('2022-07'),
    reference: { ...others, 'units.csv': `${kept.join('\n')}\n` },
    counts: { NCC: { people: 15, withAccount: 9 }, BTXH: { people: 45, withAccount: 27 } },
    drawBoth: 2,
    villages: [2, 3],
    ...(layoutOf && { layoutOf }),
  });
}

/** The sample's lists, sent in for a month of its own and brought to its end as people do it, step by step. */
export class SmallMonth {
  readonly period: Period;
  /** Everything that ended in this month: what failed on the way stands in it. */
  readonly ended: Ended[] = [];
  /** How often a person had to do something again, because the API failed. */
  repeated = 0;
  /** Whether the event of everything that lands comes a second time at once. */
  eventsTwice = false;
  /** Keys in the order in which they landed. */
  readonly #landed: string[] = [];
  readonly #chaos: ChaosCloud;
  readonly #sample: SampleMonth;

  constructor(chaos: ChaosCloud, sample: SampleMonth, month: Period) {
    this.#chaos = chaos;
    this.#sample = sample;
    this.period = month;
  }

  /** Failures of tasks that were tried again, or of executions. */
  get failures(): number {
    return this.ended.reduce((sum, { failures }) => sum + failures.length, 0);
  }

  /** The whole month. */
  async play(): Promise<void> {
    await this.sendLists();
    await this.finish();
  }

  /** The schedule opens the month: it names none, and what the units were paid by last month is carried over. */
  async open(): Promise<void> {
    await this.onDay(1);
    await this.untilEnded(await this.#local.executions.start(this.#local.at.outputs.OpenPeriodMachine, {}));
  }

  /** Keys and bytes of the month's lists. */
  get lists(): readonly { readonly key: string; readonly bytes: Uint8Array }[] {
    return this.#sample.lists.map(({ unit, fileName, bytes }) => ({
      key: `lists/${this.period}/${unit}/${fileName}`,
      bytes,
    }));
  }

  /** The lists land one after the other and are read side by side. @param which all unless it is said. */
  async sendLists(
    which: (list: { readonly unit: string | undefined }) => boolean = () => true,
    day = 3,
  ): Promise<void> {
    await this.onDay(day);
    const arns: string[] = [];
    for (const { key, bytes } of this.lists.filter(({ key }) => which({ unit: key.split('/')[2] }))) {
      arns.push(...(await this.#land(key, bytes)));
    }
    for (const arn of arns) await this.untilEnded(arn);
  }

  /** The runbook, "ingest-list": the machine is started with the key of a list that was not read to its end. */
  async startListsByHand(which: (list: { readonly key: string }) => boolean = () => true): Promise<void> {
    const { at, executions } = this.#local;
    const keys = this.lists.map(({ key }) => key).filter((key) => which({ key }));
    const arns = await Promise.all(
      keys.map((key) => executions.start(at.outputs.IngestListMachine, { object: { key } })),
    );
    for (const arn of arns) await this.untilEnded(arn);
  }

  /** The month from the run on. */
  async finish(): Promise<void> {
    await this.settle(await this.payOut());
    await this.close();
  }

  /** The officer starts a run, two others approve it; waits until it is released. */
  async payOut(kind: PayoutRun['kind'] = 'regular'): Promise<RunId> {
    await this.onDay(8);
    const run = await this.startRun(kind);
    await this.approve(run);
    return run;
  }

  async startRun(kind: PayoutRun['kind'] = 'regular'): Promise<RunId> {
    const { at } = this.#local;
    // A start of which the answer got lost has started it all the same.
    const started = await this.#insist(async () => {
      const officer = await signIn(this.#local, OFFICER);
      return officer.startRun(this.period, kind).catch(async (error: unknown) => {
        const open = (await at.runs.ofPeriod(this.period)).find(({ status }) => status === 'drafting');
        if (error instanceof ApiRefused && error.code === 'run-open' && open) return open.run;
        throw error;
      });
    });
    const run = runId.parse(started);
    await untilStatus(at, run, 'awaiting-approval');
    return run;
  }

  async approve(run: RunId): Promise<void> {
    await this.decide(run);
    await this.untilReleased(run);
  }

  /** Both approvers approve. */
  async decide(run: RunId): Promise<void> {
    const { manifestHash } = await untilStatus(this.#local.at, run, 'awaiting-approval');
    if (manifestHash === null) throw new Error('A run that waits for approval has a manifest');
    for (const name of APPROVERS) {
      await this.#insist(async () => {
        const api = await signIn(this.#local, name);
        return api.decide(run, { verdict: 'approved', manifestHash }).catch((error: unknown) => {
          // The runbook, "approvals-api": recorded, and not let go on. Deciding again brings the token once more.
          if (error instanceof ApiRefused && ['not-awaiting', 'decided-already'].includes(error.code)) return undefined;
          throw error;
        });
      });
    }
  }

  /** Waits for the end of the newest execution of a run, which releases it. */
  async untilReleased(run: RunId): Promise<void> {
    const { at, executions } = this.#local;
    // A run of the schedule bears the first letters of its execution's name.
    const isOfRun = (arn: string, input: unknown) =>
      JSON.stringify(input).includes(run) || run.endsWith(`-${arn.split(':').at(-1)?.toLowerCase().slice(0, 8)}`);
    const all = await executions.find(at.outputs.RunPayoutMachine, () => true);
    const own: string[] = [];
    for (const arn of all) if (isOfRun(arn, await executions.input(arn))) own.push(arn);
    await this.untilEnded(own.at(-1) ?? '');
    await untilStatus(at, run, 'released');
  }

  /** Waits until that many runs of the month stand, all drafted. @returns them. */
  async untilDrafted(count: number): Promise<PayoutRun[]> {
    return until('the runs', async () => {
      const runs = await this.#local.at.runs.ofPeriod(this.period);
      return runs.length >= count && runs.every(({ status }) => status !== 'drafting') ? runs : undefined;
    });
  }

  /** Providers answer that everything was paid; the reports that follow come out. */
  async settle(run: RunId): Promise<void> {
    await this.onDay(10);
    const arns: string[] = [];
    for (const { key, bytes } of await answersTo(this.#local, run)) arns.push(...(await this.#land(key, bytes)));
    for (const arn of arns) await this.untilEnded(arn);
    this.#mustSucceed(await untilReported(this.#local, this.period));
  }

  /** The officer closes the books. */
  async close(): Promise<void> {
    await this.onDay(25);
    const { at, executions } = this.#local;
    const about = (input: unknown) => z.object({ period: z.literal(this.period) }).safeParse(input).success;
    const before = await executions.find(at.outputs.ClosePeriodMachine, about);
    let isRepeated = false;
    await this.#insist(async () => {
      const { status, body } = await post(this.#local, OFFICER, `/v1/periods/${this.period}/closing`, {});
      // They are told to wait: what they asked for, and were not answered, is under way.
      const isUnderWay = isRepeated && z.object({ error: z.literal('started-at-once') }).safeParse(body).success;
      isRepeated = true;
      if (status !== 202 && !isUnderWay) throw new Error(`The closing was answered with ${status}`);
    });
    await this.untilEnded(await executions.untilStarted(at.outputs.ClosePeriodMachine, about, before));
  }

  /** Every event about keys that begin so comes once more. @returns the states that each execution passed. */
  async repeatEvents(prefix: string): Promise<(readonly string[])[]> {
    const passed: (readonly string[])[] = [];
    for (const key of this.#landed.filter((one) => one.startsWith(prefix))) {
      const { executions } = this.#local;
      const ended = await executions.untilEnded(await executions.start(this.#machineOf(key), { object: { key } }));
      this.#mustSucceed(ended);
      passed.push(ended.states);
    }
    return passed;
  }

  /** What the registry cost, by what the functions said at their ends. */
  get registryEffort(): { calls: number; retries: number; slowest: number } {
    const said = z.object({ registryCalls: z.number(), registryRetries: z.number(), registrySlowest: z.number() });
    const efforts = this.ended.flatMap(({ taskOutputs }) =>
      taskOutputs.flatMap((one) => said.safeParse(one).data ?? []),
    );
    return {
      calls: efforts.reduce((sum, { registryCalls }) => sum + registryCalls, 0),
      retries: efforts.reduce((sum, { registryRetries }) => sum + registryRetries, 0),
      slowest: Math.max(0, ...efforts.map(({ registrySlowest }) => registrySlowest)),
    };
  }

  /** An object lands, and where events come twice its event a second time. @returns the executions. */
  async #land(key: string, bytes: Uint8Array): Promise<string[]> {
    this.#landed.push(key);
    const arn = await land(this.#local, key, bytes);
    if (!this.eventsTwice) return [arn];
    return [arn, await this.#local.executions.start(this.#machineOf(key), { object: { key } })];
  }

  #machineOf(key: string): string {
    const { IngestListMachine, SettleResultsMachine } = this.#local.at.outputs;
    return key.startsWith('lists/') ? IngestListMachine : SettleResultsMachine;
  }

  async untilEnded(arn: string): Promise<void> {
    this.#mustSucceed(await this.#local.executions.untilEnded(arn));
  }

  async onDay(day: number): Promise<void> {
    await onDay(this.#local, this.period, day);
  }

  get #local() {
    return this.#chaos.local;
  }

  #mustSucceed(ended: Ended): void {
    this.ended.push(ended);
    if (ended.status !== 'SUCCEEDED') {
      throw new Error(
        `${ended.arn.split(':').slice(-2).join(' ')} ended ${ended.status}: ${ended.failures.join('; ')}`,
      );
    }
  }

  /** A person who is answered "500" does it again. */
  async #insist<Done>(act: () => Promise<Done>): Promise<Done> {
    for (let tries = 1; ; tries++) {
      try {
        return await act();
      } catch (error) {
        const isApi =
          error instanceof Error &&
          /status-5|answered with 5/.test(`${'code' in error ? error.code : ''} ${error.message}`);
        if (!isApi || tries === 6) throw error;
        this.repeated += 1;
        await sleep(200);
      }
    }
  }
}
