import type { RunsTable } from '../../../lambdas/adapters/runs-table.ts';
import type { Period } from '../../../lambdas/domain/period.ts';
import type { Random } from '../../../samples/random.ts';
import type { Execution } from '../engine/step-functions.ts';
import type { World } from '../engine/world.ts';
import { MINUTE, Violation } from './violation.ts';

/** States of a list's machine in which the list is on the roll already. */
const AFTER_CLOSING = ['SettleConflicts', 'AnswerUnits', 'AnswerUnit', 'NotifyOfficers'];

/** Whoever is on call: sees to it that everything comes to an end, and mends what failed. */
export class OnCall {
  readonly #world: World;
  readonly #random: Random;
  readonly #runs: RunsTable;
  readonly #periods: readonly Period[];
  #repairing: Promise<void> | undefined;

  constructor(world: World, runs: RunsTable, periods: readonly Period[]) {
    this.#world = world;
    this.#random = world.random.fork('on call');
    this.#runs = runs;
    this.#periods = periods;
  }

  /** Waits until everything has ended, and mends what failed: faults rest meanwhile. */
  async untilQuiet(): Promise<void> {
    for (let waits = 0; waits < 1000; waits++) {
      await this.repair();
      if (this.#world.undelivered === 0 && (await this.#isQuiet())) return;
      await this.#world.scheduler.sleep(MINUTE * 3);
    }
    throw new Violation('An execution does not end');
  }

  /** Runs that wait for their approvers may go on waiting. */
  async #isQuiet(): Promise<boolean> {
    const running = this.#world.machines.executions.filter(({ status }) => status === 'running');
    if (running.length === 0) return true;
    const runs = (await Promise.all(this.#periods.map((month) => this.#runs.ofPeriod(month)))).flat();
    const waiting = runs.filter(({ status }) => status === 'awaiting-approval').length;
    return running.length === waiting && running.every(({ machine }) => machine === 'run-payout');
  }

  /** Redrives executions that failed, or starts them again; a run that failed while it was drafted is given up. */
  repair(): Promise<void> {
    this.#repairing ??= this.#repair().finally(() => {
      this.#repairing = undefined;
    });
    return this.#repairing;
  }

  async #repair(): Promise<void> {
    const { faults, machines } = this.#world;
    const failed = machines.executions.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return;
    faults.calm();
    this.#world.registryDownUntil = 0;
    for (const execution of failed) await this.#mend(execution);
    faults.resume();
  }

  async #mend(execution: Execution): Promise<void> {
    const { machine, error, input } = execution;
    if (error?.error === 'Simulation') throw new Violation(`The simulation itself failed: ${error.message}`);
    if (error?.error === 'ControlTotalBroken') throw new Violation(`A control total does not hold: ${error.message}`);
    if (error?.error === 'RunFailed') {
      execution.status = 'given-up';
      return;
    }
    let mended = execution;
    // A closing that failed has opened its month again: it is asked for anew. So is an opening that left units. A list that was closed would not be taken
    // up again by its object (runbook).
    const isClosedList = machine === 'ingest-list' && AFTER_CLOSING.includes(execution.place.state ?? '');
    const mayStartAgain = machine !== 'run-payout' && !isClosedList;
    if (
      error?.error === 'ClosingFailed' ||
      error?.error === 'UnitsLeft' ||
      (mayStartAgain && this.#random.chance(0.4))
    ) {
      execution.status = 'given-up';
      mended = this.#world.machines.start(machine, input);
    } else this.#world.machines.redrive(execution);
    for (let waits = 0; waits < 3000 && mended.status === 'running'; waits++) {
      if (machine === 'run-payout' && waits > 20) return;
      await this.#world.scheduler.sleep(MINUTE);
    }
    if (mended.status === 'failed') {
      throw new Violation(`${machine} fails without a fault: ${mended.error?.message}`);
    }
  }
}
