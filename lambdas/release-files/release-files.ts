import { inParallel } from '../domain/in-parallel.ts';
import { formatDong } from '../domain/money.ts';
import type { RunId } from '../domain/payouts/payment.ts';
import { fileNameOf } from '../domain/payouts/provider-manifest.ts';
import {
  deferrals,
  manifestWorkKey,
  publicKeyKey,
  releasedDeferralsKey,
  releasedFileKey,
  releasedFundingKey,
  releasedManifestKey,
  releasedProviderManifestKey,
  signatureKeyOf,
  signedManifestsKey,
} from '../domain/payouts/run-objects.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Message, Objects, Runs, SigningKeys } from '../domain/ports.ts';
import { BYTES, JSON_TYPE, PDF, PEM, XLSX } from '../formats/content-types.ts';
import { approvedBytes, readApprovedManifest } from '../formats/manifests/approved-manifest.ts';
import { type PublicKey, pemOf, readPublicKey, sha256Of } from '../formats/manifests/signature.ts';
import {
  mustBeSigned,
  NotSigned,
  type SignedManifests,
  signedManifests,
} from '../formats/manifests/signed-manifests.ts';

export interface Ports {
  readonly work: Pick<Objects, 'bytes' | 'unpackSealed' | 'unpackIfThere'>;
  readonly outbox: Pick<Objects, 'put' | 'putJson'>;
  readonly runs: Pick<Runs, 'get' | 'advance'>;
  readonly signingKeys: Pick<SigningKeys, 'publicKeys'>;
}

/**
 * Publishes what each provider's signed manifest says, then the files that it lists; the transfer requests to a folder of
 * their own, the worklists of who was not paid, and last the run's manifest: who finds a provider's file finds its
 * signature, who finds the run's manifest finds everything. Before anything is published, every file's hash is compared
 * with the approved manifest's, and every signature is checked. A repeat puts the same bytes under the same keys.
 * Throws `ApprovalVoid`, `SealBroken` or `NotSigned` where anything differs from what was approved and signed: then
 * nothing is released.
 */
export async function releaseFiles(
  { work, outbox, runs, signingKeys }: Ports,
  run: RunId,
): Promise<{ files: number; message: Message }> {
  const recorded = await runs.get(run);
  const approved = await work.bytes(manifestWorkKey(run));
  const listed = readApprovedManifest(approved, recorded);
  const signed = await work.unpackIfThere(signedManifestsKey(run), signedManifests);
  if (!signed) throw new NotSigned('The run has not been signed');
  const publicKey = await keyThatSigned(signingKeys, signed);
  mustBeSigned({ bytes: approved, sha256: sha256Of(approved), listed }, signed, publicKey);
  // One that changed must stop the others too, so all are looked at first; they are too large to keep meanwhile.
  const papers = listed.transferRequests.flatMap(({ provider, documents }) =>
    documents.map((document) => ({ ...document, provider })),
  );
  await inParallel(4, [...listed.files, ...papers], (file) => approvedBytes(work, file));
  await inParallel(6, listed.byUnit, ({ deferralsKey }) => work.unpackSealed(deferralsKey, deferrals));
  await outbox.put(publicKeyKey(publicKey.fingerprint), pemOf(publicKey), PEM);
  await inParallel(4, signed.providers, async ({ provider, text, signature }) => {
    const key = releasedProviderManifestKey(run, provider);
    await outbox.put(key, text, JSON_TYPE);
    await outbox.put(signatureKeyOf(key), Buffer.from(signature, 'base64'), BYTES);
  });
  await inParallel(4, listed.files, async (file) => {
    await outbox.put(releasedFileKey(run, file.provider, fileNameOf(file)), await approvedBytes(work, file), BYTES);
  });
  await inParallel(4, papers, async (paper) => {
    const extension = paper.key.endsWith('.pdf') ? 'pdf' : 'xlsx';
    const key = releasedFundingKey(run, paper.provider, extension);
    await outbox.put(key, await approvedBytes(work, paper), extension === 'pdf' ? PDF : XLSX);
  });
  await inParallel(6, listed.byUnit, async ({ unit, deferralsKey }) => {
    await outbox.putJson(releasedDeferralsKey(run, unit), await work.unpackSealed(deferralsKey, deferrals));
  });
  const manifestKey = releasedManifestKey(run);
  await outbox.put(signatureKeyOf(manifestKey), Buffer.from(signed.signature, 'base64'), BYTES);
  await outbox.put(manifestKey, approved, JSON_TYPE);
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

/** The key of ours that a signature names. Throws `NotSigned` for any other: what lies in the bucket proves nothing. */
async function keyThatSigned(keys: Ports['signingKeys'], { signingKey }: SignedManifests): Promise<PublicKey> {
  const known = (await keys.publicKeys()).map((key) => readPublicKey(key, 'der'));
  const found = known.find(({ fingerprint }) => fingerprint === signingKey);
  if (!found) throw new NotSigned('The run was signed with a key that is not among ours');
  return found;
}
