import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import type { ReferenceData } from '../../lambdas/domain/reference-data.ts';
import { type UnitCode, unitIn as unitAt } from '../../lambdas/domain/unit.ts';
import { CSV, XLSX } from '../../lambdas/formats/content-types.ts';
import { DEFAULT_LIMITS } from '../../lambdas/formats/lists/list-reader.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { curlLine, signForms, type UploadType } from '../deployment/upload-forms.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, unitIn } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { uploadPage } from '../upload-page.ts';

interface UploadFormOptions extends Common {
  readonly unit?: UnitCode;
  readonly provider?: string;
  readonly period: Period;
  readonly hours: number;
  readonly html?: string;
}

const TYPES = {
  xlsx: { extension: 'xlsx', contentType: XLSX },
  csv: { extension: 'csv', contentType: CSV },
  html: { extension: 'html', contentType: 'text/html' },
  'pain.002': { extension: 'xml', contentType: 'application/xml' },
} as const satisfies Record<string, UploadType>;

const MEBIBYTE = 1024 * 1024;
const LONGEST_HOURS = 168;

/** `ansinh upload-form`: signed forms with which a unit or a provider sends files, without an account of its own. */
export function addUploadForm(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'upload-form',
    vi: 'làm biểu mẫu có hạn để một đơn vị hoặc tổ chức chi trả tự gửi tệp, không cần tài khoản',
    en: 'make an expiring form with which a unit or a provider sends files without an account',
    examples: [
      'upload-form --unit 10114 --period 2023-06 --html gui-danh-sach-10114.html',
      'upload-form --provider agribank --period 2023-06 --hours 72',
    ],
  })
    .option('--unit <code>', say('mã đơn vị', 'code of the unit'), unitIn(say))
    .option('--provider <id>', say('hoặc mã tổ chức chi trả', 'or the provider'))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option(
      '--hours <n>',
      say('dùng được trong bao nhiêu giờ (1 đến 168)', 'for how many hours (1 to 168)'),
      hoursIn(say),
      24,
    )
    .option('--html <file>', say('ghi thành một trang để mở bằng trình duyệt', 'write a page for a browser'))
    .action(async (options: UploadFormOptions) => {
      const at = await reach(options.stack, say);
      const { period, hours } = options;
      const reference = await currentReference(at, say);
      const { folder, who, types } = senderOf(options, reference, say);
      const maxBytes = reference.intake.limits.bytes ?? DEFAULT_LIMITS.bytes;
      const { forms, until } = await signForms(at.outputs.InboxBucket, folder, types, { maxBytes, hours });
      const ends = new Intl.DateTimeFormat('vi-VN', {
        dateStyle: 'short',
        timeStyle: 'short',
        timeZone: 'Asia/Ho_Chi_Minh',
      });
      const title = `${who}, kỳ ${formatPeriod(period)}`;
      if (options.html) {
        const page = { title, until: ends.format(until), maxMebibytes: Math.floor(maxBytes / MEBIBYTE), forms };
        await writeFile(options.html, uploadPage(page));
        remark(say(`Đã ghi ${options.html}`, `Wrote ${options.html}`));
      }
      remark(
        say(
          `Ai có biểu mẫu này đều gửi được vào ${folder}/ đến ${ends.format(until)}: chỉ đưa cho đúng người.`,
          `Whoever has this form can send to ${folder}/ until ${ends.format(until)}: give it to nobody else.`,
        ),
      );
      answer(options, { folder, period, until: until.toISOString(), maxBytes, forms }, () =>
        options.html ? [title] : [title, ...forms.flatMap((form) => ['', curlLine(form)])],
      );
    });
}

/** Where the files go, who sends them, and of which kinds they may be. */
function senderOf(
  { unit, provider, period }: UploadFormOptions,
  reference: ReferenceData,
  say: Say,
): { folder: string; who: string; types: readonly UploadType[] } {
  if ((unit === undefined) === (provider === undefined)) {
    throw new NotPossible(say('Nêu --unit hoặc --provider, một trong hai.', 'Give either --unit or --provider.'));
  }
  if (unit !== undefined) {
    const known = unitAt(reference.units, unit, period);
    if (!known) {
      throw new NotPossible(
        say(
          `Kỳ này không có đơn vị ${unit} trong danh mục. Hãy kiểm tra mã và kỳ.`,
          `There is no unit ${unit} in this period. Check the code and the period.`,
        ),
      );
    }
    const types = [TYPES.xlsx, TYPES.csv, TYPES.html];
    return { folder: `lists/${period}/${unit}`, who: `Gửi danh sách chi trả: ${known.name} (${unit})`, types };
  }
  const known = reference.providers.find(({ id }) => id === provider);
  if (!known) {
    const ids = reference.providers.map(({ id }) => id).join(', ');
    throw new NotPossible(
      say(
        `Không có tổ chức chi trả “${provider}”. Chọn một trong: ${ids}.`,
        `There is no provider “${provider}”. Choose one of: ${ids}.`,
      ),
    );
  }
  const who = `Gửi kết quả chi trả: ${known.name}`;
  return { folder: `results/${period}/${known.id}`, who, types: [TYPES[known.resultFormat]] };
}

function hoursIn(say: Say): (text: string) => number {
  return (text) => {
    const hours = Number(text);
    if (Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_HOURS) return hours;
    throw new InvalidArgumentError(say('Số giờ từ 1 đến 168.', 'From 1 to 168 hours.'));
  };
}
