import type { Period } from '../../lambdas/domain/period.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { unitCodesIn } from '../../lambdas/domain/unit.ts';
import { currentReference, reach } from '../officer-cloud.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark } from '../officer-command.ts';
import { NotPossible, sayIn } from '../officer-text.ts';
import { Executions } from '../one-execution.ts';
import { askToConfirm } from '../sign-in.ts';

/** `ansinh open PERIOD`: opens a month; every unit's last roll is carried forward and verified again. */
export function addOpen(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'open',
    vi: 'mở kỳ chi trả: chuyển danh sách kỳ trước sang và xác thực lại mọi người',
    en: 'open a period: carry last month’s rolls forward and verify everybody again',
    examples: ['open 2023-06'],
  })
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .action(async (period: Period, options: Common) => {
      const at = await reach(options.stack, say);
      if ((await at.runs.period(period))?.status === 'closed') {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(period)} đã khóa sổ, không mở lại được.`,
            `The period ${period} is closed and cannot be opened again.`,
          ),
        );
      }
      const data = await currentReference(at, say);
      remark(
        say(
          'Đang mở kỳ và xác thực lại danh sách kỳ trước …',
          'Opening the period, verifying last month’s rolls again …',
        ),
      );
      await new Executions().runToEnd(
        at.outputs.OpenPeriodMachine,
        { period },
        `open-${period}-${Date.now().toString(36)}`,
        say,
      );
      const rolls = await at.submissions.rolls(unitCodesIn(data.units, period), period);
      const carried = rolls.filter(({ rolledForward }) => rolledForward).length;
      answer(options, { period, status: 'open', rolls: rolls.length, rolledForward: carried }, () => [
        say(
          `Kỳ ${formatPeriod(period)} đã mở: ${carried} đơn vị được chuyển danh sách từ kỳ trước.`,
          `The period ${period} is open: ${carried} units’ rolls were carried forward.`,
        ),
        say(
          'Việc tiếp theo: các đơn vị gửi danh sách (ansinh upload); theo dõi bằng “ansinh status”.',
          'Next: the units send their lists (ansinh upload); follow with “ansinh status”.',
        ),
      ]);
    });
}

/** `ansinh close-period PERIOD`: from then on the month takes no list and no run. */
export function addClosePeriod(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'close-period',
    vi: 'khóa sổ một kỳ: không nhận thêm danh sách và đợt chi trả, không mở lại được',
    en: 'close a period: no more lists, no more runs, and no way back',
    examples: ['close-period 2023-06', 'close-period 2023-06 --yes'],
  })
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--yes', say('không hỏi lại', 'do not ask'))
    .action(async (period: Period, options: Common & { yes?: boolean }) => {
      const at = await reach(options.stack, say);
      const record = await at.runs.period(period);
      if (!record)
        throw new NotPossible(say(`Kỳ ${formatPeriod(period)} chưa mở.`, `The period ${period} has not been opened.`));
      const waiting = (await at.runs.ofPeriod(period)).filter(({ status }) => UNFINISHED.includes(status));
      if (waiting.length > 0) {
        const names = waiting.map(({ run }) => run).join(', ');
        throw new NotPossible(
          say(
            `Còn đợt chi trả chưa xong: ${names}. Chờ đủ kết quả rồi khóa sổ.`,
            `Runs are not finished: ${names}. Close the period when all results are in.`,
          ),
        );
      }
      const word = say('khóa sổ', 'close');
      const question = say(
        `Khóa sổ kỳ ${formatPeriod(period)}, không mở lại được. Gõ “${word}”:`,
        `Close ${period}, with no way back. Type “${word}”:`,
      );
      if (!options.yes && !(process.stdin.isTTY && (await askToConfirm(question, word)))) {
        throw new NotPossible(
          say(
            'Chưa khóa sổ (thêm --yes nếu không có màn hình để hỏi).',
            'Not closed (add --yes where there is no terminal to ask).',
          ),
        );
      }
      const step = { what: 'closed', by: 'operator', at: new Date().toISOString(), reason: null } as const;
      await at.runs.movePeriod(period, ['open'], 'closed', step);
      answer(options, { period, status: 'closed' }, () => [
        say(`Đã khóa sổ kỳ ${formatPeriod(period)}.`, `The period ${period} is closed.`),
      ]);
    });
}

/** Money may still move in a run of these states, or its outcome is not known. */
const UNFINISHED: readonly string[] = ['drafting', 'awaiting-approval', 'approved', 'released'];
