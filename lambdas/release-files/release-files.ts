import { createHash } from 'node:crypto';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payment.ts';
import { cutOff, type ManifestFile, manifest, type RunStatus } from '../domain/payout-run.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects, Runs } from '../domain/ports.ts';
import {
  cutOffKey,
  deferralsKey,
  manifestWorkKey,
  releasedDeferralsKey,
  releasedFileKey,
  releasedManifestKey,
} from '../domain/run-objects.ts';

export interface Ports {
  readonly work: Pick<Objects, 'bytes' | 'unpack'>;
  readonly outbox: Pick<Objects, 'put'>;
  readonly runs: Pick<Runs, 'get' | 'advance'>;
}

/** The run was not approved, or what stands in the work bucket is not what was approved. Nothing is released. */
export class ApprovalVoid extends Error {
  override readonly name = 'ApprovalVoid';
}

/**
 * Publishes a run's files to each provider's folder, the worklists of who was not paid, and last the manifest: who
 * finds the manifest finds everything it lists. Before anything is published, every file's hash is compared with the
 * approved manifest's. Whoever brings the task token back has no say here: only the recorded approval counts.
 * A repeat puts the same bytes under the same keys.
 */
export async function releaseFiles(
  { work, outbox, runs }: Ports,
  run: RunId,
): Promise<{ files: number; message: Message }> {
  const recorded = await runs.get(run);
  if (!RELEASABLE.includes(recorded.status)) throw new ApprovalVoid('The run is not approved');
  const approved = await work.bytes(manifestWorkKey(run));
  if (sha256(approved) !== recorded.manifestHash) throw new ApprovalVoid('The manifest changed after it was approved');
  const listed = manifest.parse(JSON.parse(new TextDecoder().decode(approved)));
  // One that changed must stop the others too, so all are looked at first; they are too large to keep meanwhile.
  await inParallel(4, listed.files, (file) => approvedBytes(work, file));
  await inParallel(4, listed.files, async (file) => {
    const bytes = await approvedBytes(work, file);
    const name = file.key.slice(file.key.lastIndexOf('/') + 1);
    await outbox.put(releasedFileKey(run, file.provider, name), bytes, 'application/octet-stream');
  });
  const { rolls } = await work.unpack(cutOffKey(run), cutOff);
  await inParallel(6, rolls, async ({ unit }) => {
    const worklist = await work.bytes(deferralsKey(run, unit));
    await outbox.put(releasedDeferralsKey(run, unit), worklist, 'application/json; charset=utf-8');
  });
  await outbox.put(releasedManifestKey(run), approved, 'application/json; charset=utf-8');
  if (recorded.status === 'approved') await runs.advance(run, ['approved'], 'released');
  return {
    files: listed.files.length,
    message: {
      subject: `ansinh: run ${run} released`,
      body:
        `Đợt chi trả ${run}, kỳ ${formatPeriod(listed.period)}, đã chuyển ${listed.files.length} tệp cho các tổ chức ` +
        `chi trả: ${listed.instructed.people} khoản, ${formatDong(listed.instructed.amount)} đồng.`,
    },
  };
}

/** A repeat may find the run released, or settled already. */
const RELEASABLE: readonly RunStatus[] = ['approved', 'released', 'settled'];

async function approvedBytes(work: Ports['work'], { key, sha256: expected }: ManifestFile): Promise<Uint8Array> {
  const bytes = await work.bytes(key);
  if (sha256(bytes) !== expected) throw new ApprovalVoid('A file changed after it was approved');
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
