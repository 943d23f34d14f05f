import type { PeriodRecord } from '../../lambdas/domain/closing/period-record.ts';
import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { type PaymentEvent, totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { approversOf } from '../../lambdas/domain/payouts/payout-run.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { EXCEPTION_WORDS } from '../../lambdas/domain/settlement/exception-words.ts';
import { VERDICT_WORDS } from '../../lambdas/domain/settlement/verdict-words.ts';
import { formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import type { FilePlace } from '../month/file-place.ts';
import type { PaymentStory } from '../month/payment-chain.ts';
import type { Story } from '../month/payment-story.ts';
import { DECISIONS, PAYMENT_STATES, RUN_STATUSES, type Say, sayIn, type Words } from './officer.ts';
import { item } from './table.ts';

/** One payment for the terminal: what it pays, every step, who approved it, and where each file has it. */
export function paymentLines(story: PaymentStory, language: Language, width: number): string[] {
  const say = sayIn(language);
  const { payment, instruction, results, report } = story;
  const one = (text: string) => item('  ', text, width);
  return [
    ...item(
      '',
      `${say('KHOẢN CHI', 'PAYMENT')} ${payment.reference}: ${say('kỳ', 'period')} ${formatPeriod(payment.period)}, ${formatDong(totalOf(payment))} đồng, ${payment.programme}, ${say('đợt', 'run')} ${payment.run}, ${say('lần', 'attempt')} ${payment.attempt}`,
      width,
    ),
    ...partLines(payment, say).flatMap(one),
    ...payment.history.flatMap((event) => one(eventText(event, language))),
    ...runLines(story, language, width),
    ...one(
      `${say('Tệp lệnh chi', 'Provider file')}: ${instruction ? `${instruction.key}, ${placeText(instruction.place, say)}` : say('chưa chuyển', 'not released')}`,
    ),
    ...fundingLines(story, say).flatMap(one),
    ...results.flatMap(({ key, place }) =>
      one(`${say('Tệp kết quả', 'Result file')}: ${key}, ${placeText(place, say)}`),
    ),
    ...story.exceptions.flatMap((exception) => exceptionLines(exception, language, width)),
    ...one(
      `${say('Báo cáo', 'Report')}: ${report ? `${report.key}, ${say('dòng', 'rows')} ${report.rows.join(', ')}, ${say('cột', 'columns')} ${report.columns.join(', ')}` : notReported(payment, say)}`,
    ),
    ...one(booksText(story, language)),
    ...(story.asked ? [] : one(`${say('Xem riêng', 'By itself')}: ansinh explain ${payment.reference}`)),
  ];
}

/** What the sum is made of, where it is more than this month's benefit, and in whose place it is paid. */
function partLines({ amount, arrears, carried, fromBalance, predecessors, successor }: Payment, say: Say): string[] {
  const parts = [
    `${say('kỳ này', 'this period')} ${formatDong(amount)}`,
    ...(arrears > 0 ? [`${say('truy lĩnh', 'arrears')} ${formatDong(arrears)}`] : []),
    ...carried.map(
      (part) => `${say('chưa trả kỳ', 'owed from')} ${formatPeriod(part.period)} ${formatDong(part.amount)}`,
    ),
  ];
  return [
    ...(parts.length > 1 ? [`${say('Gồm', 'Made of')}: ${parts.join('; ')}`] : []),
    ...(fromBalance > 0
      ? [
          say(
            `Trong đó ${formatDong(fromBalance)} đồng lấy từ tiền còn ở tổ chức chi trả`,
            `Of it ${formatDong(fromBalance)} đồng from money that was at the provider already`,
          ),
        ]
      : []),
    ...(predecessors.length > 0 ? [`${say('Chi thay cho', 'In the place of')}: ${predecessors.join(', ')}`] : []),
    ...(successor === null ? [] : [`${say('Được chi thay bằng', 'Paid instead by')}: ${successor}`]),
  ];
}

function eventText({ state, at, cause, by, checked }: PaymentEvent, language: Language): string {
  const say = sayIn(language);
  const who = by === undefined ? '' : `; ${say('người quyết định', 'decided by')} ${by}`;
  const what = checked === undefined ? '' : `: ${checked}`;
  return `${formatInstant(at)}: ${PAYMENT_STATES[state][language]} (${cause})${who}${what}`;
}

function runLines({ run }: PaymentStory, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (run === null) return [];
  const head = `${say('Đợt', 'Run')} ${run.run}: ${RUN_STATUSES[run.status][language]}; ${say('lập bởi', 'started by')} ${run.startedBy}, ${formatInstant(run.startedAt)}; ${approversOf(run).size} ${say('người phê duyệt', 'approvals stand')}`;
  return [
    ...item('  ', head, width),
    ...run.decisions.flatMap(({ by, at, verdict, reason }) => {
      const why = reason === null ? '' : `: ${reason}`;
      return item('    - ', `${by} ${DECISIONS[verdict][language]}, ${formatInstant(at)}${why}`, width);
    }),
  ];
}

function fundingLines({ funding }: PaymentStory, say: Say): string[] {
  if (funding === null) return [];
  return [
    `${say('Đề nghị Kho bạc chuyển', 'Asked of the Treasury')}: ${formatDong(funding.requested.amount)} đồng, ${funding.keys.join(', ')}`,
  ];
}

function exceptionLines(
  { id, code, openedAt, file, line, decision }: PaymentStory['exceptions'][number],
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  const from = file === null ? '' : `; ${file}, ${say('dòng', 'line')} ${line ?? '?'}`;
  const decided =
    decision === null
      ? say('chưa có người quyết định', 'nobody has decided it yet')
      : `${VERDICT_WORDS[decision.verdict][language]} (${decision.by}, ${formatInstant(decision.at)}): ${decision.checked}`;
  return [
    ...item('  ! ', `${formatInstant(openedAt)}: ${EXCEPTION_WORDS[code][language]} (${id}${from})`, width),
    ...item('    → ', decided, width),
  ];
}

function booksText({ books, payment }: PaymentStory, language: Language): string {
  const say = sayIn(language);
  const name = say('Sổ chi trả', 'Books');
  if (books === null) {
    return `${name}: ${say(`kỳ ${formatPeriod(payment.period)} chưa khóa sổ`, `${payment.period} is not closed`)}`;
  }
  return `${name}: ${books.key}, ${books.provider}, ${PAYMENT_STATES[books.state][language]}`;
}

const STATUSES: Readonly<Record<PeriodRecord['status'], Words>> = {
  open: { vi: 'đang mở', en: 'open' },
  closing: { vi: 'đang khóa sổ', en: 'being closed' },
  closed: { vi: 'đã khóa sổ', en: 'closed' },
};

const STEPS: Readonly<Record<PeriodRecord['steps'][number]['what'], Words>> = {
  closing: { vi: 'bắt đầu khóa sổ', en: 'began to close it' },
  closed: { vi: 'khóa sổ', en: 'closed it' },
  'not-closed': { vi: 'chưa khóa được', en: 'could not close it' },
  reopened: { vi: 'mở lại', en: 'reopened it' },
};

/** Who closed and reopened a month; nothing of a month that nobody has touched. */
export function periodLines(
  { period, status, steps }: Story['periods'][number],
  language: Language,
  width: number,
): string[] {
  const say = sayIn(language);
  if (steps.length === 0) return [];
  return [
    '',
    `${say('KỲ', 'PERIOD')} ${formatPeriod(period)}: ${STATUSES[status][language]}`,
    ...steps.flatMap(({ what, by, at, reason }) =>
      item('  ', `${formatInstant(at)}: ${by} ${STEPS[what][language]}${reason === null ? '' : `: ${reason}`}`, width),
    ),
  ];
}

type Payment = PaymentStory['payment'];

function notReported({ state, channel }: Payment, say: Say): string {
  if (state !== 'paid')
    return say('chưa tính vào phần III vì chưa chi thành công', 'not in part III: it has not been paid');
  return channel === 'cash'
    ? say('không tính vào phần III vì chi tiền mặt', 'not in part III: it was paid in cash')
    : say('chưa phát hành', 'not published yet');
}

function placeText(place: FilePlace | undefined, say: Say): string {
  if (!place) return say('không tìm thấy mã trong tệp', 'the reference is not in the file');
  if (place.kind === 'row') return `${say('trang tính', 'sheet')} “${place.sheet}”, ${say('dòng', 'row')} ${place.row}`;
  return place.kind === 'line'
    ? `${say('dòng', 'line')} ${place.line}`
    : `${say('giao dịch thứ', 'transaction')} ${place.number}`;
}
