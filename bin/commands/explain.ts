import { formatDong } from '../../lambdas/domain/money.ts';
import { paymentReference, totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { personalId } from '../../lambdas/domain/person.ts';
import { currentReference, reach } from '../deployment/officer-cloud.ts';
import { type Story, storyOfPayment, storyOfPerson } from '../month/payment-story.ts';
import { type Adding, answer, type Common, officerCommand, periodIn } from '../officer-command.ts';
import { NotPossible, sayIn } from '../text/officer.ts';
import { storyLines } from '../text/story.ts';

/** `ansinh explain REFERENCE|PERSON`: why somebody was, or was not, paid. */
export function addExplain(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'explain',
    vi: 'vì sao một người được hay chưa được chi trả: từ dòng danh sách đến ô báo cáo, ai duyệt, ai quyết định, lúc nào',
    en: 'why somebody was or was not paid: from the row of the list to the cell of the report, who decided and when',
    examples: [
      'explain 001150001234 --period 2023-06',
      'explain 7T1A0BCDEFGH2345',
      'explain 001150001234 --period 2023-06 --json',
    ],
  })
    .argument(
      '<reference|person>',
      say(
        'mã giao dịch 16 ký tự, hoặc số định danh 12 chữ số',
        'a payment’s 16 characters, or a personal id of 12 digits',
      ),
    )
    .option(
      '--period <YYYY-MM>',
      say('kỳ chi trả; cần khi tra theo người', 'the period; needed for a person'),
      periodIn(say),
    )
    .action(async (asked: string, options: Common & { period?: Period }) => {
      const reference = paymentReference.safeParse(asked.trim().toUpperCase());
      const person = personalId.safeParse(asked.replace(/[\s.]/g, ''));
      if (!reference.success && !person.success) {
        throw new NotPossible(
          say(
            'Hãy đưa mã giao dịch (16 chữ hoa và chữ số) hoặc số định danh cá nhân (12 chữ số).',
            'Give a payment’s reference (16 letters and digits) or a personal id (12 digits).',
          ),
        );
      }
      if (person.success && !options.period) {
        throw new NotPossible(
          say(
            'Tra theo người thì cần --period, ví dụ --period 2023-06.',
            'A person is looked up with --period, for example --period 2023-06.',
          ),
        );
      }
      const at = await reach(options.stack, say);
      await currentReference(at, say);
      let story: Story | undefined;
      if (reference.success) story = await storyOfPayment(at, reference.data);
      else if (person.success && options.period) story = await storyOfPerson(at, person.data, options.period);
      if (!story)
        throw new NotPossible(say(`Không có khoản chi nào mang mã ${asked}.`, `There is no payment ${asked}.`));
      if (story.rows.length === 0 && story.payments.length === 0) {
        throw new NotPossible(
          say(
            `Kỳ ${formatPeriod(story.period)} không danh sách nào có số định danh này. Hãy kiểm tra lại số, hoặc hỏi đơn vị đã lập danh sách chưa.`,
            `No list of ${story.period} has this personal id. Check it, or ask the unit whether it listed the person.`,
          ),
        );
      }
      const told = story;
      const paid = told.payments
        .filter(({ payment, asked: isAsked }) => isAsked && payment.state === 'paid')
        .reduce((sum, { payment }) => sum + totalOf(payment), 0);
      answer(options, { ...told, paid }, (width) => [
        ...storyLines(told, language, width),
        '',
        `${say('Đã chi trong kỳ', 'Paid in the period')}: ${formatDong(paid)} đồng`,
      ]);
    });
}
