import type { RunId } from '../domain/payouts/payment.ts';
import {
  approversOf,
  type Decision,
  type DecisionRefusal,
  judgeDecision,
  type RunStatus,
} from '../domain/payouts/payout-run.ts';
import type { Clock, Runs } from '../domain/ports.ts';
import { type DoubtPorts, inDoubt } from './in-doubt.ts';

export interface Ports extends DoubtPorts {
  readonly runs: Pick<Runs, 'find' | 'decide'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Brings the waiting execution its token back; one that nobody waits for changes nothing. */
  readonly resume: (taskToken: string, output: object) => Promise<void>;
}

/** `approvals`: how many people stand by the manifest now. */
export type Decided = { status: RunStatus; approvals: number } | { refused: DecisionRefusal | 'no-such-run' };

/**
 * Records one person's decision on a run and, when it was the last one needed, lets the run go on. Called again after
 * a crash between the two, it brings the token back again.
 */
export async function decideRun(
  { runs, clock, resume, ...doubts }: Ports,
  run: RunId,
  wanted: Omit<Decision, 'at'>,
): Promise<Decided> {
  const resumeAll = async (tokens: readonly string[], verdict: RunStatus) => {
    for (const token of tokens) await resume(token, { verdict });
  };
  for (;;) {
    const seen = await runs.find(run);
    if (!seen) return { refused: 'no-such-run' };
    const judged = judgeDecision(seen, wanted);
    if ('refused' in judged) {
      if (judged.refused === 'not-awaiting' && (seen.status === 'approved' || seen.status === 'rejected')) {
        await resumeAll(seen.taskTokens, seen.status);
      }
      return judged;
    }
    if (wanted.verdict === 'approved' && (await inDoubt(doubts, seen)) > 0) return { refused: 'in-doubt' };
    const made = { ...wanted, at: (await clock.now()).toISOString() };
    if (!(await runs.decide(seen, made, judged.status))) continue;
    // Read again: a try that put the run before its approvers may have added its token meanwhile.
    if (judged.status !== 'awaiting-approval') {
      await resumeAll((await runs.find(run))?.taskTokens ?? seen.taskTokens, judged.status);
    }
    const approvals = approversOf({ ...seen, decisions: [...seen.decisions, made] }).size;
    return { status: judged.status, approvals };
  }
}
