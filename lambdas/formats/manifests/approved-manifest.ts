import {
  ApprovalVoid,
  type Manifest,
  type ManifestFile,
  manifest,
  mustBeApproved,
  type PayoutRun,
} from '../../domain/payouts/payout-run.ts';
import type { Objects } from '../../domain/ports.ts';
import { sha256Of } from './signature.ts';

/**
 * A run's manifest from its bytes, once it is certain that two people approved these very bytes. Only the recorded
 * approvals count: whoever brings a task token back, or calls a function, has no say.
 * Throws `ApprovalVoid` otherwise, and `ZodError` for a manifest of another shape.
 */
export function readApprovedManifest(bytes: Uint8Array, run: PayoutRun): Manifest {
  mustBeApproved(run, sha256Of(bytes));
  return manifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** The bytes of a file of an approved manifest. Throws `ApprovalVoid` where they are not what was approved. */
export async function approvedBytes(
  work: Pick<Objects, 'bytes'>,
  { key, sha256 }: Pick<ManifestFile, 'key' | 'sha256'>,
): Promise<Uint8Array> {
  const bytes = await work.bytes(key);
  if (sha256Of(bytes) !== sha256) throw new ApprovalVoid('A file changed after it was approved');
  return bytes;
}
