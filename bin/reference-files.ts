import { createHash } from 'node:crypto';
import type { Bucket } from '../lambdas/adapters/buckets.ts';
import { CLOCK_KEY } from '../lambdas/adapters/clock.ts';
import { REFERENCE_POINTER, referenceBundleKey } from '../lambdas/adapters/reference-store.ts';
import { referenceData, referenceFiles } from '../lambdas/domain/reference-data.ts';
import { readUnits } from '../lambdas/formats/units-csv.ts';

/** The files that officers edit, by name. */
export type ReferenceSources = Readonly<
  Record<'units.csv' | 'programmes.json' | 'providers.json' | 'calendar.json' | 'targets.json', string>
>;

/**
 * Parses and gathers the reference files, and publishes them as a new version: the bundle and the files it was made
 * from first, the pointer last. The same content is the same version. Throws a ZodError that says what is wrong where.
 * @returns the version.
 */
export async function publishReference(bucket: Bucket, sources: ReferenceSources): Promise<string> {
  const bundle = referenceData.parse({
    schemaVersion: 1,
    units: readUnits(sources['units.csv']),
    ...referenceFiles.programmes.parse(JSON.parse(sources['programmes.json'])),
    providers: referenceFiles.providers.parse(JSON.parse(sources['providers.json'])),
    calendar: referenceFiles.calendar.parse(JSON.parse(sources['calendar.json'])),
    targets: referenceFiles.targets.parse(JSON.parse(sources['targets.json'])),
  });
  const version = createHash('sha256').update(JSON.stringify(bundle)).digest('hex').slice(0, 12);
  for (const [name, content] of Object.entries(sources)) {
    await bucket.put(`reference/${version}/${name}`, content, 'text/plain; charset=utf-8');
  }
  await bucket.putJson(referenceBundleKey(version), bundle);
  await bucket.putJson(REFERENCE_POINTER, { version, publishedAt: new Date().toISOString() });
  return version;
}

/** Sets a sandbox's clock, so that a rehearsal plays in its own month. */
export async function setSandboxClock(bucket: Bucket, to: Date): Promise<void> {
  await bucket.putJson(CLOCK_KEY, { offsetMilliseconds: to.getTime() - Date.now() });
}
