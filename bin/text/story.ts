import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { totalOf } from '../../lambdas/domain/payouts/payment.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import type { RowStory, Story } from '../month/payment-story.ts';
import { DEFERRALS, PAYMENT_STATES, ROW_OUTCOMES, RUN_STATUSES, type Say, sayIn, type Words } from './officer.ts';
import { paymentLines, periodLines } from './payment.ts';
import { noteLines } from './receipt.ts';
import { item, wrapped } from './table.ts';

/** The chain for the terminal: the answer first, then every link with where to look it up. */
export function storyLines(story: Story, language: Language, width: number): string[] {
  const say = sayIn(language);
  const name = story.rows.find(({ row }) => row.values?.fullName)?.row.values?.fullName;
  return [
    `${[story.person, name].filter(Boolean).join(', ')}; ${say('kỳ', 'period')} ${formatPeriod(story.period)}`,
    '',
    ...verdicts(story, language).flatMap((verdict) => item('⇒ ', verdict, width)),
    ...story.rows.flatMap((row) => ['', ...rowLines(row, language, width)]),
    ...story.payments.flatMap((payment) => ['', ...paymentLines(payment, language, width)]),
    ...story.periods.flatMap((period) => periodLines(period, language, width)),
  ];
}

/** The short answers: one for every payment, and one for every row that none was made from. */
function verdicts({ rows, payments: chain, runs }: Story, language: Language): string[] {
  const say = sayIn(language);
  const payments = chain.filter(({ asked }) => asked);
  const told = payments.map(({ payment }) => {
    const sum = `${formatDong(totalOf(payment))} đồng (${payment.programme})`;
    const reason = payment.reasonCode ? `, ${say('mã lý do', 'reason code')} ${payment.reasonCode}` : '';
    const on = payment.paidOn ? say(` ngày ${formatDay(payment.paidOn)}`, ` on ${formatDay(payment.paidOn)}`) : '';
    return `${sum}: ${PAYMENT_STATES[payment.state][language]}${on}, ${payment.provider}${reason}.`;
  });
  const paidRows = new Set(payments.map(({ payment }) => `${payment.unit}|${payment.revision}|${payment.programme}`));
  const unpaid = rows.filter(
    ({ unit, revision, row }) =>
      row.outcome === 'rejected' || !paidRows.has(`${unit}|${revision}|${row.values?.programme}`),
  );
  return [...told, ...unpaid.map((row) => `${row.unitName ?? row.unit}: ${whyNot(row, runs, language)}`)];
}

function whyNot({ row, deferred, current }: RowStory, runs: Story['runs'], language: Language): string {
  const say = sayIn(language);
  const error = row.notes.find(({ severity }) => severity === 'error')?.message ?? '';
  if (row.outcome === 'rejected') return say(`không chi theo dòng này. ${error}`, `not paid from this row. ${error}`);
  if (row.outcome === 'held') return say(`chưa chi, dòng tạm giữ. ${error}`, `not paid, the row is held. ${error}`);
  const last = deferred.at(-1);
  if (last)
    return say(
      `chưa chi ở đợt ${last.run}: ${DEFERRALS[last.reason].vi}.`,
      `not paid in ${last.run}: ${DEFERRALS[last.reason].en}.`,
    );
  if (!current)
    return say('bản danh sách này đã được thay bằng bản mới hơn.', 'a newer list has taken this one’s place.');
  const run = runs.at(-1);
  return run
    ? say(
        `chưa có khoản chi; đợt ${run.run} ${RUN_STATUSES[run.status].vi}.`,
        `no payment yet; the run ${run.run} is ${RUN_STATUSES[run.status].en}.`,
      )
    : say(
        'chưa có khoản chi vì kỳ này chưa lập đợt chi trả.',
        'no payment yet: no run has been started in this period.',
      );
}

const REGISTRY: Readonly<Record<'matched' | 'mismatched' | 'not-found' | 'deceased', Words>> = {
  matched: { vi: 'khớp', en: 'agrees' },
  mismatched: { vi: 'không khớp', en: 'disagrees' },
  'not-found': { vi: 'không tìm thấy', en: 'not found' },
  deceased: { vi: 'đã mất', en: 'deceased' },
};

function rowLines(story: RowStory, language: Language, width: number): string[] {
  const say = sayIn(language);
  const { row, registry, claim } = story;
  const { values } = row;
  const money =
    values?.amount == null ? say('số tiền không đọc được', 'amount unreadable') : `${formatDong(values.amount)} đồng`;
  const arrears = values?.arrears ? `, ${say('truy lĩnh', 'arrears')} ${formatDong(values.arrears)} đồng` : '';
  const file = story.file === '' ? say('chuyển từ danh sách kỳ trước', 'carried forward from last month') : story.file;
  const received = story.receivedAt
    ? `, ${say('nhận', 'received')} ${formatInstant(story.receivedAt)}${story.late ? ` (${say('muộn', 'late')})` : ''}`
    : '';
  return [
    `${say('DÒNG DANH SÁCH', 'ROW OF A LIST')}: ${story.unitName ?? ''} (${story.unit})${story.current ? '' : say(', bản cũ', ', an earlier list')}`,
    ...wrapped(`${file}${received}`, width - 2).map((line) => `  ${line}`),
    `  ${row.sheet === null ? '' : `${say('trang tính', 'sheet')} “${row.sheet}”, `}${say('dòng', 'row')} ${row.row}: ${values?.programme ?? '?'}, ${money}${arrears}`,
    `  ${say('Kiểm tra', 'Check')}: ${ROW_OUTCOMES[row.outcome][language].toUpperCase()}; ${say('CSDL dân cư', 'population database')}: ${registry ? REGISTRY[registry.outcome][language] : say('không hỏi', 'not asked')}; ${say('đơn vị chi', 'claim')}: ${claimText(claim, say)}`,
    ...noteLines(row.notes, say, width),
    ...story.deferred.map(({ run, reason }) => `  ${say('Đợt', 'Run')} ${run}: ${DEFERRALS[reason][language]}`),
  ];
}

function claimText(claim: RowStory['claim'], say: Say): string {
  if (claim?.standing === 'here') return say('đơn vị này', 'this unit');
  return claim?.standing === 'elsewhere'
    ? say(`đơn vị ${claim.unit} (${claim.programme})`, `unit ${claim.unit} (${claim.programme})`)
    : say('không có', 'none');
}
