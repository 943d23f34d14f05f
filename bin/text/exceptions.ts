import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import type { PaymentState } from '../../lambdas/domain/payouts/payment.ts';
import { dayOf, formatPeriod, type Period } from '../../lambdas/domain/period.ts';
import { EXCEPTION_WORDS } from '../../lambdas/domain/settlement/exception-words.ts';
import {
  type ExceptionCode,
  exceptionCode,
  type PaymentException,
  VERDICTS,
} from '../../lambdas/domain/settlement/payment-exception.ts';
import { VERDICT_WORDS } from '../../lambdas/domain/settlement/verdict-words.ts';
import { formatDay } from '../../lambdas/formats/papers/office-sheet.ts';
import { PAYMENT_STATES, type Say, sayIn, type Words } from './officer.ts';
import { item, table } from './table.ts';

/** An exception, and where the payment that it is about stands now; null where there is no such payment. */
export type ShownException = PaymentException & { readonly state: PaymentState | null };

/** The exceptions of a period for the terminal: those that wait, by what they are, each with how to decide it. */
export function exceptionLines(
  period: Period,
  exceptions: readonly ShownException[],
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  const open = exceptions.filter(({ decision }) => decision === null);
  const decided = exceptions.filter(({ decision }) => decision !== null);
  return [
    open.length === 0
      ? say(
          `Kỳ ${formatPeriod(period)}: không có ngoại lệ nào chờ quyết định.`,
          `${period}: no exception waits for a decision.`,
        )
      : say(
          `Kỳ ${formatPeriod(period)}: ${open.length} ngoại lệ chờ quyết định.`,
          `${period}: ${open.length} exceptions wait for a decision.`,
        ),
    ...exceptionCode.options.flatMap((code) => groupLines(code, period, open, language, width)),
    ...(decided.length === 0 ? [] : ['', say('ĐÃ QUYẾT ĐỊNH', 'DECIDED')]),
    ...decided.flatMap((one) => decidedLines(one, language, width)),
  ];
}

function groupLines(
  code: ExceptionCode,
  period: Period,
  open: readonly ShownException[],
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  const own = open.filter((one) => one.code === code);
  const [first] = own;
  if (!first) return [];
  return [
    '',
    ...item(`${own.length} × `, EXCEPTION_WORDS[code][language], width),
    ...exceptionTable(own, language, say, width),
    ...VERDICTS[code].flatMap((verdict) => [
      `  ${say('Nếu', 'If')} ${VERDICT_WORDS[verdict][language]}:`,
      `    ansinh decide ${first.id} --period ${period} --verdict ${verdict} --checked "…" --user ${say('TÊN', 'NAME')}`,
    ]),
    ...(own.length === 1
      ? []
      : [
          say(
            '  Quyết định nhiều mã một lần: viết các mã nối tiếp nhau.',
            '  Several at once: write one id after another.',
          ),
        ]),
  ];
}

function exceptionTable(own: readonly ShownException[], language: Language, say: Say, width: number): string[] {
  const money = (amount: number | null) => (amount === null ? '—' : formatDong(amount));
  const lines = table(
    [
      // Aligned to the right, because only then a column is never cut: they are copied into the next command.
      { title: say('Mã', 'Id'), align: 'right' },
      { title: say('Tham chiếu', 'Reference'), align: 'right' },
      { title: say('Tổ chức', 'Provider') },
      { title: say('Khoản chi', 'Payment') },
      { title: say('Báo', 'Told') },
      { title: say('Lệnh chi', 'Sent'), align: 'right' },
      { title: say('Kết quả', 'Result'), align: 'right' },
      { title: say('Từ ngày', 'Since'), align: 'right' },
    ],
    own.map((one) => [
      one.id,
      one.reference,
      one.provider,
      one.state === null ? '—' : PAYMENT_STATES[one.state][language],
      told(one, language),
      money(one.sent),
      money(one.amount),
      formatDay(dayOf(new Date(one.openedAt))),
    ]),
    width - 2,
  );
  return lines.map((line) => `  ${line}`);
}

/** What the provider reported, and its reason code. */
function told({ status, reasonCode }: PaymentException, language: Language): string {
  const word = status === null ? '—' : (TOLD[status]?.[language] ?? status);
  return reasonCode === null ? word : `${word} (${reasonCode})`;
}

const TOLD: Readonly<Record<string, Words>> = {
  paid: { vi: 'đã chi', en: 'paid' },
  failed: { vi: 'không chi được', en: 'failed' },
  returned: { vi: 'hoàn trả', en: 'returned' },
  pending: { vi: 'đang xử lý', en: 'pending' },
};

function decidedLines({ id, code, decision }: ShownException, language: Language, width: number): string[] {
  if (decision === null) return [];
  const { by, at, verdict, checked } = decision;
  const what = `${VERDICT_WORDS[verdict][language]} (${by}, ${formatDay(dayOf(new Date(at)))}): ${checked}`;
  return [...item('  ', `${id}: ${EXCEPTION_WORDS[code][language]}`, width), ...item('    → ', what, width)];
}
