import { inParallel } from '../domain/in-parallel.ts';
import type { RunId } from '../domain/payouts/payment.ts';
import { providerManifestsOf } from '../domain/payouts/provider-manifest.ts';
import { manifestWorkKey, signedManifestsKey } from '../domain/payouts/run-objects.ts';
import type { Objects, Runs, SigningKeys } from '../domain/ports.ts';
import { approvedBytes, readApprovedManifest } from '../formats/manifests/approved-manifest.ts';
import { isSignedBy, type PublicKey, readPublicKey, sha256Of } from '../formats/manifests/signature.ts';
import { type SignedManifests, signedManifests, textOfManifest } from '../formats/manifests/signed-manifests.ts';

export interface Ports {
  readonly work: Pick<Objects, 'bytes' | 'packFirst' | 'unpackIfThere'>;
  readonly runs: Pick<Runs, 'get'>;
  readonly signingKeys: SigningKeys;
}

/** KMS gave a signature that its own public key does not know. It is not kept; a new try asks again. */
class SignatureWrong extends Error {
  override readonly name = 'SignatureWrong';
}

/**
 * Signs an approved run, once: its manifest as two people approved it, and for each provider a manifest of its own files
 * with both approvals. Only what was approved is signed, down to the bytes of every file. A signature differs each time it
 * is made, so the first ones that were kept are the run's, and a repeat makes none.
 * Throws `ApprovalVoid` where anything differs from what was approved.
 */
export async function signManifest(
  { work, runs, signingKeys }: Ports,
  run: RunId,
): Promise<{ signatures: number; signingKey: string }> {
  const recorded = await runs.get(run);
  const bytes = await work.bytes(manifestWorkKey(run));
  const listed = readApprovedManifest(bytes, recorded);
  const key = signedManifestsKey(run);
  const before = await work.unpackIfThere(key, signedManifests);
  if (before) return counted(before);

  const sizes = await inParallel(
    4,
    listed.files,
    async (file): Promise<[string, number]> => [file.key, (await approvedBytes(work, file)).byteLength],
  );
  const publicKey = newest(await signingKeys.publicKeys());
  const sign = async (text: Uint8Array): Promise<string> => {
    const signature = await signingKeys.sign(Buffer.from(sha256Of(text), 'hex'));
    if (!isSignedBy(publicKey, text, signature)) throw new SignatureWrong('A signature does not fit its key');
    return Buffer.from(signature).toString('base64');
  };
  const { fingerprint: signingKey } = publicKey;
  const approvedManifest = sha256Of(bytes);
  const own = providerManifestsOf(listed, recorded, { sizes: new Map(sizes), approvedManifest, signingKey });
  const made: SignedManifests = {
    schemaVersion: 1,
    signingKey,
    signature: await sign(bytes),
    providers: await inParallel(4, own, async (one) => {
      const text = textOfManifest(one);
      return { provider: one.provider, text, signature: await sign(Buffer.from(text)) };
    }),
  };
  return counted(await work.packFirst(key, signedManifests, made));
}

function newest(keys: readonly Uint8Array[]): PublicKey {
  const key = keys.at(-1);
  if (!key) throw new Error('There is no key to sign with');
  return readPublicKey(key, 'der');
}

function counted({ providers, signingKey }: SignedManifests): { signatures: number; signingKey: string } {
  return { signatures: providers.length + 1, signingKey };
}
