import type { Period } from '../../lambdas/domain/period.ts';
import { currentPeriod, currentReference, reach } from '../deployment/officer-cloud.ts';
import { readMonthStatus } from '../month/month-status.ts';
import { type Adding, answer, type Common, officerCommand, periodIn } from '../officer-command.ts';
import { sayIn } from '../text/officer.ts';
import { statusLines } from '../text/status.ts';

/** `ansinh status [PERIOD]`: the month at a glance. */
export function addStatus(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'status',
    vi: 'toàn cảnh một kỳ: đơn vị nào đã gửi, dòng tạm giữ, đợt chi trả, còn chờ kết quả nào',
    en: 'the month at a glance: lists, rows held, runs, what is outstanding',
    examples: ['status', 'status 2023-06', 'status 2023-06 --json'],
  })
    .argument('[period]', say('kỳ chi trả; bỏ trống là tháng này', 'the period; this month by default'), periodIn(say))
    .action(async (wanted: Period | undefined, options: Common) => {
      const at = await reach(options.stack, say);
      const data = await currentReference(at, say);
      const status = await readMonthStatus(at, wanted ?? (await currentPeriod(at)), data);
      const names = new Map<string, string>([
        ...status.units.map(({ unit, name }) => [unit, name] as const),
        ...data.providers.map(({ id, name }) => [id, name] as const),
      ]);
      answer(options, status, (width) => statusLines(status, language, width, (code) => names.get(code) ?? code));
    });
}
