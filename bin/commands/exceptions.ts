import { Option } from 'commander';
import { namesAPlace, paymentReference } from '../../lambdas/domain/payouts/payment.ts';
import type { Period } from '../../lambdas/domain/period.ts';
import {
  type ExceptionCode,
  type ExceptionVerdict,
  exceptionCode,
  exceptionVerdict,
  type PaymentException,
  VERDICTS,
} from '../../lambdas/domain/settlement/payment-exception.ts';
import { VERDICT_WORDS } from '../../lambdas/domain/settlement/verdict-words.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { currentPeriod, reach } from '../deployment/officer-cloud.ts';
import { ApiRefused } from '../deployment/people-api.ts';
import { signIn } from '../deployment/sign-in.ts';
import { type Adding, answer, type Common, officerCommand, periodIn, withUser } from '../officer-command.ts';
import { exceptionLines, type ShownException } from '../text/exceptions.ts';
import { sayIn } from '../text/officer.ts';
import { item } from '../text/table.ts';

interface ExceptionsOptions extends Common {
  readonly all?: boolean;
  readonly code?: ExceptionCode;
}

/** `ansinh exceptions [PERIOD]`: what about a month's payments waits for a person, and how to decide it. */
export function addExceptions(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'exceptions',
    vi: 'những khoản chi cần người quyết định: kết quả không khớp, quá hạn chưa có kết quả, phải thu hồi',
    en: 'payments that need a person: results that do not fit, no answer, money to recover',
    examples: [
      'exceptions',
      'exceptions 2023-06',
      'exceptions 2023-06 --code wrong-amount',
      'exceptions 2023-06 --all',
    ],
  })
    .argument('[period]', say('kỳ chi trả; bỏ trống là tháng này', 'the period; this month by default'), periodIn(say))
    .option('--all', say('cả những ngoại lệ đã quyết định', 'those that were decided, too'))
    .addOption(
      new Option('--code <code>', say('chỉ một loại ngoại lệ', 'only exceptions of one kind')).choices(
        exceptionCode.options,
      ),
    )
    .action(async (wanted: Period | undefined, { all, code, ...options }: ExceptionsOptions) => {
      const at = await reach(options.stack, say);
      const period = wanted ?? (await currentPeriod(at));
      const found = (await at.exceptions.ofPeriod(period))
        .filter((one) => (all || one.decision === null) && (code === undefined || one.code === code))
        .sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
      const shown = await withStates(at, found);
      const document = {
        period,
        open: found.filter(({ decision }) => decision === null).length,
        exceptions: shown.map((one) => ({ ...one, verdicts: one.decision === null ? VERDICTS[one.code] : [] })),
      };
      answer(options, document, (width) => exceptionLines(period, shown, language, width));
    });
}

/** A late answer may have settled what an exception is about: the officer sees where the payment stands now. */
async function withStates(at: Deployment, found: readonly PaymentException[]): Promise<ShownException[]> {
  const ours = found.map((one) => paymentReference.safeParse(one.reference).data);
  const distinct = new Set(ours.filter((one) => one !== undefined && namesAPlace(one)));
  const payments = await at.payments.getAll([...distinct].filter((one) => one !== undefined));
  return found.map((one, index) => {
    const reference = ours[index];
    return { ...one, state: (reference === undefined ? undefined : payments.get(reference)?.state) ?? null };
  });
}

interface DecideOptions extends Common {
  readonly period: Period;
  readonly verdict: ExceptionVerdict;
  readonly checked: string;
  readonly user: string;
}

/** What became of one decision; code and message say why the API refused it. */
interface Outcome {
  readonly id: string;
  readonly decided: boolean;
  readonly code: string | null;
  readonly message: string | null;
}

/** `ansinh decide ID...`: a person's decision on one or several exceptions. Exit 1: some were refused. */
export function addDecide(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  withUser(
    officerCommand(adding, {
      usage: 'decide',
      vi: 'quyết định một hoặc nhiều ngoại lệ, ghi rõ đã kiểm tra gì',
      en: 'decide one or several exceptions, and say what was checked',
      examples: [
        'decide wrong-amount-1a2b3c4d5e6f --period 2023-06 --verdict no-change --checked "Ngân hàng gửi lại tệp đúng, biên bản 12/6" --user can-bo-tinh',
        'decide no-answer-7t0a0123456789ab no-answer-7t0b0123456789cd --period 2023-06 --verdict was-paid --checked "Sao kê ngày 25/6 của Agribank" --user can-bo-tinh',
      ],
    }),
    say,
  )
    .argument('<id...>', say('mã ngoại lệ, một hoặc nhiều', 'the exceptions, one or several'))
    .requiredOption('--period <YYYY-MM>', say('kỳ chi trả', 'the period'), periodIn(say))
    .addOption(
      new Option(
        '--verdict <verdict>',
        exceptionVerdict.options.map((one) => `${one}: ${VERDICT_WORDS[one][language]}`).join('; '),
      )
        .choices(exceptionVerdict.options)
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--checked <text>',
      say(
        'đã kiểm tra gì, với ai, theo giấy tờ nào; được lưu cùng người quyết định',
        'what was checked, with whom, on which paper; kept with who decided',
      ),
    )
    .action(async (ids: string[], options: DecideOptions) => {
      const { period, verdict, checked } = options;
      const api = await signIn(await reach(options.stack, say), options.user, say);
      const outcomes: Outcome[] = [];
      for (const id of new Set(ids)) {
        const refusal = await refusalOf(() => api.decideException(period, id, { verdict, checked }));
        outcomes.push({
          id,
          decided: refusal === undefined,
          code: refusal?.code ?? null,
          message: refusal?.message ?? null,
        });
      }
      answer(options, { period, verdict, decisions: outcomes }, (width) =>
        outcomes.flatMap(({ id, decided, message }) =>
          decided
            ? item(
                '✓ ',
                say(
                  `${id}: đã ghi nhận, ${VERDICT_WORDS[verdict].vi}.`,
                  `${id}: recorded, ${VERDICT_WORDS[verdict].en}.`,
                ),
                width,
              )
            : item('✗ ', `${id}: ${message}`, width),
        ),
      );
      if (outcomes.some(({ decided }) => !decided)) process.exitCode = 1;
    });
}

/** The API's refusal of one decision must not keep the others from being made. */
async function refusalOf(decide: () => Promise<void>): Promise<ApiRefused | undefined> {
  try {
    await decide();
    return undefined;
  } catch (error) {
    if (error instanceof ApiRefused) return error;
    throw error;
  }
}
