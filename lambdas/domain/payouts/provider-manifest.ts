import { z } from 'zod';
import { day, period } from '../period.ts';
import { type ProviderId, providerId } from '../reference-data.ts';
import { runId } from './payment.ts';
import { approversOf, type Manifest, type ManifestFile, type PayoutRun } from './payout-run.ts';
import { releasedFileKey } from './run-objects.ts';

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What is signed for one provider: its own files and nobody else's figures, and who decided that they are paid. It names
 * no beneficiary. `approvedManifest` leads to the manifest of the whole run, which the province keeps.
 */
export const providerManifest = z.object({
  schemaVersion: z.literal(1),
  run: runId,
  period,
  provider: providerId,
  /** The day on which the provider is asked to pay. */
  payOn: day.nullable(),
  /** SHA-256 of the run's manifest: what both approvals are bound to. */
  approvedManifest: sha256,
  startedBy: z.string(),
  /** `tokenId`: of the access token by which the user pool vouched for them; null of approvals made before it was kept. */
  approvals: z.array(z.object({ by: z.string(), at: z.iso.datetime(), tokenId: z.string().nullable() })),
  files: z.array(
    z.object({ key: z.string(), name: z.string().regex(/^[\w.-]+$/), size: count, sha256, count, controlSum: count }),
  ),
  count,
  controlSum: count,
  /** Fingerprint of the key that signs this: SHA-256 of its public part (SPKI, DER). */
  signingKey: sha256,
});
export type ProviderManifest = z.infer<typeof providerManifest>;

/** The name under which a file of the manifest lies in its provider's folder. */
export function fileNameOf({ key }: Pick<ManifestFile, 'key'>): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/**
 * What is to be signed for each provider of an approved run, in the order of the manifest. The same approval gives the
 * same manifests.
 * @param sizes the length in bytes of each file, by its key in the manifest.
 */
export function providerManifestsOf(
  listed: Manifest,
  run: PayoutRun,
  {
    sizes,
    approvedManifest,
    signingKey,
  }: { sizes: ReadonlyMap<string, number>; approvedManifest: string; signingKey: string },
): ProviderManifest[] {
  const approvals = [...approversOf(run).values()].map(({ by, at, tokenId = null }) => ({ by, at, tokenId }));
  return [...Map.groupBy(listed.files, ({ provider }) => provider)].map(([provider, files]) => ({
    schemaVersion: 1,
    run: listed.run,
    period: listed.period,
    provider,
    payOn: payDayOf(listed, provider),
    approvedManifest,
    startedBy: run.startedBy,
    approvals,
    files: files.map((file) => {
      const size = sizes.get(file.key);
      if (size === undefined) throw new Error('The size of a file is not known');
      const name = fileNameOf(file);
      const { sha256, count, controlSum } = file;
      return { key: releasedFileKey(listed.run, provider, name), name, size, sha256, count, controlSum };
    }),
    count: files.reduce((sum, file) => sum + file.count, 0),
    controlSum: files.reduce((sum, file) => sum + file.controlSum, 0),
    signingKey,
  }));
}

function payDayOf({ byProvider }: Manifest, provider: ProviderId): ProviderManifest['payOn'] {
  return byProvider.find((one) => one.provider === provider)?.payOn ?? null;
}
