import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import { manifest, type PayoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import { addMonths, type Period } from '../../lambdas/domain/period.ts';
import type { Exceptions, Objects, References, Runs } from '../../lambdas/domain/ports.ts';
import { tally } from '../../lambdas/domain/tally.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { Executions } from '../deployment/one-execution.ts';
import type { OpenExceptions, RunToApprove } from '../text/approval-summary.ts';
import { NotPossible, RUN_STATUSES, type Say } from '../text/officer.ts';

/** What is read of a deployment. */
interface Reading {
  readonly runs: Pick<Runs, 'find'>;
  readonly work: Pick<Objects, 'bytes'>;
  readonly references: Pick<References, 'version'>;
  readonly exceptions: Pick<Exceptions, 'ofPeriod'>;
}

/** A run that has come before its approvers. */
interface ProposedRun {
  readonly run: PayoutRun;
  readonly manifestHash: string;
  readonly manifestKey: string;
}

/** Throws {@link NotPossible} when there is no such run, or it has nothing to approve. */
export async function readProposedRun(at: Pick<Reading, 'runs'>, id: RunId, say: Say): Promise<ProposedRun> {
  const run = await at.runs.find(id);
  if (!run) {
    throw new NotPossible(
      say(
        `Không có đợt chi trả ${id}. Xem các đợt bằng “ansinh status ${id.slice(0, 7)}”.`,
        `There is no run ${id}. See the runs with “ansinh status ${id.slice(0, 7)}”.`,
      ),
    );
  }
  const { manifestHash, manifestKey } = run;
  if (!manifestKey || !manifestHash) {
    throw new NotPossible(
      say(
        `Đợt ${id} ${RUN_STATUSES[run.status].vi}, chưa có gì để phê duyệt.`,
        `The run ${id} is ${RUN_STATUSES[run.status].en}; there is nothing to approve yet.`,
      ),
    );
  }
  return { run, manifestHash, manifestKey };
}

/**
 * Reads what an approver is to see. Throws {@link NotPossible} when the run has nothing to approve, or when the
 * manifest is not the one that the run's hash names: then nobody may approve it.
 */
export async function readRunToApprove(at: Reading, id: RunId, say: Say): Promise<RunToApprove> {
  const { run, manifestHash, manifestKey } = await readProposedRun(at, id, say);
  const bytes = await at.work.bytes(manifestKey);
  if (createHash('sha256').update(bytes).digest('hex') !== manifestHash) {
    throw new NotPossible(
      say(
        'Bảng tổng hợp đã khác với mã được ghi cho đợt này. Không phê duyệt; hãy báo ngay quản trị hệ thống.',
        'The manifest differs from the hash recorded for this run. Do not approve; tell the administrator at once.',
      ),
    );
  }
  const listed = manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { data } = await at.references.version(listed.referenceVersion);
  return { run, manifest: listed, data, openExceptions: await openExceptions(at, run.period) };
}

/** How many exceptions of a month, and of the one before it, wait for a person, by what they are. */
async function openExceptions({ exceptions }: Reading, period: Period): Promise<OpenExceptions[]> {
  const months = [period, addMonths(period, -1)];
  const found = await Promise.all(
    months.map(async (month) => {
      const open = (await exceptions.ofPeriod(month)).filter(({ decision }) => decision === null);
      const counted = tally(
        open,
        ({ code }) => code,
        () => 0,
      );
      return counted.map(([code, { people }]) => ({ period: month, code, count: people }));
    }),
  );
  return found.flat();
}

/** Waits while a run is in one of some states. Throws {@link NotPossible} when its machine has failed. */
export async function waitWhile(
  at: Deployment,
  id: RunId,
  states: readonly PayoutRun['status'][],
  say: Say,
): Promise<PayoutRun> {
  const executions = new Executions();
  for (let tries = 1; ; tries++) {
    const found = await at.runs.find(id);
    if (found && !states.includes(found.status)) return found;
    if (tries % 8 === 0) await executions.mustNotHaveFailedAs(at.outputs.RunPayoutMachine, id, say);
    await sleep(500);
  }
}
