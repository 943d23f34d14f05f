import { z } from 'zod';
import { controlTotal } from '../control-total.ts';
import { runId } from '../payouts/payment.ts';
import { day, period } from '../period.ts';
import { rollRevision } from '../rolls/submission.ts';
import { unitCode } from '../unit.ts';
import { reportOccasion } from './progress.ts';
import { publicationRef, publishedFile } from './report-objects.ts';

/** One publication of a period among its others. */
const publicationVersion = publicationRef.pick({ publication: true }).extend({
  /** 1, 2, …: in the order in which they came out. It never changes. */
  version: z.number().int().positive(),
  /** The publication whose place it takes: the newest begun before it that was out already. */
  supersedes: publicationRef.shape.publication.nullable(),
  occasion: reportOccasion,
  /** The day in Viet Nam on which it was counted. */
  asOf: day,
  /** When counting began. */
  publishedAt: z.iso.datetime(),
});
export type PublicationVersion = z.infer<typeof publicationVersion>;

/** All that a publication is: its files, and the versions of the data that they say. */
export const publicationManifest = publicationVersion.extend({
  schemaVersion: z.literal(1),
  report: z.literal('manifest'),
  period,
  referenceVersion: z.string(),
  rolls: z.array(z.object({ unit: unitCode, revision: rollRevision })),
  /** Released runs since 1 January whose payments are counted. */
  runs: z.array(runId),
  files: z.array(publishedFile),
  /** Units whose superior is not in the units file: they are in no superior's figures. */
  unplaced: z.array(unitCode),
  /** Units that are asked for a list and had sent none. */
  withoutList: z.array(unitCode),
  controlTotals: z.array(controlTotal.extend({ from: z.string() })),
});
export type PublicationManifest = z.infer<typeof publicationManifest>;

/** What stands for a whole period: the manifest of the newest publication, and all versions, oldest first. */
export const periodManifest = publicationManifest.extend({ versions: z.array(publicationVersion).min(1) });
export type PeriodManifest = z.infer<typeof periodManifest>;

/**
 * A period's manifest once a publication has come out: it gets the next number, for good, and its content stands there
 * unless a publication that was begun later is out already. Coming out twice changes nothing.
 */
export function comeOut(
  standing: PeriodManifest | undefined,
  made: Omit<PublicationManifest, 'version' | 'supersedes'>,
): { whole: PeriodManifest; own: PublicationManifest } {
  const versions = standing?.versions ?? [];
  const { publication, occasion, asOf, publishedAt } = made;
  const own = versions.find((one) => one.publication === publication) ?? {
    version: versions.length + 1,
    publication,
    supersedes: newestOf(versions.filter((one) => one.publication < publication))?.publication ?? null,
    occasion,
    asOf,
    publishedAt,
  };
  const manifest = { ...made, ...own };
  if (versions.includes(own) && standing !== undefined) return { whole: standing, own: manifest };
  const isNewest = standing === undefined || standing.publication < publication;
  return { whole: { ...(isNewest ? manifest : standing), versions: [...versions, own] }, own: manifest };
}

/** The one that was begun last. */
function newestOf(versions: readonly PublicationVersion[]): PublicationVersion | undefined {
  return versions.toSorted((a, b) => (a.publication < b.publication ? -1 : 1)).at(-1);
}
