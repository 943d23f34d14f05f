import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import type { Objects } from '../../lambdas/domain/ports.ts';
import type { ReportOccasion } from '../../lambdas/domain/reports/progress.ts';
import {
  type PublicationManifest,
  type PublicationVersion,
  periodManifest,
  publicationManifest,
} from '../../lambdas/domain/reports/publication-manifest.ts';
import {
  type PublishedFile,
  periodManifestKey,
  publicationManifestKey,
} from '../../lambdas/domain/reports/report-objects.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import { NotPossible, type Say } from '../text/officer.ts';

/** Why reports are published, in the words of an office. */
export const OCCASIONS: Readonly<Record<ReportOccasion, { vi: string; en: string }>> = {
  weekly: { vi: 'báo cáo tuần', en: 'weekly' },
  monthly: { vi: 'báo cáo tháng', en: 'monthly' },
  yearly: { vi: 'báo cáo năm', en: 'yearly' },
  settled: { vi: 'khi đủ kết quả chi trả', en: 'all results in' },
  'by-hand': { vi: 'theo yêu cầu', en: 'by hand' },
};

/** Which of a period's publications is wanted: the newest, unless a number or an occasion is named. */
export interface WantedVersion {
  readonly version?: number | undefined;
  readonly occasion?: ReportOccasion | undefined;
}

/** A publication, and all that there are of its period, oldest first. */
export interface FoundPublication {
  readonly manifest: PublicationManifest;
  readonly versions: readonly PublicationVersion[];
}

/** Undefined where nothing is published of the period. Throws {@link NotPossible} where that version is not there. */
export async function findPublication(
  outbox: Pick<Objects, 'jsonIfThere'>,
  period: Period,
  { version, occasion }: WantedVersion,
  say: Say,
): Promise<FoundPublication | undefined> {
  const standing = await outbox.jsonIfThere(periodManifestKey(period), periodManifest);
  if (standing === undefined) return undefined;
  const { versions, ...newest } = standing;
  const fitting = versions
    .filter((one) => version === undefined || one.version === version)
    .filter((one) => occasion === undefined || one.occasion === occasion)
    .toSorted((a, b) => (a.publication < b.publication ? -1 : 1));
  const chosen = fitting.at(-1);
  if (chosen === undefined) {
    const there = versions.map(
      (one) => `${one.version} (${say(OCCASIONS[one.occasion].vi, OCCASIONS[one.occasion].en)})`,
    );
    throw new NotPossible(
      say(
        `Kỳ ${formatPeriod(period)} không có lần phát hành như vậy. Đã phát hành: ${there.join(', ')}.`,
        `There is no such publication of ${period}. There are: ${there.join(', ')}.`,
      ),
    );
  }
  if (chosen.publication === newest.publication) return { manifest: newest, versions };
  const key = publicationManifestKey({ period, publication: chosen.publication });
  const manifest = await outbox.jsonIfThere(key, publicationManifest);
  if (manifest === undefined) {
    throw new NotPossible(
      say(
        `Lần ${chosen.version} của kỳ ${formatPeriod(period)} chưa phát hành xong. Hãy thử lại sau ít phút; nếu vẫn vậy, báo quản trị hệ thống.`,
        `Version ${chosen.version} of ${period} is not complete. Try again in a few minutes; otherwise tell the administrator.`,
      ),
    );
  }
  return { manifest, versions };
}

/** A published file, and where it lies under the publication: `{unit}/{file}`. */
export interface UnitFile extends PublishedFile {
  readonly unit: string;
  readonly file: string;
  readonly path: string;
}

/** The files of a publication, of one unit or of all. */
export function filesOf({ files }: Pick<PublicationManifest, 'files'>, unit: UnitCode | undefined): UnitFile[] {
  return files
    .map((one) => {
      const [, , , code = '', ...rest] = one.key.split('/');
      return { ...one, unit: code, file: rest.join('/'), path: [code, ...rest].join('/') };
    })
    .filter((one) => unit === undefined || one.unit === unit);
}
