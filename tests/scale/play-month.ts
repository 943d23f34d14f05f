import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { publishReference, setSandboxClock } from '../../bin/deployment/reference-files.ts';
import { Bucket } from '../../lambdas/adapters/buckets.ts';
import { Store } from '../../lambdas/adapters/dynamodb.ts';
import { ReferenceStore } from '../../lambdas/adapters/reference-store.ts';
import { RunsTable } from '../../lambdas/adapters/runs-table.ts';
import { type Manifest, manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { isInstructionKey, releasedManifestKey } from '../../lambdas/domain/payouts/run-objects.ts';
import { addMonths } from '../../lambdas/domain/period.ts';
import { NAMES } from '../simulation/engine/deployment.ts';
import type { Execution } from '../simulation/engine/step-functions.ts';
import { signedIn } from '../support/tokens.ts';
import type { ScaleCloud } from './cloud.ts';
import { type Province, SCALE_PERIOD } from './province.ts';

const CLERK = fileURLToPath(new URL('clerk.ts', import.meta.url));
/** Lists and answers come one after the other, as quickly as two cores take them. */
const UNDER_WAY = 2;
const APPROVERS = ['lanh-dao-1', 'lanh-dao-2'];

const sentFiles = z.array(z.object({ folder: z.string(), name: z.string(), bytes: z.instanceof(Uint8Array) }));
const noon = (day: number) => new Date(`${SCALE_PERIOD}-${String(day).padStart(2, '0')}T12:00:00+07:00`);

/** Seconds by the clock that each part of the month took. */
export type PhaseTimes = Record<string, number>;

/**
 * Plays a province's month as its people would, from its lists to its reports, and opens the next month. Throws where an
 * execution fails.
 * @returns what two people approved, and how long each part took.
 */
export async function playMonth(
  cloud: ScaleCloud,
  province: Province,
  tell: (phase: string) => void,
): Promise<{ paid: Manifest; phases: PhaseTimes }> {
  const { machines, functions, buckets } = cloud;
  const phases: PhaseTimes = {};
  const phase = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const started = performance.now();
    const result = await work();
    phases[name] = (performance.now() - started) / 1000;
    tell(`${name}: ${phases[name].toFixed(1)} s`);
    return result;
  };
  const reference = new Bucket(NAMES.REFERENCE_BUCKET);
  const outbox = new Bucket(NAMES.OUTBOX_BUCKET);
  const runs = new RunsTable(new Store(), NAMES.RUNS_TABLE);
  const clerk = new Clerk();
  const put = async (root: string, files: z.output<typeof sentFiles>) => {
    for (const { folder, name, bytes } of files) {
      buckets.put(NAMES.INBOX_BUCKET, `${root}/${SCALE_PERIOD}/${folder}/${name}`, bytes);
      await untilLeft(machines.executions, UNDER_WAY);
    }
  };
  try {
    await publishReference(reference, province.reference);
    await phase('open', async () => {
      await setSandboxClock(reference, noon(1));
      machines.start('open-period', { period: SCALE_PERIOD });
      await untilLeft(machines.executions, 0);
    });
    await phase('lists', async () => {
      await setSandboxClock(reference, noon(3));
      let next = clerk.ask({ kind: 'lists', part: province.parts[0] });
      for (const [index] of province.parts.entries()) {
        const lists = await next;
        const after = province.parts[index + 1];
        if (after) next = clerk.ask({ kind: 'lists', part: after });
        await put('lists', lists);
      }
      await untilLeft(machines.executions, 0);
    });
    const paid = await phase('payout', async () => {
      await setSandboxClock(reference, noon(8));
      const execution = machines.start('run-payout', { kind: 'regular', startedBy: 'schedule', period: SCALE_PERIOD });
      const waiting = await untilRun(runs, execution, ({ status }) => status === 'awaiting-approval');
      for (const name of APPROVERS) {
        const body = JSON.stringify({ verdict: 'approved', manifestHash: waiting.manifestHash });
        await functions.invoke('decide-run', {
          ...signedIn(name, ['approvers']),
          pathParameters: { run: waiting.run },
          body,
        });
      }
      await untilLeft(machines.executions, 0);
      return outbox.json(releasedManifestKey(waiting.run), manifest);
    });
    await phase('answers and reports', async () => {
      await setSandboxClock(reference, noon(12));
      const { data } = await new ReferenceStore(reference).current();
      const files = data.providers.flatMap((provider) => {
        const folder = `payouts/${SCALE_PERIOD}/${paid.run}/${provider.id}/`;
        return buckets
          .keys(NAMES.OUTBOX_BUCKET, folder)
          .filter(isInstructionKey)
          .map((key) => ({ provider, key, fileName: key.slice(folder.length) }));
      });
      for (const { provider, key, fileName } of files) {
        const bytes = buckets.bytes(NAMES.OUTBOX_BUCKET, key);
        await put(
          'results',
          await clerk.ask({ kind: 'answer', provider, fileName, bytes, paidOn: `${SCALE_PERIOD}-10` }),
        );
      }
      await untilLeft(machines.executions, 0);
      if (!machines.executions.some(({ machine }) => machine === 'publish-reports')) {
        throw new Error('The month did not settle, so no report was published');
      }
    });
    await phase('next month opens', async () => {
      const next = addMonths(SCALE_PERIOD, 1);
      await setSandboxClock(reference, new Date(`${next}-01T12:00:00+07:00`));
      machines.start('open-period', { period: next });
      await untilLeft(machines.executions, 0);
    });
    return { paid, phases };
  } finally {
    clerk.end();
  }
}

/** Waits until no more than so many executions are under way. Throws where one has failed. */
async function untilLeft(executions: readonly Execution[], left: number): Promise<void> {
  for (;;) {
    const failed = executions.find(({ status }) => status === 'failed');
    if (failed) throw new Error(`${failed.machine} failed at ${failed.place.state}: ${failed.error?.message}`);
    if (executions.filter(({ status }) => status === 'running').length <= left) return;
    await sleep(20);
  }
}

async function untilRun(runs: RunsTable, execution: Execution, isSo: (run: PayoutRun) => boolean): Promise<PayoutRun> {
  for (;;) {
    if (execution.status !== 'running') throw new Error(`The run ended: ${execution.error?.message}`);
    const [run] = await runs.ofPeriod(SCALE_PERIOD);
    if (run && isSo(run)) return run;
    await sleep(100);
  }
}

/** Whoever writes lists and answers, in a process of their own. */
class Clerk {
  readonly #process: ChildProcess = fork(CLERK, { serialization: 'advanced', execArgv: [] });
  readonly #gone = once(this.#process, 'exit').then(() => {
    throw new Error('The clerk is gone');
  });

  async ask(wish: object): Promise<z.output<typeof sentFiles>> {
    const answer = once(this.#process, 'message');
    this.#process.send(wish);
    const [files] = await Promise.race([answer, this.#gone]);
    return sentFiles.parse(files);
  }

  end(): void {
    this.#process.removeAllListeners('exit');
    this.#process.kill();
  }
}
