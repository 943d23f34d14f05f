import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Period, period } from '../../lambdas/domain/period.ts';
import { personalId } from '../../lambdas/domain/person.ts';
import { reconciledKey } from '../../lambdas/domain/rolls/submission-chunks.ts';
import { unitCode } from '../../lambdas/domain/unit.ts';
import { type Ended, until } from '../support/executions.ts';
import { functionProcesses } from '../support/function-processes.ts';
import { joinCloud, land, onDay, receiptOf, stubBucket } from '../support/local-month.ts';
import { LONG_LIST_UNIT, longList } from '../support/local-people.ts';
import { isClaimed, type Standing, standingOf } from '../support/standing.ts';

/*
 * The same list is taken in month after month, first in peace and then with everything that can go wrong. Whatever
 * happens on the way, the receipt, the roll, the claims and the totals come out the same.
 */

const cloud = await joinCloud();
const { at, executions } = cloud;
const { lists, truth } = await longList();
const unit = unitCode.parse(LONG_LIST_UNIT);
const keyIn = (month: Period) => `lists/${month}/${unit}/danh-sach.xlsx`;
/** After the month for which the list was made: by then whoever died in it has died before all of these. */
const PEACE = period.parse('2023-08');

/** How the registry is known to behave; at first it does well. */
let told = '{}';
let first: Ended;
let peaceful: Standing;

beforeAll(async () => {
  first = await executions.untilEnded(await sendIn(PEACE));
  peaceful = await standing(PEACE, first);
});

afterAll(async () => {
  await tellRegistry({});
});

describe('the list that all of this is about', () => {
  it('is long, has the usual faults, and every row and đồng of it is accounted for', () => {
    const { read, accepted, held, rejected } = peaceful.receipt.totals;
    expect(read.rows).toBe(truth.rows.length);
    expect(read.amount).toBe(truth.rows.reduce((sum, { amount }) => sum + amount, 0));
    expect(accepted.rows + held.rows + rejected.rows).toBe(read.rows);
    expect(accepted.amount + held.amount + rejected.amount).toBe(read.amount);
    expect(peaceful.lines).toHaveLength(accepted.rows + held.rows);
    expect(held.rows).toBeGreaterThan(0);
    expect(rejected.rows).toBeGreaterThan(0);
  });
});

describe('an event that comes again', () => {
  it('changes nothing when the list was answered', async () => {
    const published = await at.outbox.keys('receipts/');
    const again = await executions.untilEnded(await startAgain(first.arn));
    expect(again.status).toBe('SUCCEEDED');
    expect(again.states).toEqual(['WhatIsAsked', 'RegisterSubmission', 'WasItRegistered', 'AnsweredBefore']);
    expect(await at.outbox.keys('receipts/')).toEqual(published);
    expect(await standing(PEACE, first)).toEqual(peaceful);
  });

  it('changes nothing when the list is still being read', async () => {
    const month = period.parse('2023-09');
    await registryIs({ slowMilliseconds: 200 });
    const arn = await sendIn(month);
    const [one, other] = await Promise.all([executions.untilEnded(arn), executions.untilEnded(await startAgain(arn))]);
    expect([one.status, other.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(one.states).toContain('ReconcileChunks');
    expect(other.states, 'the second came while the first was at work').toContain('ReconcileChunks');
    expect(await standing(month, one)).toEqual(peaceful);
  });
});

describe('a function that dies in the middle of a chunk is started anew, and all is as if nothing had been', () => {
  it('while it asks the registry', async () => {
    const month = period.parse('2023-10');
    await registryIs({ slowMilliseconds: 1500 });
    const arn = await sendIn(month);
    await until('the chunk', async () => ((await executions.begunInMaps(arn)) > 0 ? true : undefined));
    const processes = await until('the function', async () =>
      someOf(await functionProcesses(cloud, 'reconcile-chunk')),
    );
    for (const pid of processes) process.kill(pid, 'SIGKILL');
    await tellRegistry({});
    const ended = await executions.untilEnded(arn);
    expect(ended.failures).toHaveLength(1);
    expect(await standing(month, ended)).toEqual(peaceful);
  });

  it('when it has taken claims and not yet stored the roll', async () => {
    const month = period.parse('2023-11');
    await registryIs({});
    const somebody = personalId.parse(truth.rows.find(({ expected }) => expected === 'accepted')?.personalId);
    const arn = await sendIn(month);
    await until('the first claims', async () => ((await isClaimed(cloud, month, somebody)) ? true : undefined), 1);
    const processes = await functionProcesses(cloud, 'reconcile-chunk');
    // Held still, so that what is looked at is what the crash leaves behind.
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    const [underWay] = await at.submissions.ofUnit(unit, month);
    const isDone = underWay && (await at.work.keys(reconciledKey({ ...underWay, chunk: 0 }))).length > 0;
    for (const pid of processes) process.kill(pid, 'SIGKILL');
    expect(isDone).toBe(false);
    const ended = await executions.untilEnded(arn);
    expect(ended.failures).toHaveLength(1);
    expect(await standing(month, ended)).toEqual(peaceful);
  });
});

describe('a registry on a bad day', () => {
  it('that answers 429 and 500 now and then is asked again, with pauses', async () => {
    const month = period.parse('2023-12');
    await registryIs({ throttleShare: 0.4, failShare: 0.3, retryAfterSeconds: 1, seed: 11 });
    const ended = await executions.untilEnded(await sendIn(month));
    const asked = z.object({ registryCalls: z.number(), registryRetries: z.number() });
    const [effort] = ended.taskOutputs.flatMap((output) => asked.safeParse(output).data ?? []);
    expect(effort?.registryRetries).toBeGreaterThan(0);
    expect(await standing(month, ended)).toEqual(peaceful);
  });

  it('that is down holds the list up, and loses nothing of it', async () => {
    const month = period.parse('2024-01');
    await registryIs({ failShare: 1 });
    const arn = await sendIn(month);
    await until('the function to give up', async () => someOf(await executions.failuresInMaps(arn)));
    expect(await at.submissions.rolls([unit], month)).toEqual([]);
    await tellRegistry({});
    const ended = await executions.untilEnded(arn);
    for (const failure of ended.failures) expect(failure).toContain('The identity registry is unavailable: status 500');
    expect(await standing(month, ended)).toEqual(peaceful);
  });
});

/** Sends the list in for a month. @returns the execution that its landing starts. */
async function sendIn(month: Period): Promise<string> {
  await onDay(cloud, month, 3);
  return land(cloud, keyIn(month), lists[0]?.bytes ?? new Uint8Array());
}

/** Starts the machine once more with the very event that started an execution. */
async function startAgain(arn: string): Promise<string> {
  const event = z.record(z.string(), z.unknown()).parse(await executions.input(arn));
  return executions.start(at.outputs.IngestListMachine, event);
}

type Faults = Readonly<Record<string, number>>;

async function tellRegistry(faults: Faults): Promise<void> {
  await stubBucket(at).putJson('population/faults.json', faults);
}

/** Tells the registry how to behave: it looks before every answer (docs/identity-registry.md). */
async function registryIs(faults: Faults): Promise<void> {
  if (JSON.stringify(faults) === told) return;
  await tellRegistry(faults);
  told = JSON.stringify(faults);
}

async function standing(month: Period, ended: Ended): Promise<Standing> {
  return standingOf(cloud, unit, month, await receiptOf(cloud, ended));
}

function someOf<One>(found: readonly One[]): readonly One[] | undefined {
  return found.length > 0 ? found : undefined;
}
