import type { Command } from 'commander';
import type { RunId } from '../../lambdas/domain/payouts/payment.ts';
import { APPROVALS_NEEDED, approversOf } from '../../lambdas/domain/payouts/payout-run.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { askToConfirm, signIn } from '../deployment/sign-in.ts';
import { readProposedRun, readRunToApprove, waitWhile } from '../month/run-approval.ts';
import { type Adding, answer, type Common, officerCommand, remark, runIn, withUser } from '../officer-command.ts';
import { approvalLines } from '../text/approval.ts';
import { summaryOf } from '../text/approval-summary.ts';
import { NotPossible, RUN_STATUSES, type Say, sayIn } from '../text/officer.ts';
import { terminalWidth } from '../text/table.ts';

interface DecideOptions extends Common {
  readonly user: string;
  readonly hash?: string;
}

/** `ansinh approve RUN`: shows what is to be approved, then approves exactly that. */
export function addApprove(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  decisionCommand(adding, {
    usage: 'approve',
    vi: 'xem bảng tổng hợp rồi phê duyệt đợt chi trả; tiền chỉ đi khi hai người khác nhau cùng phê duyệt',
    en: 'look at a run and approve it; money moves only when two different people have',
    examples: [
      'approve 2023-06-regular-1 --user lanh-dao-1',
      'approve 2023-06-regular-1 --json --user lanh-dao-1 > tong-hop.json',
      'approve 2023-06-regular-1 --hash 3f0c… --user lanh-dao-1',
    ],
  })
    .option(
      '--hash <hash>',
      say(
        'mã nội dung đã xem; bỏ trống thì xem và được hỏi trên màn hình, hoặc với --json thì chỉ xem',
        'the hash that was looked at; without it you are shown the run and asked, or with --json only shown it',
      ),
    )
    .action(async (id: RunId, options: DecideOptions) => {
      const at = await reach(options.stack, say);
      const toApprove = await readRunToApprove(at, id, say);
      const manifestHash = toApprove.run.manifestHash ?? '';
      const summary = summaryOf(toApprove);
      // A program cannot type the word under what it has read: it gets the summary, and comes again with the hash.
      if (options.json && options.hash === undefined) {
        answer(options, { run: id, status: summary.status, decided: false, manifestHash, summary }, () => []);
        return;
      }
      remark(approvalLines(toApprove, language, terminalWidth(process.stderr)).join('\n'));
      if (toApprove.run.status !== 'awaiting-approval') {
        throw new NotPossible(
          say(
            `Đợt này ${RUN_STATUSES[toApprove.run.status].vi}, không chờ phê duyệt.`,
            `This run is ${RUN_STATUSES[toApprove.run.status].en}; it awaits no approval.`,
          ),
        );
      }
      await mustMeanThis(options.hash, manifestHash, say);
      const api = await signIn(at, options.user, say);
      const { status } = await api.decide(id, { verdict: 'approved', manifestHash });
      const after = status === 'approved' ? await waitWhile(at, id, ['approved'], say) : await at.runs.get(id);
      const approvals = approversOf(after).size;
      answer(options, { run: id, status: after.status, decided: true, approvals, manifestHash, summary }, () => [
        '',
        after.status === 'awaiting-approval'
          ? say(
              `Đã ghi nhận (${approvals}/${APPROVALS_NEEDED}). Còn chờ một người phê duyệt khác; chưa có khoản nào được chi.`,
              `Recorded (${approvals}/${APPROVALS_NEEDED}). Another approver must agree; no money has moved.`,
            )
          : say(
              `Đã đủ phê duyệt: đợt ${id} ${RUN_STATUSES[after.status].vi}.`,
              `Approved by all: the run ${id} is ${RUN_STATUSES[after.status].en}.`,
            ),
      ]);
    });
}

