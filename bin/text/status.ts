import type { Language } from '../../lambdas/domain/lists/refusal-catalogue.ts';
import { formatDong } from '../../lambdas/domain/money.ts';
import { formatPeriod } from '../../lambdas/domain/period.ts';
import { formatDay, formatInstant } from '../../lambdas/formats/papers/office-sheet.ts';
import { type ListState, type MonthStatus, sumOf, type UnitStatus } from '../month/month-status.ts';
import { OCCASIONS } from '../month/published-reports.ts';
import { DECISIONS, PAYMENT_STATES, RUN_STATUSES, type Say, sayIn, type Words } from './officer.ts';
import { nextSteps } from './status-next-steps.ts';
import { item, table } from './table.ts';
import { waitingLines } from './waiting.ts';

const LIST_STATES: Readonly<Record<ListState, Words>> = {
  'on-time': { vi: 'đúng hạn', en: 'on time' },
  late: { vi: 'NỘP MUỘN', en: 'LATE' },
  carried: { vi: 'chưa gửi, dùng kỳ trước', en: 'not sent, last month’s' },
  refused: { vi: 'TỆP BỊ TỪ CHỐI', en: 'FILE REFUSED' },
  reading: { vi: 'đang đọc', en: 'being read' },
  'awaiting-confirmation': { vi: 'CHỜ XÁC NHẬN', en: 'AWAITS CONFIRMATION' },
  missing: { vi: 'CHƯA GỬI', en: 'NOT SENT' },
};

const PERIOD_STATES: Readonly<Record<MonthStatus['status'], Words>> = {
  'not-opened': { vi: 'chưa mở', en: 'not opened' },
  open: { vi: 'đang mở', en: 'open' },
  closing: { vi: 'đang khóa sổ', en: 'closing' },
  closed: { vi: 'đã khóa sổ', en: 'closed' },
};

/** The month at a glance, for the terminal. */
export function statusLines(
  status: MonthStatus,
  language: Language,
  width: number,
  nameOf: (code: string) => string = (code) => code,
): string[] {
  const say = sayIn(language);
  const { units } = status;
  const own = units.filter(({ list }) => list === 'on-time' || list === 'late').length;
  const late = units.filter(({ list }) => list === 'late').length;
  const held = sumOf(units, 'held');
  return [
    `${say('Kỳ', 'Period')} ${formatPeriod(status.period)}: ${PERIOD_STATES[status.status][language]}`,
    ...deadlineLines(status, language, width),
    say(
      `Danh sách: ${own}/${units.length} đơn vị đã gửi${late ? `, ${late} nộp muộn` : ''}; tạm giữ ${formatDong(held.rows)} dòng (${formatDong(held.amount)} đồng)`,
      `Lists: ${own} of ${units.length} units have sent${late ? `, ${late} late` : ''}; ${formatDong(held.rows)} rows held (${formatDong(held.amount)} đồng)`,
    ),
    reportsLine(status, language),
    '',
    ...waitingLines(status.waiting, nameOf, language, width),
    '',
    ...unitLines(units, language, width),
    ...changeLines(units, language, width),
    '',
    ...runLines(status, language, width),
    ...paymentLines(status, language, width),
    '',
    say('Việc cần làm tiếp theo', 'What to do next'),
    ...nextSteps(status, say).flatMap((step, index) => item(`  ${index + 1}. `, step, width)),
  ];
}

const DEADLINES: Readonly<Record<MonthStatus['deadlines'][number]['what'], Words>> = {
  lists: { vi: 'Hạn gửi danh sách', en: 'Lists are due by' },
  payout: { vi: 'Ngày chi trả', en: 'Payment' },
  results: { vi: 'Hạn trả kết quả', en: 'Results are due by' },
};

/** The month's days, each with how many are left. */
function deadlineLines({ deadlines, status }: MonthStatus, language: Language, width: number): string[] {
  if (status === 'closed') return [];
  const say = sayIn(language);
  return table(
    [{ title: say('Mốc', 'Day') }, { title: say('Hết ngày', 'By the end of') }, { title: '' }],
    deadlines.map((one) => [DEADLINES[one.what][language], formatDay(one.day), howNear(one, say)]),
    width,
  );
}

function howNear({ daysLeft, isDone, isMissed }: MonthStatus['deadlines'][number], say: Say): string {
  if (isMissed) return say(`QUÁ HẠN ${-daysLeft} ngày`, `OVERDUE by ${-daysLeft} days`);
  if (daysLeft < 0 || (isDone && daysLeft === 0)) return say('xong', 'done');
  if (daysLeft === 0) return say('HÔM NAY', 'TODAY');
  return say(`còn ${daysLeft} ngày`, `${daysLeft} days left`);
}

