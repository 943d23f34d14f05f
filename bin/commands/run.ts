import { Option } from 'commander';
import { runId } from '../../lambdas/domain/payouts/payment.ts';
import { type PayoutRun, payoutRun } from '../../lambdas/domain/payouts/payout-run.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { signIn } from '../deployment/sign-in.ts';
import { readRunToApprove, waitWhile } from '../month/run-approval.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, remark, withUser } from '../officer-command.ts';
import { approvalLines } from '../text/approval.ts';
import { sayIn } from '../text/officer.ts';

interface RunOptions extends Common {
  readonly kind: PayoutRun['kind'];
  readonly user: string;
}

/** `ansinh run PERIOD`: starts a run of payouts and shows what two others are to approve. */
export function addRun(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  withUser(
    officerCommand(adding, {
      usage: 'run',
      vi: 'lập đợt chi trả của kỳ, chờ đến khi có bảng tổng hợp để phê duyệt',
      en: 'start a run of payouts and wait until it can be approved',
      examples: ['run 2023-06 --user can-bo-tinh', 'run 2023-06 --kind supplementary --user can-bo-tinh'],
    }),
    say,
  )
    .argument('<period>', say('kỳ chi trả', 'the period'), periodIn(say))
    .addOption(
      new Option(
        '--kind <kind>',
        say(
          'regular: đợt thường kỳ (mặc định); supplementary: đợt bổ sung; emergency: đợt chi đột xuất',
          'regular (default), supplementary or emergency',
        ),
      )
        .choices(payoutRun.shape.kind.options)
        .default('regular'),
    )
    .action(async (period: Period, options: RunOptions) => {
      const at = await reach(options.stack, say);
      const api = await signIn(at, options.user, say);
      const id = runId.parse(await api.startRun(period, options.kind));
      remark(say(`Đã bắt đầu lập đợt ${id} …`, `Started the run ${id} …`));
      await waitWhile(at, id, ['drafting'], say);
      const toApprove = await readRunToApprove(at, id, say);
      answer(
        options,
        {
          run: toApprove.run.run,
          status: toApprove.run.status,
          manifestHash: toApprove.run.manifestHash,
          manifest: toApprove.manifest,
        },
        (width) => [
          ...approvalLines(toApprove, language, width),
          '',
          say(
            'Việc tiếp theo: hai người phê duyệt khác nhau, không phải người lập, cùng xem và chạy',
            'Next: two different approvers, neither of them who started it, look at it and run',
          ),
          `  ansinh approve ${id} --hash ${toApprove.run.manifestHash} --user …`,
        ],
      );
    });
}