/** `ansinh reject RUN --reason TEXT`. */
export function addReject(adding: Adding): void {
  const say = sayIn(adding.language);
  decisionCommand(adding, {
    usage: 'reject',
    vi: 'từ chối một đợt chi trả, nêu lý do; chưa có khoản nào được chi',
    en: 'reject a run, with a reason; no money moves',
    examples: ['reject 2023-06-regular-1 --reason "Thiếu danh sách xã Cự Khê" --user lanh-dao-1'],
  })
    .requiredOption(
      '--reason <text>',
      say('lý do, để người lập biết phải làm gì', 'why, so that whoever started it knows what to do'),
    )
    .action(async (id: RunId, options: DecideOptions & { reason: string }) => {
      const at = await reach(options.stack, say);
      // Without reading the manifest: what is damaged must be possible to reject.
      const { manifestHash } = await readProposedRun(at, id, say);
      const api = await signIn(at, options.user, say);
      const { status } = await api.decide(id, {
        verdict: 'rejected',
        manifestHash,
        reason: options.reason,
      });
      answer(options, { run: id, status, reason: options.reason }, () => [
        say(
          `Đã từ chối đợt ${id}. Chưa có khoản nào được chi; xử lý xong thì lập đợt mới bằng “ansinh run”.`,
          `The run ${id} is rejected. No money has moved; once mended, start another with “ansinh run”.`,
        ),
      ]);
    });
}

/** `ansinh withdraw RUN --reason TEXT`: the same approver takes the approval back, before the second one comes. */
export function addWithdraw(adding: Adding): void {
  const say = sayIn(adding.language);
  decisionCommand(adding, {
    usage: 'withdraw',
    vi: 'rút lại phê duyệt của chính mình, nêu lý do; chỉ được khi chưa đủ hai người phê duyệt',
    en: 'take your own approval back, with a reason; only until the second approval comes',
    examples: ['withdraw 2023-06-regular-1 --reason "Chờ đối chiếu số tiền xã Cự Khê" --user lanh-dao-1'],
  })
    .requiredOption('--reason <text>', say('lý do, để lưu hồ sơ', 'why, for the record'))
    .action(async (id: RunId, options: DecideOptions & { reason: string }) => {
      const at = await reach(options.stack, say);
      const { manifestHash } = await readProposedRun(at, id, say);
      const api = await signIn(at, options.user, say);
      const { status } = await api.decide(id, { verdict: 'withdrawn', manifestHash, reason: options.reason });
      const approvals = approversOf(await at.runs.get(id)).size;
      answer(options, { run: id, status, approvals, reason: options.reason }, () => [
        say(
          `Đã rút lại phê duyệt đợt ${id} (còn ${approvals}/${APPROVALS_NEEDED}). Chưa có khoản nào được chi; có thể phê duyệt lại bằng “ansinh approve ${id} --user …”, hoặc từ chối bằng “ansinh reject”.`,
          `The approval of ${id} is taken back (${approvals}/${APPROVALS_NEEDED} stand). No money has moved; approve again with “ansinh approve ${id} --user …”, or reject it with “ansinh reject”.`,
        ),
      ]);
    });
}

function decisionCommand(adding: Adding, texts: Parameters<typeof officerCommand>[1]): Command {
  const say = sayIn(adding.language);
  return withUser(officerCommand(adding, texts), say).argument('<run>', say('mã đợt chi trả', 'the run'), runIn(say));
}

/** An approval is of what was looked at: by its hash, or by a word typed under what has just been shown. */
async function mustMeanThis(given: string | undefined, hash: string, say: Say): Promise<void> {
  if (given !== undefined) {
    if (given === hash) return;
    throw new NotPossible(
      say(
        'Nội dung đợt này khác với mã đã đưa: đợt đã thay đổi sau khi Ông/Bà xem. Hãy xem lại rồi mới phê duyệt.',
        'This run is not what that hash names: it has changed since. Look again before you approve.',
      ),
    );
  }
  if (!process.stdin.isTTY) {
    throw new NotPossible(
      say(
        'Không có màn hình để hỏi: hãy xem bảng trên và chạy lại với --hash.',
        'There is no terminal to ask: look at the summary above and run this again with --hash.',
      ),
    );
  }
  const word = say('đồng ý', 'agree');
  if (
    !(await askToConfirm(
      say(`Gõ “${word}” để phê duyệt đúng nội dung trên:`, `Type “${word}” to approve exactly this:`),
      word,
    ))
  ) {
    throw new NotPossible(say('Chưa phê duyệt: không có gì thay đổi.', 'Not approved: nothing has changed.'));
  }
}
