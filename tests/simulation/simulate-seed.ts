import './engine/virtual-process.ts';

import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { ExceptionsTable } from '../../lambdas/adapters/exceptions-table.ts';
import { period } from '../../lambdas/domain/period.ts';
import { StateError } from './asl/interpreter.ts';
import { answerInMemory } from './cloud/clients.ts';
import { NAMES, setEnvironment } from './engine/deployment.ts';
import { enter, type Plants, World } from './engine/world.ts';
import { checkAnswers } from './invariants/answers.ts';
import { checkBooks } from './invariants/books.ts';
import { checkChannels } from './invariants/channels.ts';
import { checkPayments, paymentsOf } from './invariants/payments.ts';
import { watchPublishing } from './invariants/publishing.ts';
import { checkRebuild, Streams } from './invariants/rebuild.ts';
import { checkReports } from './invariants/reports.ts';
import { checkRolls } from './invariants/rolls.ts';
import { checkStored } from './invariants/stored.ts';
import { checkSuccession } from './invariants/succession.ts';
import { checkTotals } from './invariants/totals.ts';
import { happenedIn } from './month/happened.ts';
import { Play } from './month/play.ts';
import { Violation } from './month/violation.ts';
import type { SeedResult } from './run-seeds.ts';

/** Prepares this process: call once, before anything loads a handler. */
export function prepare(): void {
  setEnvironment();
  answerInMemory();
}

/** Plays a seed's months and checks what is left at their end. */
export async function simulateSeed(seed: number, plants: Plants = {}): Promise<SeedResult> {
  const world = new World(seed, new Date('2023-05-31T00:00:00Z'), plants);
  enter(world);
  const violations: string[] = [];
  const tell = (violation: string) => violations.push(violation);
  watchPublishing(world, tell);
  const streams = new Streams(world);
  world.functions.onError = (task, { error, message }) => {
    if (error === 'ControlTotalBroken') tell(`A control total does not hold in ${task}: ${message}`);
  };
  const play = new Play(world);
  let over = false;
  const playing = play.run().then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof Violation) && !(error instanceof StateError)) throw error;
      violations.push(error.message);
    },
  );
  const ended = playing.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  await world.scheduler.runUntil(() => over);
  await ended;
  let happened = new Map<string, number>();
  if (violations.length === 0) {
    const payments = await paymentsOf(world);
    const { periods, answers } = play.played;
    const exceptions = new ExceptionsTable(new Store(), NAMES.EXCEPTIONS_TABLE);
    // What is nobody's stands in the month of the folder in which it lay, which may not have begun.
    const folders = world.buckets.keys(NAMES.INBOX_BUCKET, 'results/').map((key) => period.parse(key.split('/')[1]));
    const months = [...new Set([...periods, ...folders])];
    const open = (await Promise.all(months.map((month) => exceptions.ofPeriod(month)))).flat();
    await checkPayments(payments, play.played, open, tell);
    checkSuccession(payments, tell);
    checkAnswers(payments, answers, open, tell);
    await checkChannels(world, payments, play.played, tell);
    await checkBooks(payments, periods, tell);
    happened = await happenedIn(world, play.played, [...payments.values()], open);
    await checkRolls(play.played, tell);
    checkTotals(world, play.played, tell);
    checkReports(world, tell);
    await checkRebuild(world, streams, seed, tell);
    checkStored(world, tell);
  }
  return {
    seed,
    violations,
    faults: Object.fromEntries(world.faults.injected),
    happened: Object.fromEntries(happened),
    payments: world.tables.all('payments').length,
    lists: play.played.sent.length,
    events: world.scheduler.events(),
    traceHash: world.scheduler.traceHash(),
    trace: violations.length > 0 ? [...world.scheduler.lines()] : [],
  };
}
