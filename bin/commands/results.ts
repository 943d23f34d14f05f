import { z } from 'zod';
import { controlTotal } from '../../lambdas/domain/control-total.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { EXCEPTION_WORDS } from '../../lambdas/domain/settlement/exception-words.ts';
import { settlementException, settlementKey } from '../../lambdas/domain/settlement/settlement.ts';
import { dropInto, untilAnswered } from '../deployment/inbox-drop.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark } from '../officer-command.ts';
import { NotPossible, sayIn } from '../text/officer.ts';
import { item } from '../text/table.ts';

interface ResultsOptions extends Common {
  readonly provider: string;
  readonly period: Period;
}

/** The office's answer to a result file: refused as a whole, or applied line by line. */
const about = { period: z.string(), provider: z.string(), id: z.string(), key: z.string() };
const settlement = z.union([
  z.object({ ...about, refused: z.object({ code: z.string(), message: z.string() }) }),
  z.object({
    ...about,
    lines: z.number(),
    applied: z.object({ paid: z.number(), failed: z.number(), returned: z.number() }),
    known: z.number(),
    exceptions: z.array(settlementException),
    controlTotals: z.array(controlTotal).default([]),
  }),
]);

/** `ansinh results FILE`: hands in a provider's answer and shows what it came to. Exit 1: some lines need a person, 2: refused. */
export function addResults(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'results <file>',
    vi: 'nộp tệp kết quả của một tổ chức chi trả và xem đã ghi nhận những gì',
    en: 'hand in a provider’s result file and show what was applied',
    examples: [
      'results ket-qua.xml --provider agribank --period 2023-06',
      'results ket-qua.xlsx --provider vnpost --period 2023-06 --json',
    ],
  })
    .requiredOption('--provider <id>', say('mã tổ chức chi trả, ví dụ agribank', 'the provider, for example agribank'))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .action(async (file: string, options: ResultsOptions) => {
      const { period } = options;
      const at = await reach(options.stack, say);
      const { providers } = await currentReference(at, say);
      const provider = providers.find(({ id }) => id === options.provider);
      if (!provider) {
        const known = providers.map(({ id }) => id).join(', ');
        throw new NotPossible(
          say(
            `Không có tổ chức chi trả “${options.provider}”. Chọn một trong: ${known}.`,
            `There is no provider “${options.provider}”. Choose one of: ${known}.`,
          ),
        );
      }
      const dropped = await dropInto(at, `results/${period}/${provider.id}`, file, say);
      remark(say('Đã gửi, đang ghi nhận …', 'Sent, being applied …'));
      const key = settlementKey({ period, provider: provider.id, id: dropped.id });
      const found = await untilAnswered(
        at.outputs.SettleResultsMachine,
        dropped.key,
        () => at.outbox.jsonIfThere(key, settlement),
        say,
      );
      answer(options, found, (width) => {
        const title = `${say('Kết quả của', 'Results of')} ${provider.name}, ${say('kỳ', 'period')} ${formatPeriod(period)}`;
        if ('refused' in found) {
          return [
            `${title}: ${say('TỆP BỊ TỪ CHỐI, chưa ghi nhận dòng nào', 'THE FILE IS REFUSED, no line was applied')}`,
            ...item('  ', found.refused.message, width),
          ];
        }
        const { lines, applied, known, exceptions } = found;
        const line = (name: string, count: number) => `  ${name.padEnd(34)}${formatDong(count).padStart(10)}`;
        return [
          title,
          line(say('Số dòng trong tệp', 'Lines in the file'), lines),
          line(say('  đã chi trả', '  paid'), applied.paid),
          line(say('  không thành công', '  failed'), applied.failed),
          line(say('  hoàn trả', '  returned'), applied.returned),
          line(say('  đã biết từ trước', '  known already, or pending'), known),
          line(say('  ngoại lệ, cần người xử lý', '  exceptions, for a person'), exceptions.length),
          ...exceptions.flatMap((one) =>
            item(
              '    - ',
              `${say('dòng', 'line')} ${one.line}, ${one.reference}: ${EXCEPTION_WORDS[one.code][language]}${one.sent === null ? '' : ` (${say('lệnh chi', 'sent')} ${formatDong(one.sent)}, ${say('kết quả', 'result')} ${one.amount === null ? '—' : formatDong(one.amount)})`}`,
              width,
            ),
          ),
          ...[...new Set(exceptions.map((one) => one.period))].map((month) =>
            say(
              `    Xem và quyết định: ansinh exceptions ${month}`,
              `    See and decide them: ansinh exceptions ${month}`,
            ),
          ),
          '',
          `${say('Biên bản đối soát', 'Settlement record')}: ${key}`,
        ];
      });
      process.exitCode = 'refused' in found ? 2 : found.exceptions.length > 0 ? 1 : 0;
    });
}
