import { createHash } from 'node:crypto';
import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payment.ts';
import { ApprovalVoid, type ManifestFile } from '../domain/payout-run.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects, Runs } from '../domain/ports.ts';
import {
  deferrals,
  manifestWorkKey,
  releasedDeferralsKey,
  releasedFileKey,
  releasedFundingKey,
  releasedManifestKey,
} from '../domain/run-objects.ts';
import { readApprovedManifest } from '../formats/approved-manifest.ts';
import { JSON_TYPE, PDF, XLSX } from '../formats/content-types.ts';

export interface Ports {
  readonly work: Pick<Objects, 'bytes' | 'unpackSealed'>;
  readonly outbox: Pick<Objects, 'put' | 'putJson'>;
  readonly runs: Pick<Runs, 'get' | 'advance'>;
}

/**
 * Publishes a run's files to each provider's folder, the transfer requests to a folder of their own, the worklists of
 * who was not paid, and last the manifest: who finds the manifest finds everything it lists. Before anything is published, every file's hash is compared with the
 * approved manifest's. A repeat puts the same bytes under the same keys.
 * Throws `ApprovalVoid` or `SealBroken` where anything differs from what was approved: then nothing is released.
 */
export async function releaseFiles(
  { work, outbox, runs }: Ports,
  run: RunId,
): Promise<{ files: number; message: Message }> {
  const recorded = await runs.get(run);
  const approved = await work.bytes(manifestWorkKey(run));
  const listed = readApprovedManifest(approved, recorded);
  // One that changed must stop the others too, so all are looked at first; they are too large to keep meanwhile.
  const papers = listed.transferRequests.flatMap(({ provider, documents }) =>
    documents.map((document) => ({ ...document, provider })),
  );
  await inParallel(4, [...listed.files, ...papers], (file) => approvedBytes(work, file));
  await inParallel(6, listed.byUnit, ({ deferralsKey }) => work.unpackSealed(deferralsKey, deferrals));
  await inParallel(4, listed.files, async (file) => {
    const bytes = await approvedBytes(work, file);
    const name = file.key.slice(file.key.lastIndexOf('/') + 1);
    await outbox.put(releasedFileKey(run, file.provider, name), bytes, 'application/octet-stream');
  });
  await inParallel(4, papers, async (paper) => {
    const extension = paper.key.endsWith('.pdf') ? 'pdf' : 'xlsx';
    const key = releasedFundingKey(run, paper.provider, extension);
    await outbox.put(key, await approvedBytes(work, paper), extension === 'pdf' ? PDF : XLSX);
  });
  await inParallel(6, listed.byUnit, async ({ unit, deferralsKey }) => {
    await outbox.putJson(releasedDeferralsKey(run, unit), await work.unpackSealed(deferralsKey, deferrals));
  });
  await outbox.put(releasedManifestKey(run), approved, JSON_TYPE);
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

async function approvedBytes(
  work: Ports['work'],
  { key, sha256: expected }: Pick<ManifestFile, 'key' | 'sha256'>,
): Promise<Uint8Array> {
  const bytes = await work.bytes(key);
  if (createHash('sha256').update(bytes).digest('hex') !== expected)
    throw new ApprovalVoid('A file changed after it was approved');
  return bytes;
}
