import { day } from '../../lambdas/domain/period.ts';
import {
  comeOut,
  type PeriodManifest,
  type PublicationManifest,
  type PublicationVersion,
} from '../../lambdas/domain/reports/publication-manifest.ts';
import type { PublicationRef, PublishedFile } from '../../lambdas/domain/reports/report-objects.ts';

/** What a publication without figures says of itself when it comes out. */
export function madePublication(
  { period, publication }: PublicationRef,
  files: readonly PublishedFile[] = [],
  said: Partial<Pick<PublicationVersion, 'occasion' | 'asOf' | 'publishedAt'>> = {},
): Omit<PublicationManifest, 'version' | 'supersedes'> {
  const [year, month, date] = [publication.slice(0, 4), publication.slice(4, 6), publication.slice(6, 8)];
  return {
    schemaVersion: 1,
    report: 'manifest',
    period,
    publication,
    occasion: 'by-hand',
    asOf: day.parse(`${year}-${month}-${date}`),
    publishedAt: `${year}-${month}-${date}T00:00:00.000Z`,
    referenceVersion: 'v1',
    rolls: [],
    runs: [],
    files: [...files],
    unplaced: [],
    withoutList: [],
    controlTotals: [],
    ...said,
  };
}

/** The manifest of a period of which one publication is out. */
export function publishedMonth(ref: PublicationRef, files: readonly PublishedFile[]): PeriodManifest {
  return comeOut(undefined, madePublication(ref, files)).whole;
}
