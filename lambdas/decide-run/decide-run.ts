import type { RunId } from '../domain/payment.ts';
import {
  approversOf,
  type Decision,
  type DecisionRefusal,
  judgeDecision,
  type RunStatus,
} from '../domain/payout-run.ts';
import type { Clock, Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'find' | 'decide'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Brings the waiting execution its token back. */
  readonly resume: (taskToken: string, output: object) => Promise<void>;
}

/** `approvals`: how many people stand by the manifest now. */
export type Decided = { status: RunStatus; approvals: number } | { refused: DecisionRefusal | 'no-such-run' };

/**
 * Records one person's decision on a run and, when it was the last one needed, lets the run go on. Called again after
 * a crash between the two, it brings the token back again.
 */
export async function decideRun(
  { runs, clock, resume }: Ports,
  run: RunId,
  wanted: Omit<Decision, 'at'>,
): Promise<Decided> {
  for (;;) {
    const seen = await runs.find(run);
    if (!seen) return { refused: 'no-such-run' };
    const judged = judgeDecision(seen, wanted);
    if ('refused' in judged) {
      if (
        judged.refused === 'not-awaiting' &&
        seen.taskToken &&
        (seen.status === 'approved' || seen.status === 'rejected')
      ) {
        await resume(seen.taskToken, { verdict: seen.status });
      }
      return judged;
    }
    const made = { ...wanted, at: (await clock.now()).toISOString() };
    if (!(await runs.decide(seen, made, judged.status))) continue;
    if (seen.taskToken && judged.status !== 'awaiting-approval')
      await resume(seen.taskToken, { verdict: judged.status });
    const approvals = approversOf({ ...seen, decisions: [...seen.decisions, made] }).size;
    return { status: judged.status, approvals };
  }
}
