import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { officialForm } from '../../lambdas/domain/reports/official-forms.ts';
import { type ReportOccasion, reportOccasion } from '../../lambdas/domain/reports/progress.ts';
import { publicationManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import { type UnitCode, unitCodesIn, unitIn, unit as unitSchema } from '../../lambdas/domain/unit.ts';
import { openInBrowser } from '../browser.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { Executions } from '../deployment/one-execution.ts';
import { download } from '../download.ts';
import {
  type FoundPublication,
  filesOf,
  findPublication,
  type UnitFile,
  type WantedVersion,
} from '../month/published-reports.ts';
import { signLinks } from '../month/report-links.ts';
import {
  type Adding,
  answer,
  type Common,
  officerCommand,
  periodIn,
  remark,
  unitIn as unitOption,
} from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { reportLines, type UnitLine } from '../text/reports.ts';

interface ReportsOptions extends Common, WantedVersion {
  readonly period: Period;
  readonly unit?: UnitCode;
  /** `true` without a folder. */
  readonly open?: string | true;
  readonly publish?: boolean;
}

/** `ansinh reports`: what is published, in which versions, with links that expire; downloads; publishes anew. */
export function addReports(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'reports',
    vi: 'xem báo cáo đã phát hành của kỳ, lấy liên kết, tải về, hoặc phát hành lại',
    en: 'the published reports of a period: versions, links, download, or publish anew',
    examples: [
      'reports --period 2023-06',
      'reports --period 2023-06 --unit 278 --open bao-cao',
      'reports --period 2023-06 --occasion weekly --open',
      'reports --period 2023-06 --version 1 --json',
      'reports --period 2023-06 --publish',
    ],
  })
    .requiredOption('--period <YYYY-MM>', say('kỳ báo cáo', 'the period'), periodIn(say))
    .option('--unit <code>', say('chỉ một đơn vị', 'only one unit'), unitOption(say))
    .option(
      '--version <number>',
      say('lần phát hành (mặc định: mới nhất)', 'which publication (the newest)'),
      number(say),
    )
    .addOption(
      new Option('--occasion <name>', say('loại báo cáo; cả khi phát hành', 'which kind; of --publish too')).choices(
        reportOccasion.options,
      ),
    )
    .option(
      '--open [dir]',
      say('tải về thư mục; không ghi thư mục thì mở trang xem', 'download to a folder; without one, open the page'),
    )
    .option('--publish', say('tính lại và phát hành ngay bây giờ', 'count again and publish now'))
    .action((options: ReportsOptions) => show(options, say));
}

function number(say: Say): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
    throw new InvalidArgumentError(say('Lần phát hành là một số: 1, 2, …', 'A version is a number: 1, 2, …'));
  };
}

async function show(options: ReportsOptions, say: Say): Promise<void> {
  const { period, unit } = options;
  const at = await reach(options.stack, say);
  if (options.publish) await publish(at, period, options.occasion ?? 'by-hand', say);
  const found = await findPublication(at.outbox, period, options.publish ? {} : options, say);
  const files = found === undefined ? [] : filesOf(found.manifest, unit);
  if (found === undefined || files.length === 0) throw await whyNothing(at, period, unit, found, say);
  const units = await figuresOf(at, files);
  const top = units[0]?.unit;
  const shown = unit ?? top;
  const signed = await signLinks(
    at.outputs.OutboxBucket,
    files.filter((one) => options.json === true || one.unit === shown).map(({ key }) => key),
    at.outputs.ReportLinkHours,
  );
  const saved = options.open === undefined ? undefined : await save(at, found, files, options.open, shown, say);
  const { manifest, versions } = found;
  const { version, publication, occasion, asOf, publishedAt, supersedes, withoutList, unplaced } = manifest;
  const urls = new Map(signed.links.map(({ key, url }) => [key, url]));
  const document = {
    period,
    version,
    publication,
    occasion,
    asOf,
    publishedAt,
    supersedes,
    versions,
    units,
    withoutList,
    unplaced,
    files: files.map(({ path: _, ...one }) => ({ ...one, url: urls.get(one.key) })),
    linksUntil: signed.until.toISOString(),
    saved: saved?.paths ?? [],
  };
  answer(options, document, (width) => reportLines({ found, units, files, signed, shown }, say, width));
}

