import type { RunId } from '../domain/payouts/payment.ts';
import { manifestWorkKey } from '../domain/payouts/run-objects.ts';
import type { Runs } from '../domain/ports.ts';

export interface Ports {
  readonly runs: Pick<Runs, 'awaitApproval' | 'get'>;
  /** Brings the waiting execution its token back. */
  readonly resume: (taskToken: string, output: object) => Promise<void>;
}

/** The run was neither being drafted nor decided about this manifest: it ended, or another execution has it. */
export class NotToBeApproved extends Error {
  override readonly name = 'NotToBeApproved';
}

/**
 * Puts a run before its approvers. The state machine then waits until `decide-run` brings its token back. A try of which
 * nobody heard may have put it before them already, and they may have decided: then the decision has only this token to
 * come back with. Throws `NotToBeApproved` where the run has ended.
 */
export async function requestApproval(
  { runs, resume }: Ports,
  { run, manifestHash, taskToken }: { run: RunId; manifestHash: string; taskToken: string },
): Promise<void> {
  if (await runs.awaitApproval(run, { manifestHash, manifestKey: manifestWorkKey(run), taskToken })) return;
  const { status, ...seen } = await runs.get(run);
  const isDecided = (status === 'approved' || status === 'rejected') && seen.manifestHash === manifestHash;
  if (!isDecided) throw new NotToBeApproved(`The run is ${status} and cannot be put before its approvers`);
  await resume(taskToken, { verdict: status });
}
