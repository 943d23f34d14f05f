import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { officialForm } from '../../lambdas/domain/reports/official-forms.ts';
import { reportKey, reportManifestKey } from '../../lambdas/domain/reports/report-objects.ts';
import { type UnitCode, unitCode, unitCodesIn } from '../../lambdas/domain/unit.ts';
import { formatInstant } from '../../lambdas/formats/office-sheet.ts';
import type { Deployment } from '../deployment.ts';
import { currentReference, reach } from '../officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../officer-text.ts';
import { Executions } from '../one-execution.ts';
import { table } from '../text-table.ts';

interface ReportsOptions extends Common {
  readonly period: Period;
  readonly unit?: UnitCode;
  readonly open?: string;
  readonly publish?: boolean;
}

const reportManifest = z.object({
  publishedAt: z.iso.datetime(),
  files: z.array(z.object({ key: z.string(), sha256: z.string() })),
});

/** `ansinh reports`: what is published, with the figures a leader asks for first; downloads; publishes anew. */
export function addReports(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'reports',
    vi: 'xem báo cáo đã phát hành của kỳ, tải về, hoặc phát hành lại',
    en: 'list the published reports of a period, download them, or publish anew',
    examples: [
      'reports --period 2023-06',
      'reports --period 2023-06 --unit 278 --open bao-cao',
      'reports --period 2023-06 --publish',
    ],
  })
    .requiredOption('--period <YYYY-MM>', say('kỳ báo cáo', 'the period'), periodIn(say))
    .option('--unit <code>', say('chỉ một đơn vị', 'only one unit'), unitIn(say))
    .option('--open <dir>', say('tải các tệp về thư mục', 'download the files to a folder'))
    .option('--publish', say('tính lại và phát hành ngay bây giờ', 'count again and publish now'))
    .action(async (options: ReportsOptions) => {
      const { period, unit } = options;
      const at = await reach(options.stack, say);
      if (options.publish) await publish(at, period, say);
      const listed = await at.outbox.jsonIfThere(reportManifestKey(period), reportManifest);
      const files = (listed?.files ?? []).filter(
        ({ key }) => unit === undefined || key.startsWith(`reports/${period}/${unit}/`),
      );
      if (!listed || files.length === 0) {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(period)}${unit ? `, đơn vị ${unit},` : ''} chưa có báo cáo. Phát hành bằng --publish.`,
            `There are no reports for ${period}${unit ? ` of ${unit}` : ''} yet. Publish them with --publish.`,
          ),
        );
      }
      const units = await figuresOf(
        at,
        period,
        files.map(({ key }) => key),
      );
      const saved = options.open
        ? await download(
            at,
            files.map(({ key }) => key),
            options.open,
          )
        : [];
      if (options.open)
        remark(say(`Đã tải ${saved.length} tệp về ${options.open}`, `${saved.length} files are in ${options.open}`));
      answer(options, { period, publishedAt: listed.publishedAt, units, files, saved }, (width) => [
        `${say('Báo cáo kỳ', 'Reports of')} ${formatPeriod(period)}, ${say('phát hành lúc', 'published')} ${formatInstant(listed.publishedAt)}: ${files.length} ${say('tệp', 'files')}`,
        '',
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
        '',
        say(
          'Số liệu là người theo cột 4 của Biểu 1 (dòng I và III.1). Tải Biểu 1 và Biểu 2 về: thêm --open THƯ-MỤC.',
          'Figures are people in column 4 of Form 1 (rows I and III.1). Download both forms with --open DIR.',
        ),
      ]);
    });
}

async function publish(at: Deployment, period: Period, say: Say): Promise<void> {
  const data = await currentReference(at, say);
  if ((await at.submissions.rolls(unitCodesIn(data.units, period), period)).length === 0) {
    throw new NotPossible(
      say(
        `Kỳ ${formatPeriod(period)} chưa có danh sách nào nên chưa có báo cáo.`,
        `There is no list for ${period}, so there is nothing to report.`,
      ),
    );
  }
  remark(say('Đang tính và phát hành báo cáo …', 'Counting and publishing …'));
  await new Executions().runToEnd(
    at.outputs.PublishReportsMachine,
    { period },
    `byhand-${Date.now().toString(36)}`,
    say,
  );
}

/** People on the roll and people paid by account, as Form 1 says them in its column 4. */
async function figuresOf(at: Deployment, period: Period, keys: readonly string[]) {
  const units = keys.flatMap((key) => {
    const parsed = unitCode.safeParse(key.split('/')[2]);
    return key.endsWith('/form-1.json') && parsed.success ? [parsed.data] : [];
  });
  const figures = await inParallel(8, units, async (unit) => {
    const form = await at.outbox.json(reportKey(period, unit, 'form-1.json'), officialForm);
    const total = (row: string) => form.rows.find((one) => one.row === row)?.cells['4'] ?? 0;
    return { unit, name: form.unitName, level: form.unitLevel, onRoll: total('I'), paidByAccount: total('III.1') };
  });
  // From the top down, as people read it.
  return figures.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.unit.localeCompare(b.unit));
}

const LEVELS = ['province', 'district', 'commune'];

async function download(at: Deployment, keys: readonly string[], folder: string): Promise<string[]> {
  return inParallel(8, keys, async (key) => {
    const path = join(folder, ...key.split('/').slice(1));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await at.outbox.bytes(key));
    return path;
  });
}

/** A share in percent with two places, as Vietnamese papers write it. */
function share(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(2).replace('.', ',')}%`;
}