/** Why there is nothing to show, and what to do next. */
async function whyNothing(
  at: Deployment,
  period: Period,
  unit: UnitCode | undefined,
  found: FoundPublication | undefined,
  say: Say,
): Promise<NotPossible> {
  const data = await currentReference(at, say);
  if (unit !== undefined && unitIn(data.units, unit, period) === undefined) {
    return new NotPossible(
      say(
        `Không có đơn vị mã ${unit} trong danh mục của kỳ ${formatPeriod(period)}. Hãy kiểm tra lại mã đơn vị (xem: ansinh status ${period}).`,
        `There is no unit ${unit} in ${period}. Check its code (ansinh status ${period}).`,
      ),
    );
  }
  if (found !== undefined) {
    return new NotPossible(
      say(
        `Đơn vị ${unit} không có báo cáo trong lần phát hành này: khi đó đơn vị chưa có danh sách. Gửi danh sách rồi phát hành lại bằng --publish.`,
        `Unit ${unit} has no reports in this publication: it had no list then. Send its list, then publish with --publish.`,
      ),
    );
  }
  return (await at.submissions.rolls(unitCodesIn(data.units, period), period)).length === 0
    ? nothingSent(period, say)
    : new NotPossible(
        say(
          `Kỳ ${formatPeriod(period)} chưa phát hành báo cáo. Phát hành bằng --publish.`,
          `There are no reports for ${period} yet. Publish them with --publish.`,
        ),
      );
}

function nothingSent(period: Period, say: Say): NotPossible {
  return new NotPossible(
    say(
      `Kỳ ${formatPeriod(period)} chưa có danh sách nào nên chưa có báo cáo. Gửi danh sách bằng ansinh upload, rồi phát hành bằng --publish.`,
      `There is no list for ${period}, so there is nothing to report. Send lists with ansinh upload, then publish with --publish.`,
    ),
  );
}

async function publish(at: Deployment, period: Period, occasion: ReportOccasion, say: Say): Promise<void> {
  const data = await currentReference(at, say);
  if ((await at.submissions.rolls(unitCodesIn(data.units, period), period)).length === 0) {
    throw nothingSent(period, say);
  }
  remark(say('Đang tính và phát hành báo cáo …', 'Counting and publishing …'));
  await new Executions().runToEnd(
    at.outputs.PublishReportsMachine,
    { period, occasion },
    `byhand-${Date.now().toString(36)}`,
    say,
  );
}

/** People on the roll and people paid by account, as Form 1 says them in its column 4; from the top down. */
async function figuresOf(at: Deployment, files: readonly UnitFile[]): Promise<UnitLine[]> {
  const forms = files.filter(({ file }) => file === 'form-1.json');
  const lines = await inParallel(8, forms, async ({ key, unit }) => {
    const form = await at.outbox.json(key, officialForm);
    const total = (row: string) => form.rows.find((one) => one.row === row)?.cells['4'] ?? 0;
    return { unit, name: form.unitName, level: form.unitLevel, onRoll: total('I'), paidByAccount: total('III.1') };
  });
  return lines.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.unit.localeCompare(b.unit));
}

const LEVELS: readonly string[] = unitSchema.shape.level.options;

/**
 * Saves the files with their manifest; without a folder, into a new one, with the pages that they lead to, and opens the
 * page where somebody looks.
 */
async function save(
  at: Deployment,
  { manifest }: FoundPublication,
  files: readonly UnitFile[],
  open: string | true,
  shown: string | undefined,
  say: Say,
): Promise<{ paths: string[] }> {
  const folder = open === true ? await mkdtemp(join(tmpdir(), `ansinh-${manifest.period}-`)) : open;
  const pages = open === true ? filesOf(manifest, undefined).filter(({ file }) => file === 'index.html') : [];
  const wanted = new Map([...pages, ...files].map((one) => [one.key, one]));
  const objects = [...wanted.values()].map(({ key, sha256, path }) => ({ key, sha256, path }));
  const paths = await download(
    at.outbox,
    [...objects, { key: publicationManifestKey(manifest), path: 'manifest.json' }],
    folder,
    say,
  );
  remark(
    say(
      `Đã tải ${paths.length} tệp về ${folder}; mọi báo cáo đúng với mã SHA-256 trong danh mục.`,
      `${paths.length} files are in ${folder}; every report has the SHA-256 of its manifest.`,
    ),
  );
  if (open !== true) return { paths };
  const page = join(folder, shown ?? '', 'index.html');
  const isOpen = await openInBrowser(page);
  remark(
    isOpen ? say(`Đã mở ${page}`, `Opened ${page}`) : say(`Mở tệp này để xem: ${page}`, `Open this to look: ${page}`),
  );
  return { paths };
}