function reportsLine({ reports }: MonthStatus, language: Language): string {
  const say = sayIn(language);
  if (reports === null) return say('Báo cáo: chưa phát hành.', 'Reports: none published yet.');
  const { version, occasion, asOf } = reports;
  return say(
    `Báo cáo: đã phát hành lần ${version} (${OCCASIONS[occasion].vi}), tính đến ngày ${formatDay(asOf)}.`,
    `Reports: version ${version} (${OCCASIONS[occasion].en}), as of ${formatDay(asOf)}.`,
  );
}

function unitLines(units: readonly UnitStatus[], language: Language, width: number): string[] {
  const say = sayIn(language);
  const right = 'right' as const;
  const newest = (one: UnitStatus) =>
    one.newest ? ` (${say('tệp mới', 'newest file')}: ${LIST_STATES[one.newest][language]})` : '';
  const figures = (totals: UnitStatus['totals']) =>
    totals
      ? [totals.read.rows, totals.accepted.rows, totals.held.rows, totals.rejected.rows, totals.accepted.amount].map(
          formatDong,
        )
      : ['', '', '', '', ''];
  const total = (['read', 'accepted', 'held', 'rejected'] as const).map((what) => formatDong(sumOf(units, what).rows));
  return table(
    [
      { title: say('Mã', 'Code') },
      { title: say('Đơn vị', 'Unit') },
      { title: say('Danh sách', 'List') },
      { title: say('Dòng', 'Rows'), align: right },
      { title: say('Nhận', 'Accepted'), align: right },
      { title: say('Giữ', 'Held'), align: right },
      { title: say('Bỏ', 'Rejected'), align: right },
      { title: say('Đồng (dòng nhận)', 'Đồng (accepted)'), align: right },
    ],
    [
      ...units.map((one) => [
        one.unit,
        one.name,
        `${LIST_STATES[one.list][language]}${newest(one)}`,
        ...figures(one.totals),
      ]),
      ['', say('Cộng', 'Total'), '', ...total, formatDong(sumOf(units, 'accepted').amount)],
    ],
    width,
  );
}

/** Month on month: before + joined − left ± adjusted = now, in people and đồng, for units that had a roll before. */
function changeLines(units: readonly UnitStatus[], language: Language, width: number): string[] {
  const say = sayIn(language);
  const compared = units.filter(({ comparison }) => comparison !== null);
  if (compared.length === 0) return [];
  const right = 'right' as const;
  return [
    '',
    say('Biến động so với kỳ trước (người; đồng)', 'Against the month before (people; đồng)'),
    ...table(
      [
        { title: say('Mã', 'Code') },
        { title: say('Đơn vị', 'Unit') },
        { title: say('Kỳ trước', 'Before'), align: right },
        { title: say('Tăng', 'Joined'), align: right },
        { title: say('Giảm', 'Left'), align: right },
        { title: say('Điều chỉnh', 'Adjusted'), align: right },
        { title: say('Kỳ này', 'Now'), align: right },
        { title: say('Chênh lệch (đồng)', 'Difference (đồng)'), align: right },
      ],
      compared.flatMap(({ unit, name, comparison }) =>
        comparison === null
          ? []
          : [
              [
                unit,
                name,
                formatDong(comparison.before.people),
                formatDong(comparison.joined.people),
                formatDong(comparison.left.people),
                formatDong(comparison.adjusted.people),
                formatDong(comparison.after.people),
                signed(comparison.after.amount - comparison.before.amount),
              ],
            ],
      ),
      width,
    ),
  ];
}

function signed(amount: number): string {
  return amount === 0 ? '0' : `${amount > 0 ? '+' : '−'}${formatDong(Math.abs(amount))}`;
}

function runLines({ runs }: MonthStatus, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (runs.length === 0) return [say('Đợt chi trả: chưa lập đợt nào.', 'Runs: none yet.')];
  return runs.flatMap((run) => [
    `${say('Đợt', 'Run')} ${run.run}: ${RUN_STATUSES[run.status][language].toUpperCase()}; ${say('lập bởi', 'started by')} ${run.startedBy}, ${formatInstant(run.startedAt)}`,
    ...run.decisions.flatMap(({ by, at, verdict, reason }) =>
      item('  - ', `${by} ${DECISIONS[verdict][language]}, ${formatInstant(at)}${reason ? `: ${reason}` : ''}`, width),
    ),
    ...(run.status === 'awaiting-approval'
      ? [`  ${say('mã cần phê duyệt', 'hash to approve')}: ${run.manifestHash}`]
      : []),
  ]);
}

function paymentLines({ payments }: MonthStatus, language: Language, width: number): string[] {
  const say = sayIn(language);
  if (payments.length === 0) return [];
  return [
    '',
    ...table(
      [
        { title: say('Kết quả chi trả', 'Outcome of payments') },
        { title: say('Khoản', 'Payments'), align: 'right' },
        { title: say('Số tiền (đồng)', 'Amount (đồng)'), align: 'right' },
      ],
      payments.map(({ state, people, amount }) => [
        PAYMENT_STATES[state][language],
        formatDong(people),
        formatDong(amount),
      ]),
      width,
    ),
  ];
}
