import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import type { PublicationVersion } from '../../lambdas/domain/reports/publication-manifest.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import { type FoundPublication, OCCASIONS, type UnitFile } from '../month/published-reports.ts';
import type { SignedLinks } from '../month/report-links.ts';
import type { Say } from './officer.ts';
import { table, wrapped } from './table.ts';

/** A unit's first figures, from its Form 1. */
export interface UnitLine {
  readonly unit: string;
  readonly name: string;
  readonly level: string;
  readonly onRoll: number;
  readonly paidByAccount: number;
}

/** What the command shows of a publication. */
export interface ShownReports {
  readonly found: FoundPublication;
  readonly units: readonly UnitLine[];
  readonly files: readonly UnitFile[];
  readonly signed: SignedLinks;
  /** The unit whose links are shown. */
  readonly shown: string | undefined;
}

/** A publication at a glance: figures by unit, who is missing, all versions, and links of one unit. */
export function reportLines({ found, units, files, signed, shown }: ShownReports, say: Say, width: number): string[] {
  const { manifest, versions } = found;
  const { period, version, occasion, asOf, publishedAt } = manifest;
  return [
    ...wrapped(
      say(
        `Báo cáo kỳ ${formatPeriod(period)}, lần ${version} (${OCCASIONS[occasion].vi}), số liệu đến ngày ${formatDay(asOf)}, phát hành lúc ${formatInstant(publishedAt)}: ${files.length} tệp`,
        `Reports of ${period}, version ${version} (${OCCASIONS[occasion].en}), counted on ${asOf}, published ${publishedAt}: ${files.length} files`,
      ),
      width,
    ),
    '',
    ...unitTable(units, say, width),
    ...missingLines(manifest, say, width),
    '',
    ...versionTable(versions, say, width),
    '',
    ...linkLines(files, signed, shown, say),
  ];
}

function unitTable(units: readonly UnitLine[], say: Say, width: number): string[] {
  return [
    ...table(
      [
        { title: say('Mã', 'Code') },
        { title: say('Đơn vị', 'Unit') },
        { title: say('Người hưởng', 'People'), align: 'right' },
        { title: say('Chi qua tài khoản', 'Paid by account'), align: 'right' },
        { title: say('Tỷ lệ', 'Share'), align: 'right' },
      ],
      units.map((one) => [
        one.unit,
        one.name,
        formatDong(one.onRoll),
        formatDong(one.paidByAccount),
        share(one.paidByAccount, one.onRoll),
      ]),
      width,
    ),
    say(
      'Số người theo cột 4 của Biểu 1: dòng I, và dòng III.1 lũy kế từ đầu năm.',
      'People in column 4 of Form 1: row I, and row III.1 since 1 January.',
    ),
  ];
}

/** Whose figures are not in these, or not in their superior's. */
function missingLines({ withoutList, unplaced }: FoundPublication['manifest'], say: Say, width: number): string[] {
  return [
    ...(withoutList.length > 0
      ? wrapped(
          say(`Chưa gửi danh sách: ${withoutList.join(', ')}.`, `Sent no list: ${withoutList.join(', ')}.`),
          width,
        )
      : []),
    ...(unplaced.length > 0
      ? wrapped(
          say(
            `Chưa có đơn vị cấp trên trong danh mục, không cộng vào cấp trên: ${unplaced.join(', ')}.`,
            `Without a superior in the units file, in nobody's sum: ${unplaced.join(', ')}.`,
          ),
          width,
        )
      : []),
  ];
}

function versionTable(versions: readonly PublicationVersion[], say: Say, width: number): string[] {
  return [
    say('Các lần phát hành (--version):', 'Publications (--version):'),
    ...table(
      [
        { title: say('Lần', 'Version'), align: 'right' },
        { title: say('Loại', 'Occasion') },
        { title: say('Số liệu đến', 'Counted on') },
        { title: say('Phát hành lúc', 'Published') },
      ],
      versions.map((one) => [
        String(one.version),
        say(OCCASIONS[one.occasion].vi, OCCASIONS[one.occasion].en),
        formatDay(one.asOf),
        formatInstant(one.publishedAt),
      ]),
      width,
    ),
  ];
}

/** Links stand on lines of their own, whole, so that they can be copied. */
function linkLines(
  files: readonly UnitFile[],
  { links, until }: SignedLinks,
  shown: string | undefined,
  say: Say,
): string[] {
  const fileOf = new Map(files.map(({ key, file }) => [key, file]));
  return [
    say(
      `Liên kết của đơn vị ${shown}, ai có cũng mở được, đến ${formatInstant(until.toISOString())}:`,
      `Links of unit ${shown}; whoever has one can open it, until ${until.toISOString()}:`,
    ),
    ...links.map(({ key, url }) => `${fileOf.get(key) ?? key}: ${url}`),
    '',
    say(
      'Đơn vị khác: thêm --unit MÃ. Tải về: --open THƯ-MỤC. Xem trang có liên kết giữa các đơn vị: --open.',
      'Other units: --unit CODE. Download: --open DIR. The page with links between units: --open.',
    ),
  ];
}

/** A share in percent with two places, as Vietnamese papers write it. */
function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(2).replace('.', ',')}%`;
}
