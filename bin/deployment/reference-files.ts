import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Bucket } from '../../lambdas/adapters/buckets.ts';
import { CLOCK_KEY } from '../../lambdas/adapters/clock.ts';
import { REFERENCE_POINTER, referenceBundleKey } from '../../lambdas/adapters/reference-store.ts';
import { type ReferenceData, referenceData, referenceFiles } from '../../lambdas/domain/reference-data.ts';
import { readUnits } from '../../lambdas/formats/units-csv.ts';

/** The files that officers edit, by name. Without `intake.json` lists are taken in by the defaults. */
export type ReferenceSources = Readonly<
  Record<'units.csv' | 'programmes.json' | 'providers.json' | 'calendar.json' | 'targets.json', string> & {
    'intake.json'?: string;
  }
>;

/** Runs the parsing of one file; whoever speaks to people makes its error speak of the file. */
type InFile = <Result>(name: keyof ReferenceSources, parse: () => Result) => Result;

/** Parses and gathers the reference files. Throws a ZodError that says what is wrong where, unless `inFile` throws another. */
export function gatherReference(sources: ReferenceSources, inFile: InFile = (_, parse) => parse()): ReferenceData {
  const json = <Schema extends z.ZodType>(name: keyof ReferenceSources, schema: Schema) =>
    inFile(name, () => schema.parse(JSON.parse(sources[name] ?? '{}')));
  return referenceData.parse({
    schemaVersion: 1,
    units: inFile('units.csv', () => readUnits(sources['units.csv'])),
    ...json('programmes.json', referenceFiles.programmes),
    providers: json('providers.json', referenceFiles.providers),
    calendar: json('calendar.json', referenceFiles.calendar),
    targets: json('targets.json', referenceFiles.targets),
    intake: json('intake.json', referenceFiles.intake),
  });
}

/**
 * Parses and gathers the reference files, and publishes them as a new version: the bundle and the files it was made
 * from first, the pointer last. The same content is the same version. Throws a ZodError that says what is wrong where.
 * @returns the version.
 */
export async function publishReference(bucket: Bucket, sources: ReferenceSources): Promise<string> {
  const bundle = gatherReference(sources);
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
