import { createHash } from 'node:crypto';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payment.ts';
import { cutOff, manifest } from '../domain/payout-run.ts';
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

/** What stands in the work bucket is not what was approved. Nothing is released. */
export class ApprovalVoid extends Error {
  override readonly name = 'ApprovalVoid';
}

/**
 * Publishes a run's files to each provider's folder, the worklists of who was not paid, and last the manifest: who
 * finds the manifest finds everything it lists. Every file's hash is compared with the approved manifest's first.
 * A repeat puts the same bytes under the same keys.
 */
export async function releaseFiles({ work, outbox, runs }: Ports, run: RunId): Promise<{ files: number; message: Message }> {
  const recorded = await runs.get(run);
  const approved = await work.bytes(manifestWorkKey(run));
  if (sha256(approved) !== recorded.manifestHash) throw new ApprovalVoid('The manifest changed after it was approved');
  const listed = manifest.parse(JSON.parse(new TextDecoder().decode(approved)));
  await inParallel(4, listed.files, async (file) => {
    const bytes = await work.bytes(file.key);
    if (sha256(bytes) !== file.sha256) throw new ApprovalVoid('A file changed after it was approved');
    const name = file.key.slice(file.key.lastIndexOf('/') + 1);
    await outbox.put(releasedFileKey(run, file.provider, name), bytes, 'application/octet-stream');
  });
  const { rolls } = await work.unpack(cutOffKey(run), cutOff);
  await inParallel(6, rolls, async ({ unit }) => {
    const worklist = await work.bytes(deferralsKey(run, unit));
    await outbox.put(releasedDeferralsKey(run, unit), worklist, 'application/json; charset=utf-8');
  });
  await outbox.put(releasedManifestKey(run), approved, 'application/json; charset=utf-8');
  await runs.advance(run, ['approved', 'settled'], recorded.status === 'settled' ? 'settled' : 'released');
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
