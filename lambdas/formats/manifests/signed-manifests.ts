import { z } from 'zod';
import type { Manifest, ManifestFile } from '../../domain/payouts/payout-run.ts';
import { type ProviderManifest, providerManifest } from '../../domain/payouts/provider-manifest.ts';
import { type ProviderId, providerId } from '../../domain/reference-data.ts';
import { isSignedBy, type PublicKey } from './signature.ts';

/** What `sign-manifest` leaves for `release-files`. Written once: ECDSA gives another signature each time it is asked. */
export const signedManifests = z.object({
  schemaVersion: z.literal(1),
  /** Fingerprint of the key that signed all of it. */
  signingKey: z.string(),
  /** Of the run's manifest, over the bytes that two people approved. */
  signature: z.base64(),
  /** For each provider the very text that was signed. */
  providers: z.array(z.object({ provider: providerId, text: z.string(), signature: z.base64() })),
});
export type SignedManifests = z.infer<typeof signedManifests>;

/** What is to be released is not covered by a signature of one of our keys. Nothing is published. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned';
}

/** The bytes of a manifest as they are signed and published. */
export function textOfManifest(manifest: ProviderManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * Goes on only if every file of an approved manifest is covered: the manifest itself and, for each provider, one that
 * lists exactly its files and is bound to this approval, all signed by the key. Throws `NotSigned`.
 */
export function mustBeSigned(
  approved: { readonly bytes: Uint8Array; readonly sha256: string; readonly listed: Manifest },
  signed: SignedManifests,
  key: PublicKey,
): void {
  const { listed, bytes } = approved;
  const isSigned = (text: Uint8Array, signature: string) => isSignedBy(key, text, Buffer.from(signature, 'base64'));
  if (!isSigned(bytes, signed.signature)) throw new NotSigned("The signature is not over the run's manifest");
  const byProvider = Map.groupBy(listed.files, ({ provider }) => provider);
  const providers = signed.providers.map(({ provider }) => provider);
  if (!areSame(providers, [...byProvider.keys()])) throw new NotSigned('Not every provider has a signed manifest');
  for (const { provider, text, signature } of signed.providers) {
    if (!isSigned(Buffer.from(text), signature)) throw new NotSigned("A provider's manifest is not what was signed");
    const told = providerManifest.parse(JSON.parse(text));
    if (!isBoundTo(told, { run: listed.run, provider, approvedManifest: approved.sha256 })) {
      throw new NotSigned("A provider's manifest belongs to something else");
    }
    if (!areSame(told.files.map(lineOf), (byProvider.get(provider) ?? []).map(lineOf))) {
      throw new NotSigned("A provider's manifest does not list its files");
    }
  }
}

function isBoundTo(
  told: ProviderManifest,
  to: { run: string; provider: ProviderId; approvedManifest: string },
): boolean {
  return told.run === to.run && told.provider === to.provider && told.approvedManifest === to.approvedManifest;
}

function lineOf({ sha256, count, controlSum }: Pick<ManifestFile, 'sha256' | 'count' | 'controlSum'>): string {
  return `${sha256} ${count} ${controlSum}`;
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join('\n') === [...others].sort().join('\n');
}
