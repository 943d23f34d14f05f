import { Option } from 'commander';
import type { Period } from '../../lambdas/domain/period.ts';
import type { ListConfirmation, SubmissionId } from '../../lambdas/domain/rolls/submission.ts';
import { submissionId } from '../../lambdas/domain/rolls/submission.ts';
import type { UnitCode } from '../../lambdas/domain/unit.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { untilAnswered } from '../deployment/inbox-drop.ts';
import { reach } from '../deployment/officer-cloud.ts';
import { askToConfirm, signIn } from '../deployment/sign-in.ts';
import { receiptOf } from '../month/published-receipts.ts';
import {
  type Adding,
  answer,
  type Common,
  officerCommand,
  periodIn,
  remark,
  unitIn,
  withUser,
} from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { receiptLines } from '../text/receipt.ts';

interface ConfirmOptions extends Common {
  readonly unit: UnitCode;
  readonly period: Period;
  readonly list?: string;
  readonly as: ListConfirmation['as'];
  readonly reason: string;
  readonly user: string;
}

/** `ansinh confirm`: says of a list that changes a unit's roll very much that it is meant so. */
export function addConfirm(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  withUser(
    officerCommand(adding, {
      usage: 'confirm',
      vi: 'xác nhận một danh sách đang chờ vì thay đổi quá nhiều so với danh sách trước',
      en: 'confirm a list that waits because it changes the roll very much',
      examples: [
        'confirm --unit 10114 --period 2023-07 --as whole-roll --reason "Sáp nhập thôn" --user can-bo-tinh',
        'confirm --unit 10114 --period 2023-07 --as own-programmes --reason "Danh sách riêng NCC" --user can-bo-tinh',
      ],
    }),
    say,
  )
    .requiredOption('--unit <code>', say('mã đơn vị', 'code of the unit'), unitIn(say))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .option('--list <id>', say('mã danh sách; bỏ trống là danh sách chờ mới nhất', 'the list; the newest by default'))
    .addOption(
      new Option(
        '--as <meaning>',
        say(
          'whole-roll: là toàn bộ danh sách của đơn vị; own-programmes: chỉ thay các chế độ có trong tệp',
          'whole-roll: it is the whole roll; own-programmes: it replaces only the programmes it holds',
        ),
      )
        .choices(['whole-roll', 'own-programmes'])
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', say('lý do, được lưu cùng người xác nhận', 'why; kept with who confirmed'))
    .action(async (options: ConfirmOptions) => {
      const { unit, period } = options;
      const at = await reach(options.stack, say);
      const id = await awaiting(at, options, say);
      const before = (await at.submissions.get(unit, period, id)).receiptVersion;
      await showWhyItWaits(at, options, id, say);
      const api = await signIn(at, options.user, say);
      await api.confirmList({ unit, period, id }, { as: options.as, reason: options.reason });
      remark(say('Đã xác nhận, đang đưa danh sách vào sử dụng …', 'Confirmed, the list is being closed …'));
      const found = await untilAnswered(
        at.outputs.IngestListMachine,
        id,
        async () => {
          const { status, receiptVersion } = await at.submissions.get(unit, period, id);
          return status === 'awaiting-confirmation' || receiptVersion === before
            ? undefined
            : receiptOf(at, unit, period, id);
        },
        say,
      );
      answer(options, found.receipt, (width) => receiptLines(found.receipt, { language, width }));
    });
}

/** What the officer confirms is what they are shown: the reasons, and on a terminal a word typed under them. */
async function showWhyItWaits(
  at: Deployment,
  { unit, period }: ConfirmOptions,
  id: SubmissionId,
  say: Say,
): Promise<void> {
  const told = await receiptOf(at, unit, period, id);
  for (const { message } of told?.receipt.confirmationReasons ?? []) remark(`- ${message}`);
  if (!process.stdin.isTTY) return;
  const word = say('đồng ý', 'agree');
  const question = say(
    `Gõ “${word}” nếu danh sách thay đổi như vậy là đúng:`,
    `Type “${word}” if the list is meant so:`,
  );
  if (!(await askToConfirm(question, word)))
    throw new NotPossible(say('Chưa xác nhận: không có gì thay đổi.', 'Not confirmed: nothing has changed.'));
}

/** The list that waits: the one that was named, or the newest of the unit. */
async function awaiting(at: Deployment, { unit, period, list }: ConfirmOptions, say: Say): Promise<SubmissionId> {
  const waiting = (await at.submissions.ofUnit(unit, period)).filter(
    ({ id, status }) => status === 'awaiting-confirmation' && (list === undefined || id === list),
  );
  const newest = waiting.at(-1);
  if (newest) return submissionId.parse(newest.id);
  throw new NotPossible(
    say(
      `Đơn vị ${unit} không có danh sách nào${list ? ` mang mã ${list}` : ''} đang chờ xác nhận trong kỳ này.`,
      `The unit ${unit} has no list${list ? ` ${list}` : ''} that awaits confirmation in this period.`,
    ),
  );
}
