import { createHash } from 'node:crypto';
import { type Manifest, manifest, mustBeApproved, type PayoutRun } from '../domain/payout-run.ts';

/**
 * A run's manifest from its bytes, once it is certain that two people approved these very bytes. Only the recorded
 * approvals count: whoever brings a task token back, or calls a function, has no say.
 * Throws `ApprovalVoid` otherwise, and `ZodError` for a manifest of another shape.
 */
export function readApprovedManifest(bytes: Uint8Array, run: PayoutRun): Manifest {
  mustBeApproved(run, createHash('sha256').update(bytes).digest('hex'));
  return manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
