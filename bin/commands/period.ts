import { z } from 'zod';
import type { Period } from '../../lambdas/domain/period.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { unitCodesIn } from '../../lambdas/domain/unit.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { Executions } from '../deployment/one-execution.ts';
import { askToConfirm, signIn } from '../deployment/sign-in.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, withUser } from '../officer-command.ts';
import { EXIT_NOT_DONE, NotPossible, sayIn } from '../text/officer.ts';

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
            `Kỳ ${formatPeriod(period)} đã khóa sổ. Muốn mở lại phải nêu lý do: ansinh reopen ${period}.`,
            `The period ${period} is closed. To open it again takes a reason: ansinh reopen ${period}.`,
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

interface ClosingOptions extends Common {
  readonly user: string;
  readonly yes?: boolean;
}

const published = z.object({ outcome: z.string(), message: z.object({ body: z.string() }) });

/** `ansinh close PERIOD`: has the books made and the period shut, waits, and says what it came to. */
export function addClose(adding: Adding): void {
  const say = sayIn(adding.language);
  withUser(
    officerCommand(adding, {
      usage: 'close',
      vi: 'khóa sổ một kỳ: lập sổ chi trả, đối chiếu; từ đó kỳ không nhận thêm thay đổi (mở lại: ansinh reopen)',
      en: 'close a period: its books are made, and it takes no change any more (open it again: ansinh reopen)',
      examples: ['close 2023-06 --user can-bo-tinh', 'close 2023-06 --user can-bo-tinh --yes'],
    }),
    say,
  )
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--yes', say('không hỏi lại', 'do not ask'))
    .action(async (period: Period, options: ClosingOptions) => {
      const at = await reach(options.stack, say);
      const word = say('khóa sổ', 'close');
      const question = say(`Khóa sổ kỳ ${formatPeriod(period)}. Gõ “${word}”:`, `Close ${period}. Type “${word}”:`);
      if (!options.yes && !(process.stdin.isTTY && (await askToConfirm(question, word)))) {
        throw new NotPossible(
          say(
            'Chưa khóa sổ (thêm --yes nếu không có màn hình để hỏi).',
            'Not closed (add --yes where there is no terminal to ask).',
          ),
        );
      }
      const api = await signIn(at, options.user, say);
      const closing = await api.askForBooks(period, 'closing');
      remark(
        say(
          'Kỳ đã ngừng nhận thay đổi, đang chờ các kết quả đang ghi nhận rồi lập sổ (có thể mất hơn mười phút) …',
          'The period takes no change; waiting for results under way, then making the books (this may take over ten minutes) …',
        ),
      );
      const ended = published.parse(await new Executions().outcomeOf(at.outputs.ClosePeriodMachine, closing, say));
      const { status, steps } = (await at.runs.period(period)) ?? { status: 'open', steps: [] };
      answer(options, { period, outcome: ended.outcome, status, steps, message: ended.message.body }, () => [
        ended.message.body,
      ]);
      if (ended.outcome !== 'closed') process.exitCode = EXIT_NOT_DONE;
    });
}

/** `ansinh reopen PERIOD --reason TEXT`. */
export function addReopen(adding: Adding): void {
  const say = sayIn(adding.language);
  withUser(
    officerCommand(adding, {
      usage: 'reopen',
      vi: 'mở lại một kỳ đã khóa sổ; người mở và lý do được lưu, sửa xong phải khóa sổ lại',
      en: 'open a closed period again; who and why is kept, and it has to be closed anew',
      examples: ['reopen 2023-06 --reason "Agribank báo nhầm một khoản đã chi" --user can-bo-tinh'],
    }),
    say,
  )
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .requiredOption('--reason <text>', say('lý do, ít nhất 10 ký tự', 'why, at least 10 characters'))
    .action(async (period: Period, options: Common & { user: string; reason: string }) => {
      const at = await reach(options.stack, say);
      const api = await signIn(at, options.user, say);
      await api.reopenPeriod(period, options.reason);
      const { status, steps } = (await at.runs.period(period)) ?? { status: 'open', steps: [] };
      answer(options, { period, status, steps }, () => [
        say(
          `Đã mở lại kỳ ${formatPeriod(period)}. Sửa xong hãy khóa sổ lại: ansinh close ${period}.`,
          `The period ${period} is open again. Close it anew when it is mended: ansinh close ${period}.`,
        ),
      ]);
    });
}
