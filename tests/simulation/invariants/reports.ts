import { createHash } from 'node:crypto';
import { periodManifest, publicationManifest } from '../../../lambdas/domain/reports/publication-manifest.ts';
import { publicationManifestKey } from '../../../lambdas/domain/reports/report-objects.ts';
import { NAMES } from '../engine/deployment.ts';
import type { World } from '../engine/world.ts';

/**
 * Every publication that came out has its own number and manifest, its files are what that says and were never anything
 * else, and the newest stands for its period, whatever was killed, repeated or overtaken.
 */
export function checkReports(world: World, tell: (violation: string) => void): void {
  const { buckets } = world;
  const read = (key: string): unknown => {
    const bytes = buckets.bytes(NAMES.OUTBOX_BUCKET, key);
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  };
  const keys = buckets.keys(NAMES.OUTBOX_BUCKET, 'reports/');
  for (const key of keys.filter((one) => /^reports\/[^/]+\/manifest\.json$/.test(one))) {
    const { versions, ...newest } = periodManifest.parse(read(key));
    if (versions.some(({ version }, index) => version !== index + 1)) tell(`${key}: versions are not 1, 2, …`);
    if (versions.some(({ publication }) => publication > newest.publication)) tell(`${key} is not the newest`);
    for (const { version, publication } of versions) {
      const ref = { period: newest.period, publication };
      const own = publicationManifest.safeParse(read(publicationManifestKey(ref))).data;
      if (own?.version !== version) tell(`${key}: version ${version} has no manifest of its own`);
      if (publication === newest.publication && JSON.stringify(own) !== JSON.stringify(newest)) {
        tell(`${key} is not what its publication says`);
      }
      for (const file of own?.files ?? []) {
        const bytes = buckets.bytes(NAMES.OUTBOX_BUCKET, file.key);
        const sha256 = bytes && createHash('sha256').update(bytes).digest('hex');
        if (sha256 !== file.sha256) tell(`${file.key} is not what the manifest says`);
        if (new Set(buckets.versions(NAMES.OUTBOX_BUCKET, file.key)).size > 1) tell(`${file.key} was changed`);
      }
    }
  }
}
